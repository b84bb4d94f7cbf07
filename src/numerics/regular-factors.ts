/** Factors of a regular sparse matrix in the cheapest way that is accurate: small, in its envelope, with exchanges, or doubled. */
import { RunFailure } from "../errors.ts";
import { factorBanded } from "./banded.ts";
import { factorDoubled, MOST_DOUBLED, solveDoubled, solveDoubledTransposed } from "./doubled-lu.ts";
import type { DoubledSparse } from "./doubled-sparse.ts";
import { denseOf, type Envelope, envelopeOf, envelopeOrder, multiplySparse, norm1, type SparseReal } from "./envelope.ts";
import { factorShifted } from "./envelope-factors.ts";
import { equalLists, fromPattern } from "./known-patterns.ts";
import { factorSmall, solveSmall, solveSmallTransposed } from "./small-lu.ts";
import { pseudoRandom } from "./vectors.ts";

/** A factored matrix: solves without refinement. */
export interface RegularFactors {
  solve(b: Float64Array): Float64Array;
  solveTransposed(b: Float64Array): Float64Array;
  release(): void;
}

/** Up to this many unknowns the matrix is factored as a dense array. */
const SMALL = 32;
/** Residual of a trial solve, relative to ‖A‖‖y‖, above which factors without exchanges are not used. */
const ACCURATE = 1e-13;

/** Factor A, its unknowns in `order` where it is large; null when a pivot vanishes. */
export function factorRegular(A: SparseReal, order?: Int32Array): RegularFactors | null {
  if (A.n <= SMALL) {
    const factors = factorSmall(A.n, denseOf(A));
    if (!factors) return null;
    return { solve: (b) => solveSmall(factors, b), solveTransposed: (b) => solveSmallTransposed(factors, b), release: () => {} };
  }
  const used = order ?? fromPattern(A, "order", () => envelopeOrder(A));
  return withoutExchanges(A, used) ?? withExchanges(A, used);
}

/** The envelope of A in an order, kept with its pattern. */
export function knownEnvelope(A: SparseReal, order: Int32Array): Envelope {
  const kept = fromPattern(A, "envelope", () => ({ envelope: envelopeOf(A, order) }));
  if (!equalLists(kept.envelope.order, order)) kept.envelope = envelopeOf(A, order);
  return kept.envelope;
}

function withoutExchanges(A: SparseReal, order: Int32Array): RegularFactors | null {
  try {
    const factored = factorShifted(A, 0, knownEnvelope(A, order));
    const factors: RegularFactors = {
      solve: (b) => factored.solve(b, 0),
      solveTransposed: (b) => factored.solveTransposed(b, 0),
      release: factored.release,
    };
    if (isAccurate(A, factors)) return factors;
    factors.release();
    return null;
  } catch (error) {
    if (error instanceof RunFailure) return null;
    throw error;
  }
}

/** Does a solve hold to rounding? Without exchanges small pivots can ruin the factors. */
function isAccurate(A: SparseReal, { solve }: RegularFactors): boolean {
  const b = fromPattern(A, "trial", () => pseudoRandom(A.n, 500));
  const y = solve(b);
  const image = multiplySparse(A, y);
  let [residual, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    residual = Math.max(residual, Math.abs(image[i] - b[i]));
    size = Math.max(size, Math.abs(y[i]));
  }
  return residual <= ACCURATE * (norm1(A) * size + 1);
}

/** Partial pivoting on the matrix with rows and columns scaled by powers of two to entries of order one. */
function withExchanges(A: SparseReal, order: Int32Array): RegularFactors | null {
  const { scaled, rows, columns } = equilibrated(A);
  const factors = factorBanded(scaled, { order, threshold: 1 });
  if (factors.replaced > 0) {
    factors.release();
    return null;
  }
  return {
    solve: (b) => factors.solve(b.map((value, i) => value * rows[i])).map((value, i) => value * columns[i]),
    solveTransposed: (b) => factors.solveTransposed(b.map((value, i) => value * columns[i])).map((value, i) => value * rows[i]),
    release: factors.release,
  };
}

/** R A C with powers of two R and C that bring the largest entry of each row and column near one. */
export function equilibrated(A: SparseReal): { readonly scaled: SparseReal; readonly rows: Float64Array; readonly columns: Float64Array } {
  const rows = new Float64Array(A.n).fill(1);
  const columns = new Float64Array(A.n).fill(1);
  for (let r = 0; r < A.n; r++) {
    let most = 0;
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) most = Math.max(most, Math.abs(A.values[e]));
    rows[r] = inversePower(most);
  }
  const most = new Float64Array(A.n);
  eachEntry(A, (r, c, e) => {
    most[c] = Math.max(most[c], Math.abs(A.values[e] * rows[r]));
  });
  most.forEach((value, c) => {
    columns[c] = inversePower(value);
  });
  const values = A.values.slice();
  eachEntry(A, (r, c, e) => {
    values[e] *= rows[r] * columns[c];
  });
  return { scaled: { ...A, values }, rows, columns };
}

function eachEntry(A: SparseReal, visit: (r: number, c: number, e: number) => void): void {
  for (let r = 0; r < A.n; r++) for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) visit(r, A.columns[e], e);
}

/** The power of two that brings a positive number into [1, 2); 1 for 0. */
function inversePower(value: number): number {
  let factor = 1;
  if (value === 0 || !Number.isFinite(value)) return factor;
  while (value * factor >= 2) factor *= 0.5;
  while (value * factor < 1 && factor < 1e300) factor *= 2;
  return factor;
}

/** Factor A in doubled precision; null when it is too large or a pivot vanishes. */
export function factorRegularDoubled(A: DoubledSparse): RegularFactors | null {
  const factors = A.n <= MOST_DOUBLED ? factorDoubled(A) : null;
  if (!factors) return null;
  return { solve: (b) => solveDoubled(factors, b), solveTransposed: (b) => solveDoubledTransposed(factors, b), release: () => {} };
}
