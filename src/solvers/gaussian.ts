/** Exact evolution of Gaussian states, by their means and covariances alone: no Fock space, no cut. */
import type { QuadraticGenerator } from "../dynamics/quadratic.ts";
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { expmReal } from "../numerics/expm.ts";
import { solveReal } from "../numerics/lu.ts";
import type { GaussianState } from "../observables/moments.ts";

/** x ↦ S x + s on means and V ↦ S V Sᵀ + Q on covariances: what some time does. */
interface Propagator {
  readonly S: Float64Array;
  readonly s: Float64Array;
  readonly Q: Float64Array;
}

/** Doublings after which a decay slower than 2⁻⁶⁴ of its drift norm counts as none. */
const DOUBLINGS = 64;

/**
 * Evolve a Gaussian state to each of the increasing `times` ≥ 0:
 *
 *   m(t) = S m(0) + s,   V(t) = S V(0) Sᵀ + Q,   S = e^{At},   Q = ∫₀ᵗ e^{Aτ} D e^{Aᵀτ} dτ
 *
 * A short step comes from one matrix exponential (C. F. Van Loan, IEEE Trans. Autom. Control 23, 395 (1978)) and is
 * doubled up to the wanted time, which never subtracts large numbers. Exact to rounding for any t.
 *
 * @example
 * const mode = fock(20);
 * const leak = generator({ system: mode, H: zero(mode), jumps: [{ operator: annihilate(mode), rate: 0.4 }] });
 * evolveGaussian(quadraticGenerator(leak), gaussianState(coherent(mode, 1)), [0, 5])[1].mean; // [0.52026, 0]
 */
export function evolveGaussian(generator: QuadraticGenerator, start: GaussianState, times: readonly number[]): GaussianState[] {
  requireQuadratic(generator);
  requireSize(generator, start);
  if (!Array.isArray(times)) throw wrongKind("times", "be a list of times", times);
  let now = 0;
  let state = start;
  return times.map((time, k) => {
    finite(`times[${k}]`, time, { atLeast: 0 });
    if (time < now) throw wrongValue("times", "increase", [now, time]);
    if (time > now) state = applyPropagator(propagatorFor(generator, time - now), state);
    now = time;
    return state;
  });
}

/**
 * The stationary Gaussian state, the limit from every start: A m + f = 0, A V + V Aᵀ + D = 0. Null when some motion does not
 * decay (an undamped mode, or one that is driven up), because then there is none or more than one.
 *
 * @example
 * const mode = fock(6);
 * const leak = generator({ system: mode, H: numberOperator(mode), jumps: [{ operator: annihilate(mode), rate: 0.4 }] });
 * stationaryGaussian(quadraticGenerator(leak)).covariance; // [1, 0, 0, 1]
 */
export function stationaryGaussian(generator: QuadraticGenerator): GaussianState | null {
  const { drift, drive } = requireQuadratic(generator);
  const size = drive.length;
  const scale = largest(drift);
  if (scale === 0) return null;
  let step = shortPropagator(generator, 0.25 / (size * scale));
  for (let k = 0; k < DOUBLINGS; k++) {
    step = compose(step, step);
    const left = largest(step.S);
    if (!(left < 1e150)) return null;
    if (left < 1e-18) {
      const mean = solveReal(
        size,
        drift,
        drive.map((x) => 0 - x),
      );
      return { mean, covariance: symmetric(size, step.Q) };
    }
  }
  return null;
}

function propagatorFor(generator: QuadraticGenerator, time: number): Propagator {
  const size = generator.drive.length;
  let halvings = 0;
  let step = time;
  for (const norm = size * largest(generator.drift); step * norm > 0.5; step /= 2) halvings++;
  let propagator = shortPropagator(generator, step);
  for (let k = 0; k < halvings; k++) propagator = compose(propagator, propagator);
  return propagator;
}

