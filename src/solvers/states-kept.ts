/** Which records of a run keep their state, and whether there is room for them. */
import { wrongValue } from "../errors.ts";

/** Bytes that the states kept by one run may take. */
const STATES_BUDGET = 1 << 30;

/**
 * Whether the state of a record is kept. `numbers` is how many doubles one state holds.
 * Throws when a state is asked for where the run does not record, or all of them have no room.
 */
export function recordsKept(
  states: true | readonly number[] | undefined,
  records: readonly number[],
  numbers: number,
): (at: number) => boolean {
  if (states === undefined) return () => false;
  const all = new Set(records);
  for (const at of states === true ? [] : states) {
    if (all.has(at)) continue;
    const near = records.reduce((a, b) => (Math.abs(b - at) < Math.abs(a - at) ? b : a));
    throw wrongValue("states", "name records of the run", at, `The nearest record is ${near}.`);
  }
  const bytes = 8 * numbers * (states === true ? records.length : states.length);
  if (bytes > STATES_BUDGET) {
    const but = `${states === true ? records.length : states.length} states take ${bytes}`;
    throw wrongValue("states", `keep within ${STATES_BUDGET} bytes`, null, "Keep fewer of them.", but);
  }
  const wanted = states === true ? all : new Set(states);
  return (at) => wanted.has(at);
}
