/** First and second moments of modes, straight from the elements of a state. */
import { finiteList, wrongValue } from "../errors.ts";
import { requireLabels } from "../operators/tensor.ts";
import type { PassiveMoments } from "./gaussian-measures.ts";
import { type AnyState, asView } from "./view.ts";

/** A complex number as [re, im]. */
export type Pair = [number, number];

/** Moments of modes a_0, a_1, …: ⟨a_j⟩, ⟨a_j a_k⟩ and ⟨a_j†a_k⟩. */
export interface ModeMoments {
  readonly a: readonly Pair[];
  readonly aa: readonly (readonly Pair[])[];
  readonly adagA: readonly (readonly Pair[])[];
}

/** What a Gaussian state of n modes is: means and covariances of R = (x₁, p₁, x₂, p₂, …), row-major, 1 for the vacuum. */
export interface GaussianState {
  /** ⟨R⟩, 2n numbers. */
  readonly mean: Float64Array;
  /** V_jk = ⟨{R_j, R_k}⟩ − 2⟨R_j⟩⟨R_k⟩, (2n)² numbers. */
  readonly covariance: Float64Array;
}

/**
 * Sum the moments of the named modes over the elements of a state.
 * Throws when a label is missing, named twice, or no truncated mode.
 *
 * @example
 * modeMoments(coherent(fock(30), [1, 0.5]), ["mode"]).a; // [[1, 0.5]]
 */
export function modeMoments(state: AnyState, labels: readonly string[]): ModeMoments {
  const view = asView(state);
  const modes = requireLabels("labels", labels).map((label) => {
    const position = view.space.position(label);
    const { kind, dimension } = view.space.factors[position];
    if (kind !== "fock") throw wrongValue("labels", "name truncated modes", label, "", `"${label}" is of kind ${kind}`);
    return { stride: view.space.stride(position), dimension };
  });
  if (new Set(labels).size < labels.length) throw wrongValue("labels", "name different modes", labels);
  const square = (): Pair[][] => labels.map(() => labels.map((): Pair => [0, 0]));
  const moments = { a: labels.map((): Pair => [0, 0]), aa: square(), adagA: square() };
  // Tr(ρO) = Σ ρ_ij ⟨j|O|i⟩: an operator that lowers connects i to a smaller j.
  view.forEach((i, j, re, im) => {
    const from = modes.map(({ stride, dimension }) => Math.floor(i / stride) % dimension);
    const steps = modes.map(({ stride, dimension }, k) => from[k] - (Math.floor(j / stride) % dimension));
    if (i - j !== steps.reduce((sum, step, k) => sum + step * modes[k].stride, 0)) return;
    addElement(moments, from, steps, re, im);
  });
  return moments;
}

/** Put one element where its steps in the number states say; elements of higher order are none of ours. */
function addElement(
  { a, aa, adagA }: { a: Pair[]; aa: Pair[][]; adagA: Pair[][] },
  n: readonly number[],
  steps: readonly number[],
  re: number,
  im: number,
): void {
  const moved = steps.flatMap((step, k) => (step === 0 ? [] : [k]));
  const add = (sum: Pair, weight: number) => {
    sum[0] += weight * re;
    sum[1] += weight * im;
  };
  const [j, k] = moved;
  if (moved.length === 0) for (let m = 0; m < n.length; m++) add(adagA[m][m], n[m]);
  else if (moved.length === 1 && steps[j] === 1) add(a[j], Math.sqrt(n[j]));
  else if (moved.length === 1 && steps[j] === 2) add(aa[j][j], Math.sqrt(n[j] * (n[j] - 1)));
  else if (moved.length === 2 && steps[j] === 1 && steps[k] === 1) {
    add(aa[j][k], Math.sqrt(n[j] * n[k]));
    add(aa[k][j], Math.sqrt(n[j] * n[k]));
  } else if (moved.length === 2 && steps[j] + steps[k] === 0 && Math.abs(steps[j]) === 1) {
    const [up, down] = steps[j] === -1 ? [j, k] : [k, j];
    add(adagA[up][down], Math.sqrt((n[up] + 1) * n[down]));
  }
}

/**
 * n1, n2 and |⟨a†b⟩| of two modes: what the phase-free Gaussian formulas need.
 *
 * @example
 * passiveMoments(tensorOperators(fockState(fock(4, "a"), 2), fockState(fock(4, "b"), 1)), ["a", "b"]); // { "n1": 2, "n2": 1, "adag_b": 0 }
 */
