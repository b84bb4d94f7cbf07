/** Exponentials e^{At}x of one real matrix for any t: powers of two of one propagator, and a Taylor series within the smallest. */
import { denseOf, norm1, type SparseReal } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import { realProductInto } from "../../numerics/product.ts";
import { applyDense } from "./record-walk.ts";

/** Powers of two above the smallest step. */
export const TOP = 10;
/** Terms of the Taylor series: with ‖A‖₁h ≤ ¼ the next one is below 1e-17. */
export const ORDER = 12;

/** Steps h·2^l of x′ = Ax. */
export class DyadicSteps {
  readonly n: number;
  /** The smallest step, a power of two. */
  readonly h: number;
  private readonly A: SparseReal;
  private readonly powers: Float64Array[];
  private readonly series: readonly Float64Array[];
  private readonly other: Float64Array;

  constructor(A: SparseReal) {
    const { n } = A;
    this.n = n;
    this.A = A;
    this.h = powerBelow(0.25 / Math.max(norm1(A), 1e-300));
    const dense = denseOf(A);
    const { h } = this;
    this.powers = [
      expmReal(
        n,
        dense.map((value) => value * h),
      ),
    ];
    this.series = Array.from({ length: ORDER + 1 }, () => new Float64Array(n));
    this.other = new Float64Array(n);
  }

  /** Duration of a step of this level. */
  duration(level: number): number {
    let duration = this.h;
    for (let l = 0; l < level; l++) duration *= 2;
    return duration;
  }

  /** out ← e^{A·h·2^level} x. */
  step(level: number, x: Float64Array, out: Float64Array): void {
    const { n, powers } = this;
    while (powers.length <= level) {
      const last = powers[powers.length - 1];
      const next = new Float64Array(n * n);
      realProductInto(n, n, n, last, last, next);
      powers.push(next);
    }
    applyDense(powers[level], x, out);
  }

  /** The vectors A^k x/k!, valid until the next call. */
  taylor(x: Float64Array): readonly Float64Array[] {
    const { rowStart, columns, values, n } = this.A;
    this.series[0].set(x);
    for (let k = 1; k <= ORDER; k++) {
      const [from, to] = [this.series[k - 1], this.series[k]];
      for (let r = 0; r < n; r++) {
        let sum = 0;
        for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * from[columns[e]];
        to[r] = sum / k;
      }
    }
    return this.series;
  }

  /** x ← e^{A·t} x for any t ≥ 0. */
  evolve(x: Float64Array, t: number): void {
    let left = t;
    for (let level = TOP; level >= 0; level--) {
      const duration = this.duration(level);
      while (left >= duration) {
        this.step(level, x, this.other);
        x.set(this.other);
        left -= duration;
      }
    }
    if (left > 0) sumSeries(this.taylor(x), left, x);
  }
}

/** out ← Σ_k τ^k v_k by Horner's rule. */
export function sumSeries(series: readonly Float64Array[], tau: number, out: Float64Array): void {
  for (let r = 0; r < out.length; r++) {
    let sum = 0;
    for (let k = ORDER; k >= 0; k--) sum = sum * tau + series[k][r];
    out[r] = sum;
  }
}

/** The largest power of two that is not above a number. */
function powerBelow(most: number): number {
  let power = 1;
  while (power > most) power /= 2;
  while (2 * power <= most && power < 1e12) power *= 2;
  return power;
}
