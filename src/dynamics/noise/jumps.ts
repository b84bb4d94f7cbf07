/**
 * Noise that jumps between finitely many values at constant rates, and its laws in continuous time: exact times of its jumps, transitions
 * over any stretch of time, and the chain that turns an average over it into a larger master equation.
 *
 *   ṗ_to = Σ_from rate(from → to) p_from − p_to Σ_next rate(to → next)
 *
 * Source: C. W. Gardiner, Handbook of Stochastic Methods, 3rd ed. (Springer, 2004), section 3.5.1; D. T. Gillespie, J. Comput. Phys. 22,
 * 403 (1976), doi:10.1016/0021-9991(76)90041-3, for the exact times.
 */
import { wrongValue } from "../../errors.ts";
import { expmReal } from "../../numerics/expm.ts";
import { log } from "../../numerics/scalar.ts";
import type { HiddenChain } from "./hidden-chain.ts";
import type { Process, ProcessGrid } from "./process.ts";

/** A law of jumps. */
export interface JumpLaw {
  /** The value of each state. */
  readonly values: Float64Array;
  /** [to·n + from], per unit of time; columns sum to 0. */
  readonly rates: Float64Array;
  /** Probabilities at t = 0. */
  readonly start: Float64Array;
}

/** Where in a slice of time a value belongs, or that slices are cut where it jumps. */
export type JumpScheme = "middle" | "switching";

/** Does noise jump at its exact times on this grid? It does where that was asked for, and where no slices hold it. */
export function jumpsExactly({ scheme }: { readonly scheme: JumpScheme }, { positions, step }: ProcessGrid): boolean {
  return positions === "slice" && (scheme === "switching" || step === null);
}

/** Refuse exact times of jumps within collisions: a collision has one value, as it ends. */
export function requireMiddle(scheme: JumpScheme, { positions }: ProcessGrid): void {
  if (positions === "slice" || scheme === "middle") return;
  throw wrongValue(
    "scheme",
    "be left out where noise is drawn per collision",
    scheme,
    "A collision has one value; shorten it to resolve jumps.",
  );
}

/** What stands in the place of such noise among the values of slices: nothing, for its jumps are added to them. */
export const silent: Process = {
  streams: [],
  carried: 0,
  begin() {},
  advance(_position, count, lanes, _numbers, _state, values) {
    values.fill(0, 0, count * lanes);
  },
};

/** A law of n states from its jumps: from a state to a state at a rate. Without a start it is the stationary one; null where that is not unique. */
export function jumpLaw(values: ArrayLike<number>, jumps: readonly (readonly number[])[], start: number | null): JumpLaw | null {
  const n = values.length;
  const rates = new Float64Array(n * n);
  for (const [from, to, rate] of jumps) {
    rates[to * n + from] += rate;
    rates[from * n + from] -= rate;
  }
  const at = start === null ? stationary(rates, n) : Float64Array.from({ length: n }, (_, k) => (k === start ? 1 : 0));
  return at && { values: Float64Array.from(values), rates, start: at };
}

/** The probabilities that rates keep; null where there is more than one set of them. */
export function stationary(rates: Float64Array, n: number): Float64Array | null {
  // the last row says that probabilities sum to 1
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n + 1 }, (_, j) => (i === n - 1 ? 1 : j === n ? 0 : rates[i * n + j])),
  );
  const scale = rates.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (!(Math.abs(rows[k][k]) > 1e-12 * Math.min(1, scale))) return null;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return Float64Array.from(rows, (row, k) => Math.max(0, row[n] / row[k]));
}

/** Probabilities [to·n + from] of the states after a time. */
export function transitionsOver({ rates, values }: Pick<JumpLaw, "rates" | "values">, time: number): Float64Array {
  const n = values.length;
  return expmReal(
    n,
    rates.map((rate) => rate * time),
  ).map((p) => Math.max(0, p));
}

/** The exact times of jumps, from numbers that depend on the number of the jump alone. */
export interface Jumps {
  readonly values: Float64Array;
  /** What is added to the parameter's name for the streams of its numbers: waiting times, and where to. */
  readonly streams: readonly string[];
  /** The state at t = 0 from a uniform. */
  begin(u: number): number;
  /** Time in a state, −ln(u)/(rate of leaving it); infinite where none leaves it. */
  wait(state: number, u: number): number;
  /** The state that follows. */
  next(state: number, u: number): number;
}

/** The jumps of a law. */
export function jumpsOf({ values, rates, start }: JumpLaw): Jumps {
  const n = values.length;
  return {
    values,
    streams: n > 2 ? ["", "#to"] : [""],
    begin: (u) => placeAmong((k) => start[k], n, u),
    wait(state, u) {
      const leaving = -rates[state * n + state];
      return leaving > 0 ? -log(u) / leaving : Number.POSITIVE_INFINITY;
    },
    next(state, u) {
      if (n === 2) return 1 - state;
      const leaving = -rates[state * n + state];
      const reached = placeAmong((k) => (k === state ? 0 : rates[k * n + state] / leaving), n, u);
      // rounding may leave u above all of them
      return reached === state || rates[reached * n + state] === 0 ? lastReached(rates, n, state) : reached;
    },
  };
}

function lastReached(rates: Float64Array, n: number, state: number): number {
  for (let k = n - 1; k >= 0; k--) if (k !== state && rates[k * n + state] > 0) return k;
  return state;
}

/** The first of n places whose cumulated probability is above u; the last one where none is. */
export function placeAmong(probability: (place: number) => number, n: number, u: number): number {
  let sum = 0;
  for (let k = 0; k < n - 1; k++) {
    sum += probability(k);
    if (u < sum) return k;
  }
  return n - 1;
}

/** The chain of a law in continuous time: its moves are rates. */
export function flowOf({ values, rates, start }: JumpLaw): HiddenChain {
  return { values, start, read: new Float64Array(values.length).fill(1), moves: rates, exact: true };
}