export function passiveMoments(state: AnyState, labels: readonly [string, string]): PassiveMoments {
  if (requireLabels("labels", labels).length !== 2) throw wrongValue("labels", "name two modes", labels);
  return passiveOf(modeMoments(state, labels));
}

/** The same from the moments. */
export function passiveOf({ adagA }: ModeMoments): PassiveMoments {
  const [re, im] = adagA[0][1];
  return { n1: adagA[0][0][0], n2: adagA[1][1][0], adag_b: Math.sqrt(re * re + im * im) };
}

/**
 * The covariance matrix of modes, V_jk = ⟨{R_j, R_k}⟩ − 2⟨R_j⟩⟨R_k⟩ with R = (x₁, p₁, x₂, p₂, …), x = (a + a†)/√2: (2n)² numbers,
 * row-major, 1 on the diagonal for the vacuum.
 *
 * @example
 * covarianceMatrix(squeezed(fock(40), 0.5), ["mode"]); // [0.367879, 0, 0, 2.718282]
 */
export function covarianceMatrix(state: AnyState, labels: readonly string[]): Float64Array {
  return gaussianOf(modeMoments(state, labels)).covariance;
}

/**
 * The Gaussian state with the same first and second moments as a state of modes (all of them unless named), vacuum = 1: `mean` and
 * `covariance` are of (x₁, p₁, x₂, p₂, …) with x = (a + a†)/√2. Throws for a factor that is no mode.
 *
 * @example
 * gaussianState(coherent(fock(30), 1)).mean[0]; // 1.41421356
 */
export function gaussianState(state: AnyState, labels = asView(state).space.factors.map(({ label }) => label)): GaussianState {
  return gaussianOf(modeMoments(state, labels));
}

/** The Gaussian state with these moments. */
export function gaussianOf({ a, aa, adagA }: ModeMoments): GaussianState {
  const size = 2 * a.length;
  const mean = Float64Array.from(a.flatMap(([re, im]) => [Math.SQRT2 * re, Math.SQRT2 * im]));
  const covariance = new Float64Array(size * size);
  for (let j = 0; j < a.length; j++) {
    for (let k = 0; k < a.length; k++) {
      const [s, t] = aa[j][k];
      const [n, h] = j <= k ? adagA[j][k] : [adagA[k][j][0], -adagA[k][j][1]];
      const vacuum = j === k ? 1 : 0;
      const block = [
        [2 * (s + n) + vacuum, 2 * (t + h)],
        [2 * (t - h), 2 * (n - s) + vacuum],
      ];
      for (const r of [0, 1]) {
        for (const c of [0, 1]) {
          covariance[(2 * j + r) * size + 2 * k + c] = block[r][c] - 2 * mean[2 * j + r] * mean[2 * k + c];
        }
      }
    }
  }
  return { mean, covariance };
}

/** Check that a value holds the means of some modes and their covariances, and return it. */
export function requireGaussian(argument: string, state: GaussianState): GaussianState {
  const size = finiteList(`${argument}.mean`, state?.mean).length;
  if (size === 0 || size % 2 !== 0) throw wrongValue(`${argument}.mean`, "hold two numbers for each mode", null, "", `it holds ${size}`);
  finiteList(`${argument}.covariance`, state.covariance, size * size);
  return state;
}

/**
 * The moments ⟨a_j⟩, ⟨a_j a_k⟩, ⟨a_j†a_k⟩ of a Gaussian state, as pairs [re, im]. Throws when its covariance is of no state.
 *
 * @example
 * momentsOf(gaussianState(coherent(fock(30), 1))).a[0]; // [1, 0]
 */
export function momentsOf(state: GaussianState): ModeMoments {
  const { mean, covariance } = requireGaussian("state", state);
  const size = mean.length;
  const count = size / 2;
  const range = Array.from({ length: count }, (_, k) => k);
  const full = (r: number, c: number) => covariance[r * size + c] + 2 * mean[r] * mean[c];
  const moment = (j: number, k: number, sign: 1 | -1): Pair => {
    const [xx, xp, px, pp] = [full(2 * j, 2 * k), full(2 * j, 2 * k + 1), full(2 * j + 1, 2 * k), full(2 * j + 1, 2 * k + 1)];
    const vacuum = sign === -1 && j === k ? 0.5 : 0;
    return [(xx - sign * pp) / 4 - vacuum, (xp + sign * px) / 4];
  };
  return {
    a: range.map((k): Pair => [mean[2 * k] * Math.SQRT1_2, mean[2 * k + 1] * Math.SQRT1_2]),
    aa: range.map((j) => range.map((k) => moment(j, k, 1))),
    adagA: range.map((j) => range.map((k) => moment(j, k, -1))),
  };
}
