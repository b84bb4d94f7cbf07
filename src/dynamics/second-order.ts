/**
 * A collision to second order in its duration: Eqs. (21)–(27) of Cusumano & De Chiara, "Structured quantum collision
 * models", for any system, unit, state and interaction (the anticommutator of (24) corrected).
 *
 *   R = ρ ⊗ η,   R′ = R − i[G₁, R] + G₁ R G₁ + G₂ R + R G₂†
 *   one visit:   G₁ = τH,  G₂ = −τ²H²/2;   several: G₁ = Σ τ_j H_j,  G₂ = −½ Σ τ_j² H_j² − Σ_{j>k} τ_j τ_k H_j H_k
 *
 * The map keeps the trace, but it is in general not positive; see `mapDiagnosis`.
 */

import { wrongValue } from "../errors.ts";
import { identity, plus, scale, times } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import type { Collision } from "./collisions.ts";
import { averageOverUnit, blocksOf, jointHamiltonian, unitState } from "./joint.ts";
import { requireCollision } from "./require-dynamics.ts";
import type { Term, TermMap } from "./terms.ts";

/** G₁ and G₂ of a collision on system ⊗ unit. */
export interface Expansion {
  readonly G1: Operator;
  readonly G2: Operator;
}

/** Expand the collision's unitary, U ≈ 1 − iG₁ + G₂. Throws when the unit passes a channel on its way. */
export function expandUnitary(system: Space, collision: Collision): Expansion {
  requireSpace(system, "system");
  requireCollision(collision);
  const steps = collision.visits.map((visit) => {
    if (visit.kind !== "unitary") {
      throw wrongValue("visits", "all be unitary for a second-order collision", visit.kind, "Evaluate it exactly instead.");
    }
    return scale(jointHamiltonian(visit.H, system, collision.unit), visit.duration);
  });
  if (steps.length === 0) throw wrongValue("visits", "hold at least one unitary", null, "", "it is empty");
  const squares: Operator[] = [];
  for (let j = 0; j < steps.length; j++) {
    squares.push(scale(times(steps[j], steps[j]), -0.5));
    for (let k = 0; k < j; k++) squares.push(scale(times(steps[j], steps[k]), -1));
  }
  return { G1: plus(...steps), G2: plus(...squares) };
}

/**
 * The second-order map of a collision on the system, as terms.
 *
 * @param system space that the collision acts on
 * @param collision unitary visits only; of its state the total Σ_k w_k η_k is used
 * @returns terms of ρ ↦ ρ − i[g, ρ] + Σ ⟨z|G₁|x⟩ ρ ⟨z|G₁|y⟩† η_xy + (Tr_unit[G₂ η] ρ + h.c.), one group
 */
export function secondOrder(system: Space, collision: Collision): TermMap {
  requireSpace(system, "system");
  const { unit } = requireCollision(collision);
  const eta = unitState(collision.state);
  const { G1, G2 } = expandUnitary(system, collision);
  const one = identity(system);
  const first = averageOverUnit(G1, system, unit, eta);
  const drift = plus(scale(first, 0, -1), averageOverUnit(G2, system, unit, eta));
  const terms: Term[] = [
    { left: one, right: one, re: 1, im: 0, group: 0 },
    { left: drift, right: one, re: 1, im: 0, group: 0 },
    { left: one, right: drift, re: 1, im: 0, group: 0 },
  ];
  const blocks = blocksOf(G1, system, unit);
  const byColumn = new Map<number, { row: number; block: Operator }[]>();
  for (const { row, column, block } of blocks) {
    const list = byColumn.get(column) ?? [];
    byColumn.set(column, list);
    list.push({ row, block });
  }
  eta.forEach((x, y, re, im) => {
    for (const left of byColumn.get(x) ?? []) {
      for (const right of byColumn.get(y) ?? []) {
        if (left.row === right.row) terms.push({ left: left.block, right: right.block, re, im, group: 0 });
      }
    }
  });
  return { terms, groups: ["second order"], weights: [1] };
}
