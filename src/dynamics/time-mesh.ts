/**
 * Finds where functions of time change, before a run steps: the error estimate of a step sees nothing of a pulse that lies between its
 * stages, or that acts on nothing yet.
 *
 * A function is evaluated on a fixed dyadic grid of at least 2¹⁷ points per run. Time is cut into cells, halved until on each cell the
 * quartic through five equally spaced points passes the other points, within the tolerance over the cell's length. Cells at the grid's
 * spacing are halved further with new points. No step may be longer than any cell that it touches.
 */
import type { FunctionOfTime } from "./generator.ts";

/** The cells of one function. */
export interface TimeMesh {
  /** Borders of the cells, from 0 to the end of the run. */
  readonly borders: Float64Array;
  /** The function is constant between its breakpoints. */
  readonly constant: boolean;
  /** Distance of the points that were looked at; null where everything is declared. */
  readonly spacing: number | null;
  /** First time where the search was given up, because the function changes on every scale; null where it ended. */
  readonly unresolved: number | null;
}

/** Intervals of the grid of one run, and of one declared support. */
const GRID = 131_072;
const GRID_OF_SUPPORT = 4096;
/** Evaluations that may be spent beyond the grid. */
const BUDGET = 262_144;
/** A defect below this part of the values is rounding. */
const ROUNDING = 1e-13;

/** What is between two breakpoints of a function. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly values: Float64Array;
  readonly constant: boolean;
}

const probed = new WeakMap<FunctionOfTime, { readonly end: number; readonly pieces: readonly Piece[] }>();

/** The cells of a function on [0, end]. `tolerance`: largest area by which the function may differ from a quartic on a cell. */
export function timeMesh(f: FunctionOfTime, end: number, tolerance: number): TimeMesh {
  if (f.pieces) {
    const borders = Float64Array.from([0, ...f.breakpoints.filter((t) => t > 0 && t < end), end]);
    return { borders, constant: f.pieces === "constant", spacing: null, unresolved: null };
  }
  const pieces = probe(f, end);
  const search = new Search(f, tolerance);
  for (const piece of pieces) search.cut(piece);
  return {
    borders: Float64Array.from([0, ...search.ends]),
    constant: pieces.every(({ constant }) => constant),
    spacing: pieces.reduce((widest, piece) => Math.max(widest, spacingOf(piece)), 0),
    unresolved: search.unresolved,
  };
}

/** The points that a function was looked at, piece by piece; the samples themselves of one that is made of them. */
export function probedValues(
  f: FunctionOfTime,
  end: number,
): readonly { readonly times: (k: number) => number; readonly values: Float64Array }[] {
  if (f.pieces) {
    const at = [0, ...f.breakpoints.filter((t) => t > 0 && t < end), end];
    return [{ times: (k) => at[k], values: Float64Array.from(at, (t) => f.at(t)) }];
  }
  return probe(f, end).map(({ from, to, values }) => ({
    times: (k) => (k === values.length - 1 ? to : from + ((to - from) * k) / (values.length - 1)),
    values,
  }));
}

/** Distance of the points of a piece; 0 outside the declared support, where nothing is looked at. */
function spacingOf({ from, to, values }: Piece): number {
  return values.length > 1 ? (to - from) / (values.length - 1) : 0;
}

/** The values of a function on the grids of its pieces; kept for the next tolerance. */
function probe(f: FunctionOfTime, end: number): readonly Piece[] {
  const known = probed.get(f);
  if (known?.end === end) return known.pieces;
  const cuts = [0, ...f.breakpoints.filter((t) => t > 0 && t < end), end];
  const pieces = cuts.slice(1).map((to, k) => probePiece(f, cuts[k], to, end));
  probed.set(f, { end, pieces });
  return pieces;
}

function probePiece(f: FunctionOfTime, from: number, to: number, end: number): Piece {
  const middle = from + (to - from) / 2;
  if (f.support && !f.support.some(([a, b]) => middle > a && middle < b)) return { from, to, values: new Float64Array(1), constant: true };
  let count = f.support ? GRID_OF_SUPPORT : 8;
  while ((to - from) / count > end / GRID) count *= 2;
  const values = new Float64Array(count + 1);
  for (let k = 0; k <= count; k++) values[k] = f.at(inside(from, to, from + ((to - from) * k) / count));
  return { from, to, values, constant: values.every((value) => value === values[0]) };
}

/**
 * A time of [from, to] moved inside by a few units of the last place, so that a function that jumps at a border is taken from the side of
 * the interval.
 */
export function inside(from: number, to: number, t: number): number {
  const slack = Math.min(8.9e-16 * Math.max(Math.abs(from), Math.abs(to)), (to - from) / 2);
  return Math.min(Math.max(t, from + slack), to - slack);
}

/** Halves intervals until a quartic follows the function on each. */
class Search {
  readonly ends: number[] = [];
  unresolved: number | null = null;
  private left = BUDGET;

