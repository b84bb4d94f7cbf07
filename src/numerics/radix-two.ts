/** The discrete Fourier transform of a power of two of complex numbers, in place. */
import { cos, PI, sin } from "./scalar.ts";

/** Prepare  X_q = Σ_k x_k e^{2πi qk/M}  for one length M, a power of two. */
export function radixTwo(M: number): (re: Float64Array, im: Float64Array) => void {
  const [c, s] = [new Float64Array(M / 2), new Float64Array(M / 2)];
  for (let k = 0; k < M / 2; k++) {
    c[k] = cos((2 * PI * k) / M);
    s[k] = sin((2 * PI * k) / M);
  }
  return (re, im) => {
    for (let i = 1, j = 0; i < M; i++) {
      let bit = M >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j |= bit;
      if (i >= j) continue;
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
    for (let half = 1; half < M; half *= 2) {
      const stride = M / (2 * half);
      for (let first = 0; first < M; first += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [first + k, first + k + half];
          const [x, y] = [c[k * stride], s[k * stride]];
          const u = re[b] * x - im[b] * y;
          const v = re[b] * y + im[b] * x;
          re[b] = re[a] - u;
          im[b] = im[a] - v;
          re[a] += u;
          im[a] += v;
        }
      }
    }
  };
}
