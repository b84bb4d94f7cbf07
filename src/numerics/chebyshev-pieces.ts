/**
 * A vector of one or two variables as polynomials on pieces of a box: each piece has as many coefficients as its own decay asks
 * for, and was held against fresh values between its nodes; a piece where that fails is halved, and given up when it is small.
 */
import { chebyshevCoefficients, chebyshevValues, checkPlaces, largestEntry, lengthAbove, lobattoNode } from "./chebyshev.ts";

/** An interval per variable. */
export interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** One product Π_a T_{degree_a} with its vector of coefficients. */
export interface ChebyshevTerm {
  readonly degrees: readonly number[];
  readonly coefficients: Float64Array;
}

/** A part of the box; without terms where no polynomial was found. */
export interface ChebyshevPiece extends Box {
  readonly terms: readonly ChebyshevTerm[] | null;
  /** The largest error seen between the nodes, over the largest entry. */
  readonly error: number;
}

/** The vector at a point, or null where it cannot be had. Vectors may have different lengths: what is missing is zero. */
export type Sample = (point: readonly number[]) => ArrayLike<number> | null;

/** Coefficients below this share of the largest entry are left out. */
const CHOP = 1e-13;
/** What the checks between nodes must hold, in the same unit. */
export const CHECK = 1e-12;
/** Numbers of intervals of nested nodes. */
const SIZES = [8, 16, 32, 64];
/** How often a range is halved: what then still fails is a branch point, which halving leaves at one end. */
const DEEPEST = [8, 6];
/** Samples after which no piece is tried any more. */
const MOST_SAMPLES = [1000, 2000];

/** Fit a function of one or two variables on a box. A pure function of the samples. */
export function chebyshevPieces(sample: Sample, box: Box): ChebyshevPiece[] {
  const known = new Map<string, ArrayLike<number> | null>();
  const remembered: Sample = (point) => {
    const key = point.join(" ");
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = sample(point);
    known.set(key, value);
    return value;
  };
  const variables = box.low.length;
  const pieces: ChebyshevPiece[] = [];
  const visit = (part: Box, depth: number): void => {
    const trial = known.size > MOST_SAMPLES[variables - 1] ? { along: 0 } : polynomialOn(remembered, part);
    if ("terms" in trial) pieces.push({ ...part, ...trial });
    else if (depth === DEEPEST[variables - 1] || known.size > MOST_SAMPLES[variables - 1]) pieces.push({ ...part, terms: null, error: 0 });
    else for (const half of halves(part, trial.along)) visit(half, depth + 1);
  };
  visit(box, 0);
  return pieces;
}

/** The point of a box at x ∈ [−1, 1] per variable; at ±1 it is the border itself. */
export function pointOf({ low, high }: Box, x: readonly number[]): number[] {
  return x.map((value, a) => {
    if (value === 1) return high[a];
    if (value === -1) return low[a];
    return low[a] + (high[a] - low[a]) / 2 + ((high[a] - low[a]) / 2) * value;
  });
}

/** A value of variable a of a box as x ∈ [−1, 1]; a range of one value has x = 0. */
export function placeIn({ low, high }: Box, a: number, value: number): number {
  const half = (high[a] - low[a]) / 2;
  return half === 0 ? 0 : Math.min(1, Math.max(-1, (value - (low[a] + half)) / half));
}

/** A fit, or the variable to halve along. */
type Trial = { readonly terms: readonly ChebyshevTerm[]; readonly error: number } | { readonly along: number };

function polynomialOn(sample: Sample, box: Box): Trial {
  const at: Sample = (x) => sample(pointOf(box, x));
  return box.low.length === 1 ? inOneVariable(at) : inTwoVariables(at);
}

function halves({ low, high }: Box, along: number): Box[] {
  const middle = low[along] + (high[along] - low[along]) / 2;
  const replaced = (values: readonly number[]) => values.map((value, a) => (a === along ? middle : value));
  return [
    { low, high: replaced(high) },
    { low: replaced(low), high },
  ];
}

/** Nested nodes until the coefficients end before the nodes do and the checks hold. */
function inOneVariable(at: Sample): Trial {
  for (const n of SIZES) {
    const line = coefficientsAlong(at, n, 0, [0]);
    if (!line) return { along: 0 };
    const count = lengthAbove(line.coefficients, CHOP * line.norm);
    if (count > n - 1) continue;
    const terms = line.coefficients.slice(0, count).map((coefficients, j): ChebyshevTerm => ({ degrees: [j], coefficients }));
    const error = worstOf(
      at,
      terms,
      checkPlaces(n < 64 ? 5 : 9).map((x) => [x]),
      line.norm,
    );
    if (error <= CHECK) return { terms: withoutRounding(terms, line.norm), error };
  }
  return { along: 0 };
}

