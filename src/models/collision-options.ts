/** What `collisionModel` takes, checked before anything is built: names, kinds, choices, and what has no effect beside another. */
import { wrongKind, wrongValue } from "../errors.ts";
import { requireFinite } from "../operators/checks.ts";
import type { Operator } from "../operators/operator.ts";
import {
  aFunction,
  aName,
  aNumber,
  anObject,
  anything,
  type Check,
  checkOptions,
  listOf,
  type OptionChecks,
  oneOf,
  optionsOf,
} from "../options.ts";
import type { BetweenCollisions, CollisionModelDefinition, UnitDefinition } from "./collision-model.ts";
import { aStartingState, isKet } from "./starts.ts";

const anOperator: Check = (argument, value) => void requireFinite(argument, value as Operator);

const aPair: Check = (argument, value) => {
  if (!Array.isArray(value) || value.length !== 2) throw wrongKind(argument, "be a pair [S, A] of operators", value);
  listOf("operators", anOperator)(argument, value);
};

/** β ≥ 0, infinite at temperature 0; T ≥ 0, infinite at β = 0. */
const aTemperature: Check = (argument, value) => {
  if (value !== Number.POSITIVE_INFINITY) aNumber({ atLeast: 0 })(argument, value);
};

const aStateOfUnits: Check = (argument, value) => {
  if (!isKet(value)) anOperator(argument, value);
};

/** β of fresh units; null where they are in a state of their own. */
export function betaOfUnit({ T, beta }: UnitDefinition): number | null {
  if (T === undefined) return beta ?? null;
  return T === Number.POSITIVE_INFINITY ? 0 : 1 / Math.abs(T);
}

const aCoupling: Check = (argument, value) => {
  if (!Array.isArray(value)) return anOperator(argument, value);
  if (value.length === 0) throw wrongValue(argument, "hold at least one pair [S, A]", null, "", "it is empty");
  listOf("pairs [S, A]", aPair)(argument, value);
};

const aVisit: Check = (argument, value) => {
  const channel = typeof value === "object" && value !== null && "channel" in value;
  const remedy = "Write { V, tau }, or { channel: [K, …] } on the unit alone.";
  if (channel) return optionsOf({ channel: listOf("Kraus operators", anOperator) }, { required: ["channel"], remedy })(argument, value);
  optionsOf({ V: aCoupling, tau: aNumber({ above: 0 }, "A visit takes time.") }, { required: ["V"], remedy })(argument, value);
};

const unitChecks: OptionChecks<UnitDefinition> = {
  HE: anOperator,
  V: aCoupling,
  visits: (argument, value) => {
    listOf("visits", aVisit)(argument, value);
    if ((value as readonly unknown[]).length === 0) throw wrongValue(argument, "hold at least one visit", null, "", "it is empty");
  },
  T: aTemperature,
  beta: aTemperature,
  state: aStateOfUnits,
  bath: aName,
};

