/** Fourier coefficients of periodic functions from equally spaced samples. */
import { cos, PI, sin } from "./scalar.ts";

/**
 * The coefficients  c_q = (1/M) Σ_k f_k e^{−2πi qk/M},  q = 0 … M/2, interleaved, of M real samples over one period.
 *
 * Exact for trigonometric polynomials of degree below M/2; c_{−q} = c_q*.
 */
export function fourierCoefficients(samples: Float64Array): Float64Array {
  const M = samples.length;
  const [c, s] = [new Float64Array(M), new Float64Array(M)];
  for (let k = 0; k < M; k++) {
    c[k] = cos((2 * PI * k) / M);
    s[k] = sin((2 * PI * k) / M);
  }
  const most = Math.floor(M / 2);
  const out = new Float64Array(2 * (most + 1));
  for (let q = 0; q <= most; q++) {
    let [re, im] = [0, 0];
    for (let k = 0; k < M; k++) {
      const turn = (q * k) % M;
      re += samples[k] * c[turn];
      im -= samples[k] * s[turn];
    }
    out[2 * q] = re / M;
    out[2 * q + 1] = im / M;
  }
  return out;
}
