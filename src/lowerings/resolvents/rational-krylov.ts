/**
 * One factorisation and one Krylov space for all shifts: with K = (σ − M)⁻¹ at one real σ,
 *
 *   (s − M)⁻¹x = K(1 + (s − σ)K)⁻¹x ≈ β V H(1 + (s − σ)H)⁻¹e₁
 *
 * for the Arnoldi basis V and matrix H of K on x/β. The space grows until the values at all shifts stand still; a residual decides whether they
 * may. Shifts that it does not serve are factored by themselves.
 *
 * Source: A. Ruhe, Linear Algebra Appl. 58, 391 (1984); K. Meerbergen, Numer. Linear Algebra Appl. 10, 33 (2003).
 */
import { type BandedFactors, factorBanded } from "../../numerics/banded.ts";
import { envelopeOf, multiplySparse } from "../../numerics/envelope.ts";
import { arnoldiStep } from "../../numerics/krylov.ts";
import { inSchurBasis, resolventOfSchur } from "../../numerics/resolvent.ts";
import { hypot } from "../../numerics/scalar.ts";
import { schur } from "../../numerics/schur.ts";
import { dot, norm } from "../../numerics/vectors.ts";
import type { Lowering } from "../../plan/lowering.ts";
import { type ResolventRequest, type ResolventSolver, resolventRequest, sizeOf } from "../../plan/resolvent-request.ts";
import { bandBytes, factorsPerShift, widthOf } from "./factors-per-shift.ts";

/** Vectors between two looks at the values, and most of them. */
const GROWTH = 24;
const MOST = 240;
/** Vectors that a price counts. */
const TYPICAL = 120;
/** Change of the values, relative to their largest, and residual relative to x, that count as none. */
const STILL = 1e-12;
const TRUSTED = 1e-9;
const RATE = 3e9;
/** Parts below this size are brought to Schur form or factored as cheaply. */
const SMALLEST = 200;

export const rationalKrylov: Lowering<ResolventRequest, ResolventSolver> = {
  name: "one Krylov space",
  fits(request) {
    const { matrix, shifts, undamped, x } = request;
    if (undamped) return { refused: "modes that do not decay are projected on" };
    if (matrix.n < SMALLEST) return { refused: `the part has ${matrix.n} coordinates, ${SMALLEST} is the least` };
    const { flops: factors, first } = envelopeOf(matrix, request.order());
    const starts = partsOf(x).length;
    const width = Math.sqrt(factors / Math.max(1, 2 * matrix.n));
    const products = TYPICAL * (6 * width * matrix.n + 8 * TYPICAL * matrix.n);
    const small = 25 * TYPICAL * TYPICAL * TYPICAL + (shifts.length / 2) * 2 * TYPICAL * TYPICAL;
    const flops = 2 * factors + starts * (products + 2 * small);
    const bytes = 8 * MOST * matrix.n + bandBytes(matrix.n, widthOf(first));
    return { seconds: flops / RATE + 1e-3, flops: flops / (shifts.length / 2), bytes, about: true, error: STILL };
  },
  bind: (request) => ({ values: () => solveAll(request) }),
};

/** The real and the imaginary part of x that are there, each with its factor. */
function partsOf(x: Float64Array): { readonly start: Float64Array; readonly imaginary: boolean }[] {
  return [false, true]
    .map((imaginary) => ({ imaginary, start: Float64Array.from({ length: x.length / 2 }, (_, q) => x[2 * q + (imaginary ? 1 : 0)]) }))
    .filter(({ start }) => start.some((value) => value !== 0));
}

function solveAll(request: ResolventRequest): Float64Array {
  const { matrix, shifts } = request;
  const sigma = poleOf(request);
  const factors = factorBanded(matrix, { order: request.order(), shift: sigma, threshold: 0.5 });
  try {
    const out = new Float64Array(shifts.length);
    for (const { start, imaginary } of partsOf(request.x)) {
      const values = new Space(request, factors, sigma, start).values();
      if (!values) return alone(request);
      for (let e = 0; e < out.length; e += 2) {
        out[e] += imaginary ? -values[e + 1] : values[e];
        out[e + 1] += imaginary ? values[e] : values[e + 1];
      }
    }
    return out;
  } finally {
    factors.release();
  }
}

/** Every shift by itself. */
function alone({ matrix, stationary, x, functional, shifts }: ResolventRequest): Float64Array {
  const again = resolventRequest({ matrix, stationary, undamped: null, x, functional, shifts });
  return factorsPerShift.bind(again, null as never).values();
}

/** A pole to the right of all eigenvalues, as far away as the furthest shift. */
function poleOf({ matrix, shifts }: ResolventRequest): number {
  let furthest = 0;
  for (let e = 0; e < shifts.length; e += 2) furthest = Math.max(furthest, hypot(shifts[e], shifts[e + 1]));
  return Math.max(furthest, 1e-3 * sizeOf(matrix));
}

/** The Krylov space of one real start. */
class Space {
  private readonly basis: Float64Array[];
  private readonly columns: Float64Array[] = [];
  private readonly beta: number;
  /** Shifts of H: −1/(s − σ). */
  private readonly inverse: Float64Array;

