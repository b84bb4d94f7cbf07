import { exp, log as ln } from "../numerics/scalar.ts";
import type { Panel } from "./figure.ts";

/** Everything a panel draws along one axis, in the order of the panel: where domains come from. */
export function extent(panel: Panel, axis: "x" | "y"): [number, number] {
  const domain = axis === "x" ? panel.xDomain : panel.yDomain;
  if (domain) return [domain[0], domain[1]];
  const log = (axis === "x" ? panel.xScale : panel.yScale) === "log";
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values(panel, axis, log)) {
    if (value === null || !Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (low === high)
    return log ? [low / 2, high * 2] : [low - Math.max(1e-3, Math.abs(low) * 0.1), high + Math.max(1e-3, Math.abs(high) * 0.1)];
  if (panel.cells?.length || (axis === "x" && !log && !panel.series.some(({ style }) => style === "dots"))) return [low, high];
  if (log) {
    const ratio = exp((axis === "x" ? 0.02 : 0.04) * ln(high / low));
    return [low / ratio, high * ratio];
  }
  const margin = (axis === "x" ? 0.015 : 0.04) * (high - low);
  return [panel.bars?.length && low >= 0 ? 0 : low - margin, high + margin];
}

function* values(panel: Panel, axis: "x" | "y", log: boolean): Generator<number | null> {
  for (const series of panel.series) {
    yield* series[axis];
    if (axis === "y") {
      yield* series.lower ?? [];
      yield* series.upper ?? [];
    }
  }
  for (const bar of panel.bars ?? []) {
    if (axis === "x") {
      yield bar.from;
      yield bar.to;
    } else {
      yield bar.height;
      if (!log) yield 0;
    }
  }
  for (const rule of panel.rules ?? []) if (rule.axis === axis) yield rule.at;
  const cells = [...new Set((panel.cells ?? []).map((cell) => cell[axis]))].sort((a, b) => a - b);
  if (cells.length) yield* edges(cells, log);
}

/** The two outer edges of a regular grid of cell centres: half a step outside (half a ratio where logarithmic). */
export function edges(centres: readonly number[], log: boolean): [number, number] {
  const n = centres.length;
  const first = centres[0];
  const last = centres[n - 1];
  if (n === 1) return log ? [first / 1.5, first * 1.5] : [first - 0.5, first + 0.5];
  if (log) return [first / Math.sqrt(centres[1] / first), last * Math.sqrt(last / centres[n - 2])];
  return [first - (centres[1] - first) / 2, last + (last - centres[n - 2]) / 2];
}

/** The borders of cells around their centres, one more than there are centres: halfway between neighbours, in ratio where logarithmic. */
export function cellEdges(centres: readonly number[], log: boolean): readonly number[] {
  const [first, last] = edges(centres, log);
  const between = centres.slice(1).map((centre, i) => (log ? Math.sqrt(centre * centres[i]) : (centre + centres[i]) / 2));
  return [first, ...between, last];
}

/** Are ascending centres equally far apart (in ratio, where logarithmic)? */
export function isRegular(centres: readonly number[], log: boolean): boolean {
  const steps = centres.slice(1).map((centre, i) => (log ? centre / centres[i] - 1 : centre - centres[i]));
  return steps.every((step) => Math.abs(step - steps[0]) <= 1e-6 * Math.abs(steps[0]));
}

/** Do values have equal ratios, as a range with `:log` makes them, and not equal steps? */
export function isLogarithmic(values: readonly number[]): boolean {
  const ascending = [...new Set(values)].sort((a, b) => a - b);
  return ascending.length > 2 && ascending[0] > 0 && isRegular(ascending, true) && !isRegular(ascending, false);
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A tick's number: plain where short, else a power of ten; a true minus sign. */
export function tickText(value: number): string {
  if (isShort(value)) return plainText(value, DIGITS);
  const [mantissa, exponent] = parts(value, DIGITS);
  if (Math.abs(mantissa) === 1) return `${mantissa < 0 ? "−" : ""}${powerText(exponent)}`;
  return `${minus(String(mantissa))}·${powerText(exponent)}`;
}

/** Significant digits of a number in a picture; more only where neighbours would look alike. */
const DIGITS = 6;
const MOST_DIGITS = 15;

function isShort(value: number): boolean {
  return value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5);
}

function plainText(value: number, digits: number): string {
  return value === 0 ? "0" : minus(String(Number(value.toPrecision(digits))));
}

/** The texts of an axis in one form, and the power of ten that stands at its end where they are multiples of it. */
export interface TickTexts {
  readonly texts: readonly string[];
  readonly factor: string;
}

/** Plain numbers where all are short; else a linear axis counts in a power of ten, and a logarithmic one writes all as powers. */
export function tickTexts(values: readonly number[], log: boolean): TickTexts {
  const plain = values.every(isShort);
  const factor =
    plain || log ? null : Math.max(...values.map((value) => (value === 0 ? Number.NEGATIVE_INFINITY : parts(value, DIGITS)[1])));
  const text = (value: number, digits: number): string => {
    if (factor !== null) return multipleText(value, factor, digits);
    return plain ? plainText(value, digits) : powersText(value, digits);
  };
  for (let digits = DIGITS; ; digits++) {
    const texts = values.map((value) => text(value, digits));
    if (digits === MOST_DIGITS || new Set(texts).size === values.length)
      return { texts, factor: factor === null ? "" : `×${powerText(factor)}` };
  }
}

/** A number as a multiple of a power of ten. */
function multipleText(value: number, power: number, digits: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = parts(value, digits);
  return minus(String(Number(`${mantissa}e${exponent - power}`)));
}

/** 1, 10, 10² and their multiples below ten. */
function powersText(value: number, digits: number): string {
  const [mantissa, exponent] = parts(value, digits);
  if (exponent === 0 || (exponent === 1 && mantissa !== 1)) return String(Number(`${mantissa}e${exponent}`));
  const power = exponent === 1 ? "10" : powerText(exponent);
  return mantissa === 1 ? power : `${mantissa}·${power}`;
}

/** The digits before a power of ten, and its exponent. */
function parts(value: number, digits: number): readonly [mantissa: number, exponent: number] {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return [Number(mantissa), Number(exponent)];
}

function powerText(exponent: number): string {
  return `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join("")}`;
}

/** Ticks of a linear axis: multiples of 1, 2 or 5 times a power of ten, about as many as asked. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  const power = decade(raw);
  const mantissa = raw / Number(`1e${power}`);
  const digit = mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10;
  // whole multiples of the step, written out in decimals, so that 3 × 0.1 is 0.3
  const [step, exponent] = digit === 10 ? [1, power + 1] : [digit, power];
  const unit = Number(`1e${exponent}`);
  const slack = 1e-9 * (high - low);
  const ticks: number[] = [];
  for (let k = Math.ceil((low - slack) / (step * unit)); k * step * unit <= high + slack; k++)
    ticks.push(Number(`${k * step}e${exponent}`));
  return ticks;
}

/** Ticks of a logarithmic axis: powers of ten, thinned when many; 1, 2, 5 within few decades; those of a linear one where none is left. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  const start = decade(low);
  const decades = Math.max(1, decade(high) - start);
  const every = Math.ceil(decades / 8);
  for (let k = start; k <= start + decades + 1; k++) {
    const steps = decades <= 1 ? [1, 2, 3, 5] : decades <= 3 ? [1, 2, 5] : [1];
    if ((k - start) % every) continue;
    for (const step of steps) {
      const tick = Number(`${step}e${k}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks.length > 1 ? ticks : linearTicks(low, high, 4).filter((tick) => tick > 0);
}

/** The marks between the powers of ten of a logarithmic axis; none where there are too many decades. */
export function minorLogTicks(low: number, high: number): number[] {
  const [start, end] = [decade(low), decade(high)];
  if (end - start > 8) return [];
  const ticks: number[] = [];
  for (let k = start; k <= end; k++) {
    for (let step = 1; step <= 9; step++) {
      const tick = Number(`${step}e${k}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** The exponent of a positive number in scientific notation. */
function decade(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

function minus(text: string): string {
  return text.replace("-", "−");
}
