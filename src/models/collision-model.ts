/** A model of your own from a system, its units, and what happens between them: channel, ledger, sectors come with it. */
import { poissonGenerator } from "../dynamics/arrivals.ts";
import type { Collisions, Stream } from "../dynamics/collisions.ts";
import { type Contact, contactCollision, interaction, type Scaling } from "../dynamics/contact.ts";
import { addRates, type GeneratorLimit, generatorLimit, limitWarning, type RatesOfUnit } from "../dynamics/generator-limit.ts";
import { withMemory } from "../dynamics/unit-memory.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { expectation } from "../observables/catalogue.ts";
import type { Observable } from "../observables/observable.ts";
import { requireHermitian, scale } from "../operators/algebra.ts";
import { broughtTo, stateOn } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { thermal } from "../operators/states.ts";
import { type Space, tensor } from "../spaces/space.ts";
import { ledgerFunctionals } from "../thermodynamics/ledger.ts";
import { checkDefinition } from "./collision-options.ts";
import { expansionWarnings, limitModel, streamModel } from "./collision-parts.ts";
import type { Model, Parameters } from "./model.ts";
import { observableOn } from "./own-observables.ts";

/** How a model is evaluated: exact unitary, second order in τ, or the master equation of τ → 0. */
export type Evaluation = "exact" | "second" | "generator";

/** One kind of unit. */
export interface UnitDefinition {
  /** H_E; its space is the unit's. */
  readonly HE: Operator;
  /** V on system ⊗ unit, or pairs [S_k, A_k] that make V = Σ S_k ⊗ A_k. */
  readonly V: Operator | readonly (readonly [Operator, Operator])[];
  /** Inverse temperature of fresh units; or give their `state`. */
  readonly beta?: number;
  readonly state?: Operator;
  /** Name in the ledger, "bath" unless given. */
  readonly bath?: string;
}

/** What a collision model is made of. */
export interface CollisionModelDefinition {
  readonly name?: string;
  /** H_S; its space is the system's. */
  readonly HS: Operator;
  /** One kind of unit, or several that take turns (see `stream`). */
  readonly units: UnitDefinition | readonly UnitDefinition[];
  /** Several kinds of unit: in turn, at random with `probabilities`, or all at once. */
  readonly stream?: "cyclic" | "mixture" | "joint";
  readonly probabilities?: readonly number[];
  /** Duration of a collision. */
  readonly tau: number;
  /** Units arrive at random, this many per unit time on average, instead of one after another; the average is exact. */
  readonly arrivals?: number;
  readonly scaling?: Scaling;
  readonly evaluation?: Evaluation;
  readonly initial: Operator;
  /** Ancillae meet the next one in a partial swap of this strength sin²φ before they leave (0: never). */
  readonly memory?: number;
  /** More to record besides energy, purity, entropy, coherence, populations and the ledger. */
  readonly observables?: readonly Observable[] | Readonly<Record<string, Operator>>;
  readonly parameters?: Parameters;
  /** The same model at other parameters; needed for sweeps and noise. */
  readonly with?: (changes: Parameters) => Model;
}

/**
 * Build a collision model.
 *
 * The system meets one unit after another for a time τ, U = exp(−iτ(H_S + H_E + V·s)) with s = 1 or 1/√τ.
 *
 * @returns a model to `plan`, `run` or ask for its `steady` state; its observables are energy, purity, entropy, C_l1 (and sx sy sz of
 *   a qubit), populations p_k, the ledger's columns, and your own
 *   Operators and states are matched by the labels of their factors, whose order is free.
 * @throws TypeError or RangeError when an option is unknown, of the wrong kind or without effect, V is not Hermitian, a state is
 *   not a state, an operator acts elsewhere, or τ ≤ 0
 */
export function collisionModel(definition: CollisionModelDefinition): Model {
  checkDefinition(definition);
  const contacts = contactsOf(definition);
  const evaluation = definition.evaluation ?? "exact";
  const { space } = definition.HS;
  const common = {
    name: definition.name ?? "custom",
    parameters: definition.parameters ?? {},
    initial: stateOn(space, definition.initial, "initial"),
    extra: ownObservables(space, definition.observables ?? []),
    with: definition.with ?? refuseChanges,
    warnings: contacts.flatMap((contact) => limitWarning(contact) ?? []),
  };
  if (evaluation === "generator") {
    return limitModel({
      ...common,
      HS: definition.HS,
      limit: generatorLimit(...contacts.map((contact, k) => weighted(contact, shares(definition, contacts.length)[k]))),
    });
  }
  if (definition.arrivals !== undefined)
    return limitModel({ ...common, HS: definition.HS, limit: arrivalsOf(definition, contacts, definition.arrivals) });
  const stream = streamOf(definition, contacts, evaluation);
  const dynamics: Collisions = { kind: "collisions", system: definition.HS.space, HS: definition.HS, stream, tau: definition.tau };
  const warnings = [...common.warnings, ...(evaluation === "second" ? expansionWarnings(dynamics) : [])];
  if (!definition.memory) return streamModel({ ...common, warnings, dynamics });
  const carried = withMemory(dynamics, definition.memory);
  return streamModel({ ...common, dynamics: carried.collisions, initial: carried.carry(common.initial), local: definition.HS });
}