/** Check one kind of unit. */
export const checkUnit: Check = (argument, value) => {
  const remedy = "Write { HE, V, T }, or `beta` or `state` in place of `T`.";
  const required = typeof value === "object" && value !== null && "visits" in value ? ["HE"] : ["HE", "V"];
  optionsOf(unitChecks, { required, remedy })(argument, value);
  const { T, beta, state, V, visits } = value as UnitDefinition;
  if (V !== undefined && visits !== undefined) {
    throw wrongValue(argument, "have either `V` or `visits`", null, "One visit is { V }.", "has both");
  }
  const given = Object.entries({ T, beta, state }).filter(([, one]) => one !== undefined);
  if (given.length !== 1) {
    const but = given.length === 0 ? "has none of them" : `has ${given.map(([name]) => `\`${name}\``).join(" and ")}`;
    throw wrongValue(
      argument,
      "have one of `T`, `beta` and `state`",
      null,
      "Fresh units are in a Gibbs state of HE, or in the state you give.",
      but,
    );
  }
};

const definitionChecks: OptionChecks<CollisionModelDefinition> = {
  name: aName,
  HS: anOperator,
  units: (argument, value) => {
    if (!Array.isArray(value)) return checkUnit(argument, value);
    if (value.length === 0) throw wrongValue(argument, "hold at least one kind of unit", null, "", "it is empty");
    listOf("units", checkUnit)(argument, value);
  },
  stream: (argument, value) => {
    if (typeof value !== "function") oneOf("cyclic", "mixture", "joint")(argument, value);
  },
  probabilities: listOf("numbers", aNumber({ atLeast: 0 })),
  tau: aNumber({ above: 0 }, "A collision takes time."),
  arrivals: aNumber({ above: 0 }, "It is a rate: units per unit time."),
  scaling: oneOf("1", "1/sqrt(tau)"),
  picture: oneOf("schroedinger", "interaction"),
  evaluation: oneOf("exact", "second", "generator"),
  between: optionsOf<BetweenCollisions>(
    { duration: aNumber({ atLeast: 0 }), H: anOperator, jumps: anything, baths: anything, collective: anything },
    { remedy: "Write { duration, jumps }." },
  ),
  initial: aStartingState,
  memory: aNumber({ atLeast: 0, atMost: 1 }, "It is the probability that ancillae exchange their states."),
  observables: (argument, value) => {
    if (typeof value !== "object" || value === null) {
      throw wrongKind(argument, "be operators by name, or a list of observables", value);
    }
    if ("space" in value) throw wrongKind(argument, "be operators by name", value, "Write { name: operator }.");
  },
  parameters: anObject,
  with: aFunction,
};

/** Check a definition. Throws in the error grammar. */
export function checkDefinition(definition: CollisionModelDefinition): void {
  checkOptions<CollisionModelDefinition>("definition", definition, definitionChecks, {
    required: ["HS", "units", "tau", "initial"],
    remedy: "Write { HS, units: { HE, V, T }, tau, initial }.",
  });
  const { stream, probabilities, arrivals, evaluation } = definition;
  const units = Array.isArray(definition.units) ? definition.units.length : 1;
  if (probabilities !== undefined && stream !== "mixture") {
    throw wrongValue("probabilities", 'be left out unless `stream` is "mixture"', null, "", "they are given");
  }
  if (stream === "mixture" && probabilities?.length !== units) {
    throw wrongValue("probabilities", `have one entry per unit (${units})`, probabilities);
  }
  if (arrivals !== undefined && evaluation === "generator") {
    const remedy = "Arrivals at random give a master equation by themselves, with no limit τ → 0 to take.";
    throw wrongValue("arrivals", 'be left out when `evaluation` is "generator"', arrivals, remedy);
  }
  if (arrivals !== undefined && stream === "joint") throw wrongValue("stream", "not be joint for random arrivals", stream);
  checkMemory(definition);
  checkVisits(definition);
}

/** Visits, schedules, the interaction picture and what happens between collisions are those of streams, not of limits. */
function checkVisits({ units, stream, evaluation, arrivals, between, picture, memory }: CollisionModelDefinition): void {
  const all = (Array.isArray(units) ? units : [units]) as readonly UnitDefinition[];
  const limit = evaluation === "generator" ? '`evaluation` "generator"' : arrivals !== undefined ? "`arrivals`" : null;
  const refuse = (argument: string, beside: string) => {
    throw wrongValue(argument, `be left out beside ${beside}`, null, "It belongs to collisions that follow one another.", "it is given");
  };
  if (between !== undefined && evaluation === "generator") refuse("between", '`evaluation` "generator"');
  if (between !== undefined && arrivals === undefined && between.duration === undefined)
    throw wrongKind("between.duration", "be given", undefined, "Write { duration, jumps }: it acts after each collision.");
  if (between?.duration !== undefined && arrivals !== undefined)
    throw wrongValue("between.duration", "be left out beside `arrivals`", between.duration, "It acts all the time.");
  if (between !== undefined && memory) refuse("between", "`memory`");
  if (typeof stream === "function" && limit) refuse("stream", limit);
  if (picture === "interaction" && limit) refuse("picture", limit);
  if (!all.some(({ visits }) => visits !== undefined)) return;
  if (limit) refuse("visits", limit);
  if (memory) refuse("visits", "`memory`");
  if (stream === "joint") refuse("visits", '`stream` "joint"');
}

/** A memory needs exact collisions, one after another, with one kind of unit. */
function checkMemory({ memory, arrivals, evaluation }: CollisionModelDefinition): void {
  if (!memory) return;
  if (arrivals !== undefined) {
    throw wrongValue("memory", "be left out beside `arrivals`", memory, "Units that arrive at random times do not meet one another.");
  }
  if (evaluation === "generator" || evaluation === "second") {
    const remedy = "A carried unit needs exact collisions of finite duration.";
    throw wrongValue("memory", `be left out when \`evaluation\` is "${evaluation}"`, memory, remedy);
  }
}
