import type { Panel, Series } from "./figure.ts";

/**
 * Eight colours that stay apart under the common kinds of colour blindness and in grey print.
 * Source: M. Okabe and K. Ito, "Color Universal Design" (2008); its yellow is left out, being unreadable on white.
 */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f7f7f"] as const;

/** Dashes that tell apart the second, third, … round through the colours. */
const rounds = ["", "7 3", "2 3", "9 3 2 3"] as const;

/** How one series is drawn. */
export interface Stroke {
  readonly colour: string;
  /** SVG dash array, empty when solid. */
  readonly dash: string;
  readonly dots: boolean;
  /** Points are marked on the line. */
  readonly marked: boolean;
}

/** Give each series of a panel its colour and dash: one colour per group, and per series that has none. */
export function strokes(panel: Panel): Map<Series, Stroke> {
  const keys = [...new Set([...panel.series.map(groupOf), ...(panel.bars ?? []).map((bar) => bar.group ?? "")])];
  return new Map(
    panel.series.map((series) => {
      const at = keys.indexOf(groupOf(series));
      const round = rounds[Math.floor(at / colours.length) % rounds.length];
      const dash = series.style === "dashed" ? "6 4" : round;
      return [series, { colour: colours[at % colours.length], dash, dots: series.style === "dots", marked: series.marked ?? false }];
    }),
  );
}

/** The colour of a histogram's group: groups share colours with the series of the same group. */
export function barColour(panel: Panel, group: string | undefined): string {
  const keys = [...new Set([...panel.series.map(groupOf), ...(panel.bars ?? []).map((bar) => bar.group ?? "")])];
  return colours[keys.indexOf(group ?? "") % colours.length];
}

/** Colour of the k-th name in a map of names. */
export function nameColour(k: number): string {
  return colours[k % colours.length];
}

function groupOf(series: Series): string {
  return series.group ?? series.name;
}
