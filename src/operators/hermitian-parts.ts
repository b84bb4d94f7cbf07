/** Any operator as two Hermitian ones: what lets operands of correlations live in the real coordinates of states. */
import { dag, minus, plus, scale } from "./algebra.ts";
import { Operator } from "./operator.ts";

/** X = plus + i·minus with both Hermitian; null where a part is exactly 0. */
export interface HermitianParts {
  readonly plus: Operator | null;
  readonly minus: Operator | null;
}

/**
 * Split an operator into Hermitian parts,  X = (X + X†)/2 + i·(X − X†)/2i.
 *
 * Entries that are exactly 0 are left out of the patterns: what is split is a product with a state, whose numbers are known.
 */
export function hermitianParts(X: Operator): HermitianParts {
  const adjoint = dag(X);
  return { plus: present(scale(plus(X, adjoint), 0.5)), minus: present(scale(minus(X, adjoint), 0, -0.5)) };
}

/** The operator without entries that are exactly 0; null where nothing is left. */
function present(A: Operator): Operator | null {
  const kept = withoutZeros(A);
  return kept.count === 0 ? null : kept;
}

/** The same operator with only those entries in its pattern that are not exactly 0. */
export function withoutZeros(A: Operator): Operator {
  let zeros = 0;
  for (let e = 0; e < A.count; e++) if (A.values[2 * e] === 0 && A.values[2 * e + 1] === 0) zeros++;
  if (zeros === 0) return A;
  const entries: [number, number, number, number][] = [];
  A.forEach((i, j, re, im) => {
    if (re !== 0 || im !== 0) entries.push([i, j, re, im]);
  });
  return Operator.fromEntries(A.space, entries);
}

/** Whether B is exactly A†, entry by entry. */
export function areAdjoint(A: Operator, B: Operator): boolean {
  if (A === B && A.count === 0) return true;
  const difference = minus(dag(A), B);
  return difference.values.every((value) => value === 0);
}
