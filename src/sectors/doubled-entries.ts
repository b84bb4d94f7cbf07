/**
 * Entries of an operator summed in double-double arithmetic. What cancels is an exact 0.
 *
 *   sums      six numbers per entry:  re, its low part, im, its low part, Σ|re|, Σ|im|
 *   head      the newest entry of each column, from which `next` leads to the older ones
 */
import { DoubledSum, productError } from "../numerics/doubled.ts";

/** A sum below this share of its parts is what rounding left of an exact 0: 2⁻⁹⁶. */
export const CANCELLED = 1.262177448353619e-29;

/** An operator by columns, each entry (re + reLow) + i (im + imLow) as four numbers. */
export interface DoubledOperator {
  readonly start: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

const WIDTH = 6;

/** Collects entries of an operator. */
export class DoubledEntries {
  private readonly head: Int32Array;
  private next = new Int32Array(64);
  private rows = new Int32Array(64);
  private sums = new Float64Array(WIDTH * 64);
  private count = 0;
  private readonly re = new DoubledSum();
  private readonly im = new DoubledSum();

  constructor(dimension: number) {
    this.head = new Int32Array(dimension).fill(-1);
  }

  /** Add re + i·im, both as pairs, to the entry at (row, column). */
  add(row: number, column: number, re: number, reLow: number, im: number, imLow: number): void {
    const at = WIDTH * this.place(row, column);
    if (re !== 0) this.addPair(at, re, reLow);
    if (im !== 0) this.addPair(at + 2, im, imLow);
    this.sums[at + 4] += Math.abs(re);
    this.sums[at + 5] += Math.abs(im);
  }

  private addPair(at: number, x: number, y: number): void {
    const { sums } = this;
    const high = sums[at];
    const s = high + x;
    const part = s - high;
    const e = high - (s - part) + (x - part) + sums[at + 1] + y;
    sums[at] = s + e;
    sums[at + 1] = e - (sums[at] - s);
  }

  private place(row: number, column: number): number {
    const { head, next, rows } = this;
    for (let e = head[column]; e >= 0; e = next[e]) if (rows[e] === row) return e;
    if (this.count === rows.length) this.grow();
    const e = this.count++;
    this.rows[e] = row;
    this.next[e] = head[column];
    head[column] = e;
    return e;
  }

  private grow(): void {
    const { next, rows, sums } = this;
    this.next = new Int32Array(2 * next.length);
    this.rows = new Int32Array(2 * rows.length);
    this.sums = new Float64Array(2 * sums.length);
    this.next.set(next);
    this.rows.set(rows);
    this.sums.set(sums);
  }

  /** Add the product of two complex pairs, the four numbers of `a` from p and those of `b` from q. */
  addProduct(row: number, column: number, a: ArrayLike<number>, p: number, b: ArrayLike<number>, q: number): void {
    const { re, im } = this;
    const [x, y, u, v] = [a[p], a[p + 2], b[q], b[q + 2]];
    re.set(0);
    im.set(0);
    // a product with an exact 0 adds nothing
    if (x !== 0 && u !== 0) re.addProductOfPairs(x, a[p + 1], u, b[q + 1]);
    if (y !== 0 && v !== 0) re.addProductOfPairs(-y, -a[p + 3], v, b[q + 3]);
    if (x !== 0 && v !== 0) im.addProductOfPairs(x, a[p + 1], v, b[q + 3]);
    if (y !== 0 && u !== 0) im.addProductOfPairs(y, a[p + 3], u, b[q + 1]);
    this.add(row, column, re.high, re.low, im.high, im.low);
  }

  /** Add `factor` times the complex pair of four numbers from p in `a`. */
  addScaled(row: number, column: number, a: Float64Array, p: number, factor: number): void {
    const at = WIDTH * this.place(row, column);
    this.addScaledPair(at, at + 4, a[p], a[p + 1], factor);
    this.addScaledPair(at + 2, at + 5, a[p + 2], a[p + 3], factor);
  }

  private addScaledPair(at: number, size: number, x: number, low: number, factor: number): void {
    // a product with an exact 0 adds nothing
    if (x === 0 || factor === 0) return;
    const product = x * factor;
    const e = productError(x, factor, product) + low * factor;
    const high = product + e;
    this.addPair(at, high, e - (high - product));
    this.sums[size] += Math.abs(high);
  }

  /** The operator, its rows ascending in each column; parts that cancelled are 0. */
  finish(): DoubledOperator {
    const { head, next, rows, sums, count } = this;
    const start = new Int32Array(head.length + 1);
    const sorted = new Int32Array(count);
    const values = new Float64Array(4 * count);
    for (let j = 0, at = 0; j < head.length; j++) {
      const first = at;
      for (let e = head[j]; e >= 0; e = next[e]) {
        let k = at++;
        for (; k > first && rows[sorted[k - 1]] > rows[e]; k--) sorted[k] = sorted[k - 1];
        sorted[k] = e;
      }
      start[j + 1] = at;
    }
    for (let k = 0; k < count; k++) {
      const e = WIDTH * sorted[k];
      sorted[k] = rows[sorted[k]];
      for (const part of [0, 2]) {
        if (!(Math.abs(sums[e + part]) > CANCELLED * sums[e + 4 + part / 2])) continue;
        values[4 * k + part] = sums[e + part];
        values[4 * k + part + 1] = sums[e + part + 1];
      }
    }
    return { start, rows: sorted, values };
  }
}
