/** Real sparse systems with row exchanges inside a variable band, refined with residuals in doubled precision. */
import {
  type FrontFactors,
  type FrontPlan,
  frontFactor,
  frontPanel,
  frontScratch,
  frontSolve,
  frontSolveTransposed,
} from "../../bindings/banded.ts";
import { addToPair, residualSparse } from "../../bindings/linear.ts";
import { type F64Block, openScope, type Scope } from "../../bindings/memory.ts";
import { wrongValue } from "../errors.ts";
import { envelopeOrder, multiplySparse, norm1, type SparseReal } from "./envelope.ts";
import type { Factored } from "./envelope-factors.ts";
import { realArray } from "./lu.ts";

const EPSILON = 2.220446049250313e-16;
/** A pivot may be this much smaller than the largest of its column when that keeps the band narrow. */
const THRESHOLD = 0.1;

/** How a sparse matrix is factored. */
export interface BandedOptions {
  /** `order[k]` is the unknown that comes k-th; the default is reverse Cuthill–McKee. */
  readonly order?: Int32Array;
  /** Least pivot relative to the largest of its column, in (0, 1]; 1 is partial pivoting. The default is 0.1. */
  readonly threshold?: number;
  /** Factor M − shift·1; the default is 0. */
  readonly shift?: number;
}

/** A factored sparse matrix in linear memory, to be released by its holder. */
export interface BandedFactors {
  readonly n: number;
  readonly norm: number;
  /** Pivots that vanished to rounding and were replaced: an estimate of the dimension of the kernel. */
  readonly replaced: number;
  /** x with (M − shift) x = b, without refinement. */
  solve(b: Float64Array): Float64Array;
  /** x with (M − shift)ᵀ x = b, without refinement. */
  solveTransposed(b: Float64Array): Float64Array;
  /** b − M (x + delta) in doubled precision. */
  residual(b: Float64Array, x: Float64Array, delta: Float64Array): Float64Array;
  release(): void;
}

/** The matrix in an order of its unknowns: P M Pᵀ. */
function permuted(M: SparseReal, order: Int32Array): SparseReal {
  const { n } = M;
  const place = new Int32Array(n);
  for (let k = 0; k < n; k++) place[order[k]] = k;
  const rowStart = new Int32Array(n + 1);
  const columns = new Int32Array(M.columns.length);
  const values = new Float64Array(M.values.length);
  let to = 0;
  for (let k = 0; k < n; k++) {
    for (let e = M.rowStart[order[k]]; e < M.rowStart[order[k] + 1]; e++) {
      columns[to] = place[M.columns[e]];
      values[to++] = M.values[e];
    }
    rowStart[k + 1] = to;
  }
  return { n, rowStart, columns, values };
}

/** When each row enters the front, how far it reaches, and how much memory the worst pivots can need. */
interface FrontShape {
  readonly order: Int32Array;
  readonly entering: Int32Array;
  readonly lastOf: Int32Array;
  readonly rows: number;
  readonly width: number;
  readonly size: number;
}

function shapeOf({ n, rowStart, columns }: SparseReal, panel: number): FrontShape {
  const panels = Math.ceil(n / panel);
  const entering = new Int32Array(panels + 1);
  const enters = new Int32Array(n);
  const lastOf = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let first = i;
    let last = i;
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
      first = Math.min(first, columns[e]);
      last = Math.max(last, columns[e]);
    }
    enters[i] = Math.floor(first / panel);
    lastOf[i] = last;
    entering[enters[i] + 1]++;
  }
  for (let p = 0; p < panels; p++) entering[p + 1] += entering[p];
  const next = entering.slice();
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[next[enters[i]]++] = i;
  let furthest = 0;
  let rows = 0;
  let width = 0;
  let size = 0;
  for (let p = 0; p < panels; p++) {
    const k = p * panel;
    const nb = Math.min(panel, n - k);
    for (let e = entering[p]; e < entering[p + 1]; e++) furthest = Math.max(furthest, lastOf[order[e]]);
    furthest = Math.max(furthest, k + nb - 1);
    rows = Math.max(rows, entering[p + 1] - k);
    width = Math.max(width, furthest + 1 - k);
    size += nb * (entering[p + 1] - k + furthest + 1 - k);
  }
  return { order, entering, lastOf, rows, width, size };
}

function checkSparse(M: SparseReal): void {
  realArray("M.values", M.values, M.columns.length);
  if (M.rowStart.length !== M.n + 1) throw wrongValue("M.rowStart", `hold ${M.n + 1} entries`, null, "", `it holds ${M.rowStart.length}`);
}

/**
 * Factor a sparse real matrix with row exchanges inside its variable band.
 *
 * `M`: n × n by rows. Returns solvers that live in linear memory until `release` is called; a singular matrix is factored as well, with
 * vanishing pivots replaced by ε‖M‖₁ and counted.
 * Throws RangeError when an entry is not finite; `OutOfMemory` when the band does not fit.
 * Source: Duff, Erisman, Reid, Direct Methods for Sparse Matrices (2nd ed., 2017), §§ 5.2, 11.
 */
