/** Many realisations of a noisy collision model: up to eight side by side, each with its own draws. */
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import { isOnSlots } from "../dynamics/noise/slots.ts";
import { integer, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { type OwnedScope, openScope } from "../numerics/memory.ts";
import { MAX_STEPS } from "../numerics/random.ts";
import type { Observable } from "../observables/observable.ts";
import type { PlannedCollisions } from "../plan/collision-request.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import type { Plan } from "../plan/plan.ts";
import { savedSteps } from "./collide.ts";
import { describeCollisions } from "./collision-choice.ts";
import { bindRecords } from "./lane-records.ts";
import { planNoisyCollisions } from "./noisy-collisions.ts";
import { chosenObservables } from "./observing.ts";
import { slotEngine } from "./slot-engine.ts";
import type { Diagnostics } from "./solution.ts";

/** Noise made ready to draw: what `ensemble` compiles. */
export interface LaneNoise {
  readonly parameters: readonly string[];
  /** What can be drawn for each of them; left out where that is not known. */
  readonly ranges?: readonly DrawnRange[];
  /** Values of `count` collisions from `step` (≥ 1) on, trajectories first … first + lanes − 1: into[(collision·parameters + p)·lanes + l]. */
  draw(first: number, lanes: number, step: number, into: Float64Array, count: number): void;
}

export interface LaneOptions {
  readonly steps: number;
  readonly saveEvery?: number;
  readonly observables: readonly string[];
  readonly noise: LaneNoise;
  /** Realisations side by side: 1 … 8, 8 by default. The bits of a realisation do not depend on it. */
  readonly lanes?: number;
}

/** Runs realisations in groups; everything it needs is in linear memory before the first one. */
export interface LaneRunner {
  readonly lanes: number;
  /** The saved collisions, the first of which is 0. */
  readonly axis: readonly number[];
  readonly observables: readonly string[];
  readonly plan: Plan;
  /**
   * Run trajectories first … first + count − 1 (count ≤ lanes) and write observable o at saved step s of trajectory
   * first + l to out[(s·observables + o)·lanes + l]; NaN where undefined. Throws `RunFailure` when a realisation breaks.
   */
  run(first: number, count: number, out: Float64Array): void;
  /** What was seen in the realisations since the last call: so that what a part of an ensemble reports is its own. */
  diagnostics(): Diagnostics;
  release(): void;
}

/** The lanes and records of a run of realisations, and how their collisions will be carried out. */
export interface PlannedLanes {
  readonly model: Model;
  readonly options: LaneOptions;
  readonly lanes: number;
  readonly axis: readonly number[];
  readonly observables: readonly Observable[];
  readonly planned: PlannedCollisions;
}

/** Plan realisations of a noisy collision model. */
export function planLanes(model: Model, options: LaneOptions): PlannedLanes {
  const steps = integer("steps", options.steps, 0, 1e9);
  const lanes = integer("lanes", options.lanes ?? 8, 1, 8);
  if (model.dynamics.kind !== "collisions") throw wrongValue("model", "be a collision model to run in lanes", model.name);
  const axis = savedSteps(steps, options.saveEvery);
  const observables = chosenObservables(model, options.observables);
  const { parameters } = options.noise;
  const acting = parameters.flatMap((name, p) => (isOnSlots(name, model.parameters) ? [] : [p]));
  const ranges = options.noise.ranges && acting.map((p) => (options.noise.ranges as readonly DrawnRange[])[p]);
  const noisy = acting.map((p) => parameters[p]);
  const planned = planNoisyCollisions(model, { steps, noisy, lanes: lanes + (lanes % 2), ...(ranges ? { ranges } : {}) });
  return { model, options, lanes, axis, observables, planned };
}

/** Bind a noisy collision model for runs of realisations. Call `release` when done. */
export function laneRunner(model: Model, options: LaneOptions): LaneRunner {
  const plan = planLanes(model, options);
  const scope = openScope();
  try {
    return driveLanes(plan, plan.planned.choice.bind(scope), scope);
  } catch (error) {
    scope.release();
    throw error;
  }
}

/** Drive a bound engine; the scope, which holds all of it, is released with the runner. */
export function driveLanes(plan: PlannedLanes, bound: CollisionEngine, scope: OwnedScope): LaneRunner {
  const { model, options, lanes, axis, observables, planned } = plan;
  const { parameters } = options.noise;
  const slots = parameters.findIndex((name) => isOnSlots(name, model.parameters));
  const engine = slots < 0 ? bound : slotEngine(bound, slots, parameters.length);
  const width = engine.lanes;
  const records = bindRecords(scope, engine, { model, sector: planned.sector, lanes, observables });
  const draws = new Float64Array(MAX_STEPS * parameters.length * lanes);
  const padded = width === lanes ? draws : new Float64Array(MAX_STEPS * parameters.length * width);
  const each = Array.from({ length: MAX_STEPS }, (_, s) =>
    padded.subarray(s * parameters.length * width, (s + 1) * parameters.length * width),
  );

  /** The draws of `count` collisions from n on, in the engine's lanes; null when nothing is noisy. */
  function drawAt(first: number, n: number, count: number): Float64Array | null {
    if (parameters.length === 0) return null;
    options.noise.draw(first, lanes, n, draws, count);
    if (padded !== draws) {
      for (let p = 0; p < count * parameters.length; p++)
        for (let l = 0; l < width; l++) padded[p * width + l] = draws[p * lanes + Math.min(l, lanes - 1)];
    }
    return padded;
  }

  function carry(first: number, n: number, count: number): void {
    const drawn = drawAt(first, n, count);
    if (engine.steps) engine.steps(n, count, drawn);
    else for (let s = 0; s < count; s++) engine.step(n + s, drawn && each[s]);
  }

  return {
    lanes,
    axis,
    observables: observables.map(({ name }) => name),
    plan: describeCollisions(planned),
    run(first, count, out) {
      engine.reset();
      let n = 0;
      for (let s = 0; s < axis.length; s++) {
        while (n < axis[s]) {
          const stretch = Math.min(axis[s] - n, MAX_STEPS);
          carry(first, n + 1, stretch);
          n += stretch;
        }
        records.save(s, first, count, { words: `at collision ${n}`, step: n }, out);
      }
    },
    diagnostics: () => records.diagnostics(),
    release: () => scope.release(),
  };
}
