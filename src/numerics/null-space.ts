/**
 * Null spaces of generators (and of channels minus the identity): block inverse iteration with one factorisation.
 *
 * All eigenvalues of M lie in the closed left half plane, so M − σ with a small σ > 0 can be factored, and −σ(M − σ)⁻¹
 * damps a mode of eigenvalue λ by σ/|λ − σ| while it leaves the null space alone.
 */
import { RunFailure } from "../errors.ts";
import { factorExchanging } from "./banded.ts";
import { eliminate } from "./complete-pivoting.ts";
import { envelopeOf, envelopeOrder, multiplySparse, norm1, type SparseReal } from "./envelope.ts";
import { type Factored, factorShifted } from "./envelope-factors.ts";
import { refineNullVector } from "./sparse.ts";
import { singularRight } from "./svd.ts";
import { combination, dot, orthonormalise, pseudoRandom } from "./vectors.ts";

/** The stationary structure of M. */
export interface NullSpace {
  /** Orthonormal basis of the right null space. */
  readonly right: readonly Float64Array[];
  /** Basis of the left null space, biorthogonal to `right`: conserved quantities. */
  readonly left: readonly Float64Array[];
  /** Smallest ‖M q‖ of a unit vector outside the null space that the search met: at least of the order of the gap. */
  readonly next: number;
  /** ‖M‖₁. */
  readonly norm: number;
  /** The search ended because there are more null vectors than it looks for. */
  readonly truncated: boolean;
}

/** Shift relative to ‖M‖₁. */
const SHIFT = 1e-9;
/** ‖M q‖ below this times ‖M‖₁ counts as 0. */
const NULL = 1e-12;
/** Up to this size elimination takes over where the search does not settle, even with row exchanges. */
const MOST_ELIMINATED = 1000;
/** Most null vectors that are looked for. */
export const MOST = 64;
const ITERATIONS = 60;

/**
 * Find the null space of M. The search starts from fixed pseudo-random vectors, so that nothing can hide from it.
 *
 * With `leftKnown` (the trace) a one-dimensional null space needs no second search. `order` is the order of elimination.
 * ‖M q‖ of a unit vector at most `zero` counts as 0; without it 1e-12 ‖M‖₁ does.
 * Throws a RunFailure where more than 64 null vectors, or unstable factors, meet more than 1000 coordinates.
 */
export function nullSpaceByIteration(M: SparseReal, leftKnown: Float64Array | null, order = envelopeOrder(M), zero = 0): NullSpace {
  const norm = norm1(M);
  if (norm === 0) return everything(M.n);
  const found =
    byIteration(M, norm, zero || NULL * norm, leftKnown, tryFactor(M, SHIFT * norm, order)) ??
    byIteration(M, norm, zero || NULL * norm, leftKnown, factorExchanging(M, SHIFT * norm, order));
  if (found && !found.truncated) return found;
  if (M.n <= MOST_ELIMINATED) return nullSpaceByElimination(M, leftKnown, zero);
  if (found) {
    throw new RunFailure(
      `More than ${MOST} independent states on ${M.n} coordinates are stationary. Look at the initial state's sector, or use a symmetry.`,
    );
  }
  throw new RunFailure(
    `The stationary equation on ${M.n} coordinates cannot be solved stably. Add a little dissipation, or use fewer levels.`,
  );
}

/** Read the null space of M off an elimination with complete pivoting; `leftKnown` as above. */
export function nullSpaceByElimination(M: SparseReal, leftKnown: Float64Array | null, zero = 0): NullSpace {
  const norm = norm1(M);
  if (norm === 0) return everything(M.n);
  const { right, left, next } = eliminate(M, zero || NULL * norm);
  const basis = orthonormalise(right);
  return { right: basis, left: biorthogonal(basis.length === 1 && leftKnown ? [leftKnown] : left, basis), next, norm, truncated: false };
}

/** Block inverse iteration; null when the factors are not accurate or the search does not settle. */
function byIteration(
  M: SparseReal,
  norm: number,
  zero: number,
  leftKnown: Float64Array | null,
  factored: Factored | null,
): NullSpace | null {
  if (!factored) return null;
  try {
    if (!isStable(M, norm, factored)) return null;
    const found = search(M, zero, (b) => factored.solve(b, 0));
    if (found.vectors.length === 0) return null;
    const right = polish(M, factored, found.vectors);
    const left = right.length === 1 && leftKnown ? [leftKnown] : leftSpace(M, factored, right.length);
    return { right, left: biorthogonal(left, right), next: found.next, norm, truncated: found.truncated };
  } finally {
    factored.release();
  }
}

/** Accurate factors of M − σ with σ = `SHIFT`·‖M‖₁, with row exchanges where it takes them. Whoever asks releases them. */
export function stableFactors(M: SparseReal, norm: number): { readonly factored: Factored; readonly shift: number } {
  const shift = SHIFT * norm;
  const order = envelopeOrder(M);
  const factored = tryFactor(M, shift, order);
  if (factored && isStable(M, norm, factored)) return { factored, shift };
  factored?.release();
  return { factored: factorExchanging(M, shift, order), shift };
}

