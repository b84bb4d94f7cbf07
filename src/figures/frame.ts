/** The axes of a panel: grid, frame, ticks, numbers and names. */
import { upright } from "./colour-bar.ts";
import type { Panel } from "./figure.ts";
import { LABEL_SIZE, type Layout } from "./layout.ts";
import { TICK_SIZE } from "./scale.ts";
import { svgText } from "./text.ts";

/** The grid, behind the data. A heat map has none. */
export function grid(panel: Panel, { axes, x, y }: Layout): string {
  if (panel.cells?.length) return "";
  const lines = [
    ...x.ticks.map(({ value }) => vertical(axes.x + axes.width * x.share(value), axes.y, axes.y + axes.height)),
    ...y.ticks.map(({ value }) => horizontal(axes.y + axes.height * (1 - y.share(value)), axes.x, axes.x + axes.width)),
  ];
  return `<g stroke="#e8e8e8">${lines.join("")}</g>`;
}

/** The frame with its ticks, numbers and names, before the data. */
export function frame(panel: Panel, { axes, x, y, yLabelAt }: Layout): string {
  const [left, bottom] = [axes.x, axes.y + axes.height];
  const across = (value: number): number => left + axes.width * x.share(value);
  const up = (value: number): number => bottom - axes.height * y.share(value);
  const ticks = [
    ...x.ticks.map(({ value }) => vertical(across(value), bottom, bottom + 6)),
    ...x.minor.map((value) => vertical(across(value), bottom, bottom + 3)),
    ...y.ticks.map(({ value }) => horizontal(up(value), left - 6, left)),
    ...y.minor.map((value) => horizontal(up(value), left - 3, left)),
  ];
  const numbers = [
    ...x.ticks.map(({ value, text }) => svgText(text, across(value), bottom + 20, TICK_SIZE, "middle")),
    ...y.ticks.map(({ value, text }) => svgText(text, left - 9, up(value) + 4.5, TICK_SIZE, "end")),
  ];
  const factors = [
    svgText(x.factor, left + axes.width, bottom + 42, TICK_SIZE, "end"),
    svgText(y.factor, left - 9, axes.y - 9, TICK_SIZE, "end"),
  ];
  const box = `<rect x="${left}" y="${axes.y}" width="${axes.width}" height="${axes.height}" fill="none" stroke="#888888"/>`;
  const names = [
    svgText(panel.xLabel, left + axes.width / 2, bottom + 42, LABEL_SIZE, "middle"),
    upright(panel.yLabel, yLabelAt, axes.y + axes.height / 2, LABEL_SIZE),
  ];
  return `${box}<g stroke="#555555">${ticks.join("")}</g>${numbers.join("")}${factors.join("")}${names.join("")}`;
}

function vertical(x: number, y1: number, y2: number): string {
  return `<line x1="${round(x)}" x2="${round(x)}" y1="${round(y1)}" y2="${round(y2)}"/>`;
}

function horizontal(y: number, x1: number, x2: number): string {
  return `<line x1="${round(x1)}" x2="${round(x2)}" y1="${round(y)}" y2="${round(y)}"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
