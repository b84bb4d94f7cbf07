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

/** Place of the products of order k of a pair of lanes within those of all orders, and their number. */
function productsBefore(d1: number, d2: number, K: number, order: number): number {
  let size = 0;
  for (let k = 0; k <= K && k < d1 && k < d2 && k < order; k++) size += 8 * (d2 - k + 1) + 16 * (d1 - k);
  return size;
}

/** The products of sines and cosines as the kernel keeps them: for each pair of lanes and order, stage 2 and then stage 1. */
export function exchangeProducts(d1: number, d2: number, K: number, lanes: number, tables: Omit<ExchangeArrays, "weights">): Float64Array {
  const pair = productsBefore(d1, d2, K, Number.POSITIVE_INFINITY);
  const out = new Float64Array((pair * lanes) / 2);
  for (let l = 0; l < lanes; l++) {
    for (let k = 0; k <= K && k < d1 && k < d2; k++) {
      const at = Math.floor(l / 2) * pair + productsBefore(d1, d2, K, k) + (l % 2);
      for (let j = -1; j < d2 - k; j++) stageTwo(tables, k, j, lanes, l).forEach((value, n) => (out[at + 8 * (j + 1) + 2 * n] = value));
      const one = at + 8 * (d2 - k + 1);
      for (let i = 0; i < d1 - k; i++) stageOne(tables, k, i, lanes, l).forEach((value, n) => (out[one + 16 * i + 2 * n] = value));
    }
  }
  return out;
}

/** C⁻, S⁻, C⁺, S⁺ at j of order k. */
function stageTwo({ c2, s2 }: Omit<ExchangeArrays, "weights">, k: number, j: number, lanes: number, l: number): number[] {
  const at = (j + 1) * lanes + l;
  const [c, s, ck, sk] = [c2[at], s2[at], c2[at + k * lanes], s2[at + k * lanes]];
  return [c * ck + s * sk, s * ck - c * sk, c * ck - s * sk, s * ck + c * sk];
}

/** a1, a2, b1, b2, p1, p2, q1, q2 of row i of order k, without weights. */
function stageOne({ c1, s1 }: Omit<ExchangeArrays, "weights">, k: number, i: number, lanes: number, l: number): number[] {
  const hi = (i + k + 1) * lanes + l;
  const lo = (i + 1) * lanes + l;
  const twice = k === 0 ? 2 : 1;
  return [
    c1[hi] * c1[lo],
    s1[hi] * s1[lo],
    c1[hi - lanes] * c1[lo - lanes],
    s1[hi - lanes] * s1[lo - lanes],
    twice * (c1[hi] * s1[lo - lanes]),
    twice * -(s1[hi] * c1[lo - lanes]),
    s1[hi - lanes] * c1[lo],
    -(c1[hi - lanes] * s1[lo]),
  ];
}

/** One collision of all lanes: y ← map(x), orders 0 … K of a d1 × d2 cascade. */
export function exchangeStep(
  d1: number,
  d2: number,
  K: number,
  lanes: number,
  arrays: ExchangeArrays,
  x: Float64Array,
  y: Float64Array,
): void {
  let order = 0;
  let lower = 0;
  for (let k = 0; k <= K && k < d1 && k < d2; k++) {
    const m = d2 - k;
    const upper = order + (d1 - k) * m * lanes;
    const hasUpper = k < K && k + 1 < d1 && k + 1 < d2;
    for (let i = 0; i < d1 - k; i++) {
      for (let l = 0; l < lanes; l++) {
        const value = (from: number, width: number, row: number, j: number): number => x[from + (row * width + j) * lanes + l];
        const rows: Rows = {
          own: (row, j) => (row >= 0 && row < d1 - k ? value(order, m, row, j) : 0),
          upper: (row, j) => (hasUpper && row >= 0 && row < d1 - k - 1 ? value(upper, m - 1, row, j) : 0),
          lower: (row, j) => value(lower, m + 1, row, j),
        };
        turnRow(m, k, i, lanes, l, arrays, rows, (j, result) => (y[order + (i * m + j) * lanes + l] = result));
      }
    }
    lower = order;
    order = upper;
  }
}

/** Elements of the row's own order and of its neighbours k + 1 and k − 1 by row and column; zero where there is no such row. */
interface Rows {
  own(row: number, j: number): number;
  upper(row: number, j: number): number;
  lower(row: number, j: number): number;
}

