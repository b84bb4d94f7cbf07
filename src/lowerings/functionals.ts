/** Sparse linear functionals of a state in lanes, bound once and evaluated in one kernel call. */
import { sectorFunctionals } from "../../bindings/sector.ts";
import type { F64Pointer, Scope } from "../numerics/memory.ts";
import type { Functional } from "../sectors/matrices.ts";

/** The values of all functionals of the state at x, as [functional][lane]; valid until the next call. */
export type EvaluateFunctionals = (x: F64Pointer) => Float64Array;

/** Bind functionals for states stored [coordinate][lane]; `lanes` is even. Those that are equal are evaluated once, and those that are 0 never. */
export function bindFunctionals(scope: Scope, functionals: readonly Functional[], lanes: number): EvaluateFunctionals {
  const { distinct, places } = distinctOnes(functionals);
  const start = new Int32Array(distinct.length + 1);
  distinct.forEach((functional, f) => {
    start[f + 1] = start[f] + functional.columns.length;
  });
  const columns = new Int32Array(start[distinct.length]);
  const values = new Float64Array(columns.length);
  distinct.forEach((functional, f) => {
    columns.set(functional.columns, start[f]);
    values.set(functional.values, start[f]);
  });
  const bound = { start: scope.i32(start).pointer, columns: scope.i32(columns).pointer, values: scope.f64(values).pointer };
  const sums = scope.f64(Math.max(1, distinct.length * lanes));
  // A copy: an observable that looks at the state may make linear memory grow, which detaches views.
  const copy = new Float64Array(Math.max(1, functionals.length * lanes));
  return (x) => {
    sectorFunctionals(distinct.length, bound.start, bound.columns, bound.values, x, lanes, sums.pointer);
    const found = sums.view();
    for (let f = 0; f < places.length; f++) {
      if (places[f] < 0) continue;
      for (let l = 0, from = places[f] * lanes, to = f * lanes; l < lanes; l++) copy[to + l] = found[from + l];
    }
    return copy;
  };
}

/** Functionals that differ, and where each of all is among them: −1 for those without an entry but 0. */
function distinctOnes(functionals: readonly Functional[]) {
  const distinct: Functional[] = [];
  const places = functionals.map((functional) => {
    if (functional.values.every((value) => value === 0)) return -1;
    const known = distinct.findIndex((other) => isSame(other, functional));
    return known >= 0 ? known : distinct.push(functional) - 1;
  });
  return { distinct, places: Int32Array.from(places) };
}

function isSame(a: Functional, b: Functional): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every((column, e) => column === b.columns[e]) &&
    a.values.every((value, e) => value === b.values[e])
  );
}
