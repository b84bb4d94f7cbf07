/** Operation counts of what kernels really carry out. */

/** Elements that `gemmHermitian` computes of an n × n result: strips of four rows, from the diagonal on. */
export function hermitianElements(n: number): number {
  let count = 0;
  for (let i = 0; i < n; i += 4) count += Math.min(4, n - i) * (n - i);
  return count;
}

/** Floating-point operations of one dense Lindblad derivative: count + 1 products, then one triangle of a product of depth count·n. */
export function lindbladFlops(n: number, count: number): number {
  return 8 * n ** 3 * (count + 1) + 8 * hermitianElements(n) * n * count;
}
