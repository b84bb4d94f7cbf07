/**
 * Many collisions of one fixed map at once: powers by squaring of the map with the sums of the ledger beside it.
 *
 *   (x, s) ↦ (Λx, s + Fx)      ⇒      its g-th power carries x over g collisions and adds Σ F x of all states it passes
 */
import type { Functional, SectorMatrices } from "../../sectors/matrices.ts";

/** Largest size of the augmented map that is worth squaring. */
const LARGEST = 160;
/** Shortest gap between records that is worth a power. */
const SHORTEST = 16;

/** Carries a state over several collisions. */
export interface Leap {
  /** Advance `x` (one value per coordinate, in place) by `count` collisions; add the functionals' sums to `sums`. */
  advance(x: Float64Array, count: number, sums: Float64Array): void;
}

/** Are powers cheaper than stepping `steps` collisions with records every `every`? A pure function of its arguments. */
export function leapPays(matrix: SectorMatrices, functionals: number, steps: number, every: number): boolean {
  const m = matrix.n + functionals;
  if (matrix.groups !== 1 || m > LARGEST || every < SHORTEST) return false;
  let squarings = 1;
  for (let g = 1; g < every; g *= 2) squarings += 2;
  return squarings * m * m * m < steps * (matrix.values.length + 4 * matrix.n);
}

/** Prepare powers of a fixed map (one group) with the functionals whose sums are wanted. */
export function bindLeap(matrix: SectorMatrices, functionals: readonly Functional[]): Leap {
  const { n } = matrix;
  const m = n + functionals.length;
  const squares = [augmented(matrix, functionals, m)];
  const powers = new Map<number, Float64Array>();
  const vector = new Float64Array(m);

  function power(count: number): Float64Array {
    const known = powers.get(count);
    if (known) return known;
    let result: Float64Array | null = null;
    for (let bit = 0, rest = count; rest > 0; bit++, rest = Math.floor(rest / 2)) {
      if (bit === squares.length) squares.push(product(squares[bit - 1], squares[bit - 1], m));
      if (rest % 2 === 1) result = result ? product(squares[bit], result, m) : squares[bit];
    }
    powers.set(count, result as Float64Array);
    return result as Float64Array;
  }

  return {
    advance(x, count, sums) {
      if (count === 0) return;
      vector.fill(0);
      vector.set(x.subarray(0, n));
      const P = power(count);
      for (let i = 0; i < m; i++) {
        let sum = 0;
        for (let j = 0; j < m; j++) sum += P[i * m + j] * vector[j];
        if (i < n) x[i] = sum;
        else sums[i - n] += sum;
      }
    },
  };
}

function augmented(matrix: SectorMatrices, functionals: readonly Functional[], m: number): Float64Array {
  const M = new Float64Array(m * m);
  for (let i = 0; i < matrix.n; i++) {
    for (let e = matrix.rowStart[i]; e < matrix.rowStart[i + 1]; e++) M[i * m + matrix.columns[e]] += matrix.values[e];
  }
  functionals.forEach(({ columns, values }, f) => {
    const row = (matrix.n + f) * m;
    M[row + matrix.n + f] = 1;
    columns.forEach((column, e) => {
      M[row + column] += values[e];
    });
  });
  return M;
}

function product(A: Float64Array, B: Float64Array, m: number): Float64Array {
  const C = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const a = A[i * m + k];
      if (a === 0) continue;
      for (let j = 0; j < m; j++) C[i * m + j] += a * B[k * m + j];
    }
  }
  return C;
}
