/**
 * One strongly connected class of a stationary equation: its stationary vector, the inverse on what dies out, and how far
 * both can be trusted. Four kinds:
 *
 *   rates        populations alone, with rates between them: state reduction, no subtraction anywhere
 *   conserving   keeps its trace: one population d is set free, M without row and column d is factored, and the inverse is
 *                M^D = Q S Q with S = (M without d)⁻¹ and Q = 1 − r·trace
 *   regular      everything leaves or decays: M⁻¹
 *   frozen       one coordinate that never changes
 */
import { RunFailure } from "../errors.ts";
import { estimateOneNorm } from "./condition.ts";
import type { DoubledSparse } from "./doubled-sparse.ts";
import { equalLists, fromPattern } from "./known-patterns.ts";
import { refinePairs } from "./refine-pairs.ts";
import { factorRegular, factorRegularDoubled, type RegularFactors } from "./regular-factors.ts";
import { isRateEquation, type ReducedStates, reduceStates, residenceTimes, stationaryPopulations } from "./state-reduction.ts";
import { submatrix } from "./submatrix.ts";
import { dot } from "./vectors.ts";

const EPSILON = 2.220446049250313e-16;
/** Error of refinement, relative to x, above which factors in double precision are not good enough. */
const REFINED = 1e-13;
/**
 * Share of the largest entry that the population which is set free must have: where it is tiny the factors hold that much less. Refinement
 * makes up for it while it converges, which is cheaper than other factors; what is fed by the inverse alone has no refinement.
 */
const POPULATED = 1e-3;
const HARDLY_POPULATED = 1e-7;

/** A class as it is solved. */
export interface StationaryClass {
  readonly kind: "rates" | "conserving" | "regular" | "frozen";
  /** The stationary vector with trace 1 (frozen: 1); null where everything dies out. */
  readonly right: Float64Array | null;
  /** b without its share of the stationary vector, which M x cannot be. */
  range(b: Float64Array): Float64Array;
  /** M^D b or M⁻¹ b. */
  inverse(b: Float64Array): Float64Array;
  inverseTransposed(b: Float64Array): Float64Array;
  /** Estimate of the 1-norm of the inverse: 1 over the slowest rate, within a small factor. Null where it decides nothing. */
  readonly size: number | null;
  /** Relative error left by the solve, beside what the entries of M carry. */
  readonly error: number;
  /** The factors were made in doubled precision. */
  readonly doubled: boolean;
  release(): void;
}

/** What a class is beside its matrix. */
export interface ClassShape {
  /** 1 for populations. */
  readonly populations: Uint8Array;
  /** Whether its trace stays. */
  readonly conserving: boolean;
  /** Whether it feeds other classes. */
  readonly open: boolean;
  /** Rates from each population to populations outside. */
  readonly leak: Float64Array;
  /** An order of elimination. */
  readonly order: Int32Array;
  /** Rates below this are not believed before factors in doubled precision have seen them. */
  readonly doubtful: number;
}

/** Solve a class; null when it cannot be told from a singular one. */
export function solveClass(M: DoubledSparse, shape: ClassShape): StationaryClass | null {
  const hasPopulation = shape.populations.includes(1);
  if (M.n === 1 && M.columns.length === 0 && (shape.conserving || !hasPopulation)) return frozen(hasPopulation);
  if (!shape.populations.includes(0) && isRateEquation(M)) return rates(M, shape);
  return shape.conserving ? conserving(M, shape) : regular(M, shape);
}

function frozen(hasPopulation: boolean): StationaryClass {
  const nothing = () => Float64Array.of(0);
  const kind = hasPopulation ? "conserving" : "frozen";
  const shared = {
    right: Float64Array.of(1),
    range: nothing,
    inverse: nothing,
    inverseTransposed: nothing,
    size: null,
    error: 0,
    doubled: false,
  };
  return { kind, ...shared, release: () => {} };
}

