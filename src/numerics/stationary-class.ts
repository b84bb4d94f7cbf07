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
import { deflated, type Rest, rest, traceOf } from "./class-without-one.ts";
import { estimateOneNorm } from "./condition.ts";
import type { DoubledSparse } from "./doubled-sparse.ts";
import { refinePairs } from "./refine-pairs.ts";
import { factorRegular, factorRegularDoubled } from "./regular-factors.ts";
import { isRateEquation, type ReducedStates, reduceStates, residenceTimes, stationaryPopulations } from "./state-reduction.ts";

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
  /** Refinement settled with factors in double precision, too: they see a rate above their rounding. */
  readonly confirmed?: boolean;
  /** The same class for entries that are better known, with these factors; absent or null where they will not do. */
  again?(M: DoubledSparse, shape: ClassShape): StationaryClass | null;
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

/**
 * Solve a class; null when it cannot be told from a singular one. `earlier`, solved with less precise entries, lends its factors where
 * they are good enough; it must not be released before this class.
 */
export function solveClass(M: DoubledSparse, shape: ClassShape, earlier?: StationaryClass | null): StationaryClass | null {
  const again = earlier?.again?.(M, shape);
  if (again) return again;
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

function conserving(M: DoubledSparse, shape: ClassShape): StationaryClass | null {
  const { populations, order, doubtful } = shape;
  const enough = shape.open ? POPULATED : HARDLY_POPULATED;
  let free = slowest(M, populations);
  let confirmed = false;
  for (const doubled of [false, true]) {
    for (let attempt = 0; attempt < 3; attempt++) {
      const factors = rest(M, free, order, doubled);
      if (!factors) break;
      const start = factors.start();
      const most = largest(start, populations);
      const share = Math.abs(start[free] / start[most]);
      if (share >= enough || attempt === 2) {
        const found = finish(M, factors, start, populations);
        if (found && (doubled || isGood(found, doubtful))) return doubled ? { ...found, confirmed } : found;
        confirmed ||= found !== null && found.error <= REFINED;
      }
      factors.release();
      if (share >= POPULATED) break;
      free = most;
    }
  }
  return null;
}

function isGood({ error, size }: StationaryClass, doubtful: number): boolean {
  return error <= REFINED && (size as number) * doubtful <= 1;
}

/** Normalise, refine, and estimate the inverse where `known` does not say how large it is. */
function finish(
  M: DoubledSparse,
  factors: Rest,
  start: Float64Array,
  populations: Uint8Array,
  known: number | null = null,
): StationaryClass | null {
  const scale = 1 / traceOf(start, populations);
  if (!Number.isFinite(scale)) return null;
  const x = new Float64Array(start.length);
  for (let i = 0; i < x.length; i++) x[i] = start[i] * scale;
  const { error, converged } = refinePairs(M, x, null, (r) => {
    const change = factors.solve(r);
    const t = traceOf(change, populations);
    for (let i = 0; i < x.length; i++) change[i] -= t * x[i];
    return change;
  });
  if (!converged) return null;
  const inverses = deflated(factors, x, populations);
  const size = known ?? sizeOf(M.n, inverses);
  const again = (exact: DoubledSparse, { doubtful }: ClassShape): StationaryClass | null => {
    const found = finish(exact, { ...factors, release: () => {} }, x, populations, size);
    return found && isGood(found, doubtful) ? found : null;
  };
  const { doubled, release } = factors;
  return { kind: "conserving", right: x, ...inverses, size, error, doubled, release, ...(doubled ? {} : { again }) };
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
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let r = 0; r < M.n; r++) {
    if (!populations[r]) continue;
    let leaving = 0;
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) if (M.columns[e] === r) leaving = Math.abs(M.values[e]);
    if (leaving < least) [best, least] = [r, leaving];
  }
  return best;
}

/** Where the largest modulus is, among those marked. */
function largest(v: Float64Array, among?: Uint8Array): number {
  let best = -1;
  for (let i = 0; i < v.length; i++) if ((!among || among[i]) && (best < 0 || Math.abs(v[i]) > Math.abs(v[best]))) best = i;
  return best;
}
