/** LU of real sparse systems in their envelope, without exchanges, and refined solves. */
import { type OwnedScope, offset, openScope } from "../../bindings/memory.ts";
import { type BoundSkyline, skylineFactor, skylineSolve, skylineSolveTransposed } from "../../bindings/skyline.ts";
import { RunFailure } from "../errors.ts";
import { type Envelope, envelopeOf, multiplySparse, type SparseReal, transposeSparse } from "./envelope.ts";
import { isKnown } from "./known-patterns.ts";

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
  try {
    const bound = load(memory, A, shift, envelope);
    const zero = skylineFactor(bound);
    if (zero >= 0) throw new RunFailure(`The linear system is singular: pivot ${zero} of ${A.n} is 0.`);
    const x = memory.f64(A.n);
    const direct = (b: Float64Array, kernel: typeof skylineSolve): Float64Array => {
      const inner = x.view();
      for (let k = 0; k < A.n; k++) inner[k] = b[envelope.order[k]];
      kernel(bound, x.pointer);
      const solved = x.view();
      const out = new Float64Array(A.n);
      for (let k = 0; k < A.n; k++) out[envelope.order[k]] = solved[k];
      return out;
    };
    let T: SparseReal | null = null;
    const refined = (matrix: () => SparseReal, b: Float64Array, kernel: typeof skylineSolve, refinements: number): Float64Array => {
      const y = direct(b, kernel);
      for (let r = 0; r < refinements; r++) {
        const image = multiplySparse(matrix(), y);
        const residual = b.map((value, i) => value - (image[i] - shift * y[i]));
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

/** Where each entry of a matrix goes, [lower | upper | pivots]; −1 for stored zeros. By envelope, for the index lists of its pattern. */
const places = new WeakMap<Envelope, { readonly columns: Int32Array; readonly targets: Float64Array | Int32Array }>();

function targetsOf(A: SparseReal, envelope: Envelope): Float64Array | Int32Array {
  const known = places.get(envelope);
  if (known && known.columns === A.columns && isKnown(A)) return known.targets;
  const { place, first, start } = envelope;
  const size = start[A.n];
  const targets = 2 * size + A.n < 0x80000000 ? new Int32Array(A.values.length) : new Float64Array(A.values.length);
  for (let r = 0; r < A.n; r++) {
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      const [i, j] = [place[r], place[A.columns[e]]];
      if (A.values[e] === 0) targets[e] = -1;
      else if (i === j) targets[e] = 2 * size + i;
      else targets[e] = i > j ? start[i] + j - first[i] : size + start[j] + i - first[j];
    }
  }
  places.set(envelope, { columns: A.columns, targets });
  return targets;
}

function load(memory: OwnedScope, A: SparseReal, shift: number, envelope: Envelope): BoundSkyline {
  const { first, start } = envelope;
  const size = start[A.n];
  const triangles = memory.f64(2 * size + A.n);
  const blocks = { first: memory.i32(first), start: memory.i32(start) };
  const targets = targetsOf(A, envelope);
  const entries = triangles.view();
  entries.fill(-shift, 2 * size);
  for (let e = 0; e < targets.length; e++) if (targets[e] >= 0) entries[targets[e]] += A.values[e];
  return {
    n: A.n,
    first: blocks.first.pointer,
    start: blocks.start.pointer,
    lower: triangles.pointer,
    upper: offset(triangles.pointer, size),
    pivots: offset(triangles.pointer, 2 * size),
  };
}