/** Both stages of one row, in sums and differences of the four elements that a swap with mode 2 mixes. */
function turnRow(
  m: number,
  k: number,
  i: number,
  lanes: number,
  l: number,
  arrays: ExchangeArrays,
  { own, upper, lower }: Rows,
  put: (j: number, value: number) => void,
): void {
  const [pe, pB, pD] = [0.5 * arrays.weights[l], 0.5 * arrays.weights[lanes + l], arrays.weights[2 * lanes + l]];
  const one = stageOne(arrays, k, i, lanes, l);
  const [a1, a2, b1, b2, p1, p2, q1, q2] = one.map((value, n) => ([0, 3, 4, 6].includes(n) ? pe : pB) * value);
  const A = (j: number) => a1 * own(i, j) + a2 * own(i + 1, j);
  const B = (j: number) => b1 * own(i, j + 1) + b2 * own(i - 1, j + 1);
  const P = (j: number) => p1 * upper(i - 1, j) + p2 * upper(i, j);
  const Q = (j: number) => q1 * lower(i, j + 1) + q2 * lower(i + 1, j + 1);
  const start = stageTwo(arrays, k, -1, lanes, l);
  const first = k === 0 ? B(-1) : start[2] * B(-1) + start[3] * Q(-1);
  let carry = first + first + pD * own(i, 0);
  for (let j = 0; j < m - 1; j++) {
    const [Cm, Sm, Cp, Sp] = stageTwo(arrays, k, j, lanes, l);
    const sum = k === 0 ? A(j) + B(j) : Cm * (A(j) + B(j)) + Sm * (P(j) - Q(j));
    const difference = Cp * (A(j) - B(j)) - Sp * (k === 0 ? P(j) : P(j) + Q(j));
    put(j, carry + (sum + difference));
    carry = sum - difference + pD * own(i, j + 1);
  }
  const end = stageTwo(arrays, k, m - 1, lanes, l);
  const last = k === 0 ? A(m - 1) : end[0] * A(m - 1) - end[3] * Q(m - 1);
  put(m - 1, carry + (last + last));
}

/** Rates between neighbouring levels of one mode, [n][lane]. */
export function exchangeRates(d: number, theta: Float64Array, detuning: Float64Array, sin: (x: number) => number): Float64Array {
  const lanes = theta.length;
  const rates = new Float64Array((d - 1) * lanes);
  for (let n = 1; n < d; n++) {
    for (let l = 0; l < lanes; l++) {
      const rabi = 2 * n + 0.5 * detuning[l] * (0.5 * detuning[l]);
      const s = sin(theta[l] * Math.sqrt(rabi));
      rates[(n - 1) * lanes + l] = ((2 * n) / rabi) * (s * s);
    }
  }
  return rates;
}

/** `count` collisions with one mode, in place: populations flow from level to level. */
export function exchangeFlux(d: number, lanes: number, count: number, weights: Float64Array, rates: Float64Array, x: Float64Array): void {
  for (let collision = 0; collision < count; collision++) {
    for (let l = 0; l < lanes; l++) {
      const pe = weights[3 * collision * lanes + l];
      const pB = weights[(3 * collision + 1) * lanes + l];
      const flux = Array.from({ length: d - 1 }, (_, n) => rates[n * lanes + l] * (pe * x[n * lanes + l] - pB * x[(n + 1) * lanes + l]));
      for (let n = 0; n < d; n++) {
        const held = n === 0 ? x[l] : x[n * lanes + l] + flux[n - 1];
        x[n * lanes + l] = n === d - 1 ? held : held - flux[n];
      }
    }
  }
}

/** Weights that follow one parameter by its cosine; `form` is constant, factor, offset of p_e, then of p_B. */
export function exchangeWeights(
  lanes: number,
  count: number,
  form: Float64Array,
  values: Float64Array,
  out: Float64Array,
  cos: (x: number) => number,
): void {
  for (let collision = 0; collision < count; collision++) {
    for (let l = 0; l < lanes; l++) {
      const cosine = cos(values[collision * lanes + l]);
      const pe = form[0] + form[1] * (form[2] + cosine);
      const pB = form[3] + form[4] * (form[5] + cosine);
      [pe, pB, 1 - pe - pB].forEach((p, part) => (out[(3 * collision + part) * lanes + l] = p));
    }
  }
}
