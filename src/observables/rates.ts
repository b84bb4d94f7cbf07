/** Rates of change of state functions along a flow. */
import { eigh } from "../numerics/eigen.ts";
import { log } from "../numerics/scalar.ts";
import type { StateView } from "./observable.ts";

/** Populations below this do not enter the entropy rate: their logarithm is noise. */
const SMALLEST = 1e-300;

/**
 * dS/dt = −Tr[ρ̇ ln ρ] of a state and its derivative, in nats per unit time (the term Tr ρ̇ vanishes).
 *
 * `derivative` may be nonzero only inside the blocks of `rho`. Where ρ has an exactly empty direction that fills up, dS/dt
 * is +∞ for a pure start; such directions are left out, and the value counts the others.
 */
export function entropyRate(rho: StateView, derivative: StateView): number {
  const rate = new Map<number, readonly [number, number]>();
  const n = rho.space.dimension;
  derivative.forEach((i, j, re, im) => {
    rate.set(i * n + j, [re, im]);
  });
  let sum = 0;
  for (const { indices, matrix, multiplicity } of rho.blocks()) {
    const { values, vectors } = eigh(matrix);
    for (let k = 0; k < indices.length; k++) {
      if (values[k] < SMALLEST) continue;
      sum -= multiplicity * log(values[k]) * diagonalElement(indices, vectors.data, k, (i, j) => rate.get(i * n + j));
    }
  }
  return sum;
}

/** ⟨v_k| A |v_k⟩ for column k of the eigenvectors of one block. */
function diagonalElement(
  indices: Int32Array,
  vectors: Float64Array,
  k: number,
  element: (i: number, j: number) => readonly [number, number] | undefined,
): number {
  const m = indices.length;
  let sum = 0;
  for (let a = 0; a < m; a++) {
    const [x, y] = [vectors[2 * (a * m + k)], vectors[2 * (a * m + k) + 1]];
    for (let b = 0; b < m; b++) {
      const value = element(indices[a], indices[b]);
      if (!value) continue;
      const [u, v] = [vectors[2 * (b * m + k)], vectors[2 * (b * m + k) + 1]];
      // Re[(x − iy)(re + i im)(u + iv)]
      sum += (x * u + y * v) * value[0] - (x * v - y * u) * value[1];
    }
  }
  return sum;
}