export function factorBanded(M: SparseReal, options: BandedOptions = {}): BandedFactors {
  checkSparse(M);
  const { threshold = THRESHOLD } = options;
  if (!(threshold > 0 && threshold <= 1)) throw wrongValue("threshold", "be in (0, 1]", threshold);
  const order = options.order ?? envelopeOrder(M);
  const memory = openScope();
  try {
    return bind(memory, M, order, threshold, options.shift ?? 0, () => memory.release());
  } catch (error) {
    memory.release();
    throw error;
  }
}

function bind(s: Scope, M: SparseReal, order: Int32Array, threshold: number, shift: number, release: () => void): BandedFactors {
  const { n } = M;
  const norm = norm1(M);
  const P = permuted(M, order);
  const shape = shapeOf(P, frontPanel());
  const plan: FrontPlan = {
    n,
    rowStart: s.i32(P.rowStart).pointer,
    columns: s.i32(P.columns).pointer,
    values: s.f64(P.values).pointer,
    order: s.i32(shape.order).pointer,
    entering: s.i32(shape.entering).pointer,
    lastOf: s.i32(shape.lastOf).pointer,
  };
  const by: FrontFactors = {
    factors: s.f64(shape.size).pointer,
    panels: s.i32(4 * shape.entering.length).pointer,
    pivots: s.i32(n).pointer,
  };
  const [b, x, delta, r, work] = [s.f64(n), s.f64(n), s.f64(n), s.f64(n), s.f64(n)];
  const replaced = factorOnce(plan, shape, by, shift, threshold, EPSILON * norm || 1);
  const give = (block: F64Block, values: Float64Array) => {
    const view = block.view();
    for (let k = 0; k < n; k++) view[k] = values[order[k]];
  };
  const take = (block: F64Block) => {
    const view = block.view();
    const out = new Float64Array(n);
    for (let k = 0; k < n; k++) out[order[k]] = view[k];
    return out;
  };
  return {
    n,
    norm,
    replaced,
    solve(right) {
      give(b, right);
      frontSolve(plan, by, b.pointer, x.pointer, work.pointer);
      return take(x);
    },
    solveTransposed(right) {
      give(b, right);
      frontSolveTransposed(plan, by, b.pointer, x.pointer, work.pointer);
      return take(x);
    },
    residual(right, high, low) {
      give(b, right);
      give(x, high);
      give(delta, low);
      residualSparse(n, plan.rowStart, plan.columns, plan.values, x.pointer, delta.pointer, b.pointer, r.pointer);
      return take(r);
    },
    release,
  };
}

/** The factorisation itself; the front's memory is given back at once. */
function factorOnce(
  plan: FrontPlan,
  { rows, width }: FrontShape,
  by: FrontFactors,
  shift: number,
  threshold: number,
  tiny: number,
): number {
  const s = openScope();
  try {
    const capacity = 2 * rows + frontPanel();
    const stride = 2 * width + frontPanel();
    const front = s.f64(capacity * stride).pointer;
    const memory = { front, capacity, stride, lasts: s.i32(capacity).pointer, scratch: s.f64(frontScratch()).pointer };
    return frontFactor(plan, memory, by, shift, threshold, tiny);
  } finally {
    s.release();
  }
}

/**
 * Factor A − shift·1 with partial pivoting: for what `factorShifted`, which exchanges no rows, cannot do accurately.
 *
 * `order`: the order of the unknowns. Returns the same kind of solver as `factorShifted`. Throws as `factorBanded` does.
 */
export function factorExchanging(A: SparseReal, shift: number, order: Int32Array): Factored {
  const factors = factorBanded(A, { shift, order, threshold: 1 });
  const refined = (b: Float64Array, refinements: number): Float64Array => {
    const x = factors.solve(b);
    for (let r = 0; r < refinements; r++) {
      const image = multiplySparse(A, x);
      const correction = factors.solve(b.map((value, i) => value - (image[i] - shift * x[i])));
      for (let i = 0; i < x.length; i++) x[i] += correction[i];
    }
    return x;
  };
  return {
    solve: (b, refinements = 1) => refined(b, refinements),
    solveTransposed: (b) => factors.solveTransposed(b),
    release: factors.release,
  };
}

/** x + change as an unevaluated pair (x, delta). */
export function addPair(x: Float64Array, delta: Float64Array, change: Float64Array): void {
  const s = openScope();
  try {
    const [high, low, add] = [s.f64(x), s.f64(delta), s.f64(change)];
    addToPair(x.length, high.pointer, low.pointer, add.pointer);
    x.set(high.view());
    delta.set(low.view());
  } finally {
    s.release();
  }
}

/** Largest modulus. */
export function largestOf(v: Float64Array): number {
  let m = 0;
  for (let i = 0; i < v.length; i++) m = Math.max(m, Math.abs(v[i]));
  return m;
}
