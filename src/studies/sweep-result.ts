/** Points of a sweep put together: columns over its axes, what was not unique, what has no value, the worst diagnostics. */

import type { Model, Parameters, ParameterValue } from "../models/model.ts";
import { PlanText, type PrintedPlan } from "../plan/plan-text.ts";
import { chosenObservables } from "../solvers/observing.ts";
import type { Point } from "../solvers/point.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import { type Axis, placeInWords, pointCount, valuesAt } from "./sweep-axes.ts";

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
  readonly plan: PrintedPlan;
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

/** What is said of one point: a warning, or why it has no value. */
interface Said {
  readonly message: string;
  /** The first point, in the order of the grid, and the place among what is said there. */
  readonly at: number;
  readonly place: number;
  readonly count: number;
}

/**
 * Takes the points of a sweep in any order, keeps of each what the result holds and no more, and puts them together: what comes out
 * depends on the points alone, not on the order in which they came.
 */
export class Gathering {
  private readonly model: Model;
  private readonly axes: readonly Axis[];
  private readonly names: readonly string[];
  private readonly columns: readonly (number | null)[][];
  private readonly degenerate: number[] = [];
  private readonly problems: { readonly at: number; readonly reason: string }[] = [];
  private readonly texts = new Map<string, string>();
  private readonly reasons = new Map<string, Said>();
  private readonly warnings = new Map<string, Said>();
  private readonly cuts = new Map<string, { readonly most: number; readonly at: number; readonly place: number }>();
  private readonly worst: Record<Worst, number | null> = {
    traceDefect: null,
    positivityDefect: null,
    firstLawResidual: null,
    secondLawViolation: null,
    residual: null,
  };
  private plan: { readonly text: string; readonly at: number; readonly solved: boolean } | null = null;

  constructor(model: Model, axes: readonly Axis[], observables: readonly string[] | undefined) {
    this.model = model;
    this.axes = axes;
    this.names = chosenObservables(model, observables).map(({ name }) => name);
    const count = pointCount(axes);
    this.columns = this.names.map(() => new Array<number | null>(count).fill(null));
  }

  /** Take point `at`, counted row by row. */
  add(at: number, { values, diagnostics, residual, dimension, plan, problem }: Point): void {
    this.columns.forEach((column, k) => {
      column[at] = values[k];
    });
    if ((dimension ?? 1) > 1) this.degenerate.push(at);
    if (problem !== null) {
      said(this.reasons, `no value (null): ${problem}`, at, 0);
      this.problems.push({ at, reason: this.shared(problem) });
    }
    const { traceDefect, positivityDefect, firstLawResidual, secondLawViolation } = diagnostics;
    this.worsen({ traceDefect, positivityDefect, firstLawResidual, secondLawViolation, residual });
    diagnostics.warnings.forEach((message, place) => {
      said(this.warnings, message, at, place);
    });
    Object.entries(diagnostics.cutPopulation).forEach(([label, population], place) => {
      const known = this.cuts.get(label);
      const first = known && known.at <= at ? known : { at, place };
      this.cuts.set(label, { most: Math.max(known?.most ?? 0, population), at: first.at, place: first.place });
    });
    const solved = problem === null;
    if (this.plan === null || (solved && !this.plan.solved) || (solved === this.plan.solved && at < this.plan.at)) {
      this.plan = { text: plan, at, solved };
    }
  }

  /** One copy of each sentence: every point of a thread brings its own. */
  private shared(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }

  private worsen(values: Readonly<Record<Worst, number | null>>): void {
    for (const name of Object.keys(values) as Worst[]) {
      const [value, most] = [values[name], this.worst[name]];
      if (value !== null && (most === null || value > most)) this.worst[name] = value;
    }
  }

  /** The result, once every point has come. */
  result(): SweepResult | GridResult {
    const { model, axes } = this;
    const ascending = (a: number, b: number): number => a - b;
    const degenerate = [...this.degenerate].sort(ascending).map((k) => valuesAt(axes, k));
    const problems = [...this.problems].sort((a, b) => a.at - b.at).map(({ at, reason }) => ({ values: valuesAt(axes, at), reason }));
    const words = axes.map(({ name, values }) => `${values.length} values of ${name}`).join(" × ");
    const text = this.plan?.text ?? "";
    const common = {
      model: model.name,
      parameters: model.parameters,
      observables: Object.fromEntries(this.names.map((name, k) => [name, this.columns[k]])),
      diagnostics: this.diagnostics(),
      residual: this.worst.residual,
    };
    const plan = new PlanText(`${text}\nsweep     ${words}`);
    if (axes.length === 2) return { ...common, axes: [axes[0], axes[1]], degenerate, problems, plan };
    return {
      ...common,
      axis: { name: axes[0].name, values: axes[0].values },
      degenerate: degenerate.map(([value]) => value),
      problems: problems.map(({ values: [value], reason }) => ({ value, reason })),
      plan,
    };
  }

  private diagnostics(): Diagnostics {
    const { traceDefect, positivityDefect, firstLawResidual, secondLawViolation } = this.worst;
    const cuts = [...this.cuts].sort(([, a], [, b]) => a.at - b.at || a.place - b.place);
    return {
      traceDefect: traceDefect ?? 0,
      positivityDefect,
      cutPopulation: Object.fromEntries(cuts.map(([label, { most }]) => [label, most])),
      firstLawResidual,
      secondLawViolation,
      warnings: [...inWords(this.reasons, this.axes), ...inWords(this.warnings, this.axes)],
    };
  }
}

/** What is the worst over all points. */
type Worst = "traceDefect" | "positivityDefect" | "firstLawResidual" | "secondLawViolation" | "residual";

/** Sentences that differ in numbers only are of one kind. */
function kindOf(message: string): string {
  return message.replace(/[-+]?\d+(\.\d+)?(e[-+]?\d+)?/g, "#");
}

/** Count a sentence; of those of one kind the first in the order of the grid is kept. */
function said(all: Map<string, Said>, message: string, at: number, place: number): void {
  const kind = kindOf(message);
  const known = all.get(kind);
  const count = (known?.count ?? 0) + 1;
  const earlier = known && (known.at < at || (known.at === at && known.place < place));
  all.set(kind, earlier ? { ...known, count } : { message, at, place, count });
}

/** The sentences in the order of the grid, each with the first point where it occurred and how many follow. */
function inWords(all: ReadonlyMap<string, Said>, axes: readonly Axis[]): string[] {
  return [...all.values()]
    .sort((a, b) => a.at - b.at || a.place - b.place)
    .map(({ message, at, count }) => `${placeInWords(axes, at)}${count > 1 ? ` and ${count - 1} more` : ""}: ${message}`);
}
