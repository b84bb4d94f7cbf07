/** Sparse linear functionals of a state in lanes, bound once and evaluated in one kernel call. */
import { sectorFunctionals } from "../../bindings/sector.ts";
import type { F64Pointer, Scope } from "../numerics/memory.ts";
import type { Functional } from "../sectors/matrices.ts";

/** The values of all functionals of the state at x, as [functional][lane]; valid until the next call. */
export type EvaluateFunctionals = (x: F64Pointer) => Float64Array;

/** Bind functionals for states stored [coordinate][lane]; `lanes` is even. */
export function bindFunctionals(scope: Scope, functionals: readonly Functional[], lanes: number): EvaluateFunctionals {
  const start = new Int32Array(functionals.length + 1);
  functionals.forEach((functional, f) => {
    start[f + 1] = start[f] + functional.columns.length;
  });
  const columns = new Int32Array(start[functionals.length]);
  const values = new Float64Array(columns.length);
  functionals.forEach((functional, f) => {
    columns.set(functional.columns, start[f]);
    values.set(functional.values, start[f]);
  });
  const bound = { start: scope.i32(start).pointer, columns: scope.i32(columns).pointer, values: scope.f64(values).pointer };
  const sums = scope.f64(Math.max(1, functionals.length * lanes));
  // A copy: an observable that looks at the state may make linear memory grow, which detaches views.
  const copy = new Float64Array(sums.length);
  return (x) => {
    sectorFunctionals(functionals.length, bound.start, bound.columns, bound.values, x, lanes, sums.pointer);
    copy.set(sums.view());
    return copy;
  };
}
