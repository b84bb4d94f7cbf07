/**
 * Long real vectors: products, lengths, orthonormal bases, and vectors without structure to start searches from.
 *
 * Sums run from the first entry to the last, so that a value has the same bits wherever it is computed.
 */

/** x · y. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** √(x · x); entries above 1e154 overflow it. */
export function norm(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

/** x ← x − factor·y. */
export function subtractMultiple(x: Float64Array, factor: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] -= factor * y[i];
}

/** x/‖x‖, a new vector. */
export function unitVector(x: Float64Array): Float64Array {
  const length = norm(x);
  return x.map((value) => value / length);
}

/** Σ_k weights[k]·vectors[k], of `n` entries. */
export function combination(vectors: readonly Float64Array[], weights: ArrayLike<number>, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let k = 0; k < weights.length; k++) subtractMultiple(out, -weights[k], vectors[k]);
  return out;
}

/** What is left of x when its components along orthonormal vectors are taken out, one after the other. */
export function without(x: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const out = x.slice();
  for (const u of basis) subtractMultiple(out, dot(u, out), u);
  return out;
}

/** Orthonormalise by modified Gram–Schmidt, twice. Vectors that depend on those before them are left out. */
export function orthonormalise(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const before = norm(vector);
    if (before === 0) continue;
    const once = without(
      vector.map((value) => value / before),
      basis,
    );
    const v = without(once, basis);
    const after = norm(v);
    if (after <= 1e-10) continue;
    for (let i = 0; i < v.length; i++) v[i] /= after;
    basis.push(v);
  }
  return basis;
}

/** The k-th of a fixed list of vectors without structure, entries in [−1, 1): any one can be made alone. */
export function pseudoRandom(n: number, k: number): Float64Array {
  const out = new Float64Array(n);
  let state = (0x2545f491 + Math.imul(k, 0x9e3779b9)) | 0;
  for (let i = 0; i < n; i++) {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    out[i] = ((x ^ (x >>> 14)) >>> 0) / 2147483648 - 1;
  }
  return out;
}

/** A fixed sequence of vectors without structure, entries in (−½, ½): each call gives the next one. */
export function pseudoRandomSequence(n: number): () => Float64Array {
  let state = 12345;
  return () =>
    Float64Array.from({ length: n }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 4294967296 - 0.5;
    });
}
