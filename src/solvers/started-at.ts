/** Runs that begin later than at 0: where a recorded state stands, or where the options say. */
import { dynamicsFrom } from "../dynamics/begun.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { integer, RunFailure, wrongValue } from "../errors.ts";
import type { ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { isRecorded } from "../models/starts.ts";
import { type PreparedWork, prepared } from "../plan/plan.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import type { RunOptions } from "./runoptions.ts";
import type { Solution } from "./solution.ts";

/** Options of a run that begins at 0, start and observables in its model. */
type Named = ByName<RunOptions>;

/** Where on the axis a run begins. Throws where a recorded state stands on another kind of axis. */
export function placeOf(model: Model, { initial, from }: Pick<RunOptions, "initial" | "from">): number {
  const axis = model.dynamics.kind === "generator" ? "time" : "collision";
  if (from !== undefined) return axis === "collision" ? integer("from", from, 0, 1e9, "It counts collisions.") : from;
  if (!isRecorded(initial)) return 0;
  if (initial.axis === axis) return axis === "collision" ? integer("initial.at", initial.at, 0, 1e9) : initial.at;
  const remedy = "Give its `state` alone to start anew at 0.";
  throw wrongValue("initial", `be recorded over ${axis}s to go on from`, null, remedy, `it was recorded at ${initial.axis} ${initial.at}`);
}

/** Prepare a run that begins at `from` by one that begins at 0, with dynamics that have run so far; its records say where they really are. */
export function startedAt(
  model: Model,
  options: Named,
  from: number,
  prepare: (model: Model, options: Named) => PreparedWork<Solution>,
): PreparedWork<Solution> {
  if (from === 0) return prepare(model, options);
  const { from: _from, states, ...rest } = options;
  const later: Model = { ...model, dynamics: dynamicsFrom(model.dynamics, from) };
  const extent = model.dynamics.kind === "generator" ? timesFrom(options, from) : collisionsFrom(model.dynamics, options, from);
  const heard = rest.onRecord === undefined ? {} : { onRecord: recordsFrom(rest.onRecord, options, from) };
  const kept = states === undefined ? {} : { states: states === true ? states : states.map((at) => at - from) };
  const { plan, work } = prepare(later, { ...rest, ...extent, ...kept, ...heard });
  return prepared(plan, function* (due) {
    return moved(yield* atPlace(work, due, from), options, from);
  });
}

function timesFrom({ until, times }: Named, from: number): Pick<Named, "until" | "times"> {
  const after = (argument: string, t: number): number => {
    if (t > from || (argument !== "until" && t === from)) return t - from;
    throw wrongValue(argument, `be later than the start at t = ${from}`, t);
  };
  if (times !== undefined) return { times: Array.from(times, (t, k) => after(`times[${k}]`, t)) };
  return until === undefined ? {} : { until: after("until", until) };
}

function collisionsFrom({ tau }: Collisions, { until }: Named, from: number): Pick<Named, "until"> {
  if (until === undefined || tau === null) return {};
  const rest = until - from * tau;
  if (rest > 0) return { until: rest };
  throw wrongValue("until", `be later than the start at t = ${from * tau} (collision ${from})`, until);
}

/** A failure says where it happened on the run's own axis. */
function* atPlace(work: (due: Due) => Work<Solution>, due: Due, from: number): Work<Solution> {
  try {
    return yield* work(due);
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    const { step, time, message } = error;
    const at = step !== null ? { step: step + from } : time !== null ? { time: time + from } : {};
    throw new RunFailure(`${message} (The run began at ${from}: what is said counts from there.)`, at);
  }
}

/** Says of each record where it really is. */
function recordsFrom(onRecord: NonNullable<Named["onRecord"]>, { times }: Named, from: number): NonNullable<Named["onRecord"]> {
  const asked = times === undefined ? null : times[0] === from ? times : [from, ...times];
  let k = 0;
  return (at, values) => onRecord(asked?.[k++] ?? at + from, values);
}

/** The solution with its records where they are; times that were asked for are those, to the last bit. */
function moved(solution: Solution, { times }: Named, from: number): Solution {
  const { axis } = solution;
  const asked = times === undefined ? null : times[0] === from ? times : [from, ...times];
  const values = axis.values.map((value, k) => asked?.[k] ?? value + from);
  const placeOfRecord = new Map(axis.values.map((value, k) => [value, values[k]]));
  const states = solution.states?.map((record) => ({ ...record, at: placeOfRecord.get(record.at) ?? record.at + from }));
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(solution),
      axis: { value: { ...axis, values }, enumerable: true },
      ...(states ? { states: { value: states, enumerable: true } } : {}),
    },
  ) as Solution;
}
