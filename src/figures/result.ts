import type { Column, ResultRecord } from "../files/record.ts";
import type { Panel } from "./figure.ts";

/** The pictures of a result: one panel per observable, an ensemble with its mean and one standard deviation on both sides. */
export function panelsOf(record: ResultRecord): Panel[] {
  const { axis, model } = record;
  const x = axis.values.map((value) => value ?? Number.NaN);
  if (x.length < 2) return [];
  const xLabel = axis.name === "collision" ? "Collision number" : axis.name === "time" ? "Time" : axis.name;
  const means = (record.mean ?? {}) as Readonly<Record<string, Column>>;
  const stds = (record.std ?? {}) as Readonly<Record<string, Column>>;
  const panel = (name: string, series: Panel["series"][number]): Panel => ({
    id: name.replace(/[^A-Za-z0-9]+/g, "-"),
    title: `${model}: ${name}`,
    xLabel,
    yLabel: name,
    series: [series],
  });
  const numeric = Object.entries(record.observables ?? {}).filter(([, y]) => y.every((value) => typeof value !== "string"));
  const curves = numeric.map(([name, y]) => panel(name, { name, x, y }));
  const bands = Object.entries(means).map(([name, y]) => {
    const shifted = (sign: number): Column =>
      y.map((value, i) => (value === null || stds[name]?.[i] == null ? null : value + sign * stds[name][i]!));
    return panel(name, { name: `${name}: mean ± std`, x, y, lower: shifted(-1), upper: shifted(1) });
  });
  return [...curves, ...bands];
}
