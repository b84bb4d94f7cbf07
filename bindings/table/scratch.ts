/**
 * Scratch sizes in f64 values, for the lengths of the table: what the kernels' `…Scratch` siblings return.
 *
 * A second writing of the same formulas, on purpose: a sibling that asks for too little is noticed by the checked build.
 */
const roundUp = (x: number, step: number): number => Math.ceil(x / step) * step;

/** Two strips' worth of one block of A (64 rows) and of B (192 columns), 128 slices deep; nothing for small or thin products. */
export function scratchOfGemm(m: number, n: number, k: number): number {
  if (k === 0 || m === 1 || n === 1 || m * n * k <= 500) return 0;
  return 2 * Math.min(k, 128) * (roundUp(Math.min(m, 64), 4) + roundUp(Math.min(n, 192), 2));
}

/** One strip of 256 slices by 4 columns, and a 4 × 4 tile for the edge. */
export const productScratch = (): number => 4 * 256 + 16;

/** −L of one panel of 32 columns, then the scratch of the larger product. */
export const luComplexScratch = (n: number, columns: number): number =>
  64 * n + Math.max(scratchOfGemm(n, n, 32), scratchOfGemm(32, columns, n));

/** T, then the scratch of the larger product. */
export const krausScratch = (m: number, n: number, count: number): number =>
  2 * m * count * n + Math.max(scratchOfGemm(m * count, n, n), scratchOfGemm(m, m, count * n));

export const lindbladScratch = (n: number, count: number): number =>
  2 * n * (count + 1) * n + Math.max(scratchOfGemm(n * (count + 1), n, n), scratchOfGemm(n, n, count * n));
