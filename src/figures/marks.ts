import type * as PlotModule from "@observablehq/plot";
import type { Panel, Series } from "./figure.ts";
import { hasGaps, hatch, heat } from "./heat.ts";
import { barColour, type Stroke, strokes } from "./palette.ts";
import type { Scale } from "./scale.ts";

type Plot = typeof PlotModule;

/** The scales of a panel. */
interface Axes {
  readonly x: Scale;
  readonly y: Scale;
}

/** The marks of a panel from back to front: heat map, bars, bands, rules, curves. */
export function marks(plot: Plot, panel: Panel, axes: Axes): PlotModule.Markish[] {
  const { x, y } = axes;
  const stroke = strokes(panel);
  const all: PlotModule.Markish[] = [];
  if (hasGaps(panel)) all.push(hatch({ x: x.domain, y: y.domain }));
  if (panel.cells?.length) all.push(heat(plot, panel, panel.cells));
  if (panel.bars?.length) {
    const base = y.log ? y.domain[0] : 0;
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
    const line = (options: PlotModule.RuleXOptions) =>
      rule.axis === "x" ? plot.ruleX([rule.at], options) : plot.ruleY([rule.at], options);
    // On the colours of a map a thin dark line is lost.
    if (panel.cells?.length) all.push(line({ stroke: "white", strokeWidth: 2.4 }));
    all.push(line({ stroke: "#555555", strokeDasharray: "3 3", strokeWidth: 1.2 }));
  }
  for (const series of panel.series) all.push(...curve(plot, panel, series, stroke.get(series) as Stroke, axes));
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

function curve(plot: Plot, panel: Panel, series: Series, stroke: Stroke, { x, y }: Axes): PlotModule.Markish[] {
  const within = ({ domain: [low, high] }: Scale, value: number): boolean => value >= low && value <= high;
  const inside = (point: { x: number; y: number }): boolean => within(x, point.x) && within(y, point.y);
  const data = points(panel, series);
  // dots at the border are whole; those beyond it are not drawn
  const dots = () => plot.dot(data.filter(inside), { x: "x", y: "y", r: 2.8, fill: stroke.colour });
  if (stroke.dots) return [dots()];
  const options = { x: "x", y: "y", stroke: stroke.colour, strokeWidth: stroke.marked ? 1.2 : 2, clip: true } as const;
  const line = plot.line(data, stroke.dash ? { ...options, strokeDasharray: stroke.dash } : options);
  return stroke.marked ? [line, dots()] : [line];
}

function band(plot: Plot, panel: Panel, series: Series, stroke: Stroke): PlotModule.Markish {
  return plot.areaY(points(panel, series), { x: "x", y1: "lower", y2: "upper", fill: stroke.colour, fillOpacity: 0.2, clip: true });
}
