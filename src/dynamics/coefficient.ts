/**
 * Rates and drives that change with time. A function of time names its breakpoints: the times where it or a derivative
 * jumps, which no step may cross.
 */
import { finite, finiteList, wrongKind, wrongValue } from "../errors.ts";
import { oneOf } from "../options.ts";
import type { Coefficient, Generator } from "./generator.ts";

const interpolations = oneOf("previous", "linear", "cubic");

/** A coefficient that is a function of time. */
export type TimeFunction = Exclude<Coefficient, number>;

/** How sampled values are joined: kept until the next time, straight lines, or a natural cubic spline. */
export type Interpolation = "previous" | "linear" | "cubic";

/** The coefficient's value at time t; throws when a function of time returns anything but a finite number. */
export function coefficientAt(coefficient: Coefficient, t: number): number {
  if (typeof coefficient === "number") return coefficient;
  const value = coefficient.at(t);
  if (!Number.isFinite(value))
    throw wrongValue(coefficient.label ?? "coefficient", "be finite at all times", value, "", `it is ${value} at t = ${t}`);
  return value;
}

/** Whether a coefficient changes with time. */
export function isTimeFunction(coefficient: Coefficient): coefficient is TimeFunction {
  return typeof coefficient !== "number";
}

/** Check a coefficient: a number within bounds, or a function of time as `timeFunction` and `sampled` make it. */
export function requireCoefficient(argument: string, value: unknown, bounds: { atLeast?: number } = {}, remedy = ""): void {
  const { at, breakpoints } = (typeof value === "object" && value !== null ? value : {}) as { at?: unknown; breakpoints?: unknown };
  if (typeof at === "function" && (Array.isArray(breakpoints) || ArrayBuffer.isView(breakpoints))) return;
  if (typeof value === "function") throw wrongKind(argument, "be a number or a function of time", value, "Write timeFunction(f).");
  finite(argument, value, bounds, remedy);
}

/** What is known about a function of time. */
export interface TimeFunctionOptions {
  /** Increasing times where the function or a derivative jumps; no step crosses them. */
  readonly breakpoints?: readonly number[];
  /** Intervals, increasing and apart, outside which the function is 0; their ends are breakpoints, and each is probed on a grid of its own. */
  readonly support?: readonly (readonly [from: number, to: number])[];
}

/**
 * Make a coefficient from any function of time.
 *
 * `at(t)` must be smooth between `breakpoints` (none by default). On either side of a breakpoint it is evaluated just inside the side that
 * is stepped through. A run looks at an undeclared function on 2¹⁷ points before it steps; what is narrower than their spacing must be
 * declared by `breakpoints` or `support`. An array in place of the options is that of the breakpoints.
 * Use exact functions inside `at` where results must have the same bits on every host.
 * Throws when the times do not increase, or when the function is not 0 somewhere outside its support.
 *
 * @example
 * timeFunction((t) => Math.sin(t)).at(0); // 0
 */
export function timeFunction(at: (t: number) => number, options: TimeFunctionOptions | readonly number[] = {}): TimeFunction {
  if (typeof at !== "function") throw wrongKind("at", "be a function of time", at);
  const { breakpoints, support } = declared(options);
  requireIncreasing("breakpoints", breakpoints);
  if (support === undefined) return { at, breakpoints };
  requireSupport(at, support);
  const inside = (t: number) => support.some(([from, to]) => t >= from && t <= to);
  const all = new Set([...breakpoints, ...support.flat()]);
  return { at: (t) => (inside(t) ? at(t) : 0), breakpoints: [...all].sort((a, b) => a - b), support };
}

function declared(options: TimeFunctionOptions | readonly number[]): TimeFunctionOptions & { breakpoints: readonly number[] } {
  if (Array.isArray(options) || ArrayBuffer.isView(options)) return { breakpoints: options as readonly number[] };
  if (typeof options !== "object" || options === null) throw wrongKind("options", "hold `breakpoints` and `support`", options);
  for (const key of Object.keys(options)) {
    if (key !== "breakpoints" && key !== "support") throw wrongValue("options", "hold `breakpoints` and `support` only", key);
  }
  const { breakpoints = [], support } = options as TimeFunctionOptions;
  return support === undefined ? { breakpoints } : { breakpoints, support };
}

/** Points at which a function is looked at in each gap of its declared support. */
const POINTS_IN_GAP = 64;

