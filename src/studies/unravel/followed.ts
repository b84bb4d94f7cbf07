/** The two kinds of trajectory behind one door: readings of units from collision to collision, clicks in time. */

import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { Sector } from "../../sectors/sector.ts";
import { savedSteps } from "../../solvers/collide.ts";
import { savedTimes } from "../../solvers/time-axis.ts";
import type { Space } from "../../spaces/space.ts";
import type { Detection } from "./detection.ts";
import { jumpProcess } from "./jump-process.ts";
import { followClicks, weightOf } from "./jump-walk.ts";
import { measuredProcess } from "./measured-process.ts";
import type { Reading } from "./readings.ts";
import { CLICKS, MeasuredDraws, READINGS, RecordWalk } from "./record-walk.ts";
import type { UnravelOptions, UnravelResult } from "./unravel-options.ts";

/** Told the normalised conditional state and the numbers of outcomes so far at each place of the axis. */
type Visit = (place: number, x: Float64Array, counts: Float64Array) => void;

/** Trajectories of one kind. */
export interface Followed {
  readonly process: {
    readonly space: Space;
    readonly sector: Sector;
    readonly outcomes: readonly string[];
    readonly plan: { toString(): string };
  };
  readonly axis: UnravelResult["axis"];
  follow(seed: number, trajectory: number, visit: Visit): void;
  /** What was kept of the first so many trajectories. */
  kept(trajectories: number): Pick<UnravelResult, "records" | "clicks">;
}

/** Readings of the units of a stream. */
export function followedReadings(model: Model, by: Reading, options: UnravelOptions): Followed {
  const { steps, until, times, saveEvery, trajectories } = options;
  if (until !== undefined || times !== undefined)
    throw wrongValue(until === undefined ? "times" : "until", "be left out for a collision model", until ?? times, "Give `steps`.");
  if (steps === undefined) throw wrongValue("steps", "be given for a collision model", undefined, "For example { steps: 100 }.");
  const process = measuredProcess(model, by, steps);
  const axis = savedSteps(steps, saveEvery);
  const values = new Int16Array(options.records ? trajectories * steps : 0);
  const logLikelihoods: number[] = [];
  const counts = new Float64Array(process.outcomes.length);
  return {
    process,
    axis: { name: "collision", values: axis },
    follow(seed, trajectory, visit) {
      const draws = new MeasuredDraws(seed, trajectory, READINGS);
      const walk = new RecordWalk(process);
      counts.fill(0);
      axis.forEach((step, place) => {
        while (walk.step < step) {
          const outcome = walk.draw(draws.at(walk.step + 1));
          if (outcome >= 0) counts[outcome] += 1;
          if (options.records) values[trajectory * steps + walk.step - 1] = outcome;
        }
        visit(place, walk.state, counts);
      });
      if (options.records) logLikelihoods.push(walk.logLikelihood);
    },
    kept: (done) => ({
      records: { outcomes: process.outcomes, trajectories: done, steps, values: values.subarray(0, done * steps), logLikelihoods },
    }),
  };
}

/** Clicks of the jumps of a master equation. */
export function followedClicks(model: Model, by: Detection, options: UnravelOptions): Followed {
  const process = jumpProcess(model, by);
  if (options.steps !== undefined) throw wrongValue("steps", "be left out for a master equation", options.steps, "Give `until`.");
  const { until, saveEvery, times } = options;
  const axis = savedTimes({
    ...(until === undefined ? {} : { until }),
    ...(saveEvery === undefined ? {} : { saveEvery }),
    ...(times === undefined ? {} : { times }),
  });
  const [first, when, which]: [number[], number[], number[]] = [[0], [], []];
  const counts = new Float64Array(process.outcomes.length);
  const x = new Float64Array(process.sector.count);
  return {
    process,
    axis: { name: "time", values: axis },
    follow(seed, trajectory, visit) {
      counts.fill(0);
      followClicks(process, new MeasuredDraws(seed, trajectory, CLICKS), axis, {
        saved(place, state) {
          const weight = weightOf(process, state);
          process.density(state, x);
          for (let q = 0; q < x.length; q++) x[q] /= weight;
          visit(place, x, counts);
        },
        clicked(time, detector) {
          counts[detector] += 1;
          if (!options.records) return;
          when.push(time);
          which.push(detector);
        },
      });
      if (options.records) first.push(when.length);
    },
    kept: (trajectories) => ({ clicks: { detectors: process.outcomes, trajectories, first, times: when, which } }),
  };
}
