import type * as PlotModule from "@observablehq/plot";
import { edges, tickExponent } from "./axes.ts";
import type { Cell, Panel, Rule, Series } from "./figure.ts";
import { barColour, type Stroke, strokes } from "./palette.ts";
import { indexedPng } from "./raster.ts";

type Plot = typeof PlotModule;
/** What the axes cover. */
interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}
type Colours = { readonly at: (fraction: number) => string; readonly low: number; readonly high: number };

/** The marks of a panel from back to front: heat map, bars, bands, rules, curves. */
export function marks(plot: Plot, panel: Panel, box: Box): PlotModule.Markish[] {
  const stroke = strokes(panel);
  const all: PlotModule.Markish[] = [];
  if (panel.cells?.length) all.push(heat(plot, panel, panel.cells));
  if (panel.bars?.length) {
    const base = panel.yScale === "log" ? box.y[0] : 0;
    all.push(
      plot.rect(panel.bars, {
        x1: "from",
        x2: "to",
        y1: () => base,
        y2: "height",
        fill: (bar) => barColour(panel, bar.group),
        fillOpacity: 0.6,
        stroke: (bar) => barColour(panel, bar.group),
        clip: true,
      }),
    );
  }
  for (const series of panel.series) if (series.lower && series.upper) all.push(band(plot, panel, series, stroke.get(series) as Stroke));
  for (const rule of panel.rules ?? []) {
    const options = { stroke: "#555555", strokeDasharray: "3 3", strokeWidth: 1.2 };
    all.push(rule.axis === "x" ? plot.ruleX([rule.at], options) : plot.ruleY([rule.at], options));
  }
  for (const series of panel.series) all.push(curve(plot, panel, series, stroke.get(series) as Stroke));
  for (const rule of panel.rules ?? []) if (rule.label) all.push(ruleLabel(plot, panel, rule, rule.label, box));
  return all;
}

/** Points of a series as Plot reads them: what cannot be drawn is NaN, which leaves a gap. */
function points(panel: Panel, series: Series): { x: number; y: number; lower: number; upper: number }[] {
  const drawable = (value: number | null | undefined, log: boolean): number =>
    typeof value === "number" && Number.isFinite(value) && (!log || value > 0) ? value : Number.NaN;
  const logX = panel.xScale === "log";
  const logY = panel.yScale === "log";
  return series.x.map((x, i) => ({
    x: drawable(x, logX),
    y: drawable(series.y[i], logY),
    lower: drawable(series.lower?.[i], logY),
    upper: drawable(series.upper?.[i], logY),
  }));
}

function curve(plot: Plot, panel: Panel, series: Series, stroke: Stroke): PlotModule.Markish {
  const data = points(panel, series);
  if (stroke.dots) return plot.dot(data, { x: "x", y: "y", r: 2.6, fill: stroke.colour, clip: true });
  const options = { x: "x", y: "y", stroke: stroke.colour, strokeWidth: 2, clip: true } as const;
  return plot.line(data, stroke.dash ? { ...options, strokeDasharray: stroke.dash } : options);
}

function band(plot: Plot, panel: Panel, series: Series, stroke: Stroke): PlotModule.Markish {
  return plot.areaY(points(panel, series), { x: "x", y1: "lower", y2: "upper", fill: stroke.colour, fillOpacity: 0.2, clip: true });
}

/** A rule's name at the end of the rule where fewer points are in its way. */
function ruleLabel(plot: Plot, panel: Panel, { axis, at }: Rule, label: string, box: Box): PlotModule.Markish {
  const common = { text: () => label, fontSize: 12, fill: "#333333", stroke: "white", strokeWidth: 4 };
  if (axis === "x") return plot.text([0], { ...common, x: () => at, y: () => box.y[1], dx: 5, dy: 9, textAnchor: "start" });
  const left = crowd(panel, box, at, 0) < crowd(panel, box, at, 0.82);
  const end = left ? { x: () => box.x[0], dx: 5, textAnchor: "start" } : { x: () => box.x[1], dx: -5, textAnchor: "end" };
  return plot.text([0], { ...common, ...end, y: () => at, dy: -8 } as PlotModule.TextOptions);
}