function requireSupport(at: (t: number) => number, support: unknown): void {
  const pairs = "be a list of intervals [from, to]";
  if (!Array.isArray(support) || !support.every((pair) => Array.isArray(pair) && pair.length === 2)) {
    throw wrongKind("support", pairs, support);
  }
  if (support.length === 0) throw wrongValue("support", pairs, null, "A function that is 0 everywhere can be left out.", "it is empty");
  requireIncreasing("support", support.flat());
  const [first, last] = [support[0][0] as number, support[support.length - 1][1] as number];
  const width = last - first;
  const gaps = support.slice(1).map(([from], k) => [support[k][1], from] as const);
  for (const [from, to] of [[first - width, first] as const, ...gaps, [last, last + width] as const]) {
    for (let k = 1; k < POINTS_IN_GAP; k++) {
      const t = from + ((to - from) * k) / POINTS_IN_GAP;
      const value = t > from && t < to ? at(t) : 0;
      if (value !== 0)
        throw wrongValue("support", "hold every time at which the function is not 0", null, "", `it is ${value} at t = ${t}`);
    }
  }
}

/**
 * Join samples `values[k]` at `times[k]` by a named interpolation:
 *
 *   previous   f(t) = values[k] for times[k] ≤ t < times[k+1]
 *   linear     straight lines
 *   cubic      the natural cubic spline (second derivative 0 at both ends)
 *
 * Outside the sampled times the first and the last value hold. The sampled times are breakpoints.
 * Throws when the times do not increase or the counts differ.
 *
 * @example
 * sampled([0, 1, 2], [0, 1, 0], "linear").at(0.5); // 0.5
 */
export function sampled(times: readonly number[], values: readonly number[], interpolation: Interpolation): TimeFunction {
  requireIncreasing("times", times);
  if (times.length === 0) throw wrongValue("times", "hold at least one time", null, "", "it is empty");
  if (finiteList("values", values).length !== times.length) {
    throw wrongValue("values", `hold ${times.length} values, one per time`, null, "", `it holds ${values.length}`);
  }
  interpolations("interpolation", interpolation);
  const between = { previous: previous(values), linear: linear(times, values), cubic: cubic(times, values) }[interpolation];
  const last = times.length - 1;
  return {
    at: (t) => {
      if (t <= times[0]) return values[0];
      if (t >= times[last]) return values[last];
      return between(t, segment(times, t));
    },
    breakpoints: [...times],
    pieces: interpolation === "previous" ? "constant" : "cubic",
  };
}

/** Check that numbers are finite and strictly increasing. */
export function requireIncreasing(argument: string, numbers: readonly number[]): void {
  if (!Array.isArray(numbers) && !ArrayBuffer.isView(numbers)) throw wrongKind(argument, "be an array of numbers", numbers);
  numbers.forEach((value, k) => {
    finite(`${argument}[${k}]`, value);
    if (k > 0 && value <= numbers[k - 1]) {
      throw wrongValue(argument, "increase", null, "", `entry ${k} (${value}) does not lie above entry ${k - 1} (${numbers[k - 1]})`);
    }
  });
}

/** The k with times[k] ≤ t < times[k+1]. */
function segment(times: readonly number[], t: number): number {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  return low;
}

type Between = (t: number, k: number) => number;

function previous(values: readonly number[]): Between {
  return (_, k) => values[k];
}

function linear(times: readonly number[], values: readonly number[]): Between {
  return (t, k) => values[k] + ((values[k + 1] - values[k]) * (t - times[k])) / (times[k + 1] - times[k]);
}

/** The natural cubic spline; its second derivatives solve a tridiagonal system by elimination. */
function cubic(times: readonly number[], values: readonly number[]): Between {
  const last = times.length - 1;
  const curvature = new Float64Array(times.length);
  const ratio = new Float64Array(times.length);
  for (let k = 1; k < last; k++) {
    const before = times[k] - times[k - 1];
    const after = times[k + 1] - times[k];
    const bend = 6 * ((values[k + 1] - values[k]) / after - (values[k] - values[k - 1]) / before);
    const pivot = 2 * (before + after) - before * ratio[k - 1];
    ratio[k] = after / pivot;
    curvature[k] = (bend - before * curvature[k - 1]) / pivot;
  }
  for (let k = last - 1; k > 0; k--) curvature[k] -= ratio[k] * curvature[k + 1];
  return (t, k) => {
    const h = times[k + 1] - times[k];
    const a = (times[k + 1] - t) / h;
    const b = (t - times[k]) / h;
    const bend = (a * a * a - a) * curvature[k] + (b * b * b - b) * curvature[k + 1];
    return a * values[k] + b * values[k + 1] + (bend * h * h) / 6;
  };
}

/** Does a coefficient or rate of this master equation depend on time? */
export function dependsOnTime({ hamiltonian, dissipators }: Generator): boolean {
  return hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient)) || dissipators.some(({ rate }) => isTimeFunction(rate));
}
