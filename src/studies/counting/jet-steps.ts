/** Series of states in the counting fields, carried through tilted maps and flows. */
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import { carryDriven, EVALUATIONS_PER_STEP, seriesDerivative, stepsAlong } from "./driven-flow.ts";
import { seriesOfGroup } from "./group-weights.ts";
import { exponentialWeights, type JetShape, type ScalarJet, zeroJet } from "./jet-algebra.ts";
import { denseExponential, TAYLOR } from "./jet-exponential.ts";
import { type AddImage, addMultiple, addScaledImages, dotFrom, imageOf, ofDense, ofSparse } from "./jet-images.ts";
import { type TiltedProcess, type TiltedStep, type Weighted, weightedSum } from "./tilted-process.ts";

/** A series of states, one vector per kept power; null stands for 0. */
export type StateJet = readonly (Float64Array | null)[];

/** Largest number of coordinates whose tilted exponential is kept as matrices. */
const DENSE = 96;

/** Taylor steps of norm one that a time takes. */
function piecesOf(L: readonly (SparseReal | null)[], time: number): number {
  return Math.max(1, Math.ceil(time * L.reduce((sum, M) => sum + (M ? norm1(M) : 0), 0)));
}

/** Carries series of states through the steps of a process; what a step needs is made once. */
export class JetCarrier {
  readonly process: TiltedProcess;
  readonly shape: JetShape;
  private readonly coefficients: ((SparseReal | null)[] | undefined)[] = [];
  /** The products that make each power. */
  private readonly productsOf: (readonly [number, number])[][];
  private readonly exponentials = new Map<string, readonly (Float64Array | null)[]>();

  constructor(process: TiltedProcess, shape: JetShape) {
    this.process = process;
    this.shape = shape;
    this.productsOf = shape.exponents.map(() => []);
    for (const [i, j, k] of shape.products) this.productsOf[k].push([i, j]);
  }

  /** The series Σ_v e^{s·v} x_v. */
  combined(parts: readonly Weighted<Float64Array>[]): StateJet {
    const out: (Float64Array | null)[] = this.shape.exponents.map(() => null);
    for (const { value, part } of parts) {
      exponentialWeights(this.shape, value).forEach((weight, k) => {
        if (weight === 0) return;
        const target = (out[k] ??= new Float64Array(this.process.n));
        for (let q = 0; q < part.length; q++) target[q] += weight * part[q];
      });
    }
    return out;
  }

