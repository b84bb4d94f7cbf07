/**
 * Symbolic once, numeric often, in doubled precision: the products of entries that make up the matrix of terms on a sector, kept with the
 * places of the entries of the terms. Sums run in the order in which a scatter would form them.
 */
import { productError } from "../numerics/doubled.ts";
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

/**
 * The products of a program, summed. Written out over plain numbers: pairs that travel through calls would be made anew at each of them.
 *
 * With z = 1 (turn 0) the parts of l r* go to the real and the imaginary entry; with z = ±i they change places, the first one its sign.
 */
function evaluate({ rowStart, columns, products }: Program, terms: readonly DoubledTerm[], n: number): DoubledParts {
  const [L, R] = [tableOf(terms.map(({ left }) => left)), tableOf(terms.map(({ right }) => right))];
  const [high, low, sizes] = [0, 1, 2].map(() => new Float64Array(columns.length));
  for (let p = 0; p < products.length; p += WIDTH) {
    const l = 4 * products[p];
    const r = 4 * products[p + 1];
    const turn = products[p + 4];
    for (let imaginary = 0; imaginary < 2; imaginary++) {
      const to = products[p + 2 + (turn === 0 ? imaginary : 1 - imaginary)];
      if (to < 0) continue;
      let sum = 0;
      let rest = 0;
      // Re: a u, then c w.  Im: c u, then −a w.  A product with an exact 0 adds nothing.
      for (let k = 0; k < 2; k++) {
        const i = l + 2 * (k ^ imaginary);
        const j = r + 2 * k;
        const sign = imaginary && k ? -1 : 1;
        const x = sign * L[i];
        const y = R[j];
        if (x === 0 || y === 0) continue;
        const product = x * y;
        const e = productError(x, y, product) + (x * R[j + 1] + sign * L[i + 1] * y);
        const s = sum + product;
        const part = s - sum;
        const error = sum - (s - part) + (product - part) + rest + e;
        sum = s + error;
        rest = error - (sum - s);
      }
      if (sum === 0) continue;
      const factor = turn === 0 ? 1 : imaginary ? -turn : turn;
      const x = factor * sum;
      const before = high[to];
      const s = before + x;
      const part = s - before;
      const error = before - (s - part) + (x - part) + low[to] + factor * rest;
      high[to] = s + error;
      low[to] = error - (high[to] - s);
      sizes[to] += Math.abs(x);
    }
  }
  return { matrix: { n, rowStart, columns, values: high, low }, sizes };
}
