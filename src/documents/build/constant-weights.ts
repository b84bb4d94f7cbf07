/** The weights of a single unit's state at other parameters, where that is all that noise on them changes. */
import type { Parameters } from "../../models/model.ts";
import type { Memory } from "./memory.ts";
import { Reading } from "./reading.ts";
import { streamKind } from "./stream-of-units.ts";
import { collisionOf, mannerOf, stateOfUnit } from "./unit.ts";
import { weightsOfParts } from "./weighted-state.ts";

/** The function that a model offers as `weightsAt`; null where the unit's state is one operator, or there are several units. */
export function constantWeights(reading: Reading, memory: Memory): ((at: Parameters) => readonly number[]) | null {
  const { data } = reading;
  if (data.kind !== "collisions" || data.memory !== undefined || data.arrivals !== undefined) return null;
  if (mannerOf(reading).evaluation !== "exact" || streamKind(reading) !== "constant") return null;
  if (collisionOf(reading, 0, null).state.length < 2) return null;
  return (at) => weightsOfParts(stateOfUnit(new Reading(data, at, memory), 0, null).state);
}
