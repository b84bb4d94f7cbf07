/** Recorded states as plain data, for files: their places on the axis and their elements. */
import { wrongKind, wrongValue } from "../errors.ts";
import { asView, stateView } from "../observables/view.ts";
import { type OperatorData, operatorData, operatorFromData } from "../operators/operator-data.ts";
import { isRecorded, operatorOfView, type RecordedState } from "./starts.ts";

/** What marks data as recorded states. */
const FORMAT = "ancilla-states";
const VERSION = 1;

/** Recorded states as JSON holds them; every element is kept to the last bit, zeros of the pattern too. */
export interface StatesData {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly axis: "collision" | "time";
  readonly states: readonly (OperatorData & { readonly at: number })[];
}

/**
 * Turn the states that a run kept into plain data, to be saved as JSON or sent elsewhere.
 *
 * @param states the `states` of a run, one of them at least
 * @throws TypeError when they are no recorded states
 * @example
 * const text = JSON.stringify(statesData(run(bloch(), { until: 1, states: true }).states));
 * statesFromData(JSON.parse(text)).at(-1).at; // 1
 */
export function statesData(states: readonly RecordedState[]): StatesData {
  if (!Array.isArray(states) || states.length === 0 || !Array.from(states).every(isRecorded)) {
    throw wrongKind("states", "be the states of a run", states, "Run with { states: true }.");
  }
  const [{ axis }] = states;
  requireAxis("states[0].axis", axis);
  return {
    format: FORMAT,
    version: VERSION,
    axis,
    states: states.map(({ at, state }) => ({ at, ...operatorData(operatorOfView(asView(state))) })),
  };
}

function requireAxis(argument: string, axis: unknown): asserts axis is "collision" | "time" {
  if (axis !== "collision" && axis !== "time") throw wrongValue(argument, 'be "collision" or "time"', axis);
}

/**
 * The recorded states that data holds. Throws in the error grammar when it holds something else.
 *
 * @example
 * const { states } = run(bloch(), { until: 1, saveEvery: 1, states: true });
 * statesFromData(JSON.parse(JSON.stringify(statesData(states)))).length; // 2
 */
export function statesFromData(data: unknown): readonly RecordedState[] {
  const { format, version, axis, states } = (typeof data === "object" && data !== null ? data : {}) as Partial<StatesData>;
  if (format !== FORMAT || !Array.isArray(states) || states.length === 0) {
    throw wrongValue("data", "hold states that a run recorded", null, "Make it with `statesData`.", "it does not");
  }
  if (version !== VERSION) throw wrongValue("data.version", `be ${VERSION}`, version, "Another version of the package wrote it.");
  requireAxis("data.axis", axis);
  return states.map((entry: unknown, k) => {
    const argument = `data.states[${k}]`;
    const { at } = (entry ?? {}) as { at?: unknown };
    if (typeof at !== "number" || !Number.isFinite(at)) throw wrongKind(`${argument}.at`, "be a number", at);
    const found = operatorFromData(entry, argument);
    return { axis, at, state: stateView(found.space, found) };
  });
}
