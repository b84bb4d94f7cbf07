/** Starts: whatever says in which state a run begins, brought to the space of a model. */
import { kindMade, otherCopy } from "../copy.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import type { StateView } from "../observables/observable.ts";
import { asView, isStateData, isView, type StateData } from "../observables/view.ts";
import { stateOn } from "../operators/brought-to.ts";
import { requireHermitian } from "../operators/checks.ts";
import type { Ket } from "../operators/kets.ts";
import { Operator } from "../operators/operator.ts";
import { type Complex, ket } from "../operators/states.ts";
import type { Check } from "../options.ts";
import type { Space } from "../spaces/space.ts";
import { type Expressed, isExpressed } from "./asked-observables.ts";
import { anAmplitude } from "./master-equation-options.ts";
import type { Model } from "./model.ts";

/** A state that a run recorded, with its place on the axis. */
export interface RecordedState {
  readonly axis: "collision" | "time";
  /** Number of the collision after which, or time at which, it was recorded. */
  readonly at: number;
  readonly state: StateView;
}

/** A recorded state, or what is left of it where it was cloned. */
type Recorded = Omit<RecordedState, "state"> & { readonly state: StateView | StateData };

/** A density operator, a ket, or the amplitudes of a pure state (numbers or [re, im], in the order of the basis). */
export type StateOf = Operator | Ket | readonly Complex[];

/**
 * What a run starts from: a density operator, amplitudes, the `final` state of another run, the `state` of `steady`, a recorded state, or
 * a function of the model's space that gives one: `(space) => coherent(space, 1.5)`; or an expression of `ancilla/documents`.
 */
export type Start = StateOf | StateView | StateData | Recorded | ((space: Space) => StateOf) | Expressed<Operator>;

/** Checks the kind of a start; whether it fits a model is found out where it is brought to its space. */
export const aStartingState: Check = (argument, value) => {
  if (Array.isArray(value)) return value.forEach((amplitude, k) => anAmplitude(`${argument}[${k}]`, amplitude));
  const known =
    value instanceof Operator || isKet(value) || typeof value === "function" || isState(value) || isRecorded(value) || isExpressed(value);
  if (!known) throw wrongKind(argument, "be a state", value, "Give a density operator, amplitudes, or the final state of a run.");
};

/** Whether a start is a recorded state, which knows when it was. */
export function isRecorded(start: unknown): start is Recorded {
  const { at, state } = (typeof start === "object" && start !== null ? start : {}) as Partial<RecordedState>;
  return typeof at === "number" && isState(state);
}

function isState(value: unknown): value is StateView | StateData {
  return isView(value) || isStateData(value);
}

/**
 * The density operator of a start on a space; factors are matched by their labels.
 *
 * States that a run or a solve found keep each element as it is, zeros of the pattern included, and may be as far from positive as the
 * equation that made them. Throws when it acts elsewhere, has another dimension, or is no state.
 */
export function startOn(space: Space, start: Start, argument = "initial"): Operator {
  if (typeof start === "function") {
    const made = start(space);
    if (!(made instanceof Operator || isKet(made) || Array.isArray(made)))
      throw wrongKind(argument, "be a function that returns a state", made);
    return startOn(space, made, argument);
  }
  if (start instanceof Operator) return stateOn(space, start, argument);
  if (isKet(start)) return stateOn(space, stateOfKet(start, argument), argument);
  if (isRecorded(start)) return foundOn(space, start.state, argument);
  if (isState(start)) return foundOn(space, start, argument);
  aStartingState(argument, start);
  if (!Array.isArray(start))
    throw wrongKind(argument, "be a state", start, "Expressions are for the models that one asks, not for builders.");
  if (start.length !== space.dimension) {
    const but = `there are ${start.length}`;
    throw wrongValue(argument, `have ${space.dimension} amplitudes, one per basis state of ${space}`, null, "", but);
  }
  const amplitudes = start as readonly Complex[];
  const norm = amplitudes.reduce<number>((sum, c) => sum + (typeof c === "number" ? c * c : c[0] * c[0] + c[1] * c[1]), 0);
  if (Math.abs(norm - 1) > 1e-9) {
    throw wrongValue(argument, "have amplitudes of norm 1", null, "Divide them by their norm.", `their norm² is ${norm}`);
  }
  return ket(space, amplitudes);
}

/** Whether something is a ket. By its mark: builders do not need the class, and pages that import them do without it. */
export function isKet(value: unknown): value is Ket {
  return kindMade(value) === "ket" && otherCopy(value) === null;
}

/** |ψ⟩⟨ψ|/⟨ψ|ψ⟩: the norm of a ket is free. */
export function stateOfKet(psi: Ket, argument: string): Operator {
  if (!(psi.norm() > 0)) throw wrongValue(argument, "be a ket that is not 0", null, "", "all of its amplitudes are 0");
  return psi.state();
}

/** The start of a model, which an expression may name the parameters of. */
export function startOfModel(model: Model, start: Start, argument = "initial"): Operator {
  const { system } = model.dynamics;
  return isExpressed(start) ? stateOn(system, start.on(model, argument), argument) : startOn(system, start, argument);
}

/** How far the trace of a state that a run left behind may be off. */
const TRACE = 1e-6;

function foundOn(space: Space, given: StateView | StateData, argument: string): Operator {
  const found = operatorOfView(asView(given));
  if (found.space.factors.length !== space.factors.length) return stateOn(space, found, argument);
  const [trace] = found.trace();
  if (!(Math.abs(trace - 1) <= TRACE)) throw wrongValue(argument, "have trace 1", null, "", `its trace is ${trace}`);
  requireHermitian(argument, found);
  return stateOn(space, found, argument, "the system", Number.POSITIVE_INFINITY);
}

/** Each element of a view as it is; elements that are exactly 0 stay in the pattern. */
export function operatorOfView(view: StateView): Operator {
  const entries: [number, number, number, number][] = [];
  view.forEach((i, j, re, im) => {
    entries.push([i, j, re, im]);
  });
  return Operator.fromEntries(view.space, entries);
}
