/** From vectors on a layout back to operators. */
import { Operator } from "../operators/operator.ts";
import type { Layout } from "./layout.ts";

/** A coordinate vector as a Hermitian operator. */
export function operatorOf(layout: Layout, vector: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  layout.view(vector).forEach((i, j, re, im) => {
    entries.push([i, j, re, im]);
  });
  return Operator.fromEntries(layout.space, entries);
}

/** The operator C with Tr[C ρ] = l · x(ρ): off-diagonal coordinates enter Tr[C ρ] twice. */
export function dualOperatorOf(layout: Layout, functional: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  layout.view(functional).forEach((i, j, re, im) => {
    const weight = i === j ? 1 : 0.5;
    entries.push([i, j, weight * re, weight * im]);
  });
  return Operator.fromEntries(layout.space, entries);
}
