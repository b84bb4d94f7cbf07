/** The Drazin inverse of a generator, or of 1 − Λ of a stream, as an object. */

import { requireSmall } from "../dynamics/representations.ts";
import { Superoperator } from "../dynamics/superoperator.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { denseOf } from "../numerics/envelope.ts";
import { inverseReal } from "../numerics/lu.ts";
import { superoperatorMatrix } from "../sectors/real-superoperator.ts";
import { outsideProjector, projectorOfLimit } from "./limit-projector.ts";

/**
 * The Drazin inverse: what inverts the dynamics on everything that decays or turns, and is 0 on stationary states.
 *
 *   L^D = Q(L + P)⁻¹Q,   of a stream (1 − Λ)^D = (1 − Λ + P)⁻¹ − P,   P = Σ_k |R_k⟩⟩⟨⟨C_k|, Q = 1 − P
 *
 * with P the projector on the stationary states (|ρ̄⟩⟩⟨⟨1| where there is one): L L^D = Q. Uses: δρ̄ = −L^D δL ρ̄;
 * ∫(ρ(t) − ρ̄)dt = −L^D ρ(0); zero-frequency noise.
 * Throws a RangeError for generators that depend on time and more than 32 levels, a RunFailure where there is no stationary state.
 * Source: S. L. Campbell, C. D. Meyer, Generalized Inverses of Linear Transformations (1979), Ch. 7.
 *
 * @example
 * drazin(bloch({ Omega: 0, gamma: 0.5 })).apply(sigmaPlus(qubit())).at(0, 1); // [-4, 0]
 */
export function drazin(model: Model): Superoperator {
  requireRunnable(model);
  requireSmall(model.dynamics.system.dimension);
  const { equation, P } = projectorOfLimit(model);
  const { matrix, sector, space, kind } = equation;
  const n = sector.count;
  const M = denseOf(matrix);
  // Of the size of M, so that the sum is conditioned like M itself.
  const size = M.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const sign = kind === "generator" ? 1 : -1;
  const regular = M.map((value, e) => sign * value + size * P[e]);
  const inverse = inverseReal(n, regular);
  const D = outsideProjector(n, inverse, P);
  return new Superoperator(space, "inverse", superoperatorMatrix(sector, D));
}