function rates(M: DoubledSparse, { conserving: closed, leak }: ClassShape): StationaryClass {
  const reduced = reduceStates(M, leak);
  const error = 4 * M.n * EPSILON;
  const shared = { kind: "rates" as const, size: null, error, doubled: false, release: () => {} };
  if (!closed) {
    return {
      ...shared,
      right: null,
      range: (b) => b,
      inverse: (b) => residenceTimes(reduced, b).map((y) => -y),
      inverseTransposed: transposedRates(reduced),
    };
  }
  const right = stationaryPopulations(reduced);
  // The inverse is asked for only where something beside the limit is wanted.
  let factors: Rest | null = null;
  const inverses = () => {
    factors ??= rest(M, largest(right)) ?? rest(M, largest(right), undefined, true);
    if (!factors) throw new RunFailure(`The rates of ${M.n} populations differ too much for an inverse.`);
    return deflated(factors, right, new Uint8Array(M.n).fill(1));
  };
  return {
    ...shared,
    right,
    range: (b) => inverses().range(b),
    inverse: (b) => inverses().inverse(b),
    inverseTransposed: (b) => inverses().inverseTransposed(b),
    release: () => factors?.release(),
  };
}

/** x with Mᵀ x = b by the reduced rates. */
function transposedRates({ order, leaving, to, from }: ReducedStates): (b: Float64Array) => Float64Array {
  return (b) => {
    const m = b.slice();
    for (const k of order) for (const [i, rate] of from[k]) m[i] += m[k] * (rate / leaving[k]);
    const y = new Float64Array(b.length);
    for (let step = order.length - 1; step >= 0; step--) {
      const k = order[step];
      let sum = m[k];
      for (const [j, rate] of to[k]) sum -= y[j] * rate;
      y[k] = -sum / leaving[k];
    }
    return y;
  };
}

/** M without one row and column, factored; solutions have 0 there. */
interface Rest extends RegularFactors {
  readonly free: number;
  readonly doubled: boolean;
  /** The null vector with 1 at the population that is free. */
  start(): Float64Array;
}

/** What the pattern says of M without row and column `free`. */
interface RestPlan {
  readonly kept: Int32Array;
  /** The order of elimination that was given, and what is left of it. */
  order: Int32Array | undefined;
  inner: Int32Array | undefined;
  /** Entries of column `free`, and their rows. */
  readonly entries: Int32Array;
  readonly rows: Int32Array;
}

function restPlan(M: DoubledSparse, free: number, order?: Int32Array): RestPlan {
  const plan = fromPattern(M, `without ${free}`, (): RestPlan => {
    const kept = new Int32Array(M.n - 1);
    for (let k = 0; k < kept.length; k++) kept[k] = k < free ? k : k + 1;
    const [entries, rows]: [number[], number[]] = [[], []];
    for (let r = 0; r < M.n; r++) {
      for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
        if (M.columns[e] !== free) continue;
        entries.push(e);
        rows.push(r);
      }
    }
    return { kept, order: undefined, inner: undefined, entries: Int32Array.from(entries), rows: Int32Array.from(rows) };
  });
  if (order && !(plan.order && equalLists(plan.order, order))) {
    plan.order = order;
    plan.inner = order.filter((k) => k !== free).map((k) => k - (k > free ? 1 : 0));
  }
  return plan;
}

function rest(M: DoubledSparse, free: number, order?: Int32Array, doubled = false): Rest | null {
  const { kept, inner, entries, rows } = restPlan(M, free, order);
  const A = submatrix(M, kept, `rest ${free}`, new Int32Array(M.n).fill(-1));
  const factors = doubled ? factorRegularDoubled(A) : factorRegular(A, order && inner);
  if (!factors) return null;
  const around = (solve: (b: Float64Array) => Float64Array) => (b: Float64Array) => {
    const inner = new Float64Array(M.n - 1);
    inner.set(b.subarray(0, free));
    inner.set(b.subarray(free + 1), free);
    const x = solve(inner);
    const out = new Float64Array(M.n);
    out.set(x.subarray(0, free));
    out.set(x.subarray(free), free + 1);
    return out;
  };
  const solve = around(factors.solve);
  return {
    free,
    doubled,
    solve,
    solveTransposed: around(factors.solveTransposed),
    release: factors.release,
    start() {
      const column = new Float64Array(M.n);
      for (let k = 0; k < entries.length; k++) column[rows[k]] = -M.values[entries[k]];
      const x = solve(column);
      x[free] = 1;
      return x;
    },
  };
}

function traceOf(v: Float64Array, populations: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) if (populations[i]) sum += v[i];
  return sum;
}

