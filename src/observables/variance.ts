/** Mean values, variances and covariances of operators in a state. */
import { wrongKind, wrongValue } from "../errors.ts";
import { identity, minus, scale, times } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { lookup, requireHermitian } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import type { StateView } from "./observable.ts";
import { type AnyState, asView } from "./view.ts";

/**
 * Tr ρA as [re, im], for any operator; factors of A are matched by label and may be fewer than those of the state.
 *
 * @example
 * meanValue(qubitState([0.3, 0.4, 0]), sigmaY(qubit())); // [0.4, 0]
 */
export function meanValue(state: AnyState, A: Operator): readonly [number, number] {
  const view = asView(state);
  return meanOf(view, operatorFor(view, state, "A", A));
}

/**
 * The variance ⟨A²⟩ − ⟨A⟩² of a Hermitian operator, as ⟨(A − ⟨A⟩)²⟩, so that it keeps its digits where it is small.
 * Throws a RangeError for an operator that is not Hermitian, or on another space than the state.
 *
 * @example
 * variance(coherent(fock(30), 1), numberOperator(fock(30))); // 1
 */
export function variance(state: AnyState, A: Operator): number {
  return Math.max(0, covariance(state, A, A));
}

/**
 * The symmetrised covariance ½⟨{A, B}⟩ − ⟨A⟩⟨B⟩ of two Hermitian operators.
 *
 * @example
 * covariance(qubitState([0, 0, 1]), sigmaX(qubit()), sigmaX(qubit())); // 1
 */
export function covariance(state: AnyState, A: Operator, B: Operator): number {
  const view = asView(state);
  const [a, b] = [centred(view, state, "A", A), centred(view, state, "B", B)];
  // Re⟨ab⟩ = ½⟨{a, b}⟩ for Hermitian a, b.
  return meanOf(view, times(a, b))[0];
}

/** A − ⟨A⟩. */
function centred(view: StateView, state: AnyState, argument: string, A: Operator): Operator {
  const own = operatorFor(view, state, argument, requireHermitian(argument, A));
  return minus(own, scale(identity(view.space), meanOf(view, own)[0]));
}

/** An operator on the space of a state; a bare matrix has no labels and takes any operator of its size. */
function operatorFor(view: StateView, state: AnyState, argument: string, A: Operator): Operator {
  if (!(A instanceof Operator)) throw wrongKind(argument, "be an operator", A);
  const bare = !(state instanceof Operator) && typeof (state as StateView).blocks !== "function";
  if (!bare) return broughtTo(view.space, A, argument, "the state's space");
  if (A.dimension === view.space.dimension) return A.on(view.space);
  throw wrongValue(argument, `act on ${view.space.dimension} levels`, A.dimension);
}

/** Tr ρX, with all copies of the state's blocks. */
export function meanOf(view: StateView, X: Operator): readonly [number, number] {
  const element = lookup(X);
  let [sum, imaginary] = [0, 0];
  for (const { indices, matrix, multiplicity } of view.blocks()) {
    const n = matrix.rows;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const [x, y] = element(indices[j], indices[i]);
        const [re, im] = [matrix.data[2 * (i * n + j)], matrix.data[2 * (i * n + j) + 1]];
        sum += multiplicity * (re * x - im * y);
        imaginary += multiplicity * (re * y + im * x);
      }
    }
  }
  return [sum, imaginary];
}
