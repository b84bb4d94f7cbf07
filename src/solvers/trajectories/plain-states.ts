/** Observables of conditional states that stand in plain arrays. */
import type { Model } from "../../models/model.ts";
import { evaluateFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import { type Conditioned, conditionalRecorder } from "./conditional-observables.ts";

/** Evaluates observables. */
export interface PlainStates {
  readonly names: readonly string[];
  /** Write observable o of a normalised state to out[o]; NaN where undefined. Returns the populations at the cuts of truncated factors. */
  record(x: Float64Array, counts: ArrayLike<number>, out: Float64Array): readonly number[];
}

/** Bind observables, counts of outcomes and integrated currents by name. */
export function plainStates(model: Model, process: Conditioned, names: readonly string[]): PlainStates {
  const recorder = conditionalRecorder(model, process, names);
  const functionals = recorder.operators.flatMap((A) => {
    const { re, im } = expectationFunctionals(process.sector, A);
    return [re, im];
  });
  return {
    names,
    record(x, counts, out) {
      const expectations = (into: Float64Array): void => {
        functionals.forEach((f, k) => {
          into[k] = evaluateFunctional(f, x);
        });
      };
      return recorder.record({ expectations, counts: () => counts, coordinates: () => x }, out, 0, 1);
    },
  };
}
