/** Double-double arithmetic: a number as an unevaluated sum of two doubles, 106 bits. */

/** 2²⁷ + 1 splits a double into two halves whose products are exact. Source: T. J. Dekker, Numer. Math. 18, 224 (1971). */
const SPLITTER = 134217729;

/** The rounding error of the product p = a·b, exactly, as long as nothing overflows or underflows. */
export function productError(a: number, b: number, p: number): number {
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return ah * bh - p + ah * bl + al * bh + al * bl;
}

/** A running sum in double-double arithmetic: `high + low`. */
export class DoubledSum {
  high = 0;
  low = 0;

  set(high: number, low = 0): this {
    this.high = high;
    this.low = low;
    return this;
  }

  /** Add x + y, |y| at most an ulp of x. */
  add(x: number, y = 0): this {
    const s = this.high + x;
    const part = s - this.high;
    const e = this.high - (s - part) + (x - part) + this.low + y;
    this.high = s + e;
    this.low = e - (this.high - s);
    return this;
  }

  /** Add a·b. */
  addProduct(a: number, b: number): this {
    const p = a * b;
    return this.add(p, productError(a, b, p));
  }

  /** Add (a + α)(b + β). */
  addProductOfPairs(a: number, alpha: number, b: number, beta: number): this {
    const p = a * b;
    return this.add(p, productError(a, b, p) + (a * beta + alpha * b));
  }

  /** Divide by b + β. */
  divide(b: number, beta = 0): this {
    const q = this.high / b;
    const p = q * b;
    const rest = this.high - p - productError(q, b, p) + this.low - q * beta;
    const more = rest / b;
    this.high = q + more;
    this.low = more - (this.high - q);
    return this;
  }
}
