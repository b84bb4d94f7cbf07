/** Sparse real systems to full precision: a regular system, and the normalised null vector of a singular one. */
import { residualSparse } from "../../bindings/linear.ts";
import { scope } from "../../bindings/memory.ts";
import { wrongValue } from "../errors.ts";
import { addPair, type BandedFactors, type BandedOptions, factorBanded, largestOf } from "./banded.ts";
import { estimateOneNorm } from "./condition.ts";
import { norm1, type SparseReal } from "./envelope.ts";
import { realArray } from "./lu.ts";
import { dot } from "./vectors.ts";

const EPSILON = 2.220446049250313e-16;
const REFINEMENTS = 40;
/**
 * Null vectors are found with the factors of M − s‖M‖₁, s this number. The factors of M itself would be useless where an unknown that is
 * eliminated last is tiny in the null vector (a population far out in the tail): its pivot is rounding alone. The shift bounds every
 * amplification by 1/s, and refinement takes its effect away, a factor s/gap per step.
 */
const NULL_SHIFT = 1e-13;

/** A solution and how far to trust it. */
export interface SparseSolution {
  readonly x: Float64Array;
  /** ‖b − M x‖∞ / (‖M‖₁ ‖x‖∞), formed in doubled precision. */
  readonly residual: number;
  /** Estimate of the 1-norm condition number; null when it was not asked for. */
  readonly condition: number | null;
  /** Steps of refinement that were taken. */
  readonly refinements: number;
}

/** Options of a sparse solve. */
export interface SparseOptions extends BandedOptions {
  /** Estimate the condition number (about ten more solves). The default is true. */
  readonly condition?: boolean;
}

/** A correction of x from the residual of its equation. */
type Correct = (residual: Float64Array, x: Float64Array, delta: Float64Array) => Float64Array;

/** Refine x in place until the correction stops shrinking or falls below rounding. Returns the steps taken. */
function refine(factors: Pick<BandedFactors, "residual">, b: Float64Array, x: Float64Array, correct: Correct): number {
  const delta = new Float64Array(x.length);
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < REFINEMENTS; step++) {
    const change = correct(factors.residual(b, x, delta), x, delta);
    const size = largestOf(change);
    if (!(size < 0.5 * last)) return step;
    addPair(x, delta, change);
    last = size;
    if (size <= 0.25 * EPSILON * largestOf(x)) return step + 1;
  }
  return REFINEMENTS;
}

function relativeResidual(factors: BandedFactors, b: Float64Array, x: Float64Array): number {
  const scale = factors.norm * largestOf(x);
  return scale === 0 ? 0 : largestOf(factors.residual(b, x, new Float64Array(x.length))) / scale;
}

/**
 * Solve a sparse real system to full precision.
 *
 *   M x = b
 *
 * LU with row exchanges inside the variable band of reverse Cuthill–McKee order, then refinement with residuals in doubled precision: x is
 * right to rounding while the condition is below about 1e15.
 *
 * `M`: n × n by rows. `b`: n. Returns x with its residual, its condition and the refinements taken.
 * Throws RangeError when M is singular to rounding, or when an entry is not finite.
 */
export function solveSparse(M: SparseReal, b: Float64Array, options: SparseOptions = {}): SparseSolution {
  realArray("b", b, M.n);
  const factors = factorBanded(M, options);
  try {
    if (factors.replaced > 0)
      throw wrongValue("M", "be invertible", null, "Use `nullVector` for its kernel.", `${factors.replaced} pivots vanish`);
    const x = factors.solve(b);
    const refinements = refine(factors, b, x, (r) => factors.solve(r));
    const through = (map: (v: Float64Array) => Float64Array) => (v: Float64Array) => v.set(map(v));
    const condition =
      options.condition === false
        ? null
        : factors.norm *
          estimateOneNorm({ n: M.n, parts: 1, apply: through(factors.solve), applyAdjoint: through(factors.solveTransposed) });
    return { x, residual: relativeResidual(factors, b, x), condition, refinements };
  } finally {
    factors.release();
  }
}

/**
 * Bring an approximate null vector of M to full precision, with residuals in doubled precision.
 *
 * `solve` applies (M − σ)⁻¹ for a small σ > 0: each step takes what other modes are left in x down by σ/gap. Components far below the
 * largest one become right to rounding too, where plain residuals leave an error of rounding × condition.
 * Returns the refined vector; a step that does not shrink ends the refinement.
 */
export function refineNullVector(M: SparseReal, start: Float64Array, solve: (b: Float64Array) => Float64Array): Float64Array {
  const x = start.slice();
  const zero = new Float64Array(M.n);
  scope((s) => {
    const [rowStart, columns, values] = [s.i32(M.rowStart), s.i32(M.columns), s.f64(M.values)];
    const [b, high, low, r] = [s.f64(M.n), s.f64(M.n), s.f64(M.n), s.f64(M.n)];
    const residual: BandedFactors["residual"] = (_, value, delta) => {
      high.view().set(value);
      low.view().set(delta);
      residualSparse(M.n, rowStart.pointer, columns.pointer, values.pointer, high.pointer, low.pointer, b.pointer, r.pointer);
      return r.view().slice();
    };
    refine({ residual }, zero, x, solve);
  });
  return x;
}

