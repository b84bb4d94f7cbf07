import { finite, RunFailure, wrongKind, wrongValue } from "../errors.ts";
import { aNumber, anInteger, checkOptions, type OptionChecks } from "../options.ts";

/** Where a function changes sign. */
export interface Crossing {
  readonly at: number;
  /** A root has a small value there; at a pole the function jumps from one sign to the other through infinity. */
  readonly kind: "root" | "pole";
  readonly value: number;
}

/** An extremum, and whether it lies inside the interval or at its border. */
export interface Extremum {
  readonly at: number;
  readonly value: number;
  readonly interior: boolean;
}

/** How an extremum is searched. */
export interface SearchOptions {
  /** Points of the first look, 41 unless given. */
  readonly samples?: number;
  /** In the argument, 1e-9 unless given. */
  readonly tolerance?: number;
}

const searchChecks: OptionChecks<SearchOptions> = { samples: anInteger(3, 1_000_000), tolerance: aNumber({ above: 0 }) };

const EPSILON = 2.220446049250313e-16;

/**
 * Find where f changes sign between a and b, to `tolerance` in the argument, by Brent's method.
 *
 * A sign change through infinity is reported as a pole: there |f| grows as the interval shrinks. Throws a RangeError when
 * f has the same sign at both ends, a RunFailure when it is not a number somewhere inside.
 * Source: R. P. Brent, Algorithms for Minimization without Derivatives (1973), Ch. 4.
 *
 * @example
 * findRoot((x) => x * x - 2, 0, 2).at; // 1.414214
 */
export function findRoot(f: (x: number) => number, a: number, b: number, tolerance = 1e-12): Crossing {
  const evaluate = checked(f);
  finite("tolerance", tolerance, { above: 0 });
  let [left, right] = [finite("a", a), finite("b", b)];
  let [fLeft, fRight] = [evaluate(left), evaluate(right)];
  if (fLeft === 0) return { at: left, kind: "root", value: 0 };
  if (fLeft > 0 === fRight > 0 && fRight !== 0) {
    throw wrongValue("interval", "hold a change of sign", [a, b], "Widen it.", `the values at its ends are ${fLeft} and ${fRight}`);
  }
  const size = Math.max(Math.abs(fLeft), Math.abs(fRight));
  let [third, fThird] = [left, fLeft];
  let step = right - left;
  let before = step;
  for (let k = 0; k < 200; k++) {
    if (fRight > 0 === fThird > 0) [third, fThird, step, before] = [left, fLeft, right - left, right - left];
    if (Math.abs(fThird) < Math.abs(fRight)) [left, right, third, fLeft, fRight, fThird] = [right, third, right, fRight, fThird, fRight];
    const limit = 2 * EPSILON * Math.abs(right) + 0.5 * tolerance;
    const middle = 0.5 * (third - right);
    if (Math.abs(middle) <= limit || fRight === 0) break;
    const next = interpolate(left, right, third, fLeft, fRight, fThird, middle, before, limit);
    before = next === null ? middle : step;
    step = next ?? middle;
    [left, fLeft] = [right, fRight];
    right += Math.abs(step) > limit ? step : middle > 0 ? limit : -limit;
    fRight = evaluate(right);
  }
  return { at: right, kind: Math.abs(fRight) > 10 * size ? "pole" : "root", value: fRight };
}

/** Brent's inverse quadratic or secant step, or null where bisection is safer. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number, middle: number, before: number, limit: number) {
  if (Math.abs(before) < limit || Math.abs(fa) <= Math.abs(fb)) return null;
  const s = fb / fa;
  let p: number;
  let q: number;
  if (a === c) {
    p = 2 * middle * s;
    q = 1 - s;
  } else {
    const [u, r] = [fa / fc, fb / fc];
    p = s * (2 * middle * u * (u - r) - (b - a) * (r - 1));
    q = (u - 1) * (r - 1) * (s - 1);
  }
  if (p > 0) q = -q;
  p = Math.abs(p);
  return 2 * p < Math.min(3 * middle * q - Math.abs(limit * q), Math.abs(before * q)) ? p / q : null;
}

/**
 * Find the largest value of f between a and b: the best of `samples` equidistant points, refined by golden sections and
 * parabolas between its neighbours. `interior` is false when the border wins. Throws when f is not a number somewhere.
 * Source: R. P. Brent (1973), Ch. 5.
 *
 * @example
 * findMaximum((x) => x * (1 - x), 0, 1).value; // 0.25
 */
