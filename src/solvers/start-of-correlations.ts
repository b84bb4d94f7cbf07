/** The state that correlations are taken in: the stationary one, or the one that a time of evolution leads to. */

import type { StopSignal } from "../errors.ts";
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import type { Method } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import { type Start, startOfModel } from "../models/starts.ts";
import type { StateView } from "../observables/observable.ts";
import { withoutZeros } from "../operators/hermitian-parts.ts";
import { Operator } from "../operators/operator.ts";
import type { Check } from "../options.ts";
import { derivativeRequest } from "../plan/derivative-request.ts";
import { carryOperand } from "./operand.ts";
import { steady } from "./steady.ts";

/** `"steady"`, or the time t ≥ 0 (of a stream: the number of collisions) after the initial state. */
export type From = "steady" | number;

/** What a state is asked for with. */
export interface StateRequest {
  readonly from: From;
  /** Instead of the model's initial state. */
  readonly initial?: Start | undefined;
  readonly method?: Method | undefined;
  readonly signal?: StopSignal | undefined;
}

/** The state, where on the axis of time it stands, and what must be known about it. */
export interface StateOfCorrelations {
  readonly rho: Operator;
  /** Time, or number of collisions, of the state; 0 for a stationary one. */
  readonly at: number;
  /** The stationary state is the only one; null for states of other times. */
  readonly unique: boolean | null;
  /**
   * The stationary state of a master equation is known to be the only one among all states. Then nothing else neither decays nor grows: the
   * semigroup is irreducible on the support of that state, and eigenvalues on the imaginary axis would form a finite group under every t.
   */
  readonly primitive: boolean;
  readonly warnings: readonly string[];
}

/** Checks `from`. */
export const aStart: Check = (argument, value) => {
  if (value === "steady") return;
  if (typeof value !== "number") throw wrongKind(argument, 'be "steady" or a time', value);
  finite(argument, value, { atLeast: 0 });
};

/** Checks an operator; what it acts on is checked where it is brought to the model. */
export const anOperator: Check = (argument, value) => {
  if (!(value instanceof Operator)) throw wrongKind(argument, "be an operator", value);
};

/** The model with another initial state, where one was given. */
export function startedFrom(model: Model, initial: Start | undefined): Model {
  return initial === undefined ? model : { ...model, initial: startOfModel(model, initial) };
}

/** Find the state. Throws a RunFailure where there is no stationary one. */
export function stateOfCorrelations(model: Model, request: StateRequest): StateOfCorrelations {
  const { from, initial, method, signal } = request;
  const started = startedFrom(model, initial);
  if (from === "steady") {
    const found = steady(started, { scope: "sector", observables: [], ...(signal ? { signal } : {}) });
    const primitive = found.unique && reachesAll(started);
    return { rho: operatorFrom(found.state), at: 0, unique: found.unique, primitive, warnings: found.diagnostics.warnings };
  }
  if (model.dynamics.kind === "collisions") integer("from", from, 0, 1e9, "It counts collisions.");
  if (from === 0) return { rho: started.initial, at: 0, unique: null, primitive: false, warnings: model.warnings };
  const { last, warnings } = carryOperand(started, started.initial, { from: 0, times: [from], read: [], method, signal });
  return { rho: last(), at: from, unique: null, primitive: false, warnings: [...model.warnings, ...warnings] };
}

/** Whether the sector of the initial state, on which the stationary state was found, holds every element of ρ, under jumps at rates ≥ 0. */
function reachesAll(model: Model): boolean {
  if (model.dynamics.kind !== "generator") return false;
  const { system, dissipators } = model.dynamics;
  if (!dissipators.every(({ left, right, rate }) => left === right && typeof rate === "number" && rate >= 0)) return false;
  const { dimension } = system;
  return derivativeRequest(model, { needsMatrix: true }).sector()?.count === dimension * dimension;
}

/** Later times of a correlation: increasing, ≥ 0, whole numbers of collisions for a stream. */
export function laterTimes(model: Model, times: readonly number[]): readonly number[] {
  if (!Array.isArray(times) && !ArrayBuffer.isView(times)) throw wrongKind("times", "be a list of times", times);
  if (times.length === 0) throw wrongValue("times", "hold at least one time", null, "", "it is empty");
  if (times.length > MOST_TIMES) throw wrongValue("times", `hold at most ${MOST_TIMES} times`, null, "", `it holds ${times.length}`);
  const collisions = model.dynamics.kind === "collisions";
  Array.from(times).forEach((t, k) => {
    finite(`times[${k}]`, t);
    if (t < 0) throw wrongValue(`times[${k}]`, "be ≥ 0", t, "For earlier times use ⟨A(t+τ)B(t)⟩* = ⟨B†(t)A†(t+τ)⟩ with `C`.");
    if (collisions && !Number.isInteger(t)) throw wrongValue(`times[${k}]`, "be a number of collisions", t);
    if (k > 0 && t <= times[k - 1]) throw wrongValue("times", "increase", null, "", `entry ${k} (${t}) does not lie above ${times[k - 1]}`);
  });
  return Array.from(times);
}

/** Records of one correlation at most. */
const MOST_TIMES = 10_000_000;

/** A state that a solver found, as an operator; elements that are exactly 0 are left out. */
export function operatorFrom(state: StateView): Operator {
  const entries: [number, number, number, number][] = [];
  state.forEach((i, j, re, im) => {
    entries.push([i, j, re, im]);
  });
  return withoutZeros(Operator.fromEntries(state.space, entries));
}