  constructor(
    private readonly request: ResolventRequest,
    private readonly factors: BandedFactors,
    sigma: number,
    private readonly start: Float64Array,
  ) {
    this.beta = norm(start);
    this.basis = [start.map((value) => value / this.beta)];
    this.inverse = request.shifts.map((_, e, shifts) => {
      const k = e - (e % 2);
      const [x, y] = [shifts[k] - sigma, shifts[k + 1]];
      const size = x * x + y * y;
      return e % 2 === 0 ? -x / size : y / size;
    });
  }

  /** The values at all shifts; null where the space does not settle. */
  values(): Float64Array | null {
    let before: Float64Array | null = null;
    for (let m = GROWTH; m <= MOST; m += GROWTH) {
      const closed = this.grow(m);
      const now = this.read();
      if (closed || (before && change(before, now) <= STILL)) return this.holds() ? now : null;
      before = now;
    }
    return null;
  }

  /** K v = (σ − M)⁻¹v, kept free of the stationary state. */
  private readonly apply = (v: Float64Array, out: Float64Array): void => {
    const y = this.factors.solve(v);
    const { stationary } = this.request;
    const share = stationary ? dot(stationary.left, y) : 0;
    for (let q = 0; q < out.length; q++) out[q] = (stationary ? share * stationary.right[q] : 0) - y[q];
  };

  /** Grow to m vectors; true where the space is closed. */
  private grow(m: number): boolean {
    while (this.columns.length < m) {
      const { column, rest, image } = arnoldiStep(this.apply, this.basis, 2);
      const length = column[this.columns.length + 1];
      this.columns.push(column);
      if (length <= 1e-14 * image) return true;
      this.basis.push(rest.map((value) => value / length));
    }
    return false;
  }

  private hessenberg(): { readonly m: number; readonly H: Float64Array } {
    const m = this.columns.length;
    const H = new Float64Array(m * m);
    this.columns.forEach((column, j) => {
      for (let i = 0; i < Math.min(m, column.length); i++) H[i * m + j] = column[i];
    });
    return { m, H };
  }

  /** β (Vᵀf) H(1 + (s − σ)H)⁻¹e₁ = −β/(s − σ) · (Vᵀf)(w − H)⁻¹H e₁ with w = −1/(s − σ). */
  private read(): Float64Array {
    const { m, H } = this.hessenberg();
    const { functional } = this.request;
    const first = new Float64Array(2 * m);
    for (let i = 0; i < m; i++) first[2 * i] = H[i * m];
    const f = new Float64Array(2 * m);
    for (let i = 0; i < m; i++) {
      const v = this.basis[i];
      for (let q = 0; q < v.length; q++) {
        f[2 * i] += functional[2 * q] * v[q];
        f[2 * i + 1] += functional[2 * q + 1] * v[q];
      }
    }
    const { T, Z } = schur(m, H);
    const values = resolventOfSchur(m, T, inSchurBasis(m, Z, first), inSchurBasis(m, Z, f), this.inverse);
    return this.scaled(values);
  }

  /** Times β w = −β/(s − σ). */
  private scaled(values: Float64Array): Float64Array {
    const { inverse, beta } = this;
    return values.map((_, e) => {
      const k = e - (e % 2);
      const [x, y, u, v] = [values[k], values[k + 1], inverse[k], inverse[k + 1]];
      return beta * (e % 2 === 0 ? x * u - y * v : x * v + y * u);
    });
  }

  /** Whether (s − M)y = x holds at the first, the middle and the last shift. */
  private holds(): boolean {
    const count = this.request.shifts.length / 2;
    return [0, count >> 1, count - 1].every((k) => this.residual(k) <= TRUSTED);
  }

  private residual(k: number): number {
    const { matrix, shifts } = this.request;
    const { m, H } = this.hessenberg();
    const { T, Z } = schur(m, H);
    const first = new Float64Array(2 * m);
    for (let i = 0; i < m; i++) first[2 * i] = H[i * m];
    const start = inSchurBasis(m, Z, first);
    const one = this.inverse.slice(2 * k, 2 * k + 2);
    const [re, im] = [new Float64Array(matrix.n), new Float64Array(matrix.n)];
    for (let i = 0; i < m; i++) {
      const unit = new Float64Array(2 * m);
      unit[2 * i] = 1;
      const [x, y] = resolventOfSchur(m, T, start, inSchurBasis(m, Z, unit), one);
      const [p, q] = [this.beta * (x * one[0] - y * one[1]), this.beta * (x * one[1] + y * one[0])];
      const v = this.basis[i];
      for (let j = 0; j < v.length; j++) {
        re[j] += p * v[j];
        im[j] += q * v[j];
      }
    }
    const [Mre, Mim] = [multiplySparse(matrix, re), multiplySparse(matrix, im)];
    const [s, t] = [shifts[2 * k], shifts[2 * k + 1]];
    let worst = 0;
    for (let j = 0; j < matrix.n; j++) {
      const a = this.start[j] - (s * re[j] - t * im[j] - Mre[j]);
      const b = s * im[j] + t * re[j] - Mim[j];
      worst = Math.max(worst, hypot(a, b));
    }
    return worst / this.beta;
  }
}

/** The largest change over the largest value. */
function change(before: Float64Array, now: Float64Array): number {
  let [difference, largest] = [0, 0];
  for (let e = 0; e < now.length; e++) {
    difference = Math.max(difference, Math.abs(now[e] - before[e]));
    largest = Math.max(largest, Math.abs(now[e]));
  }
  return largest === 0 ? 0 : difference / largest;
}
