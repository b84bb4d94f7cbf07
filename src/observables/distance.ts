/** How far apart two states are. */
import { dagger, multiply, subtract, traceOf } from "../numerics/dense.ts";
import { hermitianFunction } from "../numerics/hermitian.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { asin } from "../numerics/scalar.ts";
import { singularDecomposition, singularValues } from "../numerics/svd.ts";
import { jointBlocks } from "./blocks.ts";
import { blockSpectrum } from "./entropy.ts";
import type { AnyState } from "./view.ts";

const EPSILON = 2.220446049250313e-16;

/**
 * The trace distance ½‖ρ − σ‖₁: 0 for equal states, 1 for orthogonal ones.
 * @example
 * traceDistance(qubitState([0, 0, 1]), qubitState([0, 0, -1])); // 1
 */
export function traceDistance(rho: AnyState, sigma: AnyState): number {
  let sum = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    for (const value of blockSpectrum(subtract(a, b))) sum += multiplicity * Math.abs(value);
  }
  return sum / 2;
}

/**
 * The fidelity F = (Tr √(√ρ σ √ρ))² = ‖√ρ √σ‖₁², 1 for equal states; ⟨ψ|σ|ψ⟩ when ρ = |ψ⟩⟨ψ|. Never above 1 for states.
 * Eigenvalues within rounding of zero count as zero: their roots would be eight digits too large.
 * Source: Jozsa, J. Mod. Opt. 41, 2315 (1994). (Some texts call its square root the fidelity.)
 * @example
 * fidelity(qubitState([0, 0, 1]), maximallyMixed(qubit())); // 0.5
 */
export function fidelity(rho: AnyState, sigma: AnyState): number {
  let root = 0;
  let traces = [0, 0];
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    traces = [traces[0] + multiplicity * traceOf(a)[0], traces[1] + multiplicity * traceOf(b)[0]];
    if (a.rows === 1) root += multiplicity * Math.sqrt(Math.max(0, a.data[0]) * Math.max(0, b.data[0]));
    else for (const value of singularValues(multiply(stateRoot(a), stateRoot(b)))) root += multiplicity * value;
  }
  const areStates = traces.every((trace) => Math.abs(trace - 1) <= 1e-9);
  return areStates ? Math.min(1, root * root) : root * root;
}

/** √A of a block of a state; eigenvalues up to 2n·ε of the trace are rounding and count as 0. */
function stateRoot(A: Matrix): Matrix {
  const noise = 2 * A.rows * EPSILON * Math.max(0, traceOf(A)[0]);
  return hermitianFunction(A, (value) => (value > noise ? Math.sqrt(value) : 0));
}

/**
 * The Bures angle arccos √F, from the Bures distance, so that it keeps its digits near equal states:
 *
 *   θ = 2 arcsin(d/2),   d² = min_W ‖√ρ − √σ W‖² over unitary W = 2 − 2√F
 *
 * Source: Hübner, Phys. Lett. A 163, 239 (1992).
 *
 * @example
 * buresAngle(basisState(qubit(), "e"), qubitState([1, 0, 0])); // 0.785398
 */
export function buresAngle(rho: AnyState, sigma: AnyState): number {
  return 2 * asin(Math.min(1, buresDistance(rho, sigma) / 2));
}

/**
 * The Bures distance √(2 − 2√F), from 0 for equal states to √2 for orthogonal ones; it keeps its digits near equal states.
 *
 * @example
 * buresDistance(basisState(qubit(), "e"), basisState(qubit(), "g")); // 1.414214
 */
export function buresDistance(rho: AnyState, sigma: AnyState): number {
  let square = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) square += multiplicity * buresSquare(a, b);
  return Math.sqrt(square);
}

/**
 * The Hellinger distance ‖√ρ − √σ‖ = √(2 − 2 Tr √ρ√σ), from 0 for equal states to √2; never below the Bures distance.
 * Source: Luo and Zhang, Phys. Rev. A 69, 032106 (2004). (Some texts divide it by √2.)
 *
 * @example
 * hellingerDistance(basisState(qubit(), "e"), basisState(qubit(), "g")); // 1.414214
 */
export function hellingerDistance(rho: AnyState, sigma: AnyState): number {
  let square = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    const gap = subtract(stateRoot(a), stateRoot(b)).data;
    square += multiplicity * gap.reduce((sum, x) => sum + x * x, 0);
  }
  return Math.sqrt(square);
}

/** ‖√A − √B W‖² with W = U V† from √B √A = U S V†, which makes it smallest. */
function buresSquare(a: Matrix, b: Matrix): number {
  const n = a.rows;
  if (n === 1) {
    const gap = Math.sqrt(Math.max(0, a.data[0])) - Math.sqrt(Math.max(0, b.data[0]));
    return gap * gap;
  }
  const [A, B] = [stateRoot(a), stateRoot(b)];
  const { left, right } = singularDecomposition(n, n, multiply(B, A).data, 2);
  const W = multiply(columnsOf(orthonormal(left), n), dagger(columnsOf(right, n)));
  const gap = subtract(A, multiply(B, W)).data;
  return gap.reduce((sum, x) => sum + x * x, 0);
}

/** The same complex vectors where they are orthonormal already; those of singular values that are rounding are made so. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  const length = (x: Float64Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  for (const vector of vectors) {
    const units = vectors.map((_, i) => vector.map((_value, k) => (k === 2 * i ? 1 : 0)));
    for (const candidate of [vector, ...units]) {
      const rest = candidate.slice();
      for (const u of [...done, ...done]) project(rest, u);
      const norm = length(rest);
      if (norm < 0.5 / Math.sqrt(vectors.length)) continue;
      done.push(rest.map((x) => x / norm));
      break;
    }
  }
  return done;
}

/** x ← x − u (u†x). */
function project(x: Float64Array, u: Float64Array): void {
  let [re, im] = [0, 0];
  for (let k = 0; k < x.length; k += 2) {
    re += u[k] * x[k] + u[k + 1] * x[k + 1];
    im += u[k] * x[k + 1] - u[k + 1] * x[k];
  }
  for (let k = 0; k < x.length; k += 2) {
    x[k] -= re * u[k] - im * u[k + 1];
    x[k + 1] -= re * u[k + 1] + im * u[k];
  }
}

function columnsOf(vectors: readonly Float64Array[], n: number): Matrix {
  const matrix = zeros(n);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < n; i++) {
      matrix.data[2 * (i * n + k)] = vector[2 * i];
      matrix.data[2 * (i * n + k) + 1] = vector[2 * i + 1];
    }
  });
  return matrix;
}

/**
 * The Hilbert–Schmidt distance √(Tr (ρ − σ)²).
 *
 * @example
 * hilbertSchmidtDistance(basisState(qubit(), "e"), basisState(qubit(), "g")); // 1.414214
 */
export function hilbertSchmidtDistance(rho: AnyState, sigma: AnyState): number {
  let sum = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    sum += multiplicity * a.data.reduce((block, x, k) => block + (x - b.data[k]) * (x - b.data[k]), 0);
  }
  return Math.sqrt(sum);
}
