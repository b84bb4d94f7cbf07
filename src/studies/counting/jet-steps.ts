/** Series of states in the counting fields, carried through tilted maps and flows. */
import { multiplySparse, norm1, type SparseReal } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import { realProductInto } from "../../numerics/product.ts";
import { exponentialWeights, type JetShape, type ScalarJet, zeroJet } from "./jet-algebra.ts";
import { type TiltedProcess, type TiltedStep, type Weighted, weightedSum } from "./tilted-process.ts";

/** A series of states, one vector per kept power; null stands for 0. */
export type StateJet = readonly (Float64Array | null)[];

/** Largest number of coordinates whose tilted exponential is kept as matrices. */
const DENSE = 96;

/** Carries series of states through the steps of a process; what a step needs is made once. */
export class JetCarrier {
  readonly process: TiltedProcess;
  readonly shape: JetShape;
  private readonly coefficients: ((SparseReal | null)[] | undefined)[] = [];
  private readonly exponentials = new Map<string, (Float64Array | null)[]>();

  constructor(process: TiltedProcess, shape: JetShape) {
    this.process = process;
    this.shape = shape;
  }

  /** The series Σ_v e^{s·v} x_v. */
  combined(parts: readonly Weighted<Float64Array>[]): Float64Array[] {
    const out = this.shape.exponents.map(() => new Float64Array(this.process.n));
    for (const { value, part } of parts) {
      exponentialWeights(this.shape, value).forEach((weight, k) => {
        if (weight !== 0) part.forEach((x, q) => (out[k][q] += weight * x));
      });
    }
    return out;
  }

  /** The matrices of Σ_v e^{s·v} M_v by powers of s. */
  matrices(step: number): readonly (SparseReal | null)[] {
    let known = this.coefficients[step];
    if (!known) {
      const { matrices, values } = this.process.steps[step];
      const weights = values.map((value) => exponentialWeights(this.shape, value));
      known = this.shape.exponents.map((_, k) =>
        weightedSum(
          matrices,
          weights.map((w) => w[k]),
        ),
      );
      this.coefficients[step] = known;
    }
    return known;
  }

  /** One step; `duration` replaces that of a flow. */
  through(step: number, u: StateJet, duration?: number): StateJet {
    const own: TiltedStep = this.process.steps[step];
    const time = duration ?? own.duration;
    if (time === null) return this.applied(this.matrices(step), u);
    if (time === 0) return u;
    if (this.process.n > DENSE) return this.flowed(this.matrices(step), u, time);
    const E = this.exponential(step, time);
    return this.collect(u, (j, x, out) => {
      const M = E[j];
      if (!M) return false;
      const n = x.length;
      for (let r = 0; r < n; r++) {
        let sum = 0;
        for (let c = 0; c < n; c++) sum += M[r * n + c] * x[c];
        out[r] += sum;
      }
      return true;
    });
  }

  /** One step at s = 0 on one state; of a generator L₀ x itself where `duration` is left out. */
  untilted(step: number, x: Float64Array): Float64Array {
    const { duration } = this.process.steps[step];
    if (this.process.continuous || duration === null) return imageOf(this.matrices(step)[0], x);
    return this.through(
      step,
      this.shape.exponents.map((_, k) => (k === 0 ? x : null)),
    )[0] as Float64Array;
  }

  /** All steps of collisions `from` … `to`. */
  throughCollisions(u: StateJet, from: number, to: number): StateJet {
    let state = u;
    for (let n = from; n <= to; n++) for (const step of this.process.stepsOf(n)) state = this.through(step, state);
    return state;
  }