  /** The matrices of Σ_v e^{s·v} M_v by powers of s. */
  matrices(step: number): readonly (SparseReal | null)[] {
    let known = this.coefficients[step];
    if (!known) {
      const own = this.process.steps[step];
      const weights = own.values.map((_, g) => seriesOfGroup(own, g, this.shape));
      known = this.shape.exponents.map((_, k) =>
        weightedSum(
          own.matrices,
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
    return this.collect(u, ofDense(this.exponential(step, time)));
  }

  /** A bound on the rate of what the fields count, in their largest quanta. */
  countRate(): number {
    const { shape, process } = this;
    const rates = Array.from({ length: shape.fields }, (_, f) => {
      const M = this.matrices(0)[shape.power(f, 1)];
      const largest = process.steps[0].values.reduce((most, value) => Math.max(most, Math.abs(value[f])), 0);
      return M && largest > 0 ? norm1(M) / largest : 0;
    });
    return Math.max(...rates);
  }

  /** From one time to another; `accepted` sees the series after each step of a driven one, and may replace it. */
  flow(u: StateJet, from: number, to: number, accepted: (u: StateJet) => StateJet = (x) => x): StateJet {
    const { process, shape } = this;
    if (!process.driven) return accepted(this.through(0, u, to - from));
    const [step] = process.steps;
    const y = this.flat(u);
    carryDriven(step, seriesDerivative(step, shape), y, [from, to], process.n, (x) => x.set(this.flat(accepted(this.cut(x)))));
    return this.cut(y);
  }

  private flat(u: StateJet): Float64Array {
    const y = new Float64Array(u.length * this.process.n);
    u.forEach((x, k) => {
      if (x) y.set(x, k * this.process.n);
    });
    return y;
  }

  private cut(y: Float64Array): StateJet {
    const { n } = this.process;
    return this.shape.exponents.map((_, k) => y.slice(k * n, (k + 1) * n));
  }

  /** Can single powers be carried through all steps, without what stands beside them? */
  get separable(): boolean {
    if (this.process.driven) return false;
    return this.process.continuous || this.process.n <= DENSE || this.process.steps.every(({ duration }) => duration === null);
  }

  /** The coefficient of power k after a step, Σ_{i+j=k} M_j u_i; null where it is 0. Separable processes only. */
  coefficient(step: number, u: StateJet, k: number): Float64Array | null {
    const { duration } = this.process.steps[step];
    const add = this.process.continuous || duration === null ? ofSparse(this.matrices(step)) : ofDense(this.exponential(step, duration));
    const out = new Float64Array(this.process.n);
    let any = false;
    for (const [i, j] of this.productsOf[k]) {
      const x = u[i];
      if (x && add(j, x, out)) any = true;
    }
    return any ? out : null;
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

  /** A step at s = 0 on a matrix of states, one per column (row-major, `width` columns): of a generator L₀ D. */
  untiltedOn(step: number, D: Float64Array, width: number): Float64Array {
    const out = new Float64Array(D.length);
    const { duration } = this.process.steps[step];
    if (this.process.continuous || duration === null) {
      const A = this.matrices(step)[0];
      if (!A) return out;
      for (let r = 0; r < A.n; r++) {
        for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
          const [value, from] = [A.values[e], A.columns[e] * width];
          for (let c = 0; c < width; c++) out[r * width + c] += value * D[from + c];
        }
      }
      return out;
    }
    const { n } = this.process;
    const column = new Float64Array(n);
    for (let c = 0; c < width; c++) {
      for (let r = 0; r < n; r++) column[r] = D[r * width + c];
      const image = this.untilted(step, column);
      for (let r = 0; r < n; r++) out[r * width + c] = image[r];
    }
    return out;
  }

  /** All steps of collisions `from` … `to`. */
  throughCollisions(u: StateJet, from: number, to: number): StateJet {
    let state = u;
    for (let n = from; n <= to; n++) for (const step of this.process.stepsOf(n)) state = this.through(step, state);
    return state;
  }

  /** (M u)_k = Σ_{i+j=k} M_j u_i. */
  applied(M: readonly (SparseReal | null)[], u: StateJet): StateJet {
    return this.collect(u, ofSparse(M));
  }

  private collect(u: StateJet, add: AddImage): StateJet {
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
    const { n } = this.process;
    const pieces = piecesOf(L, time);
    const sums = u.map((x) => x?.slice() ?? null);
    let term = u.map(() => new Float64Array(n));
    let next = u.map(() => new Float64Array(n));
    for (let piece = 0; piece < pieces; piece++) {
      let filled = sums.map((x) => x !== null);
      sums.forEach((x, k) => {
        if (x) term[k].set(x);
      });
      for (let m = 1; m <= TAYLOR; m++) {
        const factor = time / pieces / m;
        filled = sums.map((sum, k) => {
          const products = this.productsOf[k].flatMap(([i, j]) => {
            const M = L[j];
            return M && filled[i] ? [{ M, x: term[i] }] : [];
          });
          if (products.length === 0) return false;
          sums[k] = sum ?? new Float64Array(n);
          addScaledImages(products, factor, next[k], sums[k]);
          return true;
        });
        [term, next] = [next, term];
      }
    }
    return sums;
  }

  /** Operations of carrying a series through a step for so long, about; 0 where matrices are kept. */
  operations(step: number, time: number): number {
    const { process, shape } = this;
    if (process.driven) {
      const [own] = process.steps;
      return stepsAlong(own, 0, time) * EVALUATIONS_PER_STEP * 2 * own.matrices.values.length * shape.products.length;
    }
    if (process.n <= DENSE) return 0;
    const L = this.matrices(step);
    return piecesOf(L, time) * TAYLOR * shape.products.reduce((sum, [, j]) => sum + 2 * (L[j]?.values.length ?? 0), 0);
  }

  /** exp(t L(s)) by powers of s as dense matrices: Taylor sums of a fraction of t, then squared. */
  private exponential(step: number, time: number): readonly (Float64Array | null)[] {
    const key = `${step} ${time}`;
    let known = this.exponentials.get(key);
    if (!known) {
      if (this.exponentials.size > 8) this.exponentials.clear();
      this.exponentials.set(key, (known = denseExponential(this.process.n, this.shape, this.matrices(step), time)));
    }
    return known;
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
    const real = t.im[0] === 0;
    for (let k = 0; k < u.length; k++) {
      const own = u[k];
      let sum: Float64Array | null = null;
      if (own) {
        sum = new Float64Array(own.length);
        for (let q = 0; q < own.length; q++) sum[q] = own[q];
      }
      for (; at < this.shape.products.length && this.shape.products[at][2] === k; at++) {
        const [i, j] = this.shape.products[at];
        const x = j === 0 ? null : out[i];
        if (!x || (t.re[j] === 0 && t.im[j] === 0)) continue;
        sum ??= new Float64Array(this.process.n);
        addMultiple(sum, x, -t.re[j], -t.im[j]);
      }
      if (sum && real && t.re[0] !== 1) {
        const factor = t.re[0] / size;
        for (let q = 0; q < sum.length; q++) sum[q] = 0 + factor * sum[q];
      } else if (sum && !real) {
        const scaled = new Float64Array(sum.length);
        addMultiple(scaled, sum, t.re[0] / size, -t.im[0] / size);
        sum = scaled;
      }
      out.push(sum);
    }
    return out;
  }
}
