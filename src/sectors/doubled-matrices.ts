/**
 * The matrix of a map on a sector with entries in double-double arithmetic, from its operators: what cancels between them
 * (the |c|² − ½|c|² − ½|c|² of a jump that moves nothing) is an exact 0, and slow rates keep their digits beside fast ones.
 */
import { DoubledSum } from "../numerics/doubled.ts";
import type { DoubledSparse } from "../numerics/doubled-sparse.ts";
import type { Operator } from "../operators/operator.ts";
import { CANCELLED, type DoubledOperator } from "./doubled-entries.ts";
import { type DoubledParts, doubledByProgram } from "./doubled-program.ts";
import { columnsOf, Part, type Sector } from "./sector.ts";

/** One term  ρ ↦ L ρ R†; null is the identity. */
export interface DoubledTerm {
  readonly left: DoubledOperator | null;
  readonly right: DoubledOperator | null;
}

/** An operator as it is, times an exact real factor. */
export function doubledOperator(A: Operator, factor = 1): DoubledOperator {
  const { start, rows, values } = columnsOf(A);
  const out = new Float64Array(2 * values.length);
  const sum = new DoubledSum();
  for (let k = 0; k < values.length; k++) {
    if (values[k] === 0) continue;
    sum.set(0).addProduct(values[k], factor);
    out[2 * k] = sum.high;
    out[2 * k + 1] = sum.low;
  }
  return { start, rows, values: out };
}

/**
 * The matrix of Σ L ρ R† on a sector that the terms keep closed; entries up to `least` are taken for what rounding left of 0, and those
 * from one population to another up to `leastRate`.
 */
export function doubledMatrix(terms: readonly DoubledTerm[], sector: Sector, least = 0, leastRate = least): DoubledSparse {
  const parts = doubledByProgram(terms, sector);
  const noise = (to: number, from: number) => (isRate(sector, to, from) ? leastRate : least);
  return parts ? withoutCancelled(parts, noise) : scatteredMatrix(terms, sector, noise);
}

/**
 * The matrix with exactly the loss of each population that what it gives to others makes: taken from U − 1 it is what cancels between numbers
 * of the size of a free evolution, while the rates to others are squares.
 */
export function keepingTrace(M: DoubledSparse, sector: Sector): DoubledSparse {
  const losses = Array.from({ length: M.n }, () => new DoubledSum());
  for (let r = 0; r < M.n; r++) {
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      if (isRate(sector, r, M.columns[e])) losses[M.columns[e]].add(-M.values[e], M.low ? -M.low[e] : 0);
    }
  }
  const [to, from, values, low]: number[][] = [[], [], [], []];
  const put = (r: number, c: number, high: number, rest: number) => {
    to.push(r);
    from.push(c);
    values.push(high);
    low.push(rest);
  };
  for (let c = 0; c < M.n; c++) if (losses[c].high !== 0) put(c, c, losses[c].high, losses[c].low);
  for (let r = 0; r < M.n; r++) {
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      const c = M.columns[e];
      if (c !== r || sector.row[r] !== sector.column[r]) put(r, c, M.values[e], M.low?.[e] ?? 0);
    }
  }
  return byRows(M.n, to, from, values, low);
}

/** Whether an entry leads from one population to another. */
function isRate({ row, column }: Sector, to: number, from: number): boolean {
  return to !== from && row[to] === column[to] && row[from] === column[from];
}

/** Entries that cancelled, or are not above what rounding leaves, left out. */
function withoutCancelled({ matrix, sizes }: DoubledParts, noise: (to: number, from: number) => number): DoubledSparse {
  const { n, values, low } = matrix;
  const stays = new Uint8Array(values.length);
  let kept = 0;
  for (let r = 0; r < n; r++) {
    for (let e = matrix.rowStart[r]; e < matrix.rowStart[r + 1]; e++) {
      const size = Math.abs(values[e]);
      if (!(size > CANCELLED * sizes[e] && size > noise(r, matrix.columns[e]))) continue;
      stays[e] = 1;
      kept++;
    }
  }
  if (kept === values.length) return matrix;
  const out = {
    n,
    rowStart: new Int32Array(n + 1),
    columns: new Int32Array(kept),
    values: new Float64Array(kept),
    low: new Float64Array(kept),
  };
  let at = 0;
  for (let r = 0; r < n; r++) {
    for (let e = matrix.rowStart[r]; e < matrix.rowStart[r + 1]; e++) {
      if (!stays[e]) continue;
      out.columns[at] = matrix.columns[e];
      out.values[at] = values[e];
      out.low[at++] = low[e];
    }
    out.rowStart[r + 1] = at;
  }
  return out;
}