  /** (M u)_k = Σ_{i+j=k} M_j u_i. */
  applied(M: readonly (SparseReal | null)[], u: StateJet): StateJet {
    return this.collect(u, (j, x, out) => {
      const A = M[j];
      if (!A) return false;
      for (let r = 0; r < A.n; r++) {
        let sum = 0;
        for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) sum += A.values[e] * x[A.columns[e]];
        out[r] += sum;
      }
      return true;
    });
  }

  private collect(u: StateJet, add: (j: number, x: Float64Array, out: Float64Array) => boolean): StateJet {
    const out: (Float64Array | null)[] = new Array(u.length).fill(null);
    for (const [i, j, k] of this.shape.products) {
      const x = u[i];
      if (!x) continue;
      const target = out[k] ?? new Float64Array(x.length);
      if (add(j, x, target)) out[k] = target;
    }
    return out;
  }

  /** exp(t L) u by Taylor steps of norm one. */
  private flowed(L: readonly (SparseReal | null)[], u: StateJet, time: number): StateJet {
    const size = time * L.reduce((sum, M) => sum + (M ? norm1(M) : 0), 0);
    const pieces = Math.max(1, Math.ceil(size));
    let state = u;
    for (let piece = 0; piece < pieces; piece++) {
      const sum: (Float64Array | null)[] = state.map((x) => x?.slice() ?? null);
      let term: StateJet = state;
      for (let m = 1; m <= TAYLOR; m++) {
        const factor = time / pieces / m;
        term = this.applied(L, term).map((x) => x?.map((value) => factor * value) ?? null);
        term.forEach((x, k) => {
          if (x) sum[k] = sum[k]?.map((value, q) => value + x[q]) ?? x;
        });
      }
      state = sum;
    }
    return state;
  }

  /** exp(t L(s)) by powers of s as dense matrices: Taylor sums of a fraction of t, then squared. */
  private exponential(step: number, time: number): readonly (Float64Array | null)[] {
    const key = `${step} ${time}`;
    let known = this.exponentials.get(key);
    if (!known) {
      if (this.exponentials.size > 8) this.exponentials.clear();
      this.exponentials.set(key, (known = this.denseExponential(this.matrices(step), time)));
    }
    return known;
  }

  private denseExponential(L: readonly (SparseReal | null)[], time: number): (Float64Array | null)[] {
    const { n } = this.process;
    const dense = L.map((M) => (M ? denseScaled(M, time) : null));
    if (dense.every((M, k) => k === 0 || !M)) return dense.map((M, k) => (k === 0 ? expmReal(n, M ?? new Float64Array(n * n)) : null));
    let size = L.reduce((sum, M) => sum + (M ? time * norm1(M) : 0), 0);
    let squarings = 0;
    for (; size > 0.5; size /= 2) squarings++;
    let scale = 1;
    for (let k = 0; k < squarings; k++) scale /= 2;
    const A = dense.map((M) => M?.map((value) => value * scale) ?? null);
    let term: (Float64Array | null)[] = A.map((_, k) => (k === 0 ? identityOf(n) : null));
    let sum: (Float64Array | null)[] = term.map((M) => M?.slice() ?? null);
    for (let m = 1; m <= TAYLOR; m++) {
      term = this.product(A, term, 1 / m);
      sum = sum.map((M, k) => (M && term[k] ? M.map((value, e) => value + (term[k] as Float64Array)[e]) : (M ?? term[k])));
    }
    for (let k = 0; k < squarings; k++) sum = this.product(sum, sum, 1);
    return sum;
  }

  private product(A: readonly (Float64Array | null)[], B: readonly (Float64Array | null)[], factor: number): (Float64Array | null)[] {
    const { n } = this.process;
    const out: (Float64Array | null)[] = new Array(A.length).fill(null);
    const one = new Float64Array(n * n);
    for (const [i, j, k] of this.shape.products) {
      const [left, right] = [A[i], B[j]];
      if (!left || !right) continue;
      realProductInto(n, n, n, left, right, one);
      const target = (out[k] ??= new Float64Array(n * n));
      for (let e = 0; e < one.length; e++) target[e] += factor * one[e];
    }
    return out;
  }

  /** The scalar series that a functional reads: complex where states are. */
  read(f: Float64Array, u: StateJet): ScalarJet {
    const out = zeroJet(this.shape);
    u.forEach((x, k) => {
      if (!x) return;
      out.re[k] = dotFrom(f, x, 0);
      if (this.process.complex) out.im[k] = dotFrom(f, x, f.length);
    });
    return out;
  }

  /** u/t. */
  divided(u: StateJet, t: ScalarJet): StateJet {
    const out: (Float64Array | null)[] = [];
    const size = t.re[0] * t.re[0] + t.im[0] * t.im[0];
    let at = 0;
    for (let k = 0; k < u.length; k++) {
      let sum: Float64Array | null = u[k]?.slice() ?? null;
      for (; at < this.shape.products.length && this.shape.products[at][2] === k; at++) {
        const [i, j] = this.shape.products[at];
        const x = j === 0 ? null : out[i];
        if (!x || (t.re[j] === 0 && t.im[j] === 0)) continue;
        sum ??= new Float64Array(this.process.n);
        addMultiple(sum, x, -t.re[j], -t.im[j]);
      }
      if (sum && (t.re[0] !== 1 || t.im[0] !== 0)) {
        const scaled = new Float64Array(sum.length);
        addMultiple(scaled, sum, t.re[0] / size, -t.im[0] / size);
        sum = scaled;
      }
      out.push(sum);
    }
    return out;
  }
}

/** Terms of a Taylor sum of norm one at most, to rounding. */
const TAYLOR = 18;

function identityOf(n: number): Float64Array {
  const M = new Float64Array(n * n);
  for (let i = 0; i < n; i++) M[i * n + i] = 1;
  return M;
}

function denseScaled({ n, rowStart, columns, values }: SparseReal, factor: number): Float64Array {
  const M = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) M[r * n + columns[e]] = factor * values[e];
  return M;
}

function dotFrom(f: Float64Array, x: Float64Array, from: number): number {
  let sum = 0;
  for (let q = 0; q < f.length; q++) sum += f[q] * x[from + q];
  return sum;
}

/** Add (re + i·im)·x to `sum`; im is 0 for real states. */
function addMultiple(sum: Float64Array, x: Float64Array, re: number, im: number): void {
  if (im === 0) {
    for (let q = 0; q < x.length; q++) sum[q] += re * x[q];
    return;
  }
  const n = x.length / 2;
  for (let q = 0; q < n; q++) {
    sum[q] += re * x[q] - im * x[n + q];
    sum[n + q] += re * x[n + q] + im * x[q];
  }
}

/** M x for a matrix that may be absent. */
export function imageOf(M: SparseReal | null, x: Float64Array): Float64Array {
  return M ? multiplySparse(M, x) : new Float64Array(x.length);
}