/** exp of [[−A, D, 0], [0, Aᵀ, 0], …] for a time so short that e^{−At} is harmless; the mean rides along as one more column. */
function shortPropagator({ drift, drive, diffusion }: QuadraticGenerator, time: number): Propagator {
  const n = drive.length;
  const wide = 2 * n;
  const block = new Float64Array(wide * wide);
  const affine = new Float64Array((n + 1) * (n + 1));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      block[i * wide + j] = -drift[i * n + j] * time;
      block[i * wide + n + j] = diffusion[i * n + j] * time;
      block[(n + i) * wide + n + j] = drift[j * n + i] * time;
      affine[i * (n + 1) + j] = drift[i * n + j] * time;
    }
    affine[i * (n + 1) + n] = drive[i] * time;
  }
  const doubled = expmReal(wide, block);
  const moved = expmReal(n + 1, affine);
  const S = new Float64Array(n * n);
  const upper = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      S[i * n + j] = moved[i * (n + 1) + j];
      upper[i * n + j] = doubled[i * wide + n + j];
    }
  }
  return { S, s: Float64Array.from({ length: n }, (_, i) => moved[i * (n + 1) + n]), Q: symmetric(n, product(n, S, upper)) };
}

/** First `b`, then `a`. */
function compose(a: Propagator, b: Propagator): Propagator {
  const n = a.s.length;
  const carried = congruence(n, a.S, b.Q);
  const shifted = apply(n, a.S, b.s);
  return { S: product(n, a.S, b.S), s: a.s.map((x, i) => x + shifted[i]), Q: a.Q.map((x, i) => x + carried[i]) };
}

function applyPropagator({ S, s, Q }: Propagator, { mean, covariance }: GaussianState): GaussianState {
  const n = s.length;
  const carried = congruence(n, S, covariance);
  const moved = apply(n, S, mean);
  return {
    mean: s.map((x, i) => x + moved[i]),
    covariance: symmetric(
      n,
      Q.map((x, i) => x + carried[i]),
    ),
  };
}

function apply(n: number, S: Float64Array, x: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += S[i * n + j] * x[j];
    return sum;
  });
}

function product(n: number, A: Float64Array, B: Float64Array): Float64Array {
  const C = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) C[i * n + j] += A[i * n + k] * B[k * n + j];
  return C;
}

/** S V Sᵀ */
function congruence(n: number, S: Float64Array, V: Float64Array): Float64Array {
  const transposed = S.map((_, at) => S[(at % n) * n + Math.floor(at / n)]);
  return product(n, product(n, S, V), transposed);
}

function symmetric(n: number, A: Float64Array): Float64Array {
  return A.map((x, at) => (x + A[(at % n) * n + Math.floor(at / n)]) / 2);
}

function largest(A: Float64Array): number {
  return A.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function requireQuadratic(generator: QuadraticGenerator): QuadraticGenerator {
  const { drift, drive, diffusion, modes } = (generator ?? {}) as QuadraticGenerator;
  const size = Array.isArray(modes) ? 2 * modes.length : 0;
  const fits = [drive?.length === size, drift?.length === size * size, diffusion?.length === size * size];
  if (size > 0 && [drift, drive, diffusion].every((part) => part instanceof Float64Array) && fits.every(Boolean)) return generator;
  throw wrongKind("generator", "be drift, drive and diffusion of modes", generator, "Make it with `quadraticGenerator`.");
}

function requireSize({ drive, modes }: QuadraticGenerator, start: GaussianState): void {
  const { mean, covariance } = start ?? {};
  if (!(mean instanceof Float64Array) || !(covariance instanceof Float64Array)) {
    throw wrongKind("start", "be a Gaussian state { mean, covariance }", mean, "`gaussianState(rho)` makes one.");
  }
  const size = drive.length;
  if (mean.length !== size || covariance.length !== size * size) {
    throw wrongValue("start", `have ${size} means and ${size * size} covariances for ${modes.length} modes`, [
      mean.length,
      covariance.length,
    ]);
  }
}
