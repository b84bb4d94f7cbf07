/** A model of your own from a system, its units, and what happens between them: channel, ledger, sectors come with it. */
import { poissonGenerator, ratesBeside } from "../dynamics/arrivals.ts";
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Collision, Collisions, Stream } from "../dynamics/collisions.ts";
import type { Contact, Scaling } from "../dynamics/contact.ts";
import type { Generator } from "../dynamics/generator.ts";
import { addRates, type GeneratorLimit, generatorLimit, limitWarning, type RatesOfUnit } from "../dynamics/generator-limit.ts";
import { MEMORY, withMemory } from "../dynamics/unit-memory.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { expectation } from "../observables/catalogue.ts";
import type { Observable } from "../observables/observable.ts";
import { hermitianPart, requireHermitian, scale } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import type { Ket } from "../operators/kets.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { ledgerFunctionals } from "../thermodynamics/ledger.ts";
import { checkDefinition, checkUnit } from "./collision-options.ts";
import { expansionWarnings, limitModel, streamModel } from "./collision-parts.ts";
import { familyOfModels, withoutParameters } from "./family-of-models.ts";
import type { MasterEquationDefinition } from "./master-equation.ts";
import { localParts } from "./master-equation-parts.ts";
import type { Model, Parameters } from "./model.ts";
import { observableOn } from "./own-observables.ts";
import { type StateOf, startOn } from "./starts.ts";
import { type UnitContact, unitCollision, unitContact } from "./unit-contact.ts";

/** How a model is evaluated: exact unitary, second order in τ, or the master equation of τ → 0. */
export type Evaluation = "exact" | "second" | "generator";

/** V on system ⊗ unit, or pairs [S_k, A_k] that make V = Σ S_k ⊗ A_k. */
export type CouplingOfUnit = Operator | readonly (readonly [Operator, Operator])[];

/** One visit of a unit: U = exp(−iτ(H_S + H_E + V)) with a τ of its own, or a channel η → Σ KηK† on the unit alone. */
export type VisitOfUnit = { readonly V: CouplingOfUnit; readonly tau?: number } | { readonly channel: readonly Operator[] };

/** One kind of unit. */
export interface UnitDefinition {
  /** H_E; its space is the unit's. */
  readonly HE: Operator;
  /** The coupling; or, for a unit that visits several parts of the system one after another, its `visits`. */
  readonly V?: CouplingOfUnit | undefined;
  readonly visits?: readonly VisitOfUnit[];
  /** Temperature of fresh units, ≥ 0 or Infinity; or give `beta`, or their `state`. */
  readonly T?: number;
  /** Inverse temperature of fresh units. */
  readonly beta?: number;
  /** State of fresh units: a density operator, or a ket. */
  readonly state?: Operator | Ket;
  /** Name in the ledger, "bath" unless given. */
  readonly bath?: string;
}

/** Loss, drift or drives between two collisions: a constant master equation for a while, or beside random arrivals all the time. */
export interface BetweenCollisions extends Pick<MasterEquationDefinition, "jumps" | "baths" | "collective"> {
  /** How long it acts after each collision; left out beside `arrivals`. */
  readonly duration?: number;
  /** H_S unless given; 0 in the interaction picture. */
  readonly H?: Operator;
}