  constructor(
    private readonly f: FunctionOfTime,
    private readonly tolerance: number,
  ) {}

  cut({ from, to, values, constant }: Piece): void {
    if (constant) this.ends.push(to);
    else this.onGrid(from, to, values, 0, values.length - 1);
  }

  /** The interval of `count` (a power of two, at least 4) grid intervals from number `first` on. */
  private onGrid(from: number, to: number, values: Float64Array, first: number, count: number): void {
    const total = values.length - 1;
    const at = (k: number) => (k === total ? to : from + ((to - from) * k) / total);
    const [a, b] = [at(first), at(first + count)];
    if (count === 4) this.refine(from, to, a, b, values.slice(first, first + 5));
    else if (this.follows(values, first, count, b - a)) this.ends.push(b);
    else {
      this.onGrid(from, to, values, first, count / 2);
      this.onGrid(from, to, values, first + count / 2, count / 2);
    }
  }

  /** Whether the quartic of an interval passes its grid points; the widely spaced ones are looked at first. */
  private follows(values: Float64Array, first: number, count: number, length: number): boolean {
    const quarter = count / 4;
    const p = quartic(
      values[first],
      values[first + quarter],
      values[first + 2 * quarter],
      values[first + 3 * quarter],
      values[first + count],
    );
    for (let stride = quarter / 2; stride >= 1; stride /= 2) {
      for (let k = stride; k < count; k += 2 * stride) {
        if (this.differs(values[first + k], quarticAt(p, k / quarter), length)) return false;
      }
    }
    return true;
  }

  private differs(value: number, model: number, length: number): boolean {
    const defect = Math.abs(value - model);
    return defect * length > this.tolerance && defect > ROUNDING * Math.abs(value);
  }

  /** An interval with five values: look between them, and halve it where the quartic is off. */
  private refine(from: number, to: number, a: number, b: number, five: Float64Array): void {
    const quarter = (b - a) / 4;
    const p = quartic(five[0], five[1], five[2], five[3], five[4]);
    const between = [0.5, 1.5, 2.5, 3.5].map((u) => this.f.at(inside(from, to, a + u * quarter)));
    this.left -= 4;
    const smooth = !between.some((value, k) => this.differs(value, quarticAt(p, k + 0.5), b - a));
    const tiny = quarter <= 1e-15 * Math.max(Math.abs(a), Math.abs(b));
    if (smooth || tiny || this.left < 0) {
      if (!smooth && !tiny) this.unresolved ??= a;
      this.ends.push(b);
      return;
    }
    const middle = a + 2 * quarter;
    this.refine(from, to, a, middle, Float64Array.of(five[0], between[0], five[1], between[1], five[2]));
    this.refine(from, to, middle, b, Float64Array.of(five[2], between[2], five[3], between[3], five[4]));
  }
}

type Quartic = readonly [number, number, number, number, number];

/** Newton's form of the quartic through f₀ … f₄ at 0 … 4. */
function quartic(f0: number, f1: number, f2: number, f3: number, f4: number): Quartic {
  return [f0, f1 - f0, (f2 - 2 * f1 + f0) / 2, (f3 - 3 * f2 + 3 * f1 - f0) / 6, (f4 - 4 * f3 + 6 * f2 - 4 * f1 + f0) / 24];
}

function quarticAt([a, b, c, d, e]: Quartic, u: number): number {
  return a + u * (b + (u - 1) * (c + (u - 2) * (d + (u - 3) * e)));
}

/** The longest step from t that is no longer than any cell it touches; it may end at a border. Infinite without cells. */
export function longestStep(meshes: readonly TimeMesh[], t: number): number {
  let longest = Number.POSITIVE_INFINITY;
  for (const { borders } of meshes) longest = Math.min(longest, longestIn(borders, t));
  return longest;
}

function longestIn(borders: Float64Array, t: number): number {
  let low = 0;
  let high = borders.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (borders[middle] <= t) low = middle;
    else high = middle;
  }
  let longest = borders[low + 1] - borders[low];
  for (let cell = low + 1; cell + 1 < borders.length && borders[cell] - t < longest; cell++) {
    longest = Math.min(longest, Math.max(borders[cell] - t, borders[cell + 1] - borders[cell]));
  }
  return longest;
}

/** The shortest cell that does not fill a piece between two breakpoints. */
export function shortestCell(meshes: readonly TimeMesh[], breakpoints: readonly number[]): number {
  const cuts = new Set([0, ...breakpoints]);
  let shortest = Number.POSITIVE_INFINITY;
  for (const { borders } of meshes) {
    const last = borders.length - 1;
    for (let k = 1; k <= last; k++) {
      const whole = cuts.has(borders[k - 1]) && (k === last || cuts.has(borders[k]));
      if (!whole) shortest = Math.min(shortest, borders[k] - borders[k - 1]);
    }
  }
  return shortest;
}
