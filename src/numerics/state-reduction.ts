/** Rate equations of populations solved without a single subtraction: relative accuracy in every population, over any range. */
import type { SparseReal } from "./envelope.ts";

/**
 * Whether M restricted to its own indices is a rate equation: no entry beside the diagonal is negative. The diagonal is
 * never read: what leaves a state is the sum of its rates.
 */
export function isRateEquation({ n, rowStart, columns, values }: SparseReal): boolean {
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (columns[e] !== r && !(values[e] >= 0)) return false;
  }
  return true;
}

/** Rates after elimination: what each state, in the order of elimination, gets and gives. */
export interface ReducedStates {
  readonly order: Int32Array;
  /** Rate out of each state at the moment of its elimination; 0 for the last one of a class that nothing leaves. */
  readonly leaving: Float64Array;
  /** Rates from each state to those that are eliminated later. */
  readonly to: readonly ReadonlyMap<number, number>[];
  /** Rates into each state from those that are eliminated later. */
  readonly from: readonly ReadonlyMap<number, number>[];
}

/**
 * Eliminate the states of a rate equation one by one, those with the fewest neighbours first:
 *
 *   s_k = Σ_j w_kj + leak_k,   w_ij ← w_ij + w_ik w_kj / s_k,   leak_i ← leak_i + w_ik leak_k / s_k
 *
 * `M`: M_rq is the rate from q to r. `leak`: rates out of the class altogether.
 * Source: W. K. Grassmann, M. I. Taksar and D. P. Heyman, Oper. Res. 33, 1107 (1985).
 */
export function reduceStates(M: SparseReal, leak: Float64Array): ReducedStates {
  const { n } = M;
  const to = Array.from({ length: n }, () => new Map<number, number>());
  const from = Array.from({ length: n }, () => new Map<number, number>());
  for (let r = 0; r < n; r++) {
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      const q = M.columns[e];
      if (q === r || M.values[e] === 0) continue;
      to[q].set(r, M.values[e]);
      from[r].set(q, M.values[e]);
    }
  }
  const out = leak.slice();
  const leaving = new Float64Array(n);
  const order = new Int32Array(n);
  const left = new Set(Array.from({ length: n }, (_, i) => i));
  for (let step = 0; step < n; step++) {
    const k = fewest(left, to, from);
    left.delete(k);
    order[step] = k;
    let s = out[k];
    for (const rate of to[k].values()) s += rate;
    leaving[k] = s;
    for (const [i, rate] of from[k]) {
      const share = s > 0 ? rate / s : 0;
      out[i] += share * out[k];
      to[i].delete(k);
      for (const [j, onward] of to[k]) {
        if (j === i) continue;
        const sum = (to[i].get(j) ?? 0) + share * onward;
        to[i].set(j, sum);
        from[j].set(i, sum);
      }
    }
    for (const j of to[k].keys()) from[j].delete(k);
  }
  return { order, leaving, to, from };
}

/** The state whose elimination fills in least; the first of several. */
function fewest(
  left: ReadonlySet<number>,
  to: readonly ReadonlyMap<number, number>[],
  from: readonly ReadonlyMap<number, number>[],
): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const k of left) {
    const fill = to[k].size * from[k].size;
    if (fill >= least) continue;
    best = k;
    least = fill;
    if (fill <= 1) break;
  }
  return best;
}

/** The stationary populations of a class that nothing leaves, with sum 1. */
export function stationaryPopulations({ order, leaving, from }: ReducedStates): Float64Array {
  const n = order.length;
  const p = new Float64Array(n);
  p[order[n - 1]] = 1;
  for (let step = n - 2; step >= 0; step--) {
    const k = order[step];
    let sum = 0;
    for (const [i, rate] of from[k]) sum += p[i] * (rate / leaving[k]);
    p[k] = sum;
    // Populations grow without bound where the last state is hardly populated: keep the largest near 1.
    if (sum > 1e100) for (let i = 0; i < n; i++) p[i] /= sum;
  }
  const total = p.reduce((a, b) => a + b, 0);
  return p.map((value) => value / total);
}

/** Time spent in each state of a class that is left for ever: y with −M y = mass. */
export function residenceTimes({ order, leaving, to, from }: ReducedStates, mass: Float64Array): Float64Array {
  const m = mass.slice();
  for (const k of order) {
    if (m[k] === 0) continue;
    for (const [j, rate] of to[k]) m[j] += m[k] * (rate / leaving[k]);
  }
  const y = new Float64Array(order.length);
  for (let step = order.length - 1; step >= 0; step--) {
    const k = order[step];
    let sum = m[k];
    for (const [i, rate] of from[k]) sum += y[i] * rate;
    y[k] = sum / leaving[k];
  }
  return y;
}
