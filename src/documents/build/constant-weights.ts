/** The weights of a single unit's state at other parameters, where that is all that noise on them changes. */
import type { Parameters } from "../../models/model.ts";
import { DocumentFault } from "../problem.ts";
import type { Memory } from "./kept-results.ts";
import { Reading } from "./reading.ts";
import { streamKind } from "./stream-of-units.ts";
import { collisionOf, mannerOf, stateOfUnit } from "./unit.ts";
import { weightsOfParts } from "./weighted-state.ts";
import { inPieces } from "./weights-in-pieces.ts";

type Weights = (at: Parameters) => readonly number[];

/** The function that a model offers as `weightsAt`; null where the unit's state is one operator, or there are several units. */
export function constantWeights(reading: Reading, memory: Memory): Weights | null {
  const { data, values } = reading;
  if (data.kind !== "collisions" || data.memory !== undefined || data.arrivals !== undefined) return null;
  if (mannerOf(reading).evaluation !== "exact" || streamKind(reading) !== "constant") return null;
  const count = collisionOf(reading, 0, null).state.length;
  if (count < 2) return null;
  const exact: Weights = (at) => weightsOfParts(stateOfUnit(new Reading(data, at, memory), 0, null).state);
  return fast(exact, values, count);
}

/** Where a single number differs from the model's own, its weights come from series in it: interpreting each draw would cost more than the step. */
function fast(exact: Weights, base: Parameters, count: number): Weights {
  const names = Object.keys(base);
  const series = new Map<string, (p: number) => readonly number[] | null>();
  return (at) => {
    let changed: string | null = null;
    for (const name of names) {
      if (at[name] === base[name]) continue;
      if (changed !== null || typeof at[name] !== "number" || typeof base[name] !== "number") return exact(at);
      changed = name;
    }
    if (changed === null) return exact(at);
    let own = series.get(changed);
    if (!own)
      series.set(
        changed,
        (own = inPieces((p) => valid(exact, { ...base, [changed as string]: p }, count), (base[changed] as number) || 1)),
      );
    return own(at[changed] as number) ?? exact(at);
  };
}

/** The weights where the state is one, with the pattern of the base. */
function valid(exact: Weights, at: Parameters, count: number): readonly number[] | null {
  try {
    const weights = exact(at);
    return weights.length === count ? weights : null;
  } catch (error) {
    if (error instanceof DocumentFault) return null;
    throw error;
  }
}