/** What a collision model is made of. */
export interface CollisionModelDefinition {
  readonly name?: string;
  /** H_S; its space is the system's. */
  readonly HS: Operator;
  /** One kind of unit, or several that take turns (see `stream`). */
  readonly units: UnitDefinition | readonly UnitDefinition[];
  /**
   * Several kinds of unit: in turn, at random with `probabilities`, or all at once; or a schedule, which says for collision n = 1, 2, …
   * the place of its kind in `units` (from 0), or the unit itself. The same unit, as an object, is prepared once.
   */
  readonly stream?: "cyclic" | "mixture" | "joint" | ((n: number) => number | UnitDefinition);
  readonly probabilities?: readonly number[];
  /** Duration of a collision. */
  readonly tau: number;
  /** Units arrive at random, this many per unit time on average, instead of one after another; the average is exact. */
  readonly arrivals?: number;
  readonly scaling?: Scaling;
  /** In the interaction picture U = exp(−iτV·s): H_S and H_E give energies only. */
  readonly picture?: "schroedinger" | "interaction";
  readonly evaluation?: Evaluation;
  /** What the system does between collisions: e^{L·duration} after each of them; beside `arrivals` L acts all the time. */
  readonly between?: BetweenCollisions;
  /** A density operator, a ket, or the amplitudes of a pure state. */
  readonly initial: StateOf;
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
 * The system meets one unit after another for a time τ, U = exp(−iτ(H_S + H_E + V·s)) with s = 1 or 1/√τ. A unit may visit several
 * parts in turn (`visits`), units may follow a schedule, and the system may evolve `between` collisions.
 *
 * With a function in place of the definition, and parameters behind it, the model can be swept and given noise:
 * `collisionModel((p) => ({ …, tau: p.tau }), { tau: 0.1 })`.
 *
 * @returns a model to `plan`, `run` or ask for its `steady` state; its observables are energy, purity, entropy, C_l1 (and sx sy sz of
 *   a qubit), populations p_k, the ledger's columns, and your own
 *   Operators and states are matched by the labels of their factors, whose order is free.
 * @throws TypeError or RangeError when an option is unknown, of the wrong kind or without effect, V is not Hermitian, a state is
 *   not a state, an operator acts elsewhere, or τ ≤ 0
 * @example
 * const [atom, unit] = [qubit("atom"), qubit("unit")];
 * const exchange = [[sigmaPlus(atom), sigmaMinus(unit)], [sigmaMinus(atom), sigmaPlus(unit)]];
 * const units = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: 1 };
 * const model = collisionModel({ HS: qubitHamiltonian(atom, 1), units, tau: 0.3, initial: [0, 1] });
 * steady(model, { observables: ["sz"] }).observables.sz; // -0.462117
 */
export function collisionModel(definition: CollisionModelDefinition): Model;
export function collisionModel<P extends Parameters>(define: (parameters: P) => CollisionModelDefinition, parameters: P): Model;
export function collisionModel<P extends Parameters>(
  definition: CollisionModelDefinition | ((parameters: P) => CollisionModelDefinition),
  parameters?: P,
): Model {
  if (typeof definition !== "function") return built(definition);
  return familyOfModels(definition, parameters as P, built, "collisionModel((p) => ({ HS, units, tau, initial }), { g: 1 })");
}

