/** The functions of numbers: what each computes, when it is defined, and where it jumps. */
import { acos, asin, atan2, cos, cosh, exp, expm1, log, pow, sin, sinh, tanh } from "../../numerics/scalar.ts";

/** A function of real numbers; its value is NaN where it is not defined. */
export interface RealFunction {
  readonly least: number;
  readonly most: number;
  readonly at: (...x: number[]) => number;
  /** When it is not defined: `sqrt takes numbers ≥ 0`. */
  readonly needs?: string;
  /** Quantities at whose zeros it, or a derivative, jumps, as pairs of arguments [k, l] for x_k − x_l; l = −1 for x_k alone. */
  readonly jumps?: (count: number) => readonly (readonly [number, number])[];
  /** Between its jumps it is constant, whatever its arguments. */
  readonly flat?: boolean;
  /** Refused for functions of time. */
  readonly timeless?: string;
}

const one = (at: (x: number) => number, needs?: string): RealFunction => ({ least: 1, most: 1, at, ...(needs ? { needs } : {}) });
const pulse = "write a pulse train as sum(k, 0, 9, square(t, k*P, k*P + w))";

const pairs = (count: number): readonly (readonly [number, number])[] =>
  Array.from({ length: count }, (_, k) => Array.from({ length: k }, (_, l) => [k, l] as const)).flat();

/** x^y of real numbers: repeated products for whole exponents up to 64, so that x^2 has the bits of x*x; NaN where it is not real. */
export function realPower(x: number, y: number): number {
  if (x === 0 && y < 0) return Number.NaN;
  if (!Number.isInteger(y)) return x < 0 ? Number.NaN : x === 0 ? 0 : pow(x, y);
  if (Math.abs(y) > 64) return pow(x, y);
  let power = 1;
  for (let k = 0; k < Math.abs(y); k++) power *= x;
  return y < 0 ? 1 / power : power;
}

/** x/y, not defined at y = 0. */
export function quotient(x: number, y: number): number {
  return y === 0 ? Number.NaN : x / y;
}

function bose(w: number, T: number): number {
  if (T < 0) return Number.NaN;
  if (T === 0) return w > 0 ? 0 : w < 0 ? -1 : Number.NaN;
  return quotient(1, expm1(w / T));
}

function fermi(w: number, T: number): number {
  if (T < 0) return Number.NaN;
  if (T === 0) return w > 0 ? 0 : w < 0 ? 1 : 0.5;
  return 1 / (exp(w / T) + 1);
}

function ramp(x: number, a: number, b: number): number {
  if (!(a < b)) return Number.NaN;
  return x <= a ? 0 : x >= b ? 1 : (x - a) / (b - a);
}

function gauss(x: number, m: number, s: number): number {
  if (s === 0) return Number.NaN;
  const z = (x - m) / s;
  return exp(-(z * z) / 2);
}

const edges = () =>
  [
    [0, 1],
    [0, 2],
  ] as const;

/** All of them by name. */
export const REAL_FUNCTIONS: ReadonlyMap<string, RealFunction> = new Map<string, RealFunction>([
  ["sqrt", one((x) => (x >= 0 ? Math.sqrt(x) : Number.NaN), "sqrt takes numbers ≥ 0")],
  ["exp", one(exp)],
  ["log", one((x) => (x > 0 ? log(x) : Number.NaN), "log takes numbers > 0")],
  ["sin", one(sin)],
  ["cos", one(cos)],
  ["tan", one((x) => quotient(sin(x), cos(x)), "tan is not defined there")],
  ["sinh", one(sinh)],
  ["cosh", one(cosh)],
  ["tanh", one(tanh)],
  ["asin", one((x) => (Math.abs(x) <= 1 ? asin(x) : Number.NaN), "asin takes numbers from -1 to 1")],
  ["acos", one((x) => (Math.abs(x) <= 1 ? acos(x) : Number.NaN), "acos takes numbers from -1 to 1")],
  ["atan", one((x) => atan2(x, 1))],
  ["atan2", { least: 2, most: 2, at: atan2 }],
  ["abs", { ...one(Math.abs), jumps: () => [[0, -1]] }],
  ["sign", { ...one((x) => (x > 0 ? 1 : x < 0 ? -1 : x)), jumps: () => [[0, -1]], flat: true }],
  ["floor", { ...one(Math.floor), timeless: pulse }],
  ["ceil", { ...one(Math.ceil), timeless: pulse }],
  ["round", { ...one((x) => Math.floor(x + 0.5)), timeless: pulse }],
  ["min", { least: 1, most: 64, at: (...x) => x.reduce((least, y) => Math.min(least, y)), jumps: pairs }],
  ["max", { least: 1, most: 64, at: (...x) => x.reduce((most, y) => Math.max(most, y)), jumps: pairs }],
  ["mod", { least: 2, most: 2, at: (x, y) => x - y * Math.floor(quotient(x, y)), needs: "mod(x, y) takes y ≠ 0", timeless: pulse }],
  ["bose", { least: 2, most: 2, at: bose, needs: "bose(w, T) takes w ≠ 0 and T ≥ 0, finite" }],
  ["fermi", { least: 2, most: 2, at: fermi, needs: "fermi(w, T) takes T ≥ 0" }],
  ["step", { ...one((x) => (x >= 0 ? 1 : 0)), jumps: () => [[0, -1]], flat: true }],
  ["square", { least: 3, most: 3, at: (x, a, b) => (a <= x && x < b ? 1 : 0), jumps: edges, flat: true }],
  ["ramp", { least: 3, most: 3, at: ramp, jumps: edges, needs: "ramp(x, a, b) takes a < b" }],
  ["gauss", { least: 3, most: 3, at: gauss, needs: "gauss(x, m, s) takes s ≠ 0" }],
  ["sech", one((x) => 1 / cosh(x))],
]);
