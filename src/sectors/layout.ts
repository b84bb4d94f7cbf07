/** How a state lies in a vector of reals: the live coordinates of a sector, or the whole matrix. */
import type { StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { expectationFunctionals, type Functional, toCoordinates } from "./matrices.ts";
import type { Sector } from "./sector.ts";
import { sectorView } from "./sector-view.ts";

/** A way to store a state, with everything that reads it. */
export interface Layout {
  readonly space: Space;
  /** Number of reals. */
  readonly n: number;
  /** The vector of a Hermitian operator. */
  coordinates(rho: Operator): Float64Array;
  /** x ↦ Re Tr[A ρ] and x ↦ Im Tr[A ρ]. */
  expectation(A: Operator): { readonly re: Functional; readonly im: Functional };
  /** The state in a vector, which the view may keep. */
  view(x: Float64Array): StateView;
}

type Functionals = ReturnType<Layout["expectation"]>;

/** Functionals live as long as their operator: points of a sweep share sectors and most operators. */
const functionals = new WeakMap<Sector, WeakMap<Operator, Functionals>>();

function functionalsOf(sector: Sector, A: Operator): Functionals {
  let known = functionals.get(sector);
  if (!known) functionals.set(sector, (known = new WeakMap()));
  let found = known.get(A);
  if (!found) known.set(A, (found = expectationFunctionals(sector, A)));
  return found;
}

/** The live coordinates of a sector. */
export function sectorLayout(space: Space, sector: Sector): Layout {
  return {
    space,
    n: sector.count,
    coordinates: (rho) => toCoordinates(sector, rho),
    expectation: (A) => functionalsOf(sector, A),
    view: (x) => sectorView(space, sector, x),
  };
}

/** The whole matrix, row-major, interleaved: 2 N² reals. */
export function denseLayout(space: Space): Layout {
  const N = space.dimension;
  return {
    space,
    n: 2 * N * N,
    coordinates: (rho) => rho.toMatrix().data,
    expectation: (A) => denseFunctionals(A, N),
    view: (x) => stateView(space, { rows: N, columns: N, data: x }),
  };
}

/** Tr[A ρ] = Σ A[r, c] ρ[c, r]. */
function denseFunctionals(A: Operator, N: number): { re: Functional; im: Functional } {
  const columns = new Int32Array(2 * A.count);
  const re = new Float64Array(2 * A.count);
  const im = new Float64Array(2 * A.count);
  let e = 0;
  A.forEach((r, c, x, y) => {
    const at = 2 * (c * N + r);
    columns[e] = at;
    columns[e + 1] = at + 1;
    re[e] = x;
    re[e + 1] = -y;
    im[e] = y;
    im[e + 1] = x;
    e += 2;
  });
  return { re: { columns, values: re }, im: { columns, values: im } };
}

/** The value of a functional. */
export function evaluateFunctional({ columns, values }: Functional, x: Float64Array): number {
  let sum = 0;
  for (let e = 0; e < columns.length; e++) sum += values[e] * x[columns[e]];
  return sum;
}

/** The dense vector of a functional, for kernels that take it so. */
export function denseFunctional({ columns, values }: Functional, n: number): Float64Array {
  const out = new Float64Array(n);
  columns.forEach((column, e) => {
    out[column] += values[e];
  });
  return out;
}
