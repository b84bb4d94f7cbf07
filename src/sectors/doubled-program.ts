/**
 * Symbolic once, numeric often, in doubled precision: the products of entries that make up the matrix of terms on a sector, kept with the
 * places of the entries of the terms. Sums run in the order in which a scatter would form them.
 */
import { DoubledSum } from "../numerics/doubled.ts";
import type { DoubledSparse } from "../numerics/doubled-sparse.ts";
import { equalLists } from "../numerics/known-patterns.ts";
import type { DoubledOperator } from "./doubled-entries.ts";
import type { DoubledTerm } from "./doubled-matrices.ts";
import { Growing, sortedBySegment } from "./product-list.ts";
import { Part, type Sector } from "./sector.ts";

/** More products are not kept: their list would be larger than the matrix. */
const MOST_PRODUCTS = 500_000;
const KEPT = 3;
/** Integers per product: left and right factor, entry of its real and of its imaginary part (or −1), and the turn 0, 1 or −1 of z = iᵗ. */
const WIDTH = 5;

interface Program {
  readonly pattern: Int32Array;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly products: Int32Array;
}

const programs = new WeakMap<Sector, Program[]>();

/** A matrix with each entry's size of parts, before anything that cancelled is left out. */
export interface DoubledParts {
  readonly matrix: DoubledSparse & { readonly low: Float64Array };
  /** Σ|high| of what was summed in each entry. */
  readonly sizes: Float64Array;
}

/** Σ L ρ R† on a sector that the terms keep closed; null where there are too many products for a list. */
export function doubledByProgram(terms: readonly DoubledTerm[], sector: Sector): DoubledParts | null {
  const pattern = patternOf(terms);
  let known = programs.get(sector);
  if (!known) programs.set(sector, (known = []));
  let program = known.find((one) => equalLists(one.pattern, pattern)) ?? null;
  if (!program) {
    program = trace(terms, sector, pattern);
    if (!program) return null;
    known.push(program);
    if (known.length > KEPT) known.shift();
  }
  return evaluate(program, terms, sector.count);
}

function patternOf(terms: readonly DoubledTerm[]): Int32Array {
  const lists: ArrayLike<number>[] = [];
  for (const operator of terms.flatMap(({ left, right }) => [left, right])) {
    lists.push([operator ? operator.rows.length : -1]);
    if (operator) lists.push(operator.start, operator.rows);
  }
  const pattern = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    pattern.set(list, at);
    at += list.length;
  }
  return pattern;
}

/** Place of the first entry of each factor in a table of all, whose entry 0 is the number 1 of the identity. */
function offsetsOf(factors: readonly (DoubledOperator | null)[]): readonly number[] {
  let next = 1;
  return factors.map((operator) => {
    const at = operator ? next : 0;
    next += operator ? operator.rows.length : 0;
    return at;
  });
}

function trace(terms: readonly DoubledTerm[], sector: Sector, pattern: Int32Array): Program | null {
  const [lefts, rights] = [offsetsOf(terms.map(({ left }) => left)), offsetsOf(terms.map(({ right }) => right))];
  const [segments, inputs, products] = [new Growing(), new Growing(), new Growing()];
  const slot = new Int32Array(sector.count).fill(-1);
  const touched: number[] = [];
  const entry = (at: number, q: number): number => {
    if (at < 0) return -1;
    if (slot[at] < 0) {
      slot[at] = segments.length;
      touched.push(at);
      segments.push(at);
      inputs.push(q);
    }
    return slot[at];
  };
  const walk = (t: number, q: number, i: number, j: number, turn: number) => {
    const { left, right } = terms[t];
    const [l0, l1] = left ? [left.start[i], left.start[i + 1]] : [0, 1];
    const [r0, r1] = right ? [right.start[j], right.start[j + 1]] : [0, 1];
    for (let e = l0; e < l1; e++) {
      const a = left ? left.rows[e] : i;
      for (let f = r0; f < r1; f++) {
        const b = right ? right.rows[f] : j;
        if (a > b) continue;
        products.push(lefts[t] + (left ? e : 0));
        products.push(rights[t] + (right ? f : 0));
        products.push(entry(sector.indexOf(a, b, Part.Re), q));
        products.push(a === b ? -1 : entry(sector.indexOf(a, b, Part.Im), q));
        products.push(turn);
      }
    }
  };
  for (let q = 0; q < sector.count; q++) {
    const [i, j] = [sector.row[q], sector.column[q]];
    const turn = sector.part[q] === Part.Im ? 1 : 0;
    for (let t = 0; t < terms.length; t++) {
      walk(t, q, i, j, turn);
      if (i !== j) walk(t, q, j, i, -turn);
    }
    for (const at of touched) slot[at] = -1;
    touched.length = 0;
    if (products.length > WIDTH * MOST_PRODUCTS) return null;
  }
  const { rowStart, columns, place } = sortedBySegment(sector.count, segments.finish(), inputs.finish());
  const list = products.finish();
  for (let p = 0; p < list.length; p += WIDTH) for (const at of [p + 2, p + 3]) if (list[at] >= 0) list[at] = place[list[at]];
  return { pattern, rowStart, columns, products: list };
}

