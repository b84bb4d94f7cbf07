/**
 * Trajectories of clicks and currents beside noise that is drawn for each slice of time: an equation for each slice, one state throughout.
 * The equations come from polynomials in the parameters where those hold, else from models at the drawn values.
 */
import { measurementFromData } from "../dynamics/measurement-data.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Operator } from "../operators/operator.ts";
import { stepsOf } from "../plan/trajectories/current-process.ts";
import type { TrajectoryProcess } from "../plan/trajectories/trajectory-request.ts";
import { ChangingClicks, ChangingCurrent, type ChangingWalk } from "../solvers/trajectories/changing-walks.ts";
import { drawnProcesses } from "../solvers/trajectories/drawn-processes.ts";
import { plainStates } from "../solvers/trajectories/plain-states.ts";
import { processOf } from "../solvers/trajectories/planned-trajectories.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { type Due, finish, never, type Work } from "../work-in-pieces.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Job, Watched } from "./job.ts";
import { BATCH } from "./moment-tree.ts";
import type { Lanes } from "./realisations.ts";
import { joinedRecords } from "./records-of-parts.ts";
import { axisOf, plannedTrajectories, trajectoryDiagnostics, WorstCuts } from "./watched-job.ts";

/** Trajectories whose parameters are drawn anew for each slice; `model` stands at the centre of its noise. */
export function trajectoriesInSlices(model: Model, job: Job, noise: CompiledNoise): Lanes {
  const { parameters } = noise;
  const watched = job.watched as Watched;
  const by = measurementFromData(watched.by);
  const { plan, process: centre } = plannedTrajectories(model, job);
  const axis = axisOf(job);
  const until = axis[axis.length - 1];
  const every = sliceOf(job, noise, by.kind === "current" ? by.dt : null);
  const slices = Math.max(1, Math.ceil(until / every - 1e-9));
  const places = by.kind === "current" ? stepsOf(axis, by.dt) : axis;
  const width = centre.outcomes.length;
  const row = new Float64Array(job.observables.length);
  const values = new Float64Array(parameters.length);
  const cuts = new WorstCuts(model);
  const within = drawnProcesses(model, by, parameters, noise.ranges);
  let recorder: ReturnType<typeof plainStates> | null = null;
  let recorded: TrajectoryProcess | null = null;
  let pieces: TrajectoryRecords[] = [];

  /** A process that begins with a state, at the values that were drawn. */
  const processAt = (initial: Operator): TrajectoryProcess =>
    processOf({ ...model.with(Object.fromEntries(parameters.map((name, p) => [name, values[p]]))), initial }, by, until);

  /** Follow one trajectory into column k of the values. */
  function* follow(trajectory: number, k: number, out: Float64Array, due: Due): Work<void> {
    const begin = [job.seed, trajectory, width, places, model.initial] as const;
    const walk = by.kind === "current" ? new ChangingCurrent(...begin) : new ChangingClicks(...begin);
    let inFrame = within !== null;
    for (let slice = 1; slice <= slices; slice++) {
      noise.draw(trajectory, 1, slice, values);
      const known = inFrame ? (within?.at(values) ?? null) : null;
      inFrame = known !== null;
      const process = known ?? processAt(walk.state);
      if (process.outcomes.length !== width)
        throw wrongValue("noise", "leave the outcomes as they are", parameters.join(", "), "", "it changes them");
      (walk as ChangingWalk<TrajectoryProcess>).carry(process, slice === slices ? until : slice * every, (place, x, counts) => {
        if (recorder === null || recorded?.sector !== process.sector) {
          recorder = plainStates(model, process, job.observables);
          recorded = process;
        }
        cuts.note(recorder.record(x, counts, row));
        for (let o = 0; o < row.length; o++) out[(place * row.length + o) * BATCH + k] = row[o];
      });
      if (due()) yield;
    }
    if (watched.records) pieces.push(walk.records());
  }

  function* work(first: number, count: number, out: Float64Array, due: Due): Work<void> {
    pieces = [];
    for (let k = 0; k < count; k++) yield* follow(first + k, k, out, due);
  }

  return {
    lanes: BATCH,
    axis,
    plan,
    run: (first, count, out) => finish(work(first, count, out, never)),
    work,
    records: () => (pieces.length > 0 ? joinedRecords(pieces) : null),
    diagnostics: () => trajectoryDiagnostics(model, cuts.take()),
    release: () => {},
  };
}

/** The length of a slice. Throws where there is none, and for noise and steps that do not keep to it. */
function sliceOf({ extent }: Job, { parameters, perRealisation, jumps }: CompiledNoise, dt: number | null): number {
  const every = extent.kind === "times" ? extent.every : undefined;
  const again = parameters.find((_, p) => !perRealisation[p]);
  if (every === undefined) {
    const remedy =
      "Give `every` (on the command line --every), how long a drawn value is held, or write perRealisation(…) (`@realisation`).";
    throw wrongValue("every", "be given for noise that is drawn again and again", undefined, remedy, `\`${again}\` is`);
  }
  if (jumps) {
    const remedy = "Take noise that is held for a slice, or perRealisation(…).";
    throw wrongValue("noise", "change at the borders of slices where clicks or currents are watched", again, remedy, "it jumps in between");
  }
  if (dt !== null) {
    const steps = Math.round(every / dt);
    if (steps < 1 || Math.abs(steps * dt - every) > 1e-9 * every)
      throw wrongValue("every", "be a multiple of the steps of the current", every, `They are ${dt} long.`);
  }
  return every;
}
