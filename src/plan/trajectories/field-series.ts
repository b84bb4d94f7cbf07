/** exp[A dt + Σ_j σ_j X_j √dt] as a power series in the fields σ: dense matrices, as far as they matter. */
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import { powersOf } from "./measured-parts.ts";

/** What is left out: of the whole series, where the increments that it belongs to are of ordinary size; and of single entries. */
const LEFT = 1e-14;
const TINY = 1e-19;
/** The first order that is tried, how many are added where it does not do, and the last. */
const FIRST = 6;
const MORE = 4;
const LAST = 46;
/** ‖X‖√dt and ‖A‖dt from which on no order would do, or too many steps. */
const MOST_FIELD = 8;
const MOST_TURNS = 2000;
/** ‖A dt + …‖ of a Taylor series at most, and its terms. */
const REACH = 1;
const TERMS = 60;

/** Coefficients of all σ₁^k (σ₂^l), k + l ≤ order, row-major; by k, then by l. */
export interface FieldSeries {
  readonly order: number;
  readonly maps: readonly Float64Array[];
}

/** The series for one field or two, as far as its terms are larger than `left` or to a given order; null where it would be too long. */
export function fieldSeries(
  A: SparseReal,
  X: readonly SparseReal[],
  dt: number,
  until: number | { readonly left: number } = { left: LEFT },
): FieldSeries | null {
  const field = X.reduce((most, one) => Math.max(most, norm1(one) * Math.sqrt(dt)), 0);
  if (field > MOST_FIELD || norm1(A) * dt > MOST_TURNS) return null;
  if (typeof until === "number") {
    const maps = exponential(A, X, dt, powersOf(X.length, until));
    return { order: until, maps: maps.map(withoutTiny) };
  }
  const { left } = until;
  for (let order = FIRST; order <= LAST; order += MORE) {
    const powers = powersOf(X.length, order);
    const maps = exponential(A, X, dt, powers);
    const sizes = new Float64Array(order + 1);
    maps.forEach((T, g) => {
      const [k, l] = powers[g];
      const size = T.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * Math.sqrt(factorial(k) * factorial(l));
      sizes[k + l] = Math.max(sizes[k + l], size);
    });
    if (sizes[order] > left) continue;
    let last = order;
    while (last > 2 && sizes[last] <= left) last -= 1;
    const kept = maps.filter((_, g) => powers[g][0] + powers[g][1] <= last);
    return { order: last, maps: kept.map(withoutTiny) };
  }
  return null;
}

const withoutTiny = (T: Float64Array): Float64Array => T.map((value) => (Math.abs(value) <= TINY ? 0 : value));

function factorial(k: number): number {
  let product = 1;
  for (let j = 2; j <= k; j++) product *= j;
  return product;
}

/** A Taylor series of the whole, in parts of the exponent that are short enough. */
function exponential(
  A: SparseReal,
  X: readonly SparseReal[],
  dt: number,
  powers: readonly (readonly [number, number])[],
): readonly Float64Array[] {
  const n = A.n;
  const norm = X.reduce((sum, field) => sum + norm1(field) * Math.sqrt(dt), norm1(A) * dt);
  const parts = Math.max(1, Math.ceil(norm / REACH));
  const place = new Map(powers.map(([k, l], g) => [`${k},${l}`, g]));
  const before = powers.map(([k, l]) => [place.get(`${k - 1},${l}`) ?? -1, place.get(`${k},${l - 1}`) ?? -1]);
  let sum = powers.map((_, g) => (g === 0 ? one(n) : new Float64Array(n * n)));
  for (let part = 0; part < parts; part++) {
    let term = sum.map((T) => T.slice());
    for (let j = 1; j <= TERMS; j++) {
      const next = term.map(() => new Float64Array(n * n));
      let most = 0;
      next.forEach((out, g) => {
        addProduct(out, A, dt / (parts * j), term[g]);
        X.forEach((field, f) => {
          if (before[g][f] >= 0) addProduct(out, field, Math.sqrt(dt) / (parts * j), term[before[g][f]]);
        });
        for (const value of out) most = Math.max(most, Math.abs(value));
      });
      sum = sum.map((T, g) => T.map((value, q) => value + next[g][q]));
      if (most < TINY) break;
      term = next;
    }
  }
  return sum;
}

function one(n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let q = 0; q < n; q++) out[q * n + q] = 1;
  return out;
}

/** out += factor·M T. */
function addProduct(out: Float64Array, { n, rowStart, columns, values }: SparseReal, factor: number, T: Float64Array): void {
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const value = factor * values[e];
      const from = columns[e] * n;
      for (let c = 0; c < n; c++) out[r * n + c] += value * T[from + c];
    }
  }
}
