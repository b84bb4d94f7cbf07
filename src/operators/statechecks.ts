/** Whether an operator is a state. */
import { wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { requireHermitian } from "./checks.ts";
import { blockOf, components } from "./components.ts";
import type { Operator } from "./operator.ts";

/**
 * Check that `rho` is a density operator and return it: Hermitian, trace 1, no eigenvalue below −`tolerance`.
 * Eigenvalues are found block by block. Throws a RangeError that says which condition fails, by how much, and what to do.
 */
export function requireState(name: string, rho: Operator, tolerance = 1e-9): Operator {
  requireHermitian(name, rho, tolerance);
  const [trace] = rho.trace();
  if (Math.abs(trace - 1) > tolerance) {
    throw wrongValue(name, "have trace 1", null, trace > 0 ? "Divide it by its trace." : "", `its trace is ${trace}`);
  }
  for (const indices of components(rho)) {
    const least = indices.length === 1 ? rho.at(indices[0], indices[0])[0] : lowest(rho, indices);
    if (least < -tolerance) {
      const where = indices.length === 1 ? `population ${indices[0]} is ${least}` : `its lowest eigenvalue is ${least}`;
      throw wrongValue(name, "be positive semidefinite", null, "A coherence |ρ_ij|² cannot exceed ρ_ii ρ_jj.", where);
    }
  }
  return rho;
}

function lowest(rho: Operator, indices: Int32Array): number {
  return eigh(blockOf(rho, indices)).values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
