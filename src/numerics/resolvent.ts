/** f·(s − A)⁻¹x at many complex shifts s, from one real Schur form of A: back substitution with real factors, several shifts side by side. */

/** Shifts side by side: so many that latencies are hidden, so few that their sums stay in registers. */
const LANES = 4;

/**
 * The numbers f·(s_k − T)⁻¹x for a quasi-triangular T (n × n, row-major, 2 × 2 blocks on its diagonal).
 *
 * `x`, `f`: n complex numbers, interleaved, in the basis of the Schur vectors; `f` is not conjugated. `shifts`: complex, interleaved.
 * Returns one complex number per shift. Sums run from the diagonal to the right, whatever stands beside.
 * Source: A. J. Laub, IEEE Trans. Automat. Contr. 26, 407 (1981).
 */
export function resolventOfSchur(n: number, T: Float64Array, x: Float64Array, f: Float64Array, shifts: Float64Array): Float64Array {
  const count = shifts.length / 2;
  const out = new Float64Array(shifts.length);
  const lanes = new SchurLanes(n, T, x);
  for (let from = 0; from < count; from += LANES) {
    lanes.solve(shifts, from, Math.min(LANES, count - from));
    lanes.dot(f, out, from);
  }
  return out;
}

/** The systems of four shifts, each vector stored [row][lane]. */
class SchurLanes {
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  private readonly p = new Float64Array(LANES);
  private readonly q = new Float64Array(LANES);
  private readonly u = new Float64Array(LANES);
  private readonly v = new Float64Array(LANES);
  private readonly s = new Float64Array(LANES);
  private readonly t = new Float64Array(LANES);
  private lanes = 0;

  constructor(
    private readonly n: number,
    private readonly T: Float64Array,
    private readonly x: Float64Array,
  ) {
    this.re = new Float64Array(n * LANES);
    this.im = new Float64Array(n * LANES);
  }

  solve(shifts: Float64Array, from: number, lanes: number): void {
    const { n, T } = this;
    this.lanes = lanes;
    for (let l = 0; l < LANES; l++) {
      // lanes without a shift of their own repeat the first
      const k = from + (l < lanes ? l : 0);
      this.s[l] = shifts[2 * k];
      this.t[l] = shifts[2 * k + 1];
    }
    for (let i = n - 1; i >= 0; i--) {
      if (i > 0 && T[i * n + i - 1] !== 0) {
        this.sum(i, i, this.u, this.v);
        this.sum(i - 1, i, this.p, this.q);
        this.block(--i);
      } else {
        this.sum(i, i, this.p, this.q);
        this.single(i);
      }
    }
  }

  /** x_i + Σ_{j > after} T_ij y_j; the four lanes are written out, so that no sum goes through memory. */
  private sum(i: number, after: number, re: Float64Array, im: Float64Array): void {
    const { n, T, x, re: yRe, im: yIm } = this;
    let [a0, a1, a2, a3] = [x[2 * i], x[2 * i], x[2 * i], x[2 * i]];
    let [b0, b1, b2, b3] = [x[2 * i + 1], x[2 * i + 1], x[2 * i + 1], x[2 * i + 1]];
    let at = (after + 1) * LANES;
    for (let e = i * n + after + 1; e < (i + 1) * n; e++, at += LANES) {
      const t = T[e];
      a0 += t * yRe[at];
      a1 += t * yRe[at + 1];
      a2 += t * yRe[at + 2];
      a3 += t * yRe[at + 3];
      b0 += t * yIm[at];
      b1 += t * yIm[at + 1];
      b2 += t * yIm[at + 2];
      b3 += t * yIm[at + 3];
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

  private single(i: number): void {
    const { n, T, p, q, s, t, re, im } = this;
    for (let l = 0; l < LANES; l++) {
      const d = s[l] - T[i * n + i];
      const size = d * d + t[l] * t[l];
      re[i * LANES + l] = (p[l] * d + q[l] * t[l]) / size;
      im[i * LANES + l] = (q[l] * d - p[l] * t[l]) / size;
    }
  }

  /** Rows i and i + 1: (s − a)y − b z = p, −c y + (s − d)z = u. */
  private block(i: number): void {
    const { n, T, p, q, u, v, s, t, re, im } = this;
    const [a, b, c, d] = [T[i * n + i], T[i * n + i + 1], T[(i + 1) * n + i], T[(i + 1) * n + i + 1]];
    for (let l = 0; l < LANES; l++) {
      const [x, y, w] = [s[l] - a, s[l] - d, t[l]];
      const g = x * y - w * w - b * c;
      const h = w * (x + y);
      const size = g * g + h * h;
      const [e, f] = [y * p[l] - w * q[l] + b * u[l], y * q[l] + w * p[l] + b * v[l]];
      const [j, k] = [x * u[l] - w * v[l] + c * p[l], x * v[l] + w * u[l] + c * q[l]];
      re[i * LANES + l] = (e * g + f * h) / size;
      im[i * LANES + l] = (f * g - e * h) / size;
      re[(i + 1) * LANES + l] = (j * g + k * h) / size;
      im[(i + 1) * LANES + l] = (k * g - j * h) / size;
    }
  }

  dot(f: Float64Array, out: Float64Array, from: number): void {
    for (let l = 0; l < this.lanes; l++) {
      let [x, y] = [0, 0];
      for (let i = 0; i < this.n; i++) {
        const [p, q] = [this.re[i * LANES + l], this.im[i * LANES + l]];
        x += f[2 * i] * p - f[2 * i + 1] * q;
        y += f[2 * i] * q + f[2 * i + 1] * p;
      }
      out[2 * (from + l)] = x;
      out[2 * (from + l) + 1] = y;
    }
  }
}

/** Zᵀ c of a complex vector (interleaved) and a real n × n matrix. */
export function inSchurBasis(n: number, Z: Float64Array, c: Float64Array): Float64Array {
  const out = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [x, y] = [c[2 * i], c[2 * i + 1]];
    if (x === 0 && y === 0) continue;
    for (let k = 0; k < n; k++) {
      out[2 * k] += Z[i * n + k] * x;
      out[2 * k + 1] += Z[i * n + k] * y;
    }
  }
  return out;
}
