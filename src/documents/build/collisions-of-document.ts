/** From a document of kind collisions to its model: a stream, a stream with memory, random arrivals, or the limit of short collisions. */
import type { Collisions } from "../../dynamics/collisions.ts";
import { limitWarning } from "../../dynamics/generator-limit.ts";
import { withMemory } from "../../dynamics/unit-memory.ts";
import { expansionWarnings, limitModel, type ModelParts, streamModel } from "../../models/collision-parts.ts";
import type { Model } from "../../models/model.ts";
import type { CollisionsDocument } from "../canonical.ts";
import { arrivalsOf, betweenOf, ratesOf } from "./arrivals-of-units.ts";
import { type Identity, type KnownParts, lazyModel } from "./lazy-model.ts";
import { limitOfUnits } from "./limit-of-units.ts";
import { realAt } from "./numbers.ts";
import { observablesOf, recordedOfCollisions } from "./observables-of-document.ts";
import { energyOf, startOf } from "./operators-of-document.ts";
import type { Reading } from "./reading.ts";
import { systemFactors, systemSection } from "./sections-of-document.ts";
import { streamKind, streamOf } from "./stream-of-units.ts";
import { contactOf, durationOf, mannerOf, tauOf, unitsOf } from "./unit.ts";

/** How a document of collisions runs. */
export type Form = "stream" | "memory" | "arrivals" | "limit";

/** The form of a document; refuses what does not go together. */
export function formOf(reading: Reading): Form {
  const data = reading.data as CollisionsDocument;
  const { evaluation } = mannerOf(reading);
  const refuse = (pointer: string, must: string, remedy = "") => reading.refuse("structure", pointer, must, "it is given", { remedy });
  const { between } = data;
  if (data.arrivals !== undefined) {
    if (evaluation !== "exact")
      throw refuse("/arrivals", `be left out with evaluation ${evaluation}`, "arrivals give a master equation by themselves");
    if (streamKind(reading) === "joint") throw refuse("/arrivals", "be left out in a joint stream");
    if (streamKind(reading) === "schedule")
      throw refuse("/arrivals", "be left out in a schedule", "units that arrive at random have no order");
    if (data.memory !== undefined)
      throw refuse("/memory", "be left out beside arrivals", "units that arrive at random do not meet one another");
    if (between?.duration !== undefined) throw refuse("/between/duration", "be left out beside arrivals", "it acts all the time");
    return "arrivals";
  }
  if (data.memory !== undefined) {
    if (evaluation !== "exact") throw refuse("/memory", `be left out with evaluation ${evaluation}`);
    if (between !== undefined) throw refuse("/between", "be left out beside memory");
    if (unitsOf(reading).length > 1) throw refuse("/memory", "be left out where there are several units");
    if (streamKind(reading) === "schedule") throw refuse("/memory", "be left out in a schedule");
    if (contactOf(reading, 0, null) === null) throw refuse("/memory", "be left out where a unit has several visits");
    return "memory";
  }
  if (evaluation === "generator") {
    if (between !== undefined) throw refuse("/between", "be left out with evaluation generator");
    return "limit";
  }
  if (between !== undefined && between.duration === undefined) {
    throw reading.refuse("missing", "/between/duration", "be given", "nothing says how long it lasts");
  }
  return "stream";
}

/** The stream as data. */
export function collisionsOf(reading: Reading): Collisions {
  // a schedule reads on when its collisions are asked for: it is of this reading alone
  return streamKind(reading) === "schedule" ? madeCollisions(reading) : reading.once("collisions", () => madeCollisions(reading));
}

function madeCollisions(reading: Reading): Collisions {
  const { between } = reading.data as CollisionsDocument;
  const durations = unitsOf(reading).map((_, k) => durationOf(reading, k, firstStep(reading)));
  const same = durations.every((duration) => duration === durations[0]);
  const duration = between && realAt(reading, "/between/duration", between.duration ?? 0, systemSection(reading), { atLeast: 0 });
  return {
    kind: "collisions",
    system: systemFactors(reading).space,
    HS: energyOf(reading),
    stream: streamOf(reading),
    tau: same ? durations[0] : null,
    ...(duration === undefined ? {} : { idle: { generator: betweenOf(reading), duration } }),
  };
}

/** The number of the first collision where units may name it. */
function firstStep(reading: Reading): number | null {
  return streamKind(reading) === "schedule" ? 1 : null;
}

/** The model of a document of this kind. */
export function collisionModelOf(reading: Reading, identity: Identity, known: Omit<KnownParts, "dynamics" | "initial">): Model {
  const form = formOf(reading);
  tauOf(reading);
  const HS = energyOf(reading);
  const initial = startOf(reading);
  const parts = (): ModelParts => {
    const extra = observablesOf(reading, recordedOfCollisions(reading));
    const contacts = unitsOf(reading).map((_, k) => (form === "arrivals" ? null : contactOf(reading, k, firstStep(reading))));
    return {
      ...identity,
      initial,
      extra,
      ...(extra.length > 0 ? { defaults: extra.map(({ name }) => name) } : {}),
      warnings: contacts.flatMap((contact) => (contact && limitWarning(contact)) ?? []),
    };
  };
  switch (form) {
    case "limit": {
      const limit = limitOfUnits(reading);
      return lazyModel(identity, { ...known, dynamics: limit.generator, initial }, () => limitModel({ ...parts(), HS, limit }));
    }
    case "arrivals": {
      const generator = arrivalsOf(reading);
      return lazyModel(identity, { ...known, dynamics: generator, initial }, () =>
        limitModel({ ...parts(), HS, limit: { generator, rates: ratesOf(reading) } }),
      );
    }
    case "memory": {
      const strength = memoryOf(reading);
      const { collisions, carry } = reading.once("memory", () => withMemory(collisionsOf(reading), strength));
      const both = carry(initial);
      return lazyModel(identity, { ...known, dynamics: collisions, initial: both }, () =>
        streamModel({ ...parts(), dynamics: collisions, initial: both, local: HS }),
      );
    }
    case "stream": {
      const dynamics = collisionsOf(reading);
      return lazyModel(identity, { ...known, dynamics, initial }, () => {
        const common = parts();
        const expansion = mannerOf(reading).evaluation === "second" ? expansionWarnings(dynamics) : [];
        return streamModel({ ...common, warnings: [...common.warnings, ...expansion], dynamics });
      });
    }
    default:
      return form satisfies never;
  }
}

/** sin²φ of the swap between units. */
export function memoryOf(reading: Reading): number {
  const { memory = 0 } = reading.data as CollisionsDocument;
  return realAt(reading, "/memory", memory, systemSection(reading), { atLeast: 0, atMost: 1 });
}