/**
 * The bordered system of a matrix M with a one-dimensional kernel,
 *
 *   ⎛ M   b ⎞ ⎛ x ⎞   ⎛ f ⎞
 *   ⎝ cᵀ  0 ⎠ ⎝ μ ⎠ = ⎝ g ⎠ ,      b along the left null vector,
 *
 * which is regular although M is not. It is solved with the factors of (a shifted) M alone, once from the left and once from the right.
 * Source: Govaerts, Pryce, IMA J. Numer. Anal. 13, 161 (1993), doi:10.1093/imanum/13.2.161 (mixed block elimination).
 */
class Bordered {
  readonly b: Float64Array;
  readonly c: Float64Array;
  private readonly factors: BandedFactors;
  /** M⁻ᵀ c, along the left null vector; and M⁻¹ b, along the null vector. */
  private readonly left: Float64Array;
  readonly right: Float64Array;

  constructor(factors: BandedFactors, c: Float64Array) {
    this.factors = factors;
    this.c = c;
    this.left = factors.solveTransposed(c);
    const size = (factors.norm || 1) / largestOf(this.left);
    this.b = this.left.map((v) => v * size);
    this.right = factors.solve(this.b);
  }

  solve(f: Float64Array, g: number): { x: Float64Array; mu: number } {
    const { b, c, left, right } = this;
    const y1 = (g - dot(left, f)) / -dot(left, b);
    const w = this.factors.solve(f.map((v, i) => v - b[i] * y1));
    const y2 = (g - dot(c, w)) / -dot(c, right);
    for (let i = 0; i < w.length; i++) w[i] -= right[i] * y2;
    return { x: w, mu: y1 + y2 };
  }

  /** Solve the transposed system, in which left and right change places. */
  solveTransposed(f: Float64Array, g: number): { x: Float64Array; mu: number } {
    const { b, c, left, right } = this;
    const y1 = (g - dot(right, f)) / -dot(right, c);
    const w = this.factors.solveTransposed(f.map((v, i) => v - c[i] * y1));
    const y2 = (g - dot(b, w)) / -dot(b, left);
    for (let i = 0; i < w.length; i++) w[i] -= left[i] * y2;
    return { x: w, mu: y1 + y2 };
  }

  /** Estimate of its 1-norm condition number. */
  condition(): number {
    const { n, norm } = this.factors;
    const through = (map: (f: Float64Array, g: number) => { x: Float64Array; mu: number }) => (v: Float64Array) => {
      const { x, mu } = map(v.subarray(0, n), v[n]);
      v.set(x);
      v[n] = mu;
    };
    const inverse = estimateOneNorm({
      n: n + 1,
      parts: 1,
      apply: through((f, g) => this.solve(f, g)),
      applyAdjoint: through((f, g) => this.solveTransposed(f, g)),
    });
    const border = this.b.reduce((sum, v) => sum + Math.abs(v), 0);
    return Math.max(norm + largestOf(this.c), border) * inverse;
  }
}

/**
 * Find the null vector of a singular sparse real matrix under a linear normalisation.
 *
 *   M x = 0,   c·x = 1
 *
 * Inverse iteration on the factors of M, then refinement of the bordered system with residuals in doubled precision.
 *
 * `M`: n × n by rows, with a one-dimensional kernel. `c`: n, with c·x ≠ 0 on the kernel (for a master equation: the trace).
 * Returns x; `residual` = ‖M x‖∞ / (‖M‖₁ ‖x‖∞), which is not small when M has no kernel; `condition` of the bordered system, which
 * exceeds 1e12 when the kernel has more than one dimension.
 * Throws RangeError when c vanishes on the null vector to rounding, or when an entry is not finite.
 */
export function nullVector(M: SparseReal, c: Float64Array, options: SparseOptions = {}): SparseSolution {
  realArray("c", c, M.n);
  if (M.n === 0 || largestOf(c) === 0) throw wrongValue("c", "not vanish", null, "", "all its entries are 0");
  const shifted = nullVectorWith(M, c, NULL_SHIFT * norm1(M), options);
  if (shifted.residual <= EPSILON) return shifted;
  // the gap is below the shift: the factors of M itself may still do
  const bare = nullVectorWith(M, c, 0, options);
  return bare.residual < shifted.residual ? bare : shifted;
}

function nullVectorWith(M: SparseReal, c: Float64Array, shift: number, options: SparseOptions): SparseSolution {
  const factors = factorBanded(M, { ...options, shift });
  try {
    const bordered = new Bordered(factors, c);
    const x = normalised(bordered);
    const zero = new Float64Array(M.n);
    const refinements = refine(factors, zero, x, (r, high, low) => bordered.solve(r, 1 - dot(c, high) - dot(c, low)).x);
    const condition = options.condition === false ? null : bordered.condition();
    return { x, residual: relativeResidual(factors, zero, x), condition, refinements };
  } finally {
    factors.release();
  }
}

function normalised({ right, c }: Bordered): Float64Array {
  const norm = dot(c, right);
  if (!(Math.abs(norm) > EPSILON * largestOf(right) * largestOf(c))) {
    throw wrongValue(
      "c",
      "not vanish on the null vector",
      null,
      "Normalise by the trace.",
      `c·x is ${norm} for a vector of size ${largestOf(right)}`,
    );
  }
  return right.map((v) => v / norm);
}