export function findMaximum(f: (x: number) => number, a: number, b: number, options: SearchOptions = {}): Extremum {
  const { samples = 41, tolerance = 1e-9 } = checkOptions<SearchOptions>("options", options, searchChecks);
  if (!(finite("b", b) > finite("a", a))) throw wrongValue("interval", "have its end above its start", [a, b]);
  const evaluate = checked(f);
  const points = Array.from({ length: samples }, (_, k) => a + ((b - a) * k) / (samples - 1));
  const values = points.map(evaluate);
  const best = values.reduce((top, value, k) => (value > values[top] ? k : top), 0);
  if (best === 0 || best === samples - 1) return { at: points[best], value: values[best], interior: false };
  return { ...refine(evaluate, points[best - 1], points[best], points[best + 1], values[best], tolerance), interior: true };
}

/**
 * Find the smallest value of f between a and b; see `findMaximum`.
 *
 * @example
 * findMinimum((x) => (x - 0.3) ** 2, 0, 1).at; // 0.3
 */
export function findMinimum(f: (x: number) => number, a: number, b: number, options: SearchOptions = {}): Extremum {
  const evaluate = checked(f);
  const { at, value, interior } = findMaximum((x) => -evaluate(x), a, b, options);
  return { at, value: -value, interior };
}

const GOLDEN = 0.3819660112501051;

/** Brent's maximum of a function that is larger at `x` than at the ends of (low, high). */
function refine(f: (x: number) => number, a: number, start: number, b: number, fStart: number, tolerance: number) {
  let [low, high, x, w, v] = [a, b, start, start, start];
  let [fx, fw, fv] = [fStart, fStart, fStart];
  let [step, before] = [0, 0];
  for (let k = 0; k < 200; k++) {
    const middle = 0.5 * (low + high);
    const limit = 1e-10 * Math.abs(x) + tolerance / 3;
    if (Math.abs(x - middle) <= 2 * limit - 0.5 * (high - low)) break;
    const parabola = Math.abs(before) > limit ? parabolic(x, w, v, fx, fw, fv, low, high, before) : null;
    before = parabola === null ? (x >= middle ? low - x : high - x) : step;
    step = parabola ?? GOLDEN * before;
    const next = Math.abs(step) >= limit ? x + step : x + (step > 0 ? limit : -limit);
    const fNext = f(next);
    if (fNext >= fx) {
      if (next >= x) low = x;
      else high = x;
      [v, w, x, fv, fw, fx] = [w, x, next, fw, fx, fNext];
    } else {
      if (next < x) low = next;
      else high = next;
      if (fNext >= fw || w === x) [v, w, fv, fw] = [w, next, fw, fNext];
      else if (fNext >= fv || v === x || v === w) [v, fv] = [next, fNext];
    }
  }
  return { at: x, value: fx };
}

/** The step to the vertex of the parabola through three points, or null where it is not to be trusted. */
function parabolic(x: number, w: number, v: number, fx: number, fw: number, fv: number, low: number, high: number, before: number) {
  const r = (x - w) * (fx - fv);
  let q = (x - v) * (fx - fw);
  let p = (x - v) * q - (x - w) * r;
  q = 2 * (q - r);
  if (q > 0) p = -p;
  q = Math.abs(q);
  const inside = Math.abs(p) < Math.abs(0.5 * q * before) && p > q * (low - x) && p < q * (high - x);
  return inside ? p / q : null;
}

function checked(f: (x: number) => number): (x: number) => number {
  if (typeof f !== "function") throw wrongKind("f", "be a function of a number", f);
  return (x) => {
    const value = f(x);
    if (typeof value !== "number") throw wrongKind("f", "return numbers", value);
    if (Number.isNaN(value)) throw new RunFailure(`The function has no value at ${x}.`);
    return value;
  };
}
