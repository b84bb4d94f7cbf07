/**
 * Quasiprobabilities of a mode on a grid of phase space, with x = (a + a†)/√2, p = (a − a†)/(i√2), α = (x + ip)/√2.
 * Both functions are densities in (x, p): ∫ dx dp = 1. The vacuum has W = e^{−x²−p²}/π.
 */
import { wrongKind, wrongValue } from "../errors.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { forEachLaguerre, halfLogFactorials } from "../numerics/orthogonal-functions.ts";
import { atan2, cos, exp, log, PI, sin } from "../numerics/scalar.ts";
import { type AnyState, asView } from "./view.ts";

/** Values on a grid, row-major: `values[row·columns + column]` is at p = ps[row], x = xs[column]. */
export interface PhaseSpaceGrid {
  readonly xs: readonly number[];
  readonly ps: readonly number[];
  readonly values: Float64Array;
}

/**
 * The Wigner function W(x, p) = (1/π) Tr[ρ D(2α) (−1)ⁿ] of a single mode at each point of xs × ps.
 *
 * Matrix elements of the displacement are Laguerre functions, bounded by 1; they are run upwards in n along each
 * diagonal of ρ by a three-term recurrence, from a starting value held as a logarithm, so that neither large
 * displacements nor large cuts underflow. Throws when the state is not of one mode. Source: Cahill and Glauber,
 * Phys. Rev. 177, 1882 (1969).
 *
 * @example
 * wigner(fockState(fock(4), 1), [0], [0]).values[0] * Math.PI; // -1
 */
export function wigner(state: AnyState, xs: readonly number[], ps: readonly number[]): PhaseSpaceGrid {
  const diagonals = liveDiagonals(modeMatrix(state));
  return onGrid(xs, ps, (x, p) => {
    const square = 2 * (x * x + p * p);
    const angle = atan2(p, x);
    let sum = 0;
    for (const diagonal of diagonals) sum += diagonalTerm(diagonal, square, angle);
    return sum / PI;
  });
}

/**
 * The Husimi function Q(x, p) = ⟨α|ρ|α⟩/2π of a single mode at each point of xs × ps; never negative for a state.
 *
 * @example
 * husimi(fockState(fock(4), 0), [0], [0]).values[0] * 2 * Math.PI; // 1
 */
export function husimi(state: AnyState, xs: readonly number[], ps: readonly number[]): PhaseSpaceGrid {
  const rho = modeMatrix(state);
  const logFactorial = halfLogFactorials(rho.rows);
  return onGrid(xs, ps, (x, p) => {
    const mean = (x * x + p * p) / 2;
    const angle = atan2(p, x);
    const amplitude = logFactorial.map((half, n) => (mean === 0 ? (n === 0 ? 1 : 0) : exp((n / 2) * log(mean) - mean / 2 - half)));
    let sum = 0;
    for (let i = 0; i < rho.rows; i++) {
      for (let j = 0; j <= i; j++) {
        // α*ⁱ ρ_ij αʲ
        const [re, im] = [rho.data[2 * (i * rho.columns + j)], rho.data[2 * (i * rho.columns + j) + 1]];
        if (re === 0 && im === 0) continue;
        const phase = (i - j) * angle;
        sum += (i === j ? 1 : 2) * amplitude[i] * amplitude[j] * (re * cos(phase) + im * sin(phase));
      }
    }
    return sum / (2 * PI);
  });
}

function onGrid(xs: readonly number[], ps: readonly number[], value: (x: number, p: number) => number): PhaseSpaceGrid {
  for (const [name, axis] of [
    ["xs", xs],
    ["ps", ps],
  ] as const) {
    if (!Array.isArray(axis)) throw wrongKind(name, "be an array of numbers", axis);
    const bad = axis.find((entry) => !Number.isFinite(entry));
    if (bad !== undefined) throw wrongValue(name, "hold finite numbers", bad);
  }
  const values = new Float64Array(xs.length * ps.length);
  ps.forEach((p, row) => {
    xs.forEach((x, column) => {
      values[row * xs.length + column] = value(x, p);
    });
  });
  return { xs, ps, values };
}

function modeMatrix(state: AnyState): Matrix {
  const view = asView(state);
  if (view.space.factors.length !== 1) {
    throw wrongValue("state", "be of a single mode", null, "Reduce it first: `state.reduced([label])`.", `it lives on ${view.space}`);
  }
  return view.matrix();
}

/** One diagonal of ρ: elements ρ[m, m+k] as interleaved re, im, with ½ ln k! for the start of the recurrence. */
interface Diagonal {
  readonly k: number;
  readonly elements: Float64Array;
  readonly halfLogFactorial: number;
}

function liveDiagonals(rho: Matrix): Diagonal[] {
  const d = rho.rows;
  const halves = halfLogFactorials(d);
  const diagonals: Diagonal[] = [];
  for (let k = 0; k < d; k++) {
    const elements = new Float64Array(2 * (d - k));
    for (let m = 0; m + k < d; m++) {
      elements[2 * m] = rho.data[2 * (m * d + m + k)];
      elements[2 * m + 1] = rho.data[2 * (m * d + m + k) + 1];
    }
    if (elements.some((value) => value !== 0)) diagonals.push({ k, elements, halfLogFactorial: halves[k] });
  }
  return diagonals;
}

/**
 * Σ_m (−1)^m (2 − δ_k0) Re[ρ_{m,m+k} e^{ikφ}] ℓ_m^k(s), with ℓ_m^k = √(m!/(m+k)!) s^{k/2} e^{−s/2} L_m^k(s), s = |2α|².
 */
function diagonalTerm({ k, elements, halfLogFactorial }: Diagonal, s: number, angle: number): number {
  if (s === 0 && k > 0) return 0;
  const [c, q] = [cos(k * angle), sin(k * angle)];
  let sum = 0;
  forEachLaguerre(k, s, halfLogFactorial, elements.length / 2, (m, value) => {
    const real = elements[2 * m] * c - elements[2 * m + 1] * q;
    sum += (m % 2 === 0 ? real : -real) * value;
  });
  return k === 0 ? sum : 2 * sum;
}
