/** Points of a sweep put together: columns over its axes, what was not unique, what has no value, the worst diagnostics. */
import type { Model, Parameters, ParameterValue } from "../models/model.ts";
import { chosenObservables } from "../solvers/observing.ts";
import type { Point } from "../solvers/point.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import { type Axis, placeInWords, valuesAt } from "./sweep-axes.ts";

/** What the results of sweeps over one and over two parameters have in common. */
interface Swept {
  readonly model: string;
  readonly parameters: Parameters;
  /** One column per observable; `null` where an observable, or the whole point, has no value. */
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  /** The worst over all points; a warning names the first point where it occurred. */
  readonly diagnostics: Diagnostics;
  /** Largest residual of the stationary solves; null for runs. */
  readonly residual: number | null;
  readonly plan: { toString(): string };
}

/** One column per observable over the values of a parameter. */
export interface SweepResult extends Swept {
  readonly axis: { readonly name: string; readonly values: readonly ParameterValue[] };
  /** The points, in order, at which the stationary space has more than one dimension. */
  readonly degenerate: readonly ParameterValue[];
  /** The points without values, in order, and why: no stationary state there, or a run that failed. */
  readonly problems: readonly { readonly value: ParameterValue; readonly reason: string }[];
}

/**
 * One column per observable over a grid, row by row: the value at point (i, j) of n₁ × n₂ stands at i·n₂ + j, so the second
 * parameter changes fastest.
 */
export interface GridResult extends Swept {
  readonly axes: readonly [Axis, Axis];
  /** The points, in order, at which the stationary space has more than one dimension: the values of both parameters. */
  readonly degenerate: readonly (readonly ParameterValue[])[];
  /** The points without values, in order, and why. */
  readonly problems: readonly { readonly values: readonly ParameterValue[]; readonly reason: string }[];
}

/** Put the points of a sweep together, for one axis or two. */
export function gather(
  model: Model,
  axes: readonly Axis[],
  observables: readonly string[] | undefined,
  points: readonly Point[],
): SweepResult | GridResult {
  const names = chosenObservables(model, observables).map(({ name }) => name);
  const residuals = points.flatMap(({ residual }) => (residual === null ? [] : [residual]));
  const degenerate = points.flatMap(({ dimension }, k) => ((dimension ?? 1) > 1 ? [valuesAt(axes, k)] : []));
  const problems = points.flatMap(({ problem: reason }, k) => (reason === null ? [] : [{ values: valuesAt(axes, k), reason }]));
  const words = axes.map(({ name, values }) => `${values.length} values of ${name}`).join(" × ");
  const common = {
    model: model.name,
    parameters: model.parameters,
    observables: Object.fromEntries(names.map((name, k) => [name, points.map((point) => point.values[k])])),
    diagnostics: worst(axes, points),
    residual: residuals.reduce<number | null>((most, value) => (most === null || value > most ? value : most), null),
  };
  const plan = {
    toString: () => `${(points.find(({ problem }) => problem === null) ?? points[0]).plan}\nsweep     ${words}`,
  };
  if (axes.length === 2) return { ...common, axes: [axes[0], axes[1]], degenerate, problems, plan };
  return {
    ...common,
    axis: { name: axes[0].name, values: axes[0].values },
    degenerate: degenerate.map(([value]) => value),
    problems: problems.map(({ values: [value], reason }) => ({ value, reason })),
    plan,
  };
}

function worst(axes: readonly Axis[], points: readonly Point[]): Diagnostics {
  const all = points.map(({ diagnostics }) => diagnostics);
  const largest = (pick: (d: Diagnostics) => number | null): number | null =>
    all.reduce<number | null>((most, d) => {
      const value = pick(d);
      return value === null ? most : most === null ? value : Math.max(most, value);
    }, null);
  const cutPopulation: Record<string, number> = {};
  const told = new Warnings();
  points.forEach(({ problem }, k) => {
    if (problem !== null) told.add(`no value (null): ${problem}`, k);
  });
  all.forEach((d, k) => {
    for (const [label, p] of Object.entries(d.cutPopulation)) cutPopulation[label] = Math.max(cutPopulation[label] ?? 0, p);
    for (const message of d.warnings) told.add(message, k);
  });
  return {
    traceDefect: largest((d) => d.traceDefect) ?? 0,
    positivityDefect: largest((d) => d.positivityDefect),
    cutPopulation,
    firstLawResidual: largest((d) => d.firstLawResidual),
    secondLawViolation: largest((d) => d.secondLawViolation),
    warnings: told.list(axes),
  };
}

/** Warnings of many points: of those that differ in numbers only, the first one and how many follow. */
class Warnings {
  private readonly seen = new Map<string, { message: string; at: number; count: number }>();

  add(message: string, at: number): void {
    const kind = message.replace(/[-+]?\d+(\.\d+)?(e[-+]?\d+)?/g, "#");
    const known = this.seen.get(kind);
    if (known) known.count++;
    else this.seen.set(kind, { message, at, count: 1 });
  }

  list(axes: readonly Axis[]): string[] {
    return [...this.seen.values()].map(
      ({ message, at, count }) => `${placeInWords(axes, at)}${count > 1 ? ` and ${count - 1} more` : ""}: ${message}`,
    );
  }
}