/** How many points lie in the way of a label above y = `at` that begins at this fraction of the width. */
function crowd(panel: Panel, { x: [left, right], y: [low, high] }: Box, at: number, fraction: number): number {
  const share = (value: number, from: number, to: number, log: boolean): number =>
    log ? share(tickExponent(value), tickExponent(from), tickExponent(to), false) : (value - from) / (to - from);
  const base = share(at, low, high, panel.yScale === "log");
  const inTheWay = (x: number, y: number | null): boolean => {
    if (y === null || (panel.xScale === "log" && x <= 0) || (panel.yScale === "log" && y <= 0)) return false;
    const across = share(x, left, right, panel.xScale === "log") - fraction;
    const above = share(y, low, high, panel.yScale === "log") - base;
    return across >= 0 && across <= 0.18 && above >= -0.01 && above <= 0.07;
  };
  return panel.series.reduce((sum, series) => sum + series.x.filter((x, i) => inTheWay(x, series.y[i])).length, 0);
}

/** The colours of a panel's heat map and the values they span. */
export function heatColours(plot: Plot, panel: Panel): Colours {
  const values = (panel.cells ?? []).map((cell) => cell.value).filter((value): value is number => value !== null && Number.isFinite(value));
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 1];
  if (panel.cellScale === "diverging") {
    high = Math.max(Math.abs(low), Math.abs(high));
    low = -high;
  }
  if (low === high) high = low + Math.max(1e-12, Math.abs(low) * 1e-3);
  const scale = plot.scale({ color: { type: "linear", domain: [0, 1], scheme: panel.cellScale === "diverging" ? "PuOr" : "viridis" } });
  return { at: (fraction) => String(scale?.apply(fraction)), low, high };
}

function heat(plot: Plot, panel: Panel, cells: readonly Cell[]): PlotModule.Markish {
  const ascending = (a: number, b: number): number => a - b;
  const xs = [...new Set(cells.map((cell) => cell.x))].sort(ascending);
  const ys = [...new Set(cells.map((cell) => cell.y))].sort(ascending);
  const column = new Map(xs.map((x, i) => [x, i]));
  const row = new Map(ys.map((y, i) => [y, ys.length - 1 - i]));
  const { at, low, high } = heatColours(plot, panel);
  const palette = Array.from({ length: 255 }, (_, i) => rgb(at(i / 254)));
  const pixels = new Uint8Array(xs.length * ys.length).fill(255);
  for (const cell of cells) {
    if (cell.value === null || !Number.isFinite(cell.value)) continue;
    const shade = Math.round((254 * (cell.value - low)) / (high - low));
    pixels[(row.get(cell.y) as number) * xs.length + (column.get(cell.x) as number)] = shade;
  }
  const href = indexedPng(xs.length, ys.length, pixels, [...palette, [255, 255, 255]]);
  return image(edges(xs, panel.xScale === "log"), edges(ys, panel.yScale === "log"), href);
}

/** A mark that stretches one picture over a rectangle of the data. */
export function image([x1, x2]: [number, number], [y1, y2]: [number, number], href: string): PlotModule.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const { document } = context as unknown as { document: Document };
    const [left, right] = [scales.x?.(x1), scales.x?.(x2)] as [number, number];
    const [bottom, top] = [scales.y?.(y1), scales.y?.(y2)] as [number, number];
    const node = document.createElementNS("http://www.w3.org/2000/svg", "image");
    const attributes = {
      x: left,
      y: top,
      width: right - left,
      height: bottom - top,
      preserveAspectRatio: "none",
      "image-rendering": "optimizeSpeed",
      href,
    };
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    return node;
  };
}

/** [red, green, blue] of "rgb(r, g, b)" or "#rrggbb". */
export function rgb(colour: string): [number, number, number] {
  const hex = /^#(..)(..)(..)$/.exec(colour);
  const parts = hex ? hex.slice(1).map((part) => Number.parseInt(part, 16)) : (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [parts[0], parts[1], parts[2]];
}
