/** Exponentials e^{At}x of a sparse real matrix by Taylor series: one series serves every time within a step. */
import { norm1, type SparseReal } from "../../numerics/envelope.ts";

/** ‖A‖₁h of a step at most: what cancels in the series costs two digits of sixteen. */
const REACH = 4;
/** Terms of the series: the next one is below 1e-18 of the state. */
const ORDER = 34;

/** Steps of x′ = Ax. */
export class SeriesSteps {
  readonly n: number;
  /** Length of a step, a power of two. */
  readonly h: number;
  private readonly A: SparseReal;
  private readonly terms: readonly Float64Array[];
  private readonly slope: Float64Array;

  constructor(A: SparseReal) {
    this.n = A.n;
    this.A = A;
    this.h = powerBelow(REACH / Math.max(norm1(A), 1e-9));
    this.terms = Array.from({ length: ORDER + 1 }, () => new Float64Array(A.n));
    this.slope = new Float64Array(A.n);
  }

  /** Begin a step at x; `at` evaluates it. */
  begin(x: Float64Array): void {
    const { terms, h } = this;
    terms[0].set(x);
    for (let k = 1; k <= ORDER; k++) multiply(this.A, terms[k - 1], terms[k], h / k);
  }

  /** out ← e^{Aτ}x for τ from 0 to h after the beginning. */
  at(tau: number, out: Float64Array): void {
    const { terms, n } = this;
    const s = tau / this.h;
    out.set(terms[ORDER]);
    for (let k = ORDER - 1; k >= 0; k--) {
      const term = terms[k];
      for (let r = 0; r < n; r++) out[r] = out[r] * s + term[r];
    }
  }

  /** A·y, valid until the next call. */
  derivative(y: Float64Array): Float64Array {
    multiply(this.A, y, this.slope, 1);
    return this.slope;
  }
}

function multiply({ n, rowStart, columns, values }: SparseReal, x: Float64Array, out: Float64Array, factor: number): void {
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * x[columns[e]];
    out[r] = sum * factor;
  }
}

/** The largest power of two that is not above a number. */
function powerBelow(most: number): number {
  let power = 1;
  while (power > most) power /= 2;
  while (2 * power <= most) power *= 2;
  return power;
}
