/**
 * The exchange cascade in plain TypeScript, with the kernel's interface on typed arrays: pointers become offsets into
 * one array. The order of operations is the kernel's, so the bits are too.
 */

/** cos and sin tables of one mode with `d` levels, entry n of lane l at (n + 1)·lanes + l; sines and cosines are passed in. */
export function exchangeTables(
  d: number,
  theta: Float64Array,
  cos: (x: number) => number,
  sin: (x: number) => number,
): { c: Float64Array; s: Float64Array } {
  const lanes = theta.length;
  const c = new Float64Array((d + 1) * lanes);
  const s = new Float64Array((d + 1) * lanes);
  for (let l = 0; l < lanes; l++) {
    c[l] = 1;
    for (let n = 0; n < d - 1; n++) {
      const phase = theta[l] * Math.sqrt(2 * (n + 1));
      c[(n + 1) * lanes + l] = cos(phase);
      s[(n + 1) * lanes + l] = sin(phase);
    }
    c[d * lanes + l] = 1;
  }
  return { c, s };
}

/** Values of `exchangeStep` for one cascade; weights are [p_e, p_B, p_D][lane], tables as made above. */
export interface ExchangeArrays {
  readonly weights: Float64Array;
  readonly c1: Float64Array;
  readonly s1: Float64Array;
  readonly c2: Float64Array;
  readonly s2: Float64Array;
}

/** One collision of all lanes: y ← map(x), orders 0 … K of a d1 × d2 cascade. Joint rows are kept in short arrays. */
export function exchangeStep(
  d1: number,
  d2: number,
  K: number,
  lanes: number,
  arrays: ExchangeArrays,
  x: Float64Array,
  y: Float64Array,
): void {
  const rows = { ee: new Float64Array(d2 + 2), BB: new Float64Array(d2 + 2), p: new Float64Array(d2 + 2), q: new Float64Array(d2 + 2) };
  let order = 0;
  let lower = 0;
  for (let k = 0; k <= K && k < d1 && k < d2; k++) {
    const m = d2 - k;
    const upper = order + (d1 - k) * m * lanes;
    const hasUpper = k < K && k + 1 < d1 && k + 1 < d2;
    for (let i = 0; i < d1 - k; i++) {
      for (let l = 0; l < lanes; l++) {
        jointRows(d1, m, k, i, lanes, l, arrays, x, order, hasUpper ? upper : -1, lower, rows);
        combineRow(m, k, lanes, l, arrays, rows, x, y, order + i * m * lanes + l);
      }
    }
    lower = order;
    order = upper;
  }
}

/** Stage 1: ee, BB, p, q of one row at index j + 1, zero outside 0 … m − 1 (q: 0 … m). */
function jointRows(
  d1: number,
  m: number,
  k: number,
  i: number,
  lanes: number,
  l: number,
  { weights, c1, s1 }: ExchangeArrays,
  x: Float64Array,
  order: number,
  upper: number,
  lower: number,
  { ee, BB, p, q }: Record<"ee" | "BB" | "p" | "q", Float64Array>,
): void {
  const pe = weights[l];
  const pB = weights[lanes + l];
  const hi = (i + k + 1) * lanes + l;
  const lo = (i + 1) * lanes + l;
  const a1 = pe * (c1[hi] * c1[lo]);
  const a2 = pB * (s1[hi] * s1[lo]);
  const b1 = pB * (c1[hi - lanes] * c1[lo - lanes]);
  const b2 = pe * (s1[hi - lanes] * s1[lo - lanes]);
  const p1 = pe * (c1[hi] * s1[lo - lanes]);
  const p2 = -(pB * (s1[hi] * c1[lo - lanes]));
  const q1 = pe * (s1[hi - lanes] * c1[lo]);
  const q2 = -(pB * (c1[hi - lanes] * s1[lo]));
  const rows = d1 - k;
  const at = order + i * m * lanes + l;
  const step = m * lanes;
  for (let j = 0; j < m; j++) {
    const value = x[at + j * lanes];
    ee[j + 1] = a1 * value + a2 * (i + 1 < rows ? x[at + step + j * lanes] : 0);
    BB[j + 1] = b1 * value + b2 * (i > 0 ? x[at - step + j * lanes] : 0);
  }
  BB[m + 1] = 0;
  p[0] = 0;
  p[m] = 0;
  for (let j = 0; j < m - 1; j++) {
    const below = upper >= 0 && i > 0 ? x[upper + ((i - 1) * (m - 1) + j) * lanes + l] : 0;
    const own = upper >= 0 && i + k + 1 < d1 ? x[upper + (i * (m - 1) + j) * lanes + l] : 0;
    p[j + 1] = p1 * below + p2 * own;
  }
  for (let j = 0; j <= m; j++) {
    const from = lower + (i * (m + 1) + j) * lanes + l;
    q[j + 1] = k === 0 ? p[j] : q1 * x[from] + q2 * x[from + (m + 1) * lanes];
  }
}

/** Stage 2 of one row. */
function combineRow(
  m: number,
  k: number,
  lanes: number,
  l: number,
  { weights, c2, s2 }: ExchangeArrays,
  { ee, BB, p, q }: Record<"ee" | "BB" | "p" | "q", Float64Array>,
  x: Float64Array,
  y: Float64Array,
  at: number,
): void {
  const pD = weights[2 * lanes + l];
  ee[0] = 0;
  for (let j = 0; j < m; j++) {
    const now = (j + 1) * lanes + l;
    const shifted = now + k * lanes;
    const c = c2[now];
    const s = s2[now];
    const ck = c2[shifted];
    const sk = s2[shifted];
    const cb = c2[now - lanes];
    const sb = s2[now - lanes];
    const ckb = c2[shifted - lanes];
    const skb = s2[shifted - lanes];
    const fromEE = c * ck * ee[j + 1] + sb * skb * ee[j];
    const fromBB = s * sk * BB[j + 2] + cb * ckb * BB[j + 1];
    const fromP = sb * ckb * p[j] - c * sk * p[j + 1];
    const fromQ = cb * skb * q[j + 1] - s * ck * q[j + 2];
    y[at + j * lanes] = pD * x[at + j * lanes] + fromEE + (fromBB + (fromP + fromQ));
  }
}