/** M^D and its transpose, by Q S Q. */
function deflated({ solve, solveTransposed }: RegularFactors, right: Float64Array, populations: Uint8Array) {
  const Q = (v: Float64Array) => {
    const t = traceOf(v, populations);
    const out = v.slice();
    for (let i = 0; i < out.length; i++) out[i] -= t * right[i];
    return out;
  };
  const QT = (v: Float64Array) => {
    const t = dot(v, right);
    const out = v.slice();
    for (let i = 0; i < out.length; i++) if (populations[i]) out[i] -= t;
    return out;
  };
  return {
    range: Q,
    inverse: (b: Float64Array) => Q(solve(Q(b))),
    inverseTransposed: (b: Float64Array) => QT(solveTransposed(QT(b))),
  };
}

function conserving(M: DoubledSparse, shape: ClassShape): StationaryClass | null {
  const { populations, order, doubtful } = shape;
  const enough = shape.open ? POPULATED : HARDLY_POPULATED;
  let free = slowest(M, populations);
  for (const doubled of [false, true]) {
    for (let attempt = 0; attempt < 3; attempt++) {
      const factors = rest(M, free, order, doubled);
      if (!factors) break;
      const start = factors.start();
      const most = largest(start, populations);
      const share = Math.abs(start[free] / start[most]);
      if (share >= enough || attempt === 2) {
        const found = finish(M, factors, start, populations);
        if (found && (doubled || (found.error <= REFINED && (found.size as number) * doubtful <= 1))) return found;
      }
      factors.release();
      if (share >= POPULATED) break;
      free = most;
    }
  }
  return null;
}

/** Normalise, refine, and estimate the inverse. */
function finish(M: DoubledSparse, factors: Rest, start: Float64Array, populations: Uint8Array): StationaryClass | null {
  const scale = 1 / traceOf(start, populations);
  if (!Number.isFinite(scale)) return null;
  const x = start.map((value) => value * scale);
  const { error, converged } = refinePairs(M, x, null, (r) => {
    const change = factors.solve(r);
    const t = traceOf(change, populations);
    for (let i = 0; i < x.length; i++) change[i] -= t * x[i];
    return change;
  });
  if (!converged) return null;
  const inverses = deflated(factors, x, populations);
  const size = sizeOf(M.n, inverses);
  return { kind: "conserving", right: x, ...inverses, size, error, doubled: factors.doubled, release: factors.release };
}

function regular(M: DoubledSparse, { order, doubtful }: ClassShape): StationaryClass | null {
  for (const doubled of [false, true]) {
    const factors = doubled ? factorRegularDoubled(M) : factorRegular(M, order);
    if (!factors) continue;
    let error = EPSILON;
    const inverse = (b: Float64Array) => {
      const x = factors.solve(b);
      error = Math.max(error, refinePairs(M, x, b, factors.solve).error);
      return x;
    };
    const size = sizeOf(M.n, { inverse: factors.solve, inverseTransposed: factors.solveTransposed });
    if (doubled || size * doubtful <= 1) {
      const shared = {
        kind: "regular" as const,
        right: null,
        range: (b: Float64Array) => b,
        inverseTransposed: factors.solveTransposed,
        size,
        doubled,
      };
      return {
        ...shared,
        inverse,
        get error() {
          return error;
        },
        release: factors.release,
      };
    }
    factors.release();
  }
  return null;
}

/** Estimate of the 1-norm of an inverse. */
export function sizeOf(n: number, { inverse, inverseTransposed }: Pick<StationaryClass, "inverse" | "inverseTransposed">): number {
  return estimateOneNorm({ n, parts: 1, apply: (v) => v.set(inverse(v)), applyAdjoint: (v) => v.set(inverseTransposed(v)) });
}

/** The population that is left most slowly: likely one that is populated. */
function slowest(M: DoubledSparse, populations: Uint8Array): number {
  const leaving = new Float64Array(M.n).fill(Number.POSITIVE_INFINITY);
  for (let r = 0; r < M.n; r++) {
    if (!populations[r]) continue;
    leaving[r] = 0;
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) if (M.columns[e] === r) leaving[r] = Math.abs(M.values[e]);
  }
  return leaving.reduce((best, value, i) => (value < leaving[best] ? i : best), 0);
}

/** Where the largest modulus is, among those marked. */
function largest(v: Float64Array, among?: Uint8Array): number {
  let best = -1;
  for (let i = 0; i < v.length; i++) if ((!among || among[i]) && (best < 0 || Math.abs(v[i]) > Math.abs(v[best]))) best = i;
  return best;
}
