/** The values of counts as whole numbers of a few quanta: one quantum for a lattice, several for levels without a common one. */

/** Quanta of one count, and what is a whole number of them. */
export interface Quanta {
  readonly quanta: readonly number[];
  /** The whole numbers of quanta that make each of the given values. */
  readonly numbers: readonly (readonly number[])[];
}

/** Rounding of values, relative to the largest. */
const ROUNDING = 1e-10;
/** Multiples of a quantum up to which values count as a lattice. */
const MULTIPLES = 400;
/** Multiples that join quanta which have no common one. */
const SMALL = 6;
/** Independent quanta of one count at most. */
const INDEPENDENT = 4;

/** Find quanta for values; null where more than four independent ones would be needed. */
export function quantaOf(values: readonly number[]): Quanta | null {
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const distinct = distinctSizes(values, ROUNDING * size);
  if (distinct.length === 0) return { quanta: [], numbers: values.map(() => []) };
  const common = commonQuantum(distinct, size);
  if (common !== null) return { quanta: [common], numbers: values.map((value) => [Math.round(value / common)]) };
  const quanta: number[] = [];
  for (const value of distinct) {
    if (combinationOf(value, quanta, ROUNDING * size)) continue;
    if (quanta.length === INDEPENDENT) return null;
    quanta.push(value);
  }
  const numbers = values.map((value) => combinationOf(value, quanta, ROUNDING * size));
  return numbers.every((list) => list !== null) ? { quanta, numbers: numbers as number[][] } : null;
}

function distinctSizes(values: readonly number[], tolerance: number): number[] {
  const sizes = values.map(Math.abs).filter((value) => value > tolerance);
  sizes.sort((a, b) => a - b);
  return sizes.filter((value, k) => k === 0 || value - sizes[k - 1] > tolerance);
}

/** The largest quantum that all values are multiples of, by Euclid's algorithm; null where it is too small to be meant. */
function commonQuantum(values: readonly number[], size: number): number | null {
  let quantum = values[0];
  for (const value of values) {
    let [a, b] = [value, quantum];
    while (b > 1e3 * ROUNDING * size) [a, b] = [b, a - b * Math.round(a / b)].map(Math.abs) as [number, number];
    quantum = a;
    if (size > MULTIPLES * quantum) return null;
  }
  // the value with the most quanta knows the quantum best
  const best = size / Math.round(size / quantum);
  return values.every((value) => Math.abs(value - best * Math.round(value / best)) <= 10 * ROUNDING * size) ? best : null;
}

/** Small whole numbers c with Σ c_k quanta_k = value, those of least size; null where there are none. */
function combinationOf(value: number, quanta: readonly number[], tolerance: number): number[] | null {
  if (quanta.length === 0) return Math.abs(value) <= tolerance ? [] : null;
  let best: number[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  const search = (rest: number, k: number, chosen: number[], size: number): void => {
    if (size >= least) return;
    if (k === quanta.length - 1) {
      const c = Math.round(rest / quanta[k]);
      if (Math.abs(rest - c * quanta[k]) > tolerance || size + Math.abs(c) >= least) return;
      best = [...chosen, c || 0];
      least = size + Math.abs(c);
      return;
    }
    for (let c = -SMALL; c <= SMALL; c++) search(rest - c * quanta[k], k + 1, [...chosen, c || 0], size + Math.abs(c));
  };
  search(value, 0, [], 0);
  return best;
}
