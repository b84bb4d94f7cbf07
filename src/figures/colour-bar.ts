/** The scale of a heat map's colours, beside its axes. */
import type * as PlotModule from "@observablehq/plot";
import { linearTicks } from "./axes.ts";
import type { Box } from "./box.ts";
import type { Panel } from "./figure.ts";
import { type Colours, heatColours, rangeOf, rgb } from "./heat.ts";
import { indexedPng } from "./raster.ts";
import { type Scale, scaleOver, TICK_SIZE, ticksAt } from "./scale.ts";
import { svgText, textWidth } from "./text.ts";

/** A heat map of sizes has a scale beside it; one of names has them in the legend. */
export function hasColourBar({ cells, cellNames }: Panel): boolean {
  return cells !== undefined && cells.length > 0 && cellNames === undefined;
}

/** The axis of the colours. */
export function barColours(panel: Panel): Scale {
  const { low, high } = rangeOf(panel);
  const { ticks, factor } = ticksAt(linearTicks(low, high, 7), false);
  return { ...scaleOver([low, high], false, ticks, []), factor };
}

const GAP = 20;
const THICK = 16;
const TIP = 12;

/** Draw the scale to the right of the axes; arrows at its ends stand for values beyond. */
export function colourBar(plot: typeof PlotModule, panel: Panel, axes: Box): string {
  const colours = heatColours(plot, panel);
  const scale = barColours(panel);
  const x = axes.x + axes.width + GAP;
  const [over, under] = [colours.over ? TIP : 0, colours.under ? TIP : 0];
  const [top, height] = [axes.y + over, axes.height - over - under];
  const widest = Math.max(...scale.ticks.map(({ text }) => textWidth(text, TICK_SIZE)));
  const at = (value: number): number => round(top + height * (1 - scale.share(value)));
  const numbers = scale.ticks.map(
    ({ value, text }) =>
      `<line x1="${x + THICK}" x2="${x + THICK + 5}" y1="${at(value)}" y2="${at(value)}" stroke="#555555"/>` +
      svgText(text, x + THICK + 9, at(value) + 4.5, TICK_SIZE, "start"),
  );
  const name = panel.cellLabel ? upright(panel.cellLabel, x + THICK + 9 + widest + 16, axes.y + axes.height / 2) : "";
  const factor = svgText(scale.factor, x + THICK + 9, axes.y - 9, TICK_SIZE, "start");
  return `<g>${shades(colours, x, top, height)}${tips(colours, x, top, height)}${outline(x, top, height, over, under)}${numbers.join("")}${factor}${name}</g>`;
}

function shades({ at }: Colours, x: number, top: number, height: number): string {
  const palette = Array.from({ length: 255 }, (_, i) => rgb(at(i / 254)));
  const pixels = Uint8Array.from({ length: 255 }, (_, i) => 254 - i);
  const href = indexedPng(1, 255, pixels, [...palette, [255, 255, 255]]);
  return `<image x="${x}" y="${top}" width="${THICK}" height="${height}" preserveAspectRatio="none" href="${href}"/>`;
}

function tips({ at, over, under }: Colours, x: number, top: number, height: number): string {
  const up = over ? `<path d="M${x},${top}h${THICK}l${-THICK / 2},${-TIP}z" fill="${at(1)}"/>` : "";
  const down = under ? `<path d="M${x},${top + height}h${THICK}l${-THICK / 2},${TIP}z" fill="${at(0)}"/>` : "";
  return up + down;
}

function outline(x: number, top: number, height: number, over: number, under: number): string {
  const upper = over ? `l${THICK / 2},${-over}l${THICK / 2},${over}` : `h${THICK}`;
  const lower = under ? `l${-THICK / 2},${under}l${-THICK / 2},${-under}` : `h${-THICK}`;
  return `<path d="M${x},${top}${upper}v${height}${lower}z" fill="none" stroke="#888888"/>`;
}

/** A name along a vertical axis, read from below. */
export function upright(text: string, x: number, y: number, size = 14): string {
  return svgText(text, x, y, size, "middle", `transform="rotate(-90 ${round(x)} ${round(y)})"`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
