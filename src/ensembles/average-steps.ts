/** The steps that an average over hidden states goes in: collisions, or slices of time. */

import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import type { ProcessGrid } from "../dynamics/noise/process.ts";
import { isOnSlots } from "../dynamics/noise/slots.ts";
import { wrongValue } from "../errors.ts";
import type { ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import type { PlannedCollisions } from "../plan/collision-request.ts";
import type { PlannedSteps } from "../plan/ensemble-request.ts";
import type { Plan, Stage } from "../plan/plan.ts";
import { sliceGrid } from "../plan/slice-grid.ts";
import type { PlannedSlices } from "../plan/slice-request.ts";
import { savedSteps } from "../solvers/collide.ts";
import { describeCollisions } from "../solvers/collision-choice.ts";
import { planNoisyCollisions } from "../solvers/noisy-collisions.ts";
import { describeSlices, planSlices } from "../solvers/slice-runner.ts";
import { slotEngine } from "../solvers/slot-engine.ts";
import { savedTimes } from "../solvers/time-axis.ts";
import type { AveragedOptions } from "./averaged-options.ts";
import { gridOf } from "./job.ts";

/** How an average over hidden states is carried out: its axis, its steps, and how they print. */
export interface Stepping {
  readonly axis: readonly number[];
  /** For each record, how many steps end at or before it. */
  readonly ends: readonly number[];
  readonly grid: ProcessGrid;
  changesBefore(n: number): boolean;
  plan(ranges: readonly DrawnRange[], states: number): (lanes: number) => PlannedSteps;
  describe(steps: PlannedSteps, more: readonly Stage[]): Plan;
}

/** The collisions of a model. */
export function collisionsFor(model: Model, options: ByName<AveragedOptions>, steps: number, noisy: readonly string[]): Stepping {
  const axis = savedSteps(steps, options.saveEvery);
  const slots = noisy.findIndex((name) => isOnSlots(name, model.parameters));
  const acting = (ranges: readonly DrawnRange[]) => ({
    noisy: noisy.filter((_, p) => p !== slots),
    ranges: ranges.filter((_, p) => p !== slots),
  });
  const slotted = (planned: PlannedCollisions): PlannedCollisions => {
    if (slots < 0) return planned;
    const { choice } = planned;
    return { ...planned, choice: { ...choice, bind: (scope) => slotEngine(choice.bind(scope), slots, noisy.length) } };
  };
  return {
    axis,
    ends: axis,
    grid: gridOf(model, { kind: "collisions", steps }),
    changesBefore: () => true,
    plan: (ranges, states) => (lanes) => slotted(planNoisyCollisions(model, { steps, lanes, ...acting(ranges), realisations: states })),
    describe: (planned, more) => describeCollisions(planned as PlannedCollisions, more),
  };
}

/** The slices of a master equation. */
export function slicesFor(model: Model, options: ByName<AveragedOptions>, noisy: readonly string[], noises: readonly Noise[]): Stepping {
  const { until, times, saveEvery, steps, limit } = options;
  if (steps !== undefined) throw wrongValue("steps", "be left out for a master equation", steps, "Use until or times.", "is given");
  if (limit !== undefined) throw wrongValue("limit", "be left out for a master equation", null, "", "is given");
  const axis = savedTimes({
    ...(until === undefined ? {} : { until }),
    ...(saveEvery === undefined ? {} : { saveEvery }),
    ...(times === undefined ? {} : { times }),
  });
  const end = axis[axis.length - 1];
  const drawnAgain = noisy.find((_, p) => !noises[p].perRealisation);
  if (options.every === undefined && drawnAgain !== undefined) {
    const remedy = "Give `every`, or write perRealisation(…) for one value.";
    throw wrongValue(
      "every",
      "say how long a drawn value is held",
      undefined,
      remedy,
      `is missing, and \`${drawnAgain}\` has one per slice`,
    );
  }
  if (options.every !== undefined && drawnAgain === undefined) {
    throw wrongValue("every", "be left out where all noise is constant within a realisation", options.every, "", "is given");
  }
  // what never changes is held for one slice, as long as the run
  const every = options.every ?? Math.max(end, Number.MIN_VALUE);
  const grid = sliceGrid(axis, every);
  return {
    axis,
    ends: grid.ends,
    grid: gridOf(model, { kind: "times", times: axis, every }),
    changesBefore: (n) => grid.pieces[n - 1].slice !== grid.pieces[n - 2].slice,
    plan: (ranges) => (lanes) => {
      const planned = planSlices(model, grid, { noisy, ranges }, lanes);
      if ("refused" in planned) throw wrongValue("noise", "fit the model to be averaged exactly", null, "Use `ensemble`.", planned.refused);
      return planned;
    },
    describe: (planned, more) => describeSlices(planned as PlannedSlices, more),
  };
}
