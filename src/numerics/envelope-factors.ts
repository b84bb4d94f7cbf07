/** LU of real sparse systems in their envelope, without exchanges, and refined solves. */
import { type OwnedScope, offset, openScope } from "../../bindings/memory.ts";
import { type BoundSkyline, skylineFactor, skylineSolve, skylineSolveTransposed } from "../../bindings/skyline.ts";
import { RunFailure } from "../errors.ts";
import { blocksOf, diagonalPlace, placesOf } from "./block-envelope.ts";
import { type Envelope, envelopeOf, multiplySparse, type SparseReal, transposeSparse } from "./envelope.ts";

/** A factored A − shift·1. */
export interface Factored {
  /** Solve (A − shift) x = b with `refinements` steps of iterative refinement. Returns x. */
  solve(b: Float64Array, refinements?: number): Float64Array;
  /** Solve (A − shift)ᵀ x = b. */
  solveTransposed(b: Float64Array, refinements?: number): Float64Array;
  release(): void;
}

/**
 * Factor A − shift·1 in its envelope.
 *
 * There are no row exchanges: generators and channels minus the identity are dissipative, and a shift > 0 keeps pivots
 * away from 0; refinement restores what growth costs. Throws a RunFailure when a pivot vanishes.
 */
export function factorShifted(A: SparseReal, shift: number, envelope = envelopeOf(A)): Factored {
  const memory = openScope();
  const { order } = envelope;
  try {
    const bound = load(memory, A, shift, envelope);
    const zero = skylineFactor(bound);
    if (zero >= 0) throw new RunFailure(`The linear system is singular: pivot ${zero} of ${A.n} is 0.`);
    const x = memory.f64(4 * bound.m);
    const direct = (b: Float64Array, kernel: typeof skylineSolve): Float64Array => {
      const inner = x.view();
      for (let k = 0; k < A.n; k++) inner[k] = b[order[k]];
      inner.fill(0, A.n);
      kernel(bound, x.pointer);
      const solved = x.view();
      const out = new Float64Array(A.n);
      for (let k = 0; k < A.n; k++) out[order[k]] = solved[k];
      return out;
    };
    let T: SparseReal | null = null;
    const refined = (matrix: () => SparseReal, b: Float64Array, kernel: typeof skylineSolve, refinements: number): Float64Array => {
      const y = direct(b, kernel);
      for (let r = 0; r < refinements; r++) {
        const image = multiplySparse(matrix(), y);
        const residual = new Float64Array(A.n);
        for (let i = 0; i < A.n; i++) residual[i] = b[i] - (image[i] - shift * y[i]);
        const correction = direct(residual, kernel);
        for (let i = 0; i < y.length; i++) y[i] += correction[i];
      }
      return y;
    };
    return {
      solve: (b, refinements = 1) => refined(() => A, b, skylineSolve, refinements),
      solveTransposed: (b, refinements = 1) => refined(() => (T ??= transposeSparse(A)), b, skylineSolveTransposed, refinements),
      release: () => memory.release(),
    };
  } catch (error) {
    memory.release();
    throw error;
  }
}

function load(memory: OwnedScope, A: SparseReal, shift: number, envelope: Envelope): BoundSkyline {
  const { m, first, start, size } = blocksOf(envelope);
  const triangles = memory.f64(2 * size + 16 * m);
  const lists = { first: memory.i32(first), start: memory.i32(start) };
  const places = placesOf(A, envelope);
  const entries = triangles.view();
  for (let i = 0; i < 4 * m; i++) entries[2 * size + diagonalPlace(i, i)] = i < A.n ? -shift : 1;
  for (let e = 0; e < places.length; e++) if (places[e] >= 0) entries[places[e]] += A.values[e];
  return {
    m,
    first: lists.first.pointer,
    start: lists.start.pointer,
    lower: triangles.pointer,
    upper: offset(triangles.pointer, size),
    diagonal: offset(triangles.pointer, 2 * size),
  };
}
