/** Trajectories beside noise on parameters: a model for each trajectory, or another collision at each step. */
import { measurementFromData } from "../dynamics/measurement-data.ts";
import type { Reading } from "../dynamics/measurements.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { openScope } from "../numerics/memory.ts";
import { NumbersAhead } from "../plan/trajectories/numbers-ahead.ts";
import { type ReadingProcess, readingProcess } from "../plan/trajectories/reading-process.ts";
import { READINGS } from "../plan/trajectories/trajectory-request.ts";
import { plainStates } from "../solvers/trajectories/plain-states.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { RecordWalk } from "../solvers/trajectories/record-walk.ts";
import { type Due, finish, never, type Work } from "../work-in-pieces.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Job, Watched } from "./job.ts";
import { BATCH } from "./moment-tree.ts";
import { outsideCollisions } from "./noise-outside-collisions.ts";
import type { Lanes } from "./realisations.ts";
import { joinedRecords } from "./records-of-parts.ts";
import { trajectoriesInSlices } from "./trajectories-in-slices.ts";
import { axisOf, plannedTrajectories, planOf, trajectoryDiagnostics, WorstCuts } from "./watched-job.ts";

/** Trajectories of a model whose parameters are drawn once for each of them. */
export function trajectoriesOfModels(model: Model, job: Job, noise: CompiledNoise): Lanes {
  const { parameters } = noise;
  const by = measurementFromData((job.watched as Watched).by);
  const { plan, process } = plannedTrajectories(model, job);
  const { length } = process.outcomes;
  const values = new Float64Array(parameters.length);
  const width = job.observables.length * axisOf(job).length;
  const own = new Float64Array(width);
  let pieces: TrajectoryRecords[] = [];
  let worst: Record<string, number> = {};
  function* work(first: number, count: number, out: Float64Array, due: Due): Work<void> {
    pieces = [];
    for (let k = 0; k < count; k++) {
      noise.draw(first + k, 1, 1, values);
      const drawn = model.with(Object.fromEntries(parameters.map((name, p) => [name, values[p]])));
      const scope = openScope();
      try {
        const one = planOf(drawn, { ...job, lanes: 1 }, by);
        if (one.process.outcomes.length !== length)
          throw wrongValue("noise", "leave the outcomes as they are", parameters.join(", "), "", "it changes them");
        const bound = one.bind(scope);
        const records = finish(bound.work(job.seed, first + k, 1, own, 1, never));
        if (records) pieces.push(records);
        worst = larger(worst, bound.cutPopulation());
      } finally {
        scope.release();
      }
      for (let cell = 0; cell < width; cell++) out[cell * BATCH + k] = own[cell];
      if (due()) yield;
    }
  }
  return {
    lanes: BATCH,
    axis: axisOf(job),
    plan,
    run: (first, count, out) => finish(work(first, count, out, never)),
    work,
    records: () => (pieces.length > 0 ? joinedRecords(pieces) : null),
    diagnostics() {
      const found = worst;
      worst = {};
      return trajectoryDiagnostics(model, found);
    },
    release: () => {},
  };
}

function larger(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(b).map(([label, value]) => [label, Math.max(value, a[label] ?? 0)]));
}

/** Processes of drawn values that are kept: noise of few values meets them again. */
const KEPT = 64;

/** Trajectories whose parameters are drawn anew for each slice of time, or for each collision: a process for each drawn set of values. */
export function trajectoriesInNoise(model: Model, job: Job, noise: CompiledNoise): Lanes {
  const { parameters } = noise;
  const by = measurementFromData((job.watched as Watched).by);
  refuseStart(model, job, noise);
  if (by.kind !== "measured" || model.dynamics.kind === "generator") return trajectoriesInSlices(model, job, noise);
  const { plan, process } = plannedTrajectories(model, job);
  const centre = process as ReadingProcess;
  const processOf = drawnProcesses(model, by, centre, parameters, axisOf(job).at(-1) as number);
  const axis = axisOf(job);
  const { observables } = job;
  const recorder = plainStates(model, centre, observables);
  const cuts = new WorstCuts(model);
  const row = new Float64Array(observables.length);
  const values = new Float64Array(parameters.length);
  const steps = axis[axis.length - 1];
  let records: TrajectoryRecords | null = null;

  function follow(trajectory: number, put: (place: number) => void): { readonly outcomes: Int32Array; readonly logLikelihood: number } {
    const numbers = new NumbersAhead(job.seed, trajectory, READINGS);
    const walk = new RecordWalk(centre);
    const counts = new Float64Array(centre.outcomes.length);
    const outcomes = new Int32Array(steps);
    axis.forEach((at, place) => {
      while (walk.step < at) {
        noise.draw(trajectory, 1, walk.step + 1, values);
        walk.process = processOf(values);
        const outcome = walk.draw(numbers.at(walk.step + 1));
        outcomes[walk.step - 1] = outcome;
        if (outcome >= 0) counts[outcome] += 1;
      }
      cuts.note(recorder.record(walk.state, counts, row));
      put(place);
    });
    return { outcomes, logLikelihood: walk.logLikelihood };
  }

  function* work(first: number, count: number, out: Float64Array, due: Due): Work<void> {
    const pieces: TrajectoryRecords[] = [];
    for (let k = 0; k < count; k++) {
      const { outcomes, logLikelihood } = follow(first + k, (place) => {
        for (let o = 0; o < row.length; o++) out[(place * row.length + o) * BATCH + k] = row[o];
      });
      const none = { lengths: new Int32Array(0), numbers: new Float64Array(0) };
      pieces.push({ ...none, outcomes, logLikelihoods: Float64Array.of(logLikelihood) });
      if (due()) yield;
    }
    if ((job.watched as Watched).records) records = joinedRecords(pieces);
  }

  return {
    lanes: BATCH,
    axis,
    plan,
    run: (first, count, out) => finish(work(first, count, out, never)),
    work,
    records: () => records,
    diagnostics: () => trajectoryDiagnostics(model, cuts.take()),
    release: () => {},
  };
}

/** Noise that is drawn again and again cannot act on the start, which there is once. */
function refuseStart(model: Model, job: Job, { parameters, perRealisation }: CompiledNoise): void {
  const start = outsideCollisions(model, { ...job, observables: [] }).find(
    ({ what, parameter }) => what === "start" && !perRealisation[parameters.indexOf(parameter)],
  );
  if (!start) return;
  const but = `\`${start.parameter}\` acts on the start`;
  throw wrongValue("noise", "act after the start where it is drawn again and again", start.parameter, "Write perRealisation(…).", but);
}

/** The process at drawn values of the parameters, on the sector of the centre of their noise. */
function drawnProcesses(
  model: Model,
  by: Reading,
  { sector }: ReadingProcess,
  parameters: readonly string[],
  steps: number,
): (values: Float64Array) => ReadingProcess {
  const known = new Map<string, ReadingProcess>();
  return (values) => {
    const key = values.join();
    let process = known.get(key);
    if (!process) {
      const drawn = model.with(Object.fromEntries(parameters.map((name, p) => [name, values[p]])));
      process = readingProcess(drawn, by, steps, sector);
      if (known.size === KEPT) known.clear();
      known.set(key, process);
    }
    return process;
  };
}