/**
 * A tensor of coefficients on a grid whose sizes come from scans along each variable, at the centre and both ends of the other;
 * products below the bound are dropped. (Degrees bounded by a sum i/I + j/J would be wrong: corners of the tensor are as large.)
 */
function inTwoVariables(at: Sample): Trial {
  const lengths: number[] = [];
  for (const a of [0, 1]) {
    let most = 1;
    for (const other of [0, -1, 1]) {
      const count = scan(at, a, other);
      if (count === null) return { along: a };
      most = Math.max(most, count);
    }
    lengths.push(most);
  }
  const [n, m] = lengths.map((count) => count + 1);
  const rows: Float64Array[][] = [];
  let norm = 0;
  for (let k = 0; k <= n; k++) {
    const samples = samplesAt(at, m, (i) => [lobattoNode(k, n), lobattoNode(i, m)]);
    if (!samples) return { along: 0 };
    norm = samples.reduce((most, sample) => Math.max(most, largestEntry(sample)), norm);
    rows.push(chebyshevCoefficients(samples));
  }
  const columns = Array.from({ length: lengths[1] }, (_, j) => chebyshevCoefficients(rows.map((row) => row[j])));
  const terms: ChebyshevTerm[] = [];
  for (let i = 0; i < lengths[0]; i++) {
    for (let j = 0; j < lengths[1]; j++) {
      if (largestEntry(columns[j][i]) > CHOP * norm) terms.push({ degrees: [i, j], coefficients: columns[j][i] });
    }
  }
  const [first, second] = [checkPlaces(9), checkPlaces(9, 0.755)];
  const error = worstOf(
    at,
    terms,
    first.map((x, i) => [x, second[i]]),
    norm,
  );
  return error <= CHECK ? { terms: withoutRounding(terms, norm), error } : { along: lengths[0] >= lengths[1] ? 0 : 1 };
}

/** How many coefficients one variable needs with the other at a fixed place; null where 64 do not do. */
function scan(at: Sample, a: number, other: number): number | null {
  for (const n of SIZES) {
    const line = coefficientsAlong(at, n, a, [other, other]);
    if (!line) return null;
    const count = lengthAbove(line.coefficients, CHOP * line.norm);
    if (count <= n - 1) return Math.max(1, count);
  }
  return null;
}

function coefficientsAlong(at: Sample, n: number, a: number, others: readonly number[]) {
  const samples = samplesAt(at, n, (k) => others.map((x, b) => (b === a ? lobattoNode(k, n) : x)));
  if (!samples) return null;
  return { coefficients: chebyshevCoefficients(samples), norm: samples.reduce((most, sample) => Math.max(most, largestEntry(sample)), 0) };
}

function samplesAt(at: Sample, n: number, place: (k: number) => readonly number[]): ArrayLike<number>[] | null {
  const samples: ArrayLike<number>[] = [];
  for (let k = 0; k <= n; k++) {
    const sample = at(place(k));
    if (!sample) return null;
    samples.push(sample);
  }
  return samples;
}

/** The largest error at some places, over `norm`; infinite where there is no fresh value. */
function worstOf(at: Sample, terms: readonly ChebyshevTerm[], places: readonly (readonly number[])[], norm: number): number {
  let worst = 0;
  for (const x of places) {
    const fresh = at(x);
    if (!fresh) return Number.POSITIVE_INFINITY;
    const value = evaluate(terms, x);
    for (let e = 0; e < Math.max(fresh.length, value.length); e++) {
      worst = Math.max(worst, Math.abs((value[e] ?? 0) - (fresh[e] ?? 0)));
    }
  }
  return norm === 0 ? worst : worst / norm;
}

/** The value of a fit at x ∈ [−1, 1] per variable. */
export function evaluate(terms: readonly ChebyshevTerm[], x: readonly number[]): Float64Array {
  const tables = x.map((value, a) => {
    const count = terms.reduce((most, { degrees }) => Math.max(most, degrees[a] + 1), 1);
    const table = new Float64Array(count);
    chebyshevValues([value], 1, count, table);
    return table;
  });
  const sum = new Float64Array(terms.reduce((most, { coefficients }) => Math.max(most, coefficients.length), 0));
  for (const { degrees, coefficients } of terms) {
    const weight = degrees.reduce((product, degree, a) => product * tables[a][degree], 1);
    for (let e = 0; e < coefficients.length; e++) sum[e] += weight * coefficients[e];
  }
  return sum;
}

/** Entries that are rounding of zeros are zero: symmetric ranges leave every other one. A term without any is none. */
function withoutRounding(terms: readonly ChebyshevTerm[], norm: number): ChebyshevTerm[] {
  const kept = terms.map(({ degrees, coefficients }) => ({
    degrees,
    coefficients: coefficients.map((value) => (Math.abs(value) <= ROUNDING * norm ? 0 : value)),
  }));
  return kept.filter(({ coefficients }) => largestEntry(coefficients) > 0);
}

const ROUNDING = 1e-16;
