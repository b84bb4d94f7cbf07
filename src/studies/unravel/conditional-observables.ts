/** Observables of conditional states, and counts of outcomes, by name. */
import { didYouMean, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { Observable, StateView } from "../../observables/observable.ts";
import { evaluateFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { sectorView } from "../../sectors/sector-view.ts";
import type { Space } from "../../spaces/space.ts";

/** Where conditional states live, and what their outcomes are called. */
export interface Conditioned {
  readonly space: Space;
  readonly sector: Sector;
  readonly outcomes: readonly string[];
}

/** Evaluates what was asked for. */
export interface ConditionalRecorder {
  readonly names: readonly string[];
  /** Values for a normalised state and the numbers of outcomes so far; NaN where undefined. */
  record(x: Float64Array, counts: ArrayLike<number>, out: Float64Array, at: number): void;
}

type Evaluate = (x: Float64Array, view: () => StateView, counts: ArrayLike<number>) => number | null;

/** Bind names of the model's observables, and `N_<outcome>` for the number of times that an outcome has been noted. */
export function conditionalRecorder(model: Model, process: Conditioned, names: readonly string[]): ConditionalRecorder {
  const evaluate = names.map((name) => evaluator(model, process, name));
  return {
    names,
    record(x, counts, out, at) {
      let seen: StateView | null = null;
      const view = () => (seen ??= sectorView(process.space, process.sector, x));
      evaluate.forEach((value, o) => {
        out[at + o] = value(x, view, counts) ?? Number.NaN;
      });
    },
  };
}

function evaluator(model: Model, { sector, outcomes }: Conditioned, name: string): Evaluate {
  const current = outcomes.indexOf(name);
  if (current >= 0 && /^Y\d?$/.test(name)) return (_, __, sums) => sums[current];
  if (name.startsWith("N_")) {
    const m = outcomes.indexOf(name.slice(2));
    if (m < 0)
      throw wrongValue(
        "observables",
        "count outcomes",
        name,
        didYouMean(
          name,
          outcomes.map((label) => `N_${label}`),
        ),
      );
    return (_, __, counts) => counts[m];
  }
  const observable: Observable = model.observable(name);
  if (observable.kind === "state") return (_, view) => observable.value(view());
  if (observable.kind === "ledger") {
    throw wrongValue(
      "observables",
      "be of the conditional state",
      name,
      "Heat and work: see `counting` and `run`.",
      `"${name}" is of the ledger`,
    );
  }
  const parts = observable.operators.map((A) => expectationFunctionals(sector, A));
  const own = new Float64Array(2 * parts.length);
  return (x) => {
    parts.forEach(({ re, im }, k) => {
      own[2 * k] = evaluateFunctional(re, x);
      own[2 * k + 1] = evaluateFunctional(im, x);
    });
    return observable.value(own);
  };
}
