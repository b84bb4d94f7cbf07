/** Bessel functions of integer order, all at once. */

/**
 * J₀(y) … J_K(y) for y ≥ 0, by the backward recurrence  J_{k−1} = (2k/y) J_k − J_{k+1}  from where they vanish, scaled by
 * J₀ + 2 Σ J_{2k} = 1.  Source: J. C. P. Miller; DLMF §10.74(iv).
 */
export function besselJs(K: number, y: number): Float64Array {
  const out = new Float64Array(K + 1);
  if (y === 0) {
    out[0] = 1;
    return out;
  }
  const start = 2 * Math.ceil((Math.max(K, y) + 30 + Math.sqrt(50 * Math.max(K, y))) / 2);
  let above = 0;
  let here = 1e-290;
  let sum = 0;
  for (let k = start; k >= 0; k--) {
    if (k <= K) out[k] = here;
    if (k % 2 === 0) sum += k === 0 ? here : 2 * here;
    const below = ((2 * k) / y) * here - above;
    [above, here] = [here, below];
    if (Math.abs(here) > 1e200) {
      for (let j = k; j <= K; j++) out[j] *= 1e-200;
      sum *= 1e-200;
      above *= 1e-200;
      here *= 1e-200;
    }
  }
  for (let k = 0; k <= K; k++) out[k] /= sum;
  return out;
}
