/** The range of a slider: what the document says of it, else what its bounds, its unit and its default suggest. The first rule that fits. */

import { niceStep } from "../draw/scales.ts";
import type { Described, ParameterFacts } from "../engine/describe.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
  /** Of a logarithmic one that begins at 0: its left end is 0, all else lies between `from` and `to`. */
  readonly zero?: true;
}

/** Decades of a logarithmic range that begins at 0. */
const DECADES = 4;

/** The same range with the other scale; null where there is no logarithm. */
export function scaled(range: Range, log: boolean): Range | null {
  const { from, to, zero } = range;
  if (log === range.log) return range;
  if (!log) return { from: zero ? 0 : from, to, log };
  if (from > 0) return { from, to, log };
  return from === 0 && to > 0 ? { from: to / 10 ** DECADES, to, log, zero: true } : null;
}

/** What sections of a document say of ranges. */
export interface RangeHints {
  readonly lab: Readonly<Record<string, unknown>>;
  readonly sweeps: readonly Readonly<Record<string, unknown>>[];
}

/** Sliders of both ends positive are logarithmic from this ratio on. */
const LOG_RATIO = 100;
const RADIANS = Math.PI;

export function rangeOf(spec: ParameterFacts, hints: RangeHints): Range {
  const { from, to, log } = firstOf(spec, hints);
  const [low, high] = within(spec, from, to);
  return { from: low, to: high, log: log ?? (low > 0 && high / low >= LOG_RATIO) };
}

interface Suggested {
  readonly from: number;
  readonly to: number;
  readonly log?: boolean;
}

function firstOf(spec: ParameterFacts, { lab, sweeps }: RangeHints): Suggested {
  const own = (lab.ranges as Readonly<Record<string, unknown>> | undefined)?.[spec.name];
  if (Array.isArray(own) && own.length >= 2 && own.slice(0, 2).every(Number.isFinite)) {
    return { from: own[0] as number, to: own[1] as number, ...(own[2] === "log" ? { log: true } : {}) };
  }
  const sweep = sweeps.find(({ over, from, to }) => over === spec.name && typeof from === "number" && typeof to === "number");
  if (sweep) return { from: sweep.from as number, to: sweep.to as number, log: sweep.scale === "log" };
  const low = spec.atLeast ?? spec.above;
  const high = spec.atMost ?? spec.below;
  const value = typeof spec.opened === "number" ? spec.opened : 0;
  if (low !== undefined && high !== undefined && high - low <= 1000 * Math.max(1, Math.abs(value - low))) return { from: low, to: high };
  if (spec.unit === "angle" || spec.unit === "rad") return value > RADIANS ? { from: 0, to: 2 * RADIANS } : { from: -RADIANS, to: RADIANS };
  if (low === 0 && value > 0) return { from: spec.above === 0 ? rounded(value / 100) : 0, to: rounded(20 * value), log: false };
  if (low !== undefined && value >= low) return { from: low, to: rounded(Math.max(10, 4 * Math.abs(value))) };
  if (value === 0) return { from: -1, to: 1 };
  return { from: value - 2 * Math.abs(value), to: value + 2 * Math.abs(value) };
}

/** The nearest of 1, 2, 5 × 10ᵏ. */
function rounded(value: number): number {
  return Number(niceStep(value, 1).toPrecision(1));
}

/** A range within the bounds that a value has; open ends are left by a thousandth of the width. */
function within(spec: ParameterFacts, from: number, to: number): readonly [number, number] {
  const air = (to - from) / 1000;
  let [low, high] = [from, to];
  if (spec.atLeast !== undefined) low = Math.max(low, spec.atLeast);
  if (spec.above !== undefined && low <= spec.above) low = spec.above + air;
  if (spec.atMost !== undefined) high = Math.min(high, spec.atMost);
  if (spec.below !== undefined && high >= spec.below) high = spec.below - air;
  return spec.kind === "integer" ? [Math.ceil(low), Math.floor(high)] : [Number(low.toPrecision(6)), Number(high.toPrecision(6))];
}

/** A range that a typed value widens: within the bounds it always fits. */
export function widened(range: Range, value: number): Range {
  if ((value >= range.from && value <= range.to) || (range.zero && value === 0)) return range;
  return { ...range, from: Math.min(range.from, value), to: Math.max(range.to, value), log: range.log && value > 0 };
}

/** Ticks of a slider: its position runs from 0 to so many. */
export const POSITIONS = 200;

export function positionOf({ from, to, log, zero }: Range, value: number): number {
  if (zero && value <= from) return value === 0 ? 0 : 1;
  const share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.min(POSITIONS, Math.max(0, share * POSITIONS));
}

/** The value at a position: a decimal of at most four significant digits, or an end of the range, so that the page's own arithmetic never reaches the bits. */
export function valueAt({ from, to, log, zero }: Range, position: number, spec: Pick<ParameterFacts, "kind">): number {
  const share = Math.min(1, Math.max(0, position / POSITIONS));
  if (share === 0) return zero ? 0 : from;
  if (share === 1) return to;
  const value = log ? from * (to / from) ** share : from + share * (to - from);
  if (spec.kind === "integer") return Math.round(value);
  const width = to - from;
  // Near zero four digits of the value would be finer than the slider is.
  const step = log ? 0 : niceStep(width / POSITIONS, 10);
  const coarse = step > 0 ? Number((Math.round(value / step) * step).toPrecision(12)) : value;
  // Rounding does not leave the range: its ends may be bounds.
  return Math.min(to, Math.max(from, Number(coarse.toPrecision(4))));
}

/** Noisy and swept ones before the rest, sizes last; otherwise as the model lists them. */
export function inOrder({ parameters, sections }: Pick<Described, "parameters" | "sections">): readonly ParameterFacts[] {
  const swept = [(sections.sweep ?? []) as object].flat().map((axis) => (axis as { over?: string }).over);
  const rank = ({ name, noisy, kind }: ParameterFacts): number =>
    kind === "integer" || kind === "choice" || kind === "boolean" ? 2 : noisy || swept.includes(name) ? 0 : 1;
  return parameters
    .map((spec, k) => ({ spec, k }))
    .sort((a, b) => rank(a.spec) - rank(b.spec) || a.k - b.k)
    .map(({ spec }) => spec);
}
