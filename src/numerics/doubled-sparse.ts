/** Sparse matrices whose entries carry a second double, and residuals of null vectors formed with them. */
import { DoubledSum } from "./doubled.ts";
import type { SparseReal } from "./envelope.ts";

/** A sparse matrix with entries values + low; without `low` the values are all there is. */
export interface DoubledSparse extends SparseReal {
  readonly low?: Float64Array | null;
  /** Size of the numbers that the entries were made of, where that is not the norm: rounding is a share of it. */
  readonly madeOf?: number;
  /** Entries up to this size may have been taken for rounding of others; 0 or absent: there are none. */
  readonly hides?: number;
}

/** b − M (x + delta), formed in double-double arithmetic and rounded once. `b` null is 0. */
export function doubledResidual(M: DoubledSparse, x: Float64Array, delta: Float64Array, b: Float64Array | null): Float64Array {
  const { n, rowStart, columns, values, low } = M;
  const out = new Float64Array(n);
  const sum = new DoubledSum();
  for (let r = 0; r < n; r++) {
    sum.set(b ? b[r] : 0);
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const c = columns[e];
      sum.addProductOfPairs(-values[e], low ? -low[e] : 0, x[c], delta[c]);
    }
    out[r] = sum.high;
  }
  return out;
}

/** x + delta ← x + delta + change, as pairs. */
export function addToPairs(x: Float64Array, delta: Float64Array, change: Float64Array): void {
  const sum = new DoubledSum();
  for (let i = 0; i < x.length; i++) {
    sum.set(x[i], delta[i]).add(change[i]);
    x[i] = sum.high;
    delta[i] = sum.low;
  }
}

/** Σ|v|. */
export function sumOfModuli(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += Math.abs(v[i]);
  return sum;
}

/** A sum below this share of its parts is what rounding left of an exact 0. */
const CANCELLED = 1e-29;

/** (1 + A)(1 + B) − 1 = A + B + AB. */
export function composedWithIdentity(A: DoubledSparse, B: DoubledSparse): DoubledSparse {
  const rowStart = new Int32Array(A.n + 1);
  const columns: number[] = [];
  const values: number[] = [];
  const low: number[] = [];
  for (let r = 0; r < A.n; r++) {
    const row = new Map<number, { readonly sum: DoubledSum; size: number }>();
    const at = (c: number) => {
      let entry = row.get(c);
      if (!entry) row.set(c, (entry = { sum: new DoubledSum(), size: 0 }));
      return entry;
    };
    for (const M of [A, B]) {
      for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
        const entry = at(M.columns[e]);
        entry.sum.add(M.values[e], M.low?.[e] ?? 0);
        entry.size += Math.abs(M.values[e]);
      }
    }
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      const k = A.columns[e];
      for (let f = B.rowStart[k]; f < B.rowStart[k + 1]; f++) {
        const entry = at(B.columns[f]);
        entry.sum.addProductOfPairs(A.values[e], A.low?.[e] ?? 0, B.values[f], B.low?.[f] ?? 0);
        entry.size += Math.abs(A.values[e] * B.values[f]);
      }
    }
    for (const c of [...row.keys()].sort((a, b) => a - b)) {
      const { sum, size } = row.get(c) as { readonly sum: DoubledSum; size: number };
      if (!(Math.abs(sum.high) > CANCELLED * size)) continue;
      columns.push(c);
      values.push(sum.high);
      low.push(sum.low);
    }
    rowStart[r + 1] = columns.length;
  }
  return {
    n: A.n,
    rowStart,
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
    low: Float64Array.from(low),
    madeOf: Math.max(A.madeOf ?? 1, B.madeOf ?? 1),
    hides: Math.max(A.hides ?? 0, B.hides ?? 0),
  };
}
