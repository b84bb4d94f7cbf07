/** Where the parts of a panel stand: title, legend, axes, scale of colours, caption. All lengths in units of the picture. */
import type { Box } from "./box.ts";
import { barColours, hasColourBar } from "./colour-bar.ts";
import type { Panel } from "./figure.ts";
import { type Legend, legend } from "./legend.ts";
import { type Scale, scaleOf, TICK_SIZE } from "./scale.ts";
import { textWidth, wrap } from "./text.ts";

export const TITLE_SIZE = 16;
export const LABEL_SIZE = 14;
export const CAPTION_SIZE = 12.5;
/** Height of a line of text, in sizes. */
const LINE = 1.32;

/** Lines of text that begin at a height. */
export interface Lines {
  readonly lines: readonly string[];
  readonly top: number;
  readonly height: number;
}

/** The places of a panel's parts. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly title: Lines;
  readonly legend: Legend;
  /** The rectangle that the axes frame. */
  readonly axes: Box;
  readonly x: Scale;
  readonly y: Scale;
  /** Centre of the label of the vertical axis. */
  readonly yLabelAt: number;
  readonly caption: Lines;
}

/** What a picture of several panels decides for each of them. */
export interface LayoutOptions {
  /** A letter before the title, such as "(a)". */
  readonly letter?: string;
  /** Leave the legend out: it stands above all panels. */
  readonly bare?: boolean;
  /** At least so much room left of the axes, and above them, so that panels side by side are in line. */
  readonly left?: number;
  readonly top?: number;
}

const WIDTH = 680;
const HEIGHT = 340;
const SIDE = 430;
const RIGHT = 24;

/** Break a text into lines of a size that fit a width. */
export function linesOf(text: string, size: number, width: number, top: number): Lines {
  const lines = text ? wrap(text, size, width) : [];
  return { lines, top, height: lines.length * size * LINE };
}

/** Lay a panel out. */
export function layoutOf(panel: Panel, { bare = false, left = 0, top = 0 }: LayoutOptions = {}): Layout {
  const [tall, bar] = [panel.square ? SIDE : HEIGHT, hasColourBar(panel) ? barWidth(panel) : 0];
  const y = scaleOf(panel, "y", tall);
  const ticks = Math.max(20, ...[y.factor, ...y.ticks.map(({ text }) => text)].map((text) => textWidth(text, TICK_SIZE)));
  const axesAt = Math.max(left, 12 + LABEL_SIZE + 12 + ticks + 10);
  const right = Math.max(RIGHT, bar > 0 ? 0 : beyond(panel, panel.square ? SIDE : WIDTH - axesAt - RIGHT) + 6);
  const wide = panel.square ? SIDE : WIDTH - axesAt - right - bar;
  const width = axesAt + wide + right + bar;
  // Centred above the axes, clear of the panel's letter and of the border.
  const centre = axesAt + wide / 2;
  const title = linesOf(panel.title, TITLE_SIZE, 2 * Math.min(centre - 40, width - 8 - centre), 8);
  const key = legend(
    bare ? { ...panel, series: [], bars: [], cells: [] } : panel,
    axesAt - 2,
    title.top + title.height + 8,
    width - axesAt - 10,
  );
  const axesTop = Math.max(top, title.top + title.height + key.height + 16);
  const axes = { x: axesAt, y: axesTop, width: wide, height: tall };
  const foot = axes.y + tall + 50;
  const caption = linesOf(panel.caption ?? "", CAPTION_SIZE, width - 40, foot + 6);
  return {
    width,
    height: foot + (caption.lines.length > 0 ? caption.height + 16 : 4),
    title,
    legend: key,
    axes,
    x: scaleOf(panel, "x", wide),
    y,
    yLabelAt: axesAt - 10 - ticks - 14,
    caption,
  };
}

/** How far the last number of the horizontal axis stands out on the right. */
function beyond(panel: Panel, wide: number): number {
  const { ticks, share } = scaleOf(panel, "x", wide);
  return Math.max(0, ...ticks.map(({ value, text }) => textWidth(text, TICK_SIZE) / 2 - (1 - share(value)) * wide));
}

/** Room for a scale of colours beside the axes: the scale, its numbers, its name. */
function barWidth(panel: Panel): number {
  const { ticks, factor } = barColours(panel);
  return 40 + Math.max(...[factor, ...ticks.map(({ text }) => text)].map((text) => textWidth(text, TICK_SIZE))) + 22;
}