function contactsOf({ HS, units, tau, scaling = "1" }: CollisionModelDefinition): readonly Contact[] {
  requireHermitian("HS", HS);
  const all = Array.isArray(units) ? (units as readonly UnitDefinition[]) : [units as UnitDefinition];
  return all.map((unit, k): Contact => {
    const at = Array.isArray(units) ? `units[${k}]` : "units";
    requireHermitian(`${at}.HE`, unit.HE);
    return {
      system: HS.space,
      unit: unit.HE.space,
      HS,
      HE: unit.HE,
      V: couplingOf(tensor(HS.space, unit.HE.space), unit.V, `${at}.V`),
      state: unit.state ? stateOn(unit.HE.space, unit.state, `${at}.state`, "the unit") : thermal(unit.HE, { beta: unit.beta as number }),
      beta: unit.beta ?? null,
      tau,
      scaling,
      bath: unit.bath ?? (all.length === 1 ? "bath" : `bath${k + 1}`),
    };
  });
}

/** V on system ⊗ unit, from an operator or from pairs. */
function couplingOf(joint: Space, V: UnitDefinition["V"], argument: string): Operator {
  const coupling = Array.isArray(V) ? interaction(V as readonly (readonly [Operator, Operator])[]) : V;
  return requireHermitian(argument, broughtTo(joint, coupling, argument, "system and unit"));
}

/** The share of time or probability of each kind of unit: what its dissipation is multiplied with in the limit. */
function shares(definition: CollisionModelDefinition, count: number): readonly number[] {
  if (count === 1 || definition.stream === "joint") return new Array(count).fill(1);
  if (definition.stream === "mixture") return checkedProbabilities(definition, count);
  return new Array(count).fill(1 / count);
}

/** Poisson arrivals of all kinds of unit, each with its share of the rate; between them the system follows H_S. */
function arrivalsOf(definition: CollisionModelDefinition, contacts: readonly Contact[], rate: number): GeneratorLimit {
  const parts = contacts.map((contact, k) => {
    const share = shares(definition, contacts.length)[k];
    return poissonGenerator(
      contact.system,
      contact.HS,
      contactCollision(contact, definition.evaluation === "second" ? "second" : "exact"),
      rate * share,
    );
  });
  const dissipators = parts.flatMap((part) => part.dissipators);
  const arrivals = parts.flatMap((part) => part.arrivals ?? []);
  const generator = { ...parts[0], dissipators, arrivals, baths: Object.assign({}, ...parts.map(({ baths }) => baths)) };
  return {
    generator,
    rates: addRates(contacts.map((contact, k) => ratesOfArrivals(contact, rate * shares(definition, contacts.length)[k]))),
  };
}

/** What units that arrive at this rate give per unit time: the ledger of one collision, times the rate. */
function ratesOfArrivals(contact: Contact, rate: number): RatesOfUnit {
  const { system, HS, tau, bath } = contact;
  const collision = contactCollision(contact);
  const books = ledgerFunctionals({ kind: "collisions", system, HS, stream: { kind: "constant", collision }, tau }, collision);
  const [dU, Q, W] = [books.dU, books.Q, books.W].map((A) => scale(A as Operator, rate));
  return { bath, dU, Q, W, flux: books.flux && scale(books.flux, rate) };
}

function weighted(contact: Contact, share: number): Contact {
  if (share === 1) return contact;
  return { ...contact, V: scale(contact.V, contact.scaling === "1" ? share : Math.sqrt(share)) };
}

function streamOf(definition: CollisionModelDefinition, contacts: readonly Contact[], evaluation: "exact" | "second"): Stream {
  const collisions = contacts.map((contact) => contactCollision(contact, evaluation));
  if (collisions.length === 1) return { kind: "constant", collision: collisions[0] };
  switch (definition.stream ?? "cyclic") {
    case "cyclic":
      return { kind: "cyclic", collisions };
    case "joint": {
      // Hamiltonians of simultaneous collisions add, so H_S stands in the first of them only.
      const none = scale(definition.HS, 0);
      return {
        kind: "joint",
        collisions: contacts.map((contact, k) => contactCollision(k === 0 ? contact : { ...contact, HS: none }, evaluation)),
      };
    }
    default: {
      const probabilities = checkedProbabilities(definition, collisions.length);
      return { kind: "mixture", parts: collisions.map((collision, k) => ({ collision, probability: probabilities[k] })) };
    }
  }
}

function checkedProbabilities({ probabilities }: CollisionModelDefinition, count: number): readonly number[] {
  if (!probabilities || probabilities.length !== count) {
    throw wrongValue("probabilities", `have one entry per unit (${count})`, probabilities);
  }
  const total = probabilities.reduce((sum, p) => sum + p, 0);
  if (Math.abs(total - 1) > 1e-12) throw wrongValue("probabilities", "add up to 1", null, "", `their sum is ${total}`);
  return probabilities;
}

function ownObservables(space: Space, given: NonNullable<CollisionModelDefinition["observables"]>): readonly Observable[] {
  if (Array.isArray(given)) {
    return (given as readonly Observable[]).map((observable, k) => observableOn(space, observable, `observables[${k}]`));
  }
  return Object.entries(given as Readonly<Record<string, Operator>>).map(([name, A]) => {
    const argument = `observables.${name}`;
    if (typeof A === "object" && A !== null && "kind" in A) throw wrongKind(argument, "be an operator", A, "Put observables into a list.");
    const brought = requireHermitian(argument, broughtTo(space, A, argument));
    return expectation(name, brought);
  });
}

function refuseChanges(): Model {
  throw wrongValue(
    "with",
    "be given to change parameters of a model of your own",
    null,
    "Pass `with: (changes) => collisionModel({ … })`.",
    "it is missing",
  );
}