/** The same by scattering column after column, for the largest sectors. */
export function scatteredMatrix(
  terms: readonly DoubledTerm[],
  sector: Sector,
  noise: (to: number, from: number) => number = () => 0,
): DoubledSparse {
  const { count: n } = sector;
  const scatter = new DoubledScatter(sector);
  const [to, from]: number[][] = [[], []];
  const [values, low]: number[][] = [[], []];
  for (let q = 0; q < n; q++) {
    const [i, j] = [sector.row[q], sector.column[q]];
    const imaginary = sector.part[q] === Part.Im;
    for (const term of terms) {
      scatter.add(term, i, j, imaginary ? 1 : 0);
      if (i !== j) scatter.add(term, j, i, imaginary ? -1 : 0);
    }
    scatter.drain((r, high, rest) => {
      if (Math.abs(high) <= noise(r, q)) return;
      to.push(r);
      from.push(q);
      values.push(high);
      low.push(rest);
    });
  }
  return byRows(n, to, from, values, low);
}

/** A sparse matrix from its entries (to, from), sorted by `from`. */
export function byRows(n: number, to: number[], from: number[], values: number[], low: number[]): DoubledSparse {
  const rowStart = new Int32Array(n + 1);
  for (const r of to) rowStart[r + 1]++;
  for (let r = 0; r < n; r++) rowStart[r + 1] += rowStart[r];
  const next = rowStart.slice();
  const sorted = { columns: new Int32Array(to.length), values: new Float64Array(to.length), low: new Float64Array(to.length) };
  to.forEach((r, k) => {
    const at = next[r]++;
    sorted.columns[at] = from[k];
    sorted.values[at] = values[k];
    sorted.low[at] = low[k];
  });
  return { n, rowStart, ...sorted };
}

const ONE = Float64Array.of(1, 0, 0, 0);

/** Adds images of unit matrices and remembers how large the parts of each sum were. */
class DoubledScatter {
  private readonly sums: (DoubledSum | undefined)[];
  private readonly sizes: Float64Array;
  private touched: number[] = [];
  private readonly sector: Sector;
  private readonly re = new DoubledSum();
  private readonly im = new DoubledSum();

  constructor(sector: Sector) {
    this.sector = sector;
    this.sums = new Array(sector.count);
    this.sizes = new Float64Array(sector.count);
  }

  /** Add the upper triangle of z L|i⟩⟨j|R†, with z = 1 (turn 0), i (1) or −i (−1). */
  add({ left, right }: DoubledTerm, i: number, j: number, turn: number): void {
    const [l0, l1] = left ? [left.start[i], left.start[i + 1]] : [0, 1];
    const [r0, r1] = right ? [right.start[j], right.start[j + 1]] : [0, 1];
    for (let e = l0; e < l1; e++) {
      const a = left ? left.rows[e] : i;
      for (let f = r0; f < r1; f++) {
        const b = right ? right.rows[f] : j;
        if (a > b) continue;
        this.product(left ? left.values : ONE, left ? 4 * e : 0, right ? right.values : ONE, right ? 4 * f : 0);
        const { re, im } = this;
        if (turn === 0) this.put(a, b, re.high, re.low, im.high, im.low);
        else this.put(a, b, -turn * im.high, -turn * im.low, turn * re.high, turn * re.low);
      }
    }
  }

  /** (re, im) ← l r*. */
  private product(l: Float64Array, p: number, r: Float64Array, q: number): void {
    const [a, b, c, d] = [l[p], l[p + 1], l[p + 2], l[p + 3]];
    const [u, v, w, x] = [r[q], r[q + 1], r[q + 2], r[q + 3]];
    this.re.set(0).addProductOfPairs(a, b, u, v).addProductOfPairs(c, d, w, x);
    this.im.set(0).addProductOfPairs(c, d, u, v).addProductOfPairs(-a, -b, w, x);
  }

  private put(a: number, b: number, re: number, reLow: number, im: number, imLow: number): void {
    if (re !== 0) this.sum(this.sector.indexOf(a, b, Part.Re), re, reLow);
    if (a !== b && im !== 0) this.sum(this.sector.indexOf(a, b, Part.Im), im, imLow);
  }

  private sum(at: number, high: number, low: number): void {
    if (at < 0) return;
    let sum = this.sums[at];
    if (!sum) this.sums[at] = sum = new DoubledSum();
    if (this.sizes[at] === 0) {
      this.touched.push(at);
      sum.set(0);
    }
    sum.add(high, low);
    this.sizes[at] += Math.abs(high);
  }

  /** Visit what is not 0, and forget it. */
  drain(visit: (r: number, high: number, low: number) => void): void {
    for (const at of this.touched) {
      const { high, low } = this.sums[at] as DoubledSum;
      if (Math.abs(high) > CANCELLED * this.sizes[at]) visit(at, high, low);
      this.sizes[at] = 0;
    }
    this.touched = [];
  }
}