function built(definition: CollisionModelDefinition): Model {
  checkDefinition(definition);
  const contacts = contactsOf(definition);
  const evaluation = definition.evaluation ?? "exact";
  const { space } = definition.HS;
  const common = {
    name: definition.name ?? "custom",
    parameters: definition.parameters ?? {},
    initial: startOn(space, definition.initial),
    extra: ownObservables(space, definition.observables ?? []),
    with: definition.with ?? withoutParameters("collisionModel"),
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
  const idle = definition.between === undefined ? {} : { idle: idleOf(definition, definition.between) };
  const dynamics: Collisions = { kind: "collisions", system: space, HS: definition.HS, stream, tau: definition.tau, ...idle };
  const warnings = [...common.warnings, ...(evaluation === "second" ? expansionWarnings(dynamics) : [])];
  if (!definition.memory) return streamModel({ ...common, warnings, dynamics, ...(definition.memory === 0 ? { carries: MEMORY } : {}) });
  const carried = withMemory(dynamics, definition.memory);
  return streamModel({ ...common, dynamics: carried.collisions, initial: carried.carry(common.initial), local: definition.HS });
}

/** Each kind of unit as a contact with the system. */
function contactsOf(definition: CollisionModelDefinition): readonly UnitContact[] {
  requireHermitian("HS", definition.HS);
  const { units } = definition;
  if (!Array.isArray(units)) return [unitContact(definition, units as UnitDefinition, "units", "bath")];
  const all = units as readonly UnitDefinition[];
  return all.map((unit, k) => unitContact(definition, unit, `units[${k}]`, all.length === 1 ? "bath" : `bath${k + 1}`));
}

/** What happens between collisions, as the generator and its duration. */
function idleOf({ HS, picture }: CollisionModelDefinition, between: BetweenCollisions): NonNullable<Collisions["idle"]> {
  const { duration = 0, H, ...dissipation } = between;
  const own = H ?? (picture === "interaction" ? scale(HS, 0) : HS);
  const { local: generator } = localParts({ system: HS.space, H: own, ...dissipation });
  const terms = [...generator.hamiltonian.map(({ coefficient }) => coefficient), ...generator.dissipators.map(({ rate }) => rate)];
  if (terms.some(isTimeFunction)) {
    throw wrongValue(
      "between",
      "not depend on time",
      null,
      "Use a schedule of units for what changes from collision to collision.",
      "a rate does",
    );
  }
  return { generator, duration };
}

/** The share of time or probability of each kind of unit: what its dissipation is multiplied with in the limit. */
function shares(definition: CollisionModelDefinition, count: number): readonly number[] {
  if (count === 1 || definition.stream === "joint") return new Array(count).fill(1);
  if (definition.stream === "mixture") return checkedProbabilities(definition, count);
  return new Array(count).fill(1 / count);
}

/** Poisson arrivals of all kinds of unit, each with its share of the rate; between them the system follows H_S, or what is said of it. */
function arrivalsOf(definition: CollisionModelDefinition, contacts: readonly UnitContact[], rate: number): GeneratorLimit {
  const parts = contacts.map((contact, k) => {
    const share = shares(definition, contacts.length)[k];
    return poissonGenerator(
      contact.system,
      contact.HS,
      unitCollision(contact, definition.evaluation === "second" ? "second" : "exact"),
      rate * share,
    );
  });
  const own = definition.between && idleOf(definition, definition.between).generator;
  const beside = own?.dissipators ?? [];
  const generator: Generator = {
    ...parts[0],
    dissipators: [...beside, ...parts.flatMap((part) => part.dissipators)],
    arrivals: parts.flatMap((part) => part.arrivals ?? []),
    baths: Object.assign({}, own?.baths, ...parts.map(({ baths }) => baths)),
    ...(own ? { hamiltonian: own.hamiltonian, beside, energy: definition.HS } : {}),
  };
  const units = contacts.map((contact, k) => ratesOfArrivals(contact, rate * shares(definition, contacts.length)[k]));
  return { generator, rates: addRates([...units, ...(own ? ratesBeside(own, definition.HS) : [])]) };
}

/** What units that arrive at this rate give per unit time: the ledger of one collision, times the rate. */
function ratesOfArrivals(contact: UnitContact, rate: number): RatesOfUnit {
  const { system, HS, tau, bath } = contact;
  const collision = unitCollision(contact);
  const books = ledgerFunctionals({ kind: "collisions", system, HS, stream: { kind: "constant", collision }, tau }, collision);
  // Products of three operators are Hermitian up to rounding, which is all that is left of them where energies match.
  const perTime = (A: Operator) => scale(hermitianPart(A), rate);
  const [dU, Q, W] = [books.dU, books.Q, books.W].map((A) => perTime(A as Operator));
  return { bath, dU, Q, W, flux: books.flux && perTime(books.flux) };
}

function weighted(contact: Contact, share: number): Contact {
  if (share === 1) return contact;
  return { ...contact, V: scale(contact.V, contact.scaling === "1" ? share : Math.sqrt(share)) };
}

function streamOf(definition: CollisionModelDefinition, contacts: readonly UnitContact[], evaluation: "exact" | "second"): Stream {
  const collisions = contacts.map((contact) => unitCollision(contact, evaluation));
  if (typeof definition.stream === "function") return scheduleOf(definition, definition.stream, collisions, evaluation);
  if (collisions.length === 1) return { kind: "constant", collision: collisions[0] };
  switch (definition.stream ?? "cyclic") {
    case "cyclic":
      return { kind: "cyclic", collisions };
    case "joint": {
      // Hamiltonians of simultaneous collisions add, so H_S stands in the first of them only.
      const none = scale(definition.HS, 0);
      return {
        kind: "joint",
        collisions: contacts.map((contact, k) => unitCollision(k === 0 ? contact : { ...contact, HS: none }, evaluation)),
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

/** A schedule: units by their place in the list, or as objects, each of which is prepared once. */
function scheduleOf(
  definition: CollisionModelDefinition,
  schedule: (n: number) => number | UnitDefinition,
  collisions: readonly Collision[],
  evaluation: "exact" | "second",
): Stream {
  const made = new WeakMap<UnitDefinition, Collision>();
  const collisionAt = (n: number): Collision => {
    const unit: unknown = schedule(n);
    if (typeof unit === "number") {
      const found = collisions[unit];
      if (found) return found;
      throw wrongValue("stream", `give places in \`units\`, from 0 to ${collisions.length - 1}`, unit, "", `collision ${n} has ${unit}`);
    }
    if (typeof unit !== "object" || unit === null)
      throw wrongKind("stream", "be a function that returns a place in `units`, or a unit", unit);
    const known = made.get(unit as UnitDefinition);
    if (known) return known;
    const at = `stream(${n})`;
    checkUnit(at, unit);
    const collision = unitCollision(unitContact(definition, unit as UnitDefinition, at, "bath"), evaluation);
    made.set(unit as UnitDefinition, collision);
    return collision;
  };
  return { kind: "schedule", collisionAt };
}
