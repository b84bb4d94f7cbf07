/** One connected part of an operand's equation: what does not decay is found, given as lines, and taken out before the rest is solved for. */
import { resolventLowerings } from "../lowerings/resolvents/index.ts";
import { type ComplexPairs, complexStructure, type RealPairs } from "../numerics/complex-structure.ts";
import { eigReal } from "../numerics/eig.ts";
import { norm1, type SparseReal } from "../numerics/envelope.ts";
import { scope } from "../numerics/memory.ts";
import { atan2, hypot, log } from "../numerics/scalar.ts";
import { type SchurForm, schur, valuesOfForm } from "../numerics/schur.ts";
import { type ComplexSchurForm, schurComplex } from "../numerics/schur-complex.ts";
import { once } from "../once.ts";
import { choose } from "../plan/choose.ts";
import {
  movedStationary,
  type ResolventRequest,
  type ResolventSolver,
  resolventRequest,
  type StationaryPair,
} from "../plan/resolvent-request.ts";

/** What of a correlation never decays: e^{i·at·τ} times a weight. */
export interface UndampedLine {
  /** Frequency; of a map the phase per step. */
  readonly at: number;
  readonly weight: readonly [number, number];
}

/** Largest part that is searched for modes that do not decay. */
const SEARCHED = 800;
/** Rates below this times ‖M‖₁ count as no decay. */
const STILL = 1e-12;

/** One connected part, with what does not decay taken out of its operand. */
export class DecayingPart {
  readonly lines: UndampedLine[] = [];
  readonly start: readonly [number, number];
  private readonly form: () => SchurForm;
  private readonly complex: { readonly pairs: ComplexPairs; readonly schur: () => ComplexSchurForm } | null;
  private undamped: Float64Array | null = null;
  private x: Float64Array;

  constructor(
    kind: "generator" | "collisions",
    private readonly matrix: SparseReal,
    x: Float64Array,
    private readonly functional: Float64Array,
    private readonly stationary: StationaryPair | null,
    private readonly primitive: boolean,
    pairs: RealPairs | null,
    warnings: string[],
  ) {
    this.x = x;
    this.complex = stationary ? null : complexOf(matrix, pairs);
    if (stationary) this.takeStationary(stationary);
    this.form = once(() => schur(matrix.n, movedStationary(matrix, stationary)));
    if (matrix.n <= SEARCHED && !primitive) this.takeUndamped(kind);
    else if (!primitive)
      warnings.push(`Oscillations that do not decay were not looked for among the ${matrix.n} coordinates that the operand reaches.`);
    this.start = paired(functional, this.x);
  }

  private takeStationary({ left, right }: StationaryPair): void {
    let [re, im] = [0, 0];
    left.forEach((l, q) => {
      re += l * this.x[2 * q];
      im += l * this.x[2 * q + 1];
    });
    if (re === 0 && im === 0) return;
    const state = Float64Array.from({ length: this.x.length }, (_, e) => (e % 2 === 0 ? right[e >> 1] : 0));
    const [p, q] = paired(this.functional, state);
    this.lines.push({ at: 0, weight: [p * re - q * im, p * im + q * re] });
    this.x = this.x.map((value, e) => value - right[e >> 1] * (e % 2 === 0 ? re : im));
  }

