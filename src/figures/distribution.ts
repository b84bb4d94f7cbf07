/** The picture of a distribution of counts: bars over one count, a map over two. */
import type { ResultRecord } from "../files/record.ts";
import type { Panel } from "./figure.ts";
import { symbolOf } from "./labels.ts";

/** Does a record hold the probabilities of counted values? */
export function isDistribution(record: ResultRecord): boolean {
  return typeof record.distribution === "object" && record.distribution !== null;
}

/** One panel: bars as wide as the closest values allow, or one cell for each pair of values. */
export function distributionPanels({ model, axis, observables = {}, distribution }: ResultRecord): readonly Panel[] {
  const { of } = distribution as { readonly of: readonly string[] };
  const P = (observables.P ?? []).map((p) => p ?? 0);
  if (P.length < 2 || of.length > 2) return [];
  if (of.length === 2) return [mapOf(model, of, observables, P)];
  const values = axis.values.map((value) => value ?? Number.NaN);
  const closest = values.slice(1).reduce((least, value, k) => Math.min(least, value - values[k]), Number.POSITIVE_INFINITY);
  const width = Math.max(closest, (values[values.length - 1] - values[0]) / 400) * 0.8;
  // what is below a millionth of the largest would only stretch the axis
  const shown = values.map((value, k) => ({ value, p: P[k] })).filter(({ p }) => Math.abs(p) > 1e-6 * Math.max(...P.map(Math.abs)));
  return [
    {
      id: "P",
      title: `${model}: distribution of ${symbolOf(of[0])}`,
      xLabel: symbolOf(of[0]),
      yLabel: "P",
      series: [],
      bars: shown.map(({ value, p }) => ({ from: value - width / 2, to: value + width / 2, height: p })),
    },
  ];
}

function mapOf(model: string, of: readonly string[], observables: NonNullable<ResultRecord["observables"]>, P: readonly number[]): Panel {
  const [x, y] = of.map((name) => observables[name].map((value) => value ?? Number.NaN));
  return {
    id: "P",
    title: `${model}: distribution of ${of.map(symbolOf).join(" and ")}`,
    xLabel: symbolOf(of[0]),
    yLabel: symbolOf(of[1]),
    series: [],
    square: true,
    cells: P.map((value, k) => ({ x: x[k], y: y[k], value })),
    cellLabel: "P",
    cellScale: P.some((value) => value < -1e-12) ? "diverging" : "sequential",
  };
}
