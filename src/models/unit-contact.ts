/** One kind of unit of a collision model of one's own: its couplings brought to the system, and the collision that they make. */
import type { Collision, Visit } from "../dynamics/collisions.ts";
import { type Contact, contactCollision, interaction, interactionFactor } from "../dynamics/contact.ts";
import { wrongValue } from "../errors.ts";
import { dag, identity, minus, plus, requireHermitian, scale, times } from "../operators/algebra.ts";
import { broughtTo, stateOn } from "../operators/brought-to.ts";
import type { Ket } from "../operators/kets.ts";
import type { Operator } from "../operators/operator.ts";
import { thermal } from "../operators/states.ts";
import { lift } from "../operators/tensor.ts";
import { type Space, tensor } from "../spaces/space.ts";
import type { CollisionModelDefinition, CouplingOfUnit, UnitDefinition, VisitOfUnit } from "./collision-model.ts";
import { betaOfUnit } from "./collision-options.ts";
import { isKet, stateOfKet } from "./starts.ts";

/** A contact, or a walk of several: each with its coupling and duration, or a channel on the unit alone. */
export interface UnitContact extends Contact {
  /** Absent for one visit with the contact's own coupling. */
  readonly visits?: readonly ({ readonly V: Operator; readonly tau: number } | { readonly kraus: readonly Operator[] })[];
  /** H_S and H_E give energies, and do not act during the collision. */
  readonly interactionPicture: boolean;
}

/** Bring what a unit is made of to the system. `argument` is what sentences call it. Throws in the error grammar. */
export function unitContact(definition: CollisionModelDefinition, unit: UnitDefinition, argument: string, bath: string): UnitContact {
  const { HS, tau, scaling = "1", picture } = definition;
  requireHermitian(`${argument}.HE`, unit.HE);
  const joint = tensor(HS.space, unit.HE.space);
  const visits = unit.visits?.map((visit, k) => visitOn(joint, unit.HE.space, visit, tau, `${argument}.visits[${k}]`));
  const beta = betaOfUnit(unit);
  const coupled = visits?.find((visit) => "V" in visit);
  const V = unit.V === undefined ? coupled?.V : couplingOf(joint, unit.V, `${argument}.V`);
  if (!V) throw wrongValue(`${argument}.visits`, "meet the system at least once", null, "", "all of them are channels");
  return {
    system: HS.space,
    unit: unit.HE.space,
    HS,
    HE: unit.HE,
    V,
    state: unit.state ? stateOfUnit(unit.HE.space, unit.state, `${argument}.state`) : thermal(unit.HE, { beta: beta as number }),
    beta,
    tau,
    scaling,
    bath: unit.bath ?? bath,
    ...(visits ? { visits } : {}),
    interactionPicture: picture === "interaction",
  };
}

function stateOfUnit(space: Space, state: Operator | Ket, argument: string): Operator {
  return stateOn(space, isKet(state) ? stateOfKet(state, argument) : state, argument, "the unit");
}

/** The collision that a unit makes. */
export function unitCollision(contact: UnitContact, evaluation: "exact" | "second" = "exact"): Collision {
  const plain = contactCollision(contact, evaluation);
  if (!contact.visits && !contact.interactionPicture) return plain;
  const joint = tensor(contact.system, contact.unit);
  const free = contact.interactionPicture ? [] : [lift(joint, contact.HS), lift(joint, contact.HE)];
  const all = contact.visits ?? [{ V: contact.V, tau: contact.tau }];
  const visits = all.map((visit): Visit => {
    if ("kraus" in visit) return { kind: "channel", kraus: visit.kraus };
    const V = scale(lift(joint, visit.V), interactionFactor(contact.scaling, visit.tau));
    return { kind: "unitary", H: plus(...free, V), duration: visit.tau };
  });
  return { ...plain, visits };
}

function visitOn(joint: Space, unit: Space, visit: VisitOfUnit, tau: number, argument: string) {
  if ("V" in visit) return { V: couplingOf(joint, visit.V, `${argument}.V`), tau: visit.tau ?? tau };
  const kraus = visit.channel.map((K, k) => broughtTo(unit, K, `${argument}.channel[${k}]`, "the unit"));
  const excess = minus(plus(...kraus.map((K) => times(dag(K), K))), identity(unit));
  const worst = excess.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (worst > 1e-9) {
    throw wrongValue(`${argument}.channel`, "keep the trace, ΣK†K = 1", null, "", `it is off by ${worst.toExponential(1)}`);
  }
  return { kraus };
}

/** V on system ⊗ unit, from an operator or from pairs. */
function couplingOf(joint: Space, V: CouplingOfUnit, argument: string): Operator {
  const coupling = Array.isArray(V) ? interaction(V as readonly (readonly [Operator, Operator])[]) : V;
  return requireHermitian(argument, broughtTo(joint, coupling, argument, "system and unit"));
}
