/** The two operations that a 1-norm estimate of a linear map needs, in place on a vector of `parts`·n numbers. */
export interface NormEstimation {
  readonly n: number;
  /** 1: real vectors; 2: interleaved complex ones. */
  readonly parts: 1 | 2;
  apply(x: Float64Array): void;
  /** The adjoint (real: transposed) map. */
  applyAdjoint(x: Float64Array): void;
}

/** Where the estimate may still climb after this many steps it is taken as it is. */
const STEPS = 6;

/**
 * Estimate the 1-norm of a linear map from a few applications: a lower bound, almost always within a factor of three.
 *
 * Source: Higham, ACM TOMS 14, 381 (1988), doi:10.1145/50063.214386 (Hager's method with the alternating vector as a safeguard).
 */
export function estimateOneNorm({ n, parts, apply, applyAdjoint }: NormEstimation): number {
  if (n === 0) return 0;
  const modulus = (v: Float64Array, i: number) =>
    parts === 1 ? Math.abs(v[i]) : Math.sqrt(v[2 * i] * v[2 * i] + v[2 * i + 1] * v[2 * i + 1]);
  const norm = (v: Float64Array) => {
    let sum = 0;
    if (parts === 1) for (let i = 0; i < n; i++) sum += Math.abs(v[i]);
    else for (let i = 0; i < n; i++) sum += modulus(v, i);
    return sum;
  };
  let estimate = 0;
  let x = new Float64Array(parts * n);
  for (let i = 0; i < n; i++) x[parts * i] = 1 / n;
  let last = -1;
  for (let step = 0; step < STEPS; step++) {
    apply(x);
    const size = norm(x);
    if (!Number.isFinite(size)) return Number.POSITIVE_INFINITY;
    if (step > 0 && size <= estimate) break;
    estimate = size;
    if (parts === 1) for (let i = 0; i < n; i++) x[i] = x[i] < 0 ? -1 : 1;
    else {
      for (let i = 0; i < n; i++) {
        const m = modulus(x, i);
        for (let part = 0; part < 2; part++) x[2 * i + part] = m === 0 ? 1 - part : x[2 * i + part] / m;
      }
    }
    applyAdjoint(x);
    let best = 0;
    let most = modulus(x, 0);
    for (let i = 1; i < n; i++) {
      const m = modulus(x, i);
      if (!(m > most)) continue;
      best = i;
      most = m;
    }
    if (best === last) break;
    last = best;
    x = new Float64Array(parts * n);
    x[parts * best] = 1;
  }
  x = new Float64Array(parts * n);
  for (let i = 0; i < n; i++) x[parts * i] = (i % 2 ? -1 : 1) * (1 + (n > 1 ? i / (n - 1) : 0));
  apply(x);
  const safeguard = (2 * norm(x)) / (3 * n);
  return Number.isNaN(safeguard) ? Number.POSITIVE_INFINITY : Math.max(estimate, safeguard);
}
