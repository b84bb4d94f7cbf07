/** How far apart two states are. */
import { multiply, subtract } from "../numerics/dense.ts";
import { squareRoot } from "../numerics/hermitian.ts";
import { acos } from "../numerics/scalar.ts";
import { singularValues } from "../numerics/svd.ts";
import { jointBlocks } from "./blocks.ts";
import { blockSpectrum } from "./entropy.ts";
import type { AnyState } from "./view.ts";

/** The trace distance ½‖ρ − σ‖₁: 0 for equal states, 1 for orthogonal ones. */
export function traceDistance(rho: AnyState, sigma: AnyState): number {
  let sum = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    for (const value of blockSpectrum(subtract(a, b))) sum += multiplicity * Math.abs(value);
  }
  return sum / 2;
}

/**
 * The fidelity F = (Tr √(√ρ σ √ρ))² = ‖√ρ √σ‖₁², 1 for equal states; ⟨ψ|σ|ψ⟩ when ρ = |ψ⟩⟨ψ|.
 * Source: Jozsa, J. Mod. Opt. 41, 2315 (1994). (Some texts call its square root the fidelity.)
 */
export function fidelity(rho: AnyState, sigma: AnyState): number {
  let root = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    if (a.rows === 1) root += multiplicity * Math.sqrt(Math.max(0, a.data[0]) * Math.max(0, b.data[0]));
    else for (const value of singularValues(multiply(squareRoot(a), squareRoot(b)))) root += multiplicity * value;
  }
  return root * root;
}

/** The Bures angle arccos √F. */
export function buresAngle(rho: AnyState, sigma: AnyState): number {
  return acos(Math.min(1, Math.sqrt(fidelity(rho, sigma))));
}

/** The Hilbert–Schmidt distance √(Tr (ρ − σ)²). */
export function hilbertSchmidtDistance(rho: AnyState, sigma: AnyState): number {
  let sum = 0;
  for (const { a, b, multiplicity } of jointBlocks(rho, sigma)) {
    sum += multiplicity * a.data.reduce((block, x, k) => block + (x - b.data[k]) * (x - b.data[k]), 0);
  }
  return Math.sqrt(sum);
}
