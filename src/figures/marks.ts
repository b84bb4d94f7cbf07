import type * as PlotModule from "@observablehq/plot";
import { tickExponent } from "./axes.ts";
import type { Panel, Rule, Series } from "./figure.ts";
import { hasGaps, hatch, heat } from "./heat.ts";
import { barColour, type Stroke, strokes } from "./palette.ts";

type Plot = typeof PlotModule;
/** What the axes cover. */
interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The marks of a panel from back to front: heat map, bars, bands, rules, curves. */
export function marks(plot: Plot, panel: Panel, box: Box): PlotModule.Markish[] {
  const stroke = strokes(panel);
  const all: PlotModule.Markish[] = [];
  if (hasGaps(panel)) all.push(hatch(box));
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
