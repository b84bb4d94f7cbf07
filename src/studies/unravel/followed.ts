/** The kinds of trajectory behind one door: readings of units from collision to collision, clicks in time, currents by steps. */

import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { log } from "../../numerics/scalar.ts";
import type { Sector } from "../../sectors/sector.ts";
import { savedSteps } from "../../solvers/collide.ts";
import { savedTimes } from "../../solvers/time-axis.ts";
import type { Space } from "../../spaces/space.ts";
import type { Current } from "./current.ts";
import { currentProcess } from "./current-process.ts";
import type { Detection } from "./detection.ts";
import { jumpProcess } from "./jump-process.ts";
import { followClicks, weightOf } from "./jump-walk.ts";
import { measuredProcess } from "./measured-process.ts";
import type { Reading } from "./readings.ts";
import { CLICKS, CURRENTS, MeasuredDraws, READINGS, RecordWalk } from "./record-walk.ts";
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
  kept(trajectories: number): Pick<UnravelResult, "records" | "clicks" | "currents">;
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
  const axis = savedTimes(defined({ until, saveEvery, times }));
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

/** Currents of a master equation, by steps of one length. Records keep the increments. */
export function followedCurrents(model: Model, by: Current, options: UnravelOptions): Followed {
  const process = currentProcess(model, by);
  if (options.steps !== undefined) throw wrongValue("steps", "be left out for a master equation", options.steps, "Give `until`.");
  const { until, saveEvery, times, trajectories } = options;
  const axis = savedTimes(defined({ until, saveEvery, times }));
  const { dt, signals } = process;
  const places = axis.map((time) => {
    const step = Math.round(time / dt);
    if (Math.abs(step * dt - time) > 1e-9 * Math.max(time, dt))
      throw wrongValue(
        "by.dt",
        "divide all times that are saved",
        dt,
        "Choose `saveEvery` as a multiple of it.",
        `${time} is no multiple of ${dt}`,
      );
    return step;
  });
  const steps = places[places.length - 1];
  const width = signals.length;
  const kept = new Float64Array(options.records ? keptCurrents(trajectories, steps, width) : 0);
  const logLikelihoods: number[] = [];
  const increments = new Float64Array(width);
  const sums = new Float64Array(width);
  const root = Math.sqrt(dt);
  return {
    process,
    axis: { name: "time", values: axis },
    follow(seed, trajectory, visit) {
      const draws = new MeasuredDraws(seed, trajectory, CURRENTS, true);
      let [x, other] = [process.start.slice(), new Float64Array(process.start.length)];
      let [done, logarithm] = [0, 0];
      sums.fill(0);
      places.forEach((step, place) => {
        for (; done < step; done++) {
          for (let j = 0; j < width; j++) {
            let mean = 0;
            for (let q = 0; q < x.length; q++) mean += signals[j][q] * x[q];
            increments[j] = mean * dt + root * draws.at(1 + done * width + j);
            sums[j] += increments[j];
          }
          const trace = process.step(increments, x, other);
          if (options.records) {
            kept.set(increments, (trajectory * steps + done) * width);
            logarithm += log(trace);
          }
          [x, other] = [other, x];
        }
        visit(place, x, sums);
      });
      if (options.records) logLikelihoods.push(logarithm);
    },
    kept: (done) => ({
      currents: {
        names: process.outcomes,
        dt,
        trajectories: done,
        steps,
        increments: kept.subarray(0, done * steps * width),
        logLikelihoods,
      },
    }),
  };
}

function keptCurrents(trajectories: number, steps: number, width: number): number {
  const count = trajectories * steps * width;
  if (8 * count <= 512 * 1024 * 1024) return count;
  throw wrongValue("records", `need at most ${512 * 1024 * 1024} bytes`, null, "Follow fewer trajectories.", `they take ${8 * count}`);
}

/** Options that are given. */
function defined<T extends object>(given: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