/** The factors, or null when a pivot vanishes. */
function tryFactor(M: SparseReal, shift: number, order: Int32Array): Factored | null {
  try {
    return factorShifted(M, shift, envelopeOf(M, order));
  } catch (error) {
    if (error instanceof RunFailure) return null;
    throw error;
  }
}

/** Whether a solve is backward stable: without row exchanges small pivots can ruin the factors. */
function isStable(M: SparseReal, norm: number, factored: Factored): boolean {
  const b = pseudoRandom(M.n, 500);
  const y = factored.solve(b, 0);
  const image = multiplySparse(M, y);
  let residual = 0;
  for (let i = 0; i < b.length; i++) residual = Math.max(residual, Math.abs(image[i] - SHIFT * norm * y[i] - b[i]));
  const size = norm * y.reduce((most, value) => Math.max(most, Math.abs(value)), 0) + 1;
  return residual <= 1e-12 * size;
}

/** Newton's correction x ← x − (M − σ)⁻¹ M x on each vector, with residuals in doubled precision. */
function polish(M: SparseReal, factored: Factored, vectors: readonly Float64Array[]): Float64Array[] {
  return orthonormalise(vectors.map((vector) => refineNullVector(M, vector, (b) => factored.solve(b, 0))));
}

/** M = 0: everything is stationary. */
function everything(n: number): NullSpace {
  const unit = (k: number) => Float64Array.from({ length: n }, (_, i) => (i === k ? 1 : 0));
  const count = Math.min(n, MOST);
  const right = Array.from({ length: count }, (_, k) => unit(k));
  return { right, left: right, next: 0, norm: 0, truncated: n > MOST };
}

interface Search {
  readonly vectors: Float64Array[];
  readonly next: number;
  readonly truncated: boolean;
}

function search(M: SparseReal, zero: number, solve: (b: Float64Array) => Float64Array): Search {
  let width = Math.min(2, M.n);
  let block = Array.from({ length: width }, (_, k) => pseudoRandom(M.n, k));
  let previous = Number.POSITIVE_INFINITY;
  for (let iteration = 0; ; iteration++) {
    block = orthonormalise(block.map((x) => solve(x)));
    const { values, vectors } = singularRight(block.map((x) => multiplySparse(M, x)));
    const rotated = vectors.map((weights) => combination(block, weights, M.n));
    const count = values.filter((value) => value <= zero).length;
    const next = values.find((value) => value > zero) ?? 0;
    if (count === width && width < M.n && width < MOST) {
      const wider = Math.min(2 * width, M.n, MOST);
      block = [...rotated, ...Array.from({ length: wider - width }, (_, k) => pseudoRandom(M.n, width + k))];
      width = wider;
      previous = Number.POSITIVE_INFINITY;
      continue;
    }
    // The smallest value outside settles geometrically; until it does, it may still turn out to be a null vector.
    const settled = next === 0 || Math.abs(next - previous) <= 0.3 * next;
    if ((settled && iteration >= 1 && count >= 1) || iteration >= ITERATIONS) {
      return { vectors: rotated.slice(0, count), next, truncated: count === width && width < M.n };
    }
    previous = next;
    block = rotated;
  }
}

function leftSpace(M: SparseReal, factored: Factored, count: number): Float64Array[] {
  let block = Array.from({ length: count }, (_, k) => pseudoRandom(M.n, 1000 + k));
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const solved = block.map((x) => factored.solveTransposed(x));
    const next = orthonormalise(solved);
    const change = next.reduce((worst, x) => Math.max(worst, outside(x, block)), 0);
    block = next;
    if (iteration >= 2 && change <= 1e-13) break;
  }
  return block;
}

/** Length of the part of a unit vector outside the span of orthonormal vectors. */
function outside(x: Float64Array, span: readonly Float64Array[]): number {
  const rest = x.slice();
  for (const v of span) {
    const c = dot(v, x);
    for (let i = 0; i < rest.length; i++) rest[i] -= c * v[i];
  }
  return Math.sqrt(dot(rest, rest));
}

/** Combinations of the left vectors with l_i · r_j = δ_ij, by elimination with column exchange. */
function biorthogonal(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array[] {
  const k = right.length;
  if (left.length !== k) return [...left];
  const rows = left.map((l) => ({ vector: l.slice(), products: right.map((r) => dot(l, r)) }));
  for (let j = 0; j < k; j++) {
    let best = j;
    for (let i = j + 1; i < k; i++) if (Math.abs(rows[i].products[j]) > Math.abs(rows[best].products[j])) best = i;
    [rows[j], rows[best]] = [rows[best], rows[j]];
    scaleRow(rows[j], 1 / rows[j].products[j]);
    for (let i = 0; i < k; i++) if (i !== j) subtractRow(rows[i], rows[j], rows[i].products[j]);
  }
  return rows.map(({ vector }) => vector);
}

interface Row {
  readonly vector: Float64Array;
  readonly products: number[];
}

function scaleRow({ vector, products }: Row, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] *= factor;
  for (let j = 0; j < products.length; j++) products[j] *= factor;
}

function subtractRow(to: Row, from: Row, factor: number): void {
  for (let i = 0; i < to.vector.length; i++) to.vector[i] -= factor * from.vector[i];
  for (let j = 0; j < to.products.length; j++) to.products[j] -= factor * from.products[j];
}
