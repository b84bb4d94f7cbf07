/** Integrals of expectation values along a constant master equation, as expectation values in the state at their beginning. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import { adjointGenerator } from "../dynamics/lower.ts";
import { plus, scale } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";

/** Size of L·δ up to which the series is summed. */
export const PIECE = 0.5;
/** Terms of the series: 0.5²⁴/24! is far below rounding. */
export const TERMS = 24;

/**
 * The operator whose mean in ρ(t) is the integral of ⟨X⟩ from t to t + d along a constant master equation, ∫₀^d e^{L†s}(X) ds: the series of
 * e^{L†s}, piece by piece, to rounding.
 */
export function integrated(generator: Generator, X: Operator, duration: number): Operator {
  if (duration === 0 || largest(X) === 0) return scale(X, 0);
  const pieces = Math.max(1, Math.ceil((speedOf(generator) * duration) / PIECE));
  const step = duration / pieces;
  let sum: Operator | null = null;
  let current = X;
  for (let k = 0; k < pieces; k++) {
    // S = ∫₀^δ e^{L†s}(Y) ds, and e^{L†δ}(Y) = Y + L†(S).
    const part = series(generator, current, step);
    sum = sum ? plus(sum, part) : part;
    if (k + 1 < pieces) current = plus(current, adjointGenerator(generator, part));
  }
  return sum as Operator;
}

function series(generator: Generator, X: Operator, step: number): Operator {
  let term = scale(X, step);
  let sum = term;
  for (let k = 2; k <= TERMS && largest(term) > 0; k++) {
    term = scale(adjointGenerator(generator, term), step / k);
    sum = plus(sum, term);
  }
  return sum;
}

/** A bound of the rate at which L† changes operators: twice the row sums of H and of the jumps' products. */
export function speedOf({ hamiltonian, dissipators }: Generator, t = 0): number {
  const size = (value: Coefficient) => Math.abs(isTimeFunction(value) ? value.at(t) : value);
  const energy = hamiltonian.reduce((total, { operator, coefficient }) => total + size(coefficient) * rowSum(operator), 0);
  const loss = dissipators.reduce((total, { left, right, rate }) => total + size(rate) * rowSum(left) * rowSum(right), 0);
  return 2 * (energy + loss);
}

function rowSum(A: Operator): number {
  const rows = new Float64Array(A.dimension);
  A.forEach((i, _j, re, im) => {
    rows[i] += Math.sqrt(re * re + im * im);
  });
  return rows.reduce((most, sum) => Math.max(most, sum), 0);
}

export function largest(A: Operator): number {
  return A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
