/** The mean state of an average, observed at its records. */
import type { Model } from "../models/model.ts";
import { type Scope, window64 } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import type { AverageEngine } from "../plan/ensemble-request.ts";
import type { Plan } from "../plan/plan.ts";
import type { ExactSpread } from "../solvers/exact-spread.ts";
import { bindRecorder } from "../solvers/recorder.ts";
import type { AveragedOptions, AveragedResult } from "./averaged-options.ts";

/** What of a mean state is observed, and where. */
export interface Followed {
  readonly model: Model;
  readonly observables: readonly Observable[];
  readonly axis: readonly number[];
  /** For each record, how many steps end at or before it. */
  readonly ends: readonly number[];
  readonly limit: AveragedOptions["limit"];
  readonly plan: Plan;
  readonly spread: ExactSpread | null;
}

/** Observe the mean state at each record. */
export function follow(s: Scope, engine: AverageEngine, { model, observables, axis, ends, limit, plan, spread }: Followed): AveragedResult {
  const { lanes, sector } = engine;
  const recorder = bindRecorder(s, model.dynamics.system, sector, observables, lanes);
  const row = new Float64Array(observables.length * lanes);
  const columns = observables.map(() => [] as (number | null)[]);
  const spreads = observables.map(() => [] as (number | null)[]);
  engine.reset();
  let n = 0;
  const observeAt = (target: number): Float64Array => {
    while (n < target) {
      engine.step(++n);
      spread?.step(n);
    }
    const at = engine.mean();
    recorder.record(at, () => window64(at, sector.count * lanes), row, 0);
    return Float64Array.from(observables, (_, o) => row[o * lanes]);
  };
  for (const target of ends) {
    const means = observeAt(target);
    means.forEach((value, o) => columns[o].push(Number.isFinite(value) ? value : null));
    spread?.std(means).forEach((value, o) => spreads[o].push(value));
  }
  const named = <T>(list: readonly T[]) => Object.fromEntries(observables.map(({ name }, o) => [name, list[o]]));
  const tended = limit ? tendTo(observeAt, ends[ends.length - 1], limit) : null;
  return {
    axis,
    observables: named(columns),
    ...(spread ? { std: named(spreads) } : {}),
    nodes: engine.nodes,
    plan,
    ...(tended ? { limit: { ...tended, observables: named(tended.values) } } : {}),
  };
}

/** Observe every tenth of `steps` until nothing changes any more. */
function tendTo(
  observeAt: (n: number) => Float64Array,
  steps: number,
  { tolerance, most }: { readonly tolerance: number; readonly most: number },
) {
  const stride = Math.max(1, Math.ceil(steps / 10));
  let collisions = steps;
  let before = observeAt(collisions);
  let residual = Number.POSITIVE_INFINITY;
  while (residual > tolerance && collisions + stride <= most) {
    collisions += stride;
    const now = observeAt(collisions);
    residual = now.reduce((worst, value, o) => Math.max(worst, Math.abs(value - before[o])), 0);
    before = now;
  }
  return { values: [...before].map((value) => (Number.isFinite(value) ? value : null)), residual, collisions };
}
