/** A contact between a system and one unit: Hamiltonians, state and duration, from which collisions and limits follow. */

import { wrongKind, wrongValue } from "../errors.ts";
import { lift, plus, scale } from "../operators/algebra.ts";
import { type Operator, requireOperator } from "../operators/operator.ts";
import { type Space, tensor } from "../spaces/space.ts";
import type { Collision } from "./collisions.ts";
import { requireContact } from "./require-dynamics.ts";

/** How the interaction depends on the duration: as it is, or V/√τ, which keeps dissipation finite as τ → 0. */
export type Scaling = "1" | "1/sqrt(tau)";

/** Everything that defines one kind of collision before its duration goes to zero or to second order. */
export interface Contact {
  readonly system: Space;
  readonly unit: Space;
  readonly HS: Operator;
  readonly HE: Operator;
  /** Interaction on system ⊗ unit, without the factor of `scaling`. */
  readonly V: Operator;
  /** State of a fresh unit. */
  readonly state: Operator;
  /** Inverse temperature of that state, null when it is not thermal. */
  readonly beta: number | null;
  readonly tau: number;
  readonly scaling: Scaling;
  readonly bath: string;
}

/**
 * V = Σ_k S_k ⊗ A_k on system ⊗ unit, from pairs [S_k, A_k]. The sum must be Hermitian; a single pair need not be.
 *
 * @example
 * interaction([[sigmaX(qubit("a")), sigmaX(qubit("b"))]]).at(0, 3); // [1, 0]
 */
export function interaction(pairs: readonly (readonly [Operator, Operator])[]): Operator {
  if (!Array.isArray(pairs)) throw wrongKind("pairs", "be a list of pairs [S, A]", pairs);
  if (pairs.length === 0) throw wrongValue("pairs", "hold at least one pair [S, A]", null, "", "it is empty");
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrongKind("pairs", "be pairs [S, A]", pair);
    for (const operator of pair) requireOperator("pairs", operator);
  }
  const joint = tensor(pairs[0][0].space, pairs[0][1].space);
  return plus(...pairs.map(([S, A]: readonly [Operator, Operator]) => lift(joint, S, A)));
}

/** The factor 1 or 1/√τ in front of V. */
export function interactionFactor(scaling: Scaling, tau: number): number {
  return scaling === "1" ? 1 : 1 / Math.sqrt(tau);
}

/** The collision exp(−iτ(H_S + H_E + V·factor)) of a contact. Throws for τ ≤ 0. */
export function contactCollision(contact: Contact, evaluation: "exact" | "second" = "exact"): Collision {
  const { tau } = requireContact(contact);
  const joint = tensor(contact.system, contact.unit);
  const H = plus(lift(joint, contact.HS), lift(joint, contact.HE), scale(lift(joint, contact.V), interactionFactor(contact.scaling, tau)));
  return {
    unit: contact.unit,
    state: [{ name: "unit", weight: 1, state: contact.state }],
    visits: [{ kind: "unitary", H, duration: tau }],
    HE: contact.HE,
    beta: contact.beta,
    bath: contact.bath,
    ...(evaluation === "second" ? { evaluation } : {}),
  };
}
