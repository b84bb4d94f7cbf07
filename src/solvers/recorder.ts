/** Observables bound to a sector: linear ones as sparse dot products in wasm, the others on a view of the state. */

import { bindFunctionals } from "../lowerings/functionals.ts";
import type { F64Pointer, Scope } from "../numerics/memory.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { expectationFunctionals, type Functional } from "../sectors/matrices.ts";
import type { Sector } from "../sectors/sector.ts";
import { sectorView } from "../sectors/sector-view.ts";
import type { Space } from "../spaces/space.ts";

/** Evaluates observables of each lane of a state. */
export interface Recorder {
  readonly names: readonly string[];
  /** Write observable o of lane l < `used` (all by default) to out[at + o·lanes + l]; NaN where undefined. `x` is [coordinate][lane]. */
  record(x: F64Pointer, read: () => Float64Array, out: Float64Array, at: number, used?: number): void;
}

/** Bind observables of kinds "expectation" and "state" to a sector for `lanes` (even) realisations. */
export function bindRecorder(scope: Scope, space: Space, sector: Sector, observables: readonly Observable[], lanes: number): Recorder {
  const functionals: Functional[] = [];
  const first = observables.map((observable) => {
    const from = functionals.length;
    if (observable.kind === "expectation") {
      for (const operator of observable.operators) {
        const { re, im } = expectationFunctionals(sector, operator);
        functionals.push(re, im);
      }
    }
    return from;
  });
  const evaluate = bindFunctionals(scope, functionals, lanes);
  const names = observables.map((observable) => observable.name);

  /** Expectations of one observable's operators in one lane; what it makes of them it makes at once. */
  const expectations = observables.map(
    (observable) => new Float64Array(observable.kind === "expectation" ? 2 * observable.operators.length : 0),
  );

  return {
    names,
    record(x, read, out, at, used = lanes) {
      const all = evaluate(x);
      let views: StateView[] | null = null;
      for (let o = 0; o < observables.length; o++) {
        const observable = observables[o];
        const own = expectations[o];
        for (let lane = 0; lane < used; lane++) {
          let value: number | null = null; // ledger columns: see ledger.ts
          if (observable.kind === "expectation") {
            for (let k = 0; k < own.length; k++) own[k] = all[(first[o] + k) * lanes + lane];
            value = observable.value(own);
          } else if (observable.kind === "state") {
            views ??= [];
            value = observable.value((views[lane] ??= sectorView(space, sector, read(), lanes, lane)));
          }
          out[at + o * lanes + lane] = value ?? Number.NaN;
        }
      }
    },
  };
}
