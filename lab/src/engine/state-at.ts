/** The state of a run at a place on its axis. */
import { type Model, run, type StateView, stateView } from "ancilla";
import type { Length } from "./ask-length.ts";

/** The end of a run, in collisions or time. */
export function endOf(model: Model, { steps, until, times }: Length): number {
  if (model.dynamics.kind === "generator") return until ?? times?.[times.length - 1] ?? 0;
  return steps ?? Math.round((until ?? 0) / (model.dynamics.tau ?? 1));
}

/** @param at place on the axis; null: the end of the run */
export function stateAt(model: Model, length: Length, at: number | null): StateView {
  const end = Math.min(at ?? endOf(model, length), endOf(model, length));
  const collisions = model.dynamics.kind === "collisions";
  const place = collisions ? Math.round(end) : end;
  if (place <= 0) return stateView(model.initial.space, model.initial);
  return run(model, { ...(collisions ? { steps: place } : { until: place }), observables: model.defaultObservables.slice(0, 1) }).final;
}
