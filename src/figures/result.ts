/** The pictures of a result: curves over one axis, heat maps over two. */
import { requireRecord } from "../files/parse.ts";
import { type AnyRecord, type Column, type GridRecord, isGrid, type ResultRecord } from "../files/record.ts";
import { aBoolean, checkOptions } from "../options.ts";
import { isLogarithmic } from "./axes.ts";
import { captionOf } from "./caption.ts";
import { distributionPanels, isDistribution } from "./distribution.ts";
import type { Panel } from "./figure.ts";
import { axisLabel, symbolOf } from "./labels.ts";
import { asWished, type Curve, inOne } from "./wish.ts";

/**
 * One panel per observable: a curve, an ensemble's mean with one standard deviation on both sides, or a heat map over a grid.
 * @param together have all curves in one panel
 */
export function panelsOf(record: AnyRecord, options: { readonly together?: boolean } = {}): readonly Panel[] {
  requireRecord("record", record);
  const { together = false } = checkOptions<{ together?: boolean }>("options", options, { together: aBoolean });
  const caption = captionOf(record);
  return drawn(record, together).map((panel) => (caption ? { ...panel, caption } : panel));
}

function drawn(record: AnyRecord, together: boolean): readonly Panel[] {
  if (isGrid(record)) return heatMaps(record);
  if (isDistribution(record)) return distributionPanels(record);
  const curves = curvesOf(record);
  return together && curves.length > 1 ? [inOne(record.model, curves)] : asWished(record, curves);
}

function curvesOf(record: ResultRecord): Curve[] {
  const { axis, model } = record;
  const x = axis.values.map((value) => value ?? Number.NaN);
  if (x.length < 2) return [];
  const ofRun = axis.name === "collision" ? "Collision number" : axis.name === "time" ? "Time" : null;
  const means = (record.mean ?? {}) as Readonly<Record<string, Column>>;
  const stds = (record.std ?? {}) as Readonly<Record<string, Column>>;
  const panel = (name: string, series: Panel["series"][number]): Curve => ({
    of: name,
    panel: {
      id: idOf(name),
      title: `${model}: ${symbolOf(name)}`,
      xLabel: ofRun ?? axisLabel(record, axis.name),
      yLabel: symbolOf(name),
      ...(ofRun === null && isLogarithmic(x) ? { xScale: "log" as const } : {}),
      series: [series],
    },
  });
  const numeric = Object.entries(record.observables ?? {}).filter(([, y]) => y.every((value) => typeof value !== "string"));
  const curves = numeric.map(([name, y]) => panel(name, { name: symbolOf(name), x, y }));
  const bands = Object.entries(means).map(([name, y]) => {
    const shifted = (sign: number): Column =>
      y.map((value, i) => (value === null || stds[name]?.[i] == null ? null : value + sign * stds[name][i]!));
    return panel(name, { name: `${symbolOf(name)}: mean ± std`, x, y, lower: shifted(-1), upper: shifted(1) });
  });
  return [...curves, ...bands];
}

/** The first axis from left to right, the second one upwards. A grid of one row or column makes no map. */
function heatMaps(record: GridRecord): Panel[] {
  const { axes, labels = {}, model } = record;
  const [across, along] = axes.map(({ values }) => values.map((value) => value ?? Number.NaN));
  if (across.length < 2 || along.length < 2) return [];
  return Object.entries(record.observables ?? {}).map(([name, column]): Panel => {
    const names = Object.hasOwn(labels, name) ? labels[name] : null;
    return {
      id: idOf(name),
      title: `${model}: ${symbolOf(name)}`,
      xLabel: axisLabel(record, axes[0].name),
      yLabel: axisLabel(record, axes[1].name),
      xScale: isLogarithmic(across) ? "log" : "linear",
      yScale: isLogarithmic(along) ? "log" : "linear",
      series: [],
      square: true,
      gaps: "hatched",
      cells: across.flatMap((x, i) => along.map((y, j) => ({ x, y, value: column[i * along.length + j] }))),
      ...(names ? { cellNames: names } : { cellLabel: symbolOf(name), cellScale: crossesZero(column) ? "diverging" : "sequential" }),
    };
  });
}

/** Are there values on both sides of zero that a scale around it would still tell apart? */
function crossesZero(column: Column): boolean {
  let [low, high] = [0, 0];
  for (const value of column) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return Math.min(-low, high) > 0.05 * Math.max(-low, high);
}

function idOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "-");
}
