/** A class that keeps its trace, without one of its populations: what is left is regular, and gives the stationary vector and the inverse M^D. */
import type { DoubledSparse } from "./doubled-sparse.ts";
import { equalLists, fromPattern } from "./known-patterns.ts";
import { factorRegular, factorRegularDoubled, type RegularFactors } from "./regular-factors.ts";
import { submatrix } from "./submatrix.ts";
import { dot } from "./vectors.ts";

/** M without one row and column, factored; solutions have 0 there. */
export interface Rest extends RegularFactors {
  readonly free: number;
  readonly doubled: boolean;
  /** The null vector with 1 at the population that is free. */
  start(): Float64Array;
}

/** What the pattern says of M without row and column `free`. */
interface RestPlan {
  readonly kept: Int32Array;
  /** The order of elimination that was given, and what is left of it. */
  order: Int32Array | undefined;
  inner: Int32Array | undefined;
  /** Entries of column `free`, and their rows. */
  readonly entries: Int32Array;
  readonly rows: Int32Array;
}

function restPlan(M: DoubledSparse, free: number, order?: Int32Array): RestPlan {
  const plan = fromPattern(M, `without ${free}`, (): RestPlan => {
    const kept = new Int32Array(M.n - 1);
    for (let k = 0; k < kept.length; k++) kept[k] = k < free ? k : k + 1;
    const [entries, rows]: [number[], number[]] = [[], []];
    for (let r = 0; r < M.n; r++) {
      for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
        if (M.columns[e] !== free) continue;
        entries.push(e);
        rows.push(r);
      }
    }
    return { kept, order: undefined, inner: undefined, entries: Int32Array.from(entries), rows: Int32Array.from(rows) };
  });
  if (order && !(plan.order && equalLists(plan.order, order))) {
    plan.order = order;
    plan.inner = order.filter((k) => k !== free).map((k) => k - (k > free ? 1 : 0));
  }
  return plan;
}

/** Factor M without row and column `free`; null when it is singular to rounding. */
export function rest(M: DoubledSparse, free: number, order?: Int32Array, doubled = false): Rest | null {
  const { kept, inner, entries, rows } = restPlan(M, free, order);
  const A = submatrix(M, kept, `rest ${free}`, new Int32Array(M.n).fill(-1));
  const factors = doubled ? factorRegularDoubled(A) : factorRegular(A, order && inner);
  if (!factors) return null;
  // loops: of a few numbers, views and copies by the host would cost more than the solve
  const around = (solve: (b: Float64Array) => Float64Array) => (b: Float64Array) => {
    const inner = new Float64Array(M.n - 1);
    for (let k = 0; k < inner.length; k++) inner[k] = b[k < free ? k : k + 1];
    const x = solve(inner);
    const out = new Float64Array(M.n);
    for (let k = 0; k < inner.length; k++) out[k < free ? k : k + 1] = x[k];
    return out;
  };
  const solve = around(factors.solve);
  return {
    free,
    doubled,
    solve,
    solveTransposed: around(factors.solveTransposed),
    release: factors.release,
    start() {
      const column = new Float64Array(M.n);
      for (let k = 0; k < entries.length; k++) column[rows[k]] = -M.values[entries[k]];
      const x = solve(column);
      x[free] = 1;
      return x;
    },
  };
}

/** The sum over populations. */
export function traceOf(v: Float64Array, populations: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) if (populations[i]) sum += v[i];
  return sum;
}

/** M^D and its transpose, by Q S Q. */
export function deflated({ solve, solveTransposed }: RegularFactors, right: Float64Array, populations: Uint8Array) {
  const Q = (v: Float64Array) => {
    const t = traceOf(v, populations);
    const out = new Float64Array(v.length);
    for (let i = 0; i < out.length; i++) out[i] = v[i] - t * right[i];
    return out;
  };
  const QT = (v: Float64Array) => {
    const t = dot(v, right);
    const out = new Float64Array(v.length);
    for (let i = 0; i < out.length; i++) out[i] = populations[i] ? v[i] - t : v[i];
    return out;
  };
  return {
    range: Q,
    inverse: (b: Float64Array) => Q(solve(Q(b))),
    inverseTransposed: (b: Float64Array) => QT(solveTransposed(QT(b))),
  };
}