/** Values of all factors, four numbers each, after those of the identity. */
function tableOf(factors: readonly (DoubledOperator | null)[]): Float64Array {
  const table = new Float64Array(factors.reduce((sum, operator) => sum + (operator ? operator.values.length : 0), 4));
  table[0] = 1;
  let at = 4;
  for (const operator of factors) {
    if (!operator) continue;
    table.set(operator.values, at);
    at += operator.values.length;
  }
  return table;
}

/** Sums of pairs, with how large their parts were. */
class PairSums {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly sizes: Float64Array;

  constructor(n: number) {
    this.high = new Float64Array(n);
    this.low = new Float64Array(n);
    this.sizes = new Float64Array(n);
  }

  /** Add x + y, |y| at most an ulp of x, to entry `at`. */
  add(at: number, x: number, y: number): void {
    const high = this.high[at];
    const s = high + x;
    const part = s - high;
    const e = high - (s - part) + (x - part) + this.low[at] + y;
    this.high[at] = s + e;
    this.low[at] = e - (this.high[at] - s);
    this.sizes[at] += Math.abs(x);
  }
}

function evaluate({ rowStart, columns, products }: Program, terms: readonly DoubledTerm[], n: number): DoubledParts {
  const [L, R] = [tableOf(terms.map(({ left }) => left)), tableOf(terms.map(({ right }) => right))];
  const sums = new PairSums(columns.length);
  const [re, im] = [new DoubledSum(), new DoubledSum()];
  for (let p = 0; p < products.length; p += WIDTH) {
    const [l, r] = [4 * products[p], 4 * products[p + 1]];
    const [toRe, toIm, turn] = [products[p + 2], products[p + 3], products[p + 4]];
    // l r*; a product with an exact 0 adds nothing
    const [a, c, u, w] = [L[l], L[l + 2], R[r], R[r + 2]];
    re.set(0);
    im.set(0);
    if (a !== 0 && u !== 0) re.addProductOfPairs(a, L[l + 1], u, R[r + 1]);
    if (c !== 0 && w !== 0) re.addProductOfPairs(c, L[l + 3], w, R[r + 3]);
    if (c !== 0 && u !== 0) im.addProductOfPairs(c, L[l + 3], u, R[r + 1]);
    if (a !== 0 && w !== 0) im.addProductOfPairs(-a, -L[l + 1], w, R[r + 3]);
    if (turn === 0) {
      if (toRe >= 0 && re.high !== 0) sums.add(toRe, re.high, re.low);
      if (toIm >= 0 && im.high !== 0) sums.add(toIm, im.high, im.low);
    } else {
      if (toRe >= 0 && im.high !== 0) sums.add(toRe, -turn * im.high, -turn * im.low);
      if (toIm >= 0 && re.high !== 0) sums.add(toIm, turn * re.high, turn * re.low);
    }
  }
  return { matrix: { n, rowStart, columns, values: sums.high, low: sums.low }, sizes: sums.sizes };
}