  /** Find further eigenvalues that do not decay, and project on them. */
  private takeUndamped(kind: "generator" | "collisions"): void {
    const { n } = this.matrix;
    const still = Math.max(STILL, 10 * n * 2.3e-16) * (norm1(this.matrix) || 1);
    const stands = ([re, im]: readonly [number, number]) => Math.abs(kind === "generator" ? re : rateOfMap(re, im)) <= still;
    if (!this.eigenvalues().some(stands)) return;
    const eigen = eigReal(n, movedStationary(this.matrix, this.stationary));
    const P = new Float64Array(n * n);
    for (let k = 0; k < n; k++) {
      const value = [eigen.values[2 * k], eigen.values[2 * k + 1]] as const;
      if (stands(value)) this.project(eigen.right, eigen.left, k, lineAt(kind, value), P);
    }
    this.undamped = P;
    const share = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        share[2 * i] += P[i * n + j] * this.x[2 * j];
        share[2 * i + 1] += P[i * n + j] * this.x[2 * j + 1];
      }
    }
    this.x = this.x.map((value, e) => value - share[e]);
  }

  /** All eigenvalues, or of conjugate pairs at least one. */
  private eigenvalues(): readonly (readonly [number, number])[] {
    const { matrix, complex } = this;
    if (!complex) return valuesOfForm(matrix.n, this.form().T);
    const { n, T } = complex.schur();
    return Array.from({ length: n }, (_, k) => [T[2 * (k * n + k)], T[2 * (k * n + k) + 1]] as const);
  }

  /** Add a mode to the projector, which conjugate pairs keep real, and its line. */
  private project(right: Float64Array, left: Float64Array, k: number, at: number, P: Float64Array): void {
    const { n } = this.matrix;
    const r = new Float64Array(2 * n);
    let [re, im] = [0, 0];
    for (let i = 0; i < n; i++) {
      r[2 * i] = right[2 * (i * n + k)];
      r[2 * i + 1] = right[2 * (i * n + k) + 1];
      const l = 2 * (k * n + i);
      re += left[l] * this.x[2 * i] - left[l + 1] * this.x[2 * i + 1];
      im += left[l] * this.x[2 * i + 1] + left[l + 1] * this.x[2 * i];
      for (let j = 0; j < n; j++) {
        const m = 2 * (k * n + j);
        P[i * n + j] += right[2 * (i * n + k)] * left[m] - right[2 * (i * n + k) + 1] * left[m + 1];
      }
    }
    const [p, q] = paired(this.functional, r);
    this.lines.push({ at, weight: [p * re - q * im, p * im + q * re] });
  }

  values(shifts: Float64Array): { readonly name: string; readonly values: Float64Array } {
    const { matrix, stationary, undamped, x, functional } = this;
    const looked = !this.primitive && matrix.n <= SEARCHED;
    const known =
      undamped !== null ? {} : this.complex ? { complex: { ...this.complex, made: looked } } : looked ? { schur: this.form } : {};
    const request = resolventRequest({ matrix, stationary, undamped, x, functional, shifts, ...known });
    const choice = choose<ResolventRequest, ResolventSolver, (typeof resolventLowerings)[number]>(request, resolventLowerings, {
      argument: "model",
      value: matrix.n,
      must: "have a resolvent that fits",
      remedy: "Use fewer levels.",
    });
    return { name: `${matrix.n} coordinates: ${choice.name}`, values: scope((s) => choice.bind(s).values()) };
  }
}

/** Largest part in complex numbers whose complex Schur form is made. */
const LARGEST_COMPLEX = 250;

/** The part on complex numbers, where its elements do not mix with their transposes. */
function complexOf(matrix: SparseReal, real: RealPairs | null) {
  const found = real && real.re.length <= LARGEST_COMPLEX ? complexStructure(matrix, real) : null;
  return found && { pairs: found.pairs, schur: once(() => schurComplex(found.pairs.re.length, found.P)) };
}

/** Σ f_q c_q. */
function paired(f: Float64Array, c: Float64Array): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let e = 0; e < f.length; e += 2) {
    re += f[e] * c[e] - f[e + 1] * c[e + 1];
    im += f[e] * c[e + 1] + f[e + 1] * c[e];
  }
  return [re, im];
}

/** −ln|λ| of an eigenvalue of the map minus the identity. */
function rateOfMap(re: number, im: number): number {
  const size = hypot(1 + re, im);
  return size === 0 ? Number.POSITIVE_INFINITY : -log(size);
}

function lineAt(kind: "generator" | "collisions", [re, im]: readonly [number, number]): number {
  return kind === "generator" ? im : atan2(im, 1 + re);
}
