/** f·(s − T)⁻¹x at many complex shifts for a complex triangular T, four shifts side by side. */

const LANES = 4;

/**
 * The numbers f·(s_k − T)⁻¹x for an upper triangular T (n × n, row-major, interleaved). `x`, `f`: n complex numbers, `f` not conjugated.
 * `shifts`: complex, interleaved. Returns one complex number per shift; sums run from the diagonal to the right.
 */
export function resolventOfTriangular(n: number, T: Float64Array, x: Float64Array, f: Float64Array, shifts: Float64Array): Float64Array {
  const count = shifts.length / 2;
  const out = new Float64Array(shifts.length);
  const [yRe, yIm] = [new Float64Array(LANES * n), new Float64Array(LANES * n)];
  const [re, im] = [new Float64Array(LANES), new Float64Array(LANES)];
  for (let from = 0; from < count; from += LANES) {
    const lanes = Math.min(LANES, count - from);
    for (let i = n - 1; i >= 0; i--) {
      sumRow(n, T, x, i, yRe, yIm, re, im);
      for (let l = 0; l < LANES; l++) {
        // lanes without a shift of their own repeat the first
        const k = 2 * (from + (l < lanes ? l : 0));
        const [p, q] = [shifts[k] - T[2 * (i * n + i)], shifts[k + 1] - T[2 * (i * n + i) + 1]];
        const size = p * p + q * q;
        yRe[LANES * i + l] = (re[l] * p + im[l] * q) / size;
        yIm[LANES * i + l] = (im[l] * p - re[l] * q) / size;
      }
    }
    for (let l = 0; l < lanes; l++) {
      let [a, b] = [0, 0];
      for (let i = 0; i < n; i++) {
        const [u, v] = [yRe[LANES * i + l], yIm[LANES * i + l]];
        a += f[2 * i] * u - f[2 * i + 1] * v;
        b += f[2 * i] * v + f[2 * i + 1] * u;
      }
      out[2 * (from + l)] = a;
      out[2 * (from + l) + 1] = b;
    }
  }
  return out;
}

/** x_i + Σ_{j > i} T_ij y_j of all lanes, which are written out so that no sum goes through memory. */
function sumRow(
  n: number,
  T: Float64Array,
  x: Float64Array,
  i: number,
  yRe: Float64Array,
  yIm: Float64Array,
  re: Float64Array,
  im: Float64Array,
): void {
  let [a0, a1, a2, a3] = [x[2 * i], x[2 * i], x[2 * i], x[2 * i]];
  let [b0, b1, b2, b3] = [x[2 * i + 1], x[2 * i + 1], x[2 * i + 1], x[2 * i + 1]];
  for (let j = i + 1; j < n; j++) {
    const [t, u] = [T[2 * (i * n + j)], T[2 * (i * n + j) + 1]];
    const at = LANES * j;
    a0 += t * yRe[at] - u * yIm[at];
    a1 += t * yRe[at + 1] - u * yIm[at + 1];
    a2 += t * yRe[at + 2] - u * yIm[at + 2];
    a3 += t * yRe[at + 3] - u * yIm[at + 3];
    b0 += t * yIm[at] + u * yRe[at];
    b1 += t * yIm[at + 1] + u * yRe[at + 1];
    b2 += t * yIm[at + 2] + u * yRe[at + 2];
    b3 += t * yIm[at + 3] + u * yRe[at + 3];
  }
  re[0] = a0;
  re[1] = a1;
  re[2] = a2;
  re[3] = a3;
  im[0] = b0;
  im[1] = b1;
  im[2] = b2;
  im[3] = b3;
}
