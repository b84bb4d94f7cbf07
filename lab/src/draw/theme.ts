/** Colours of pictures. Pictures carry their colours as attributes, so that what is exported looks as on the screen. */

export interface Theme {
  readonly dark: boolean;
  readonly ground: string;
  readonly ink: string;
  /** Axis lines and ticks' words. */
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly warn: string;
  /** Eight colours that are told apart under the common kinds of colour blindness, each ≥ 3:1 on the ground. */
  readonly lines: readonly string[];
  /** Filled areas: ground of a bar, what is empty. */
  readonly fill: string;
  readonly hatch: string;
  readonly font: string;
}

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';

export const light: Theme = {
  dark: false,
  ground: "#ffffff",
  ink: "#16202a",
  muted: "#55626f",
  grid: "#e6eaee",
  accent: "#0b63a8",
  warn: "#9a5b00",
  lines: ["#0b63a8", "#c24400", "#00775a", "#a8327a", "#6a4fc0", "#7d6400", "#0087a3", "#4a4f57"],
  fill: "#eef2f6",
  hatch: "#b4bec8",
  font,
};

export const dark: Theme = {
  dark: true,
  ground: "#14191f",
  ink: "#e8edf2",
  muted: "#a2aeba",
  grid: "#2a323b",
  accent: "#62b4f2",
  warn: "#f0b357",
  lines: ["#62b4f2", "#ff8f5a", "#43cfa0", "#f08cc6", "#b8a2ff", "#dcc25a", "#5fd3e6", "#c5ccd4"],
  fill: "#1f2730",
  hatch: "#4a5561",
  font,
};

/** Dashes beside colours: the second curve is told apart without colour, too. */
export const DASHES: readonly string[] = ["", "7 4", "2 3", "9 3 2 3", "12 4", "4 2", "1 4", "6 2 1 2 1 2"];

export function colourOf(theme: Theme, k: number): string {
  return theme.lines[k % theme.lines.length] as string;
}

export function dashOf(k: number): string {
  return DASHES[k % DASHES.length] as string;
}
