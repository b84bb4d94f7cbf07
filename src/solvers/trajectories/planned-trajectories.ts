/** Trajectories of a model: what is watched, how they run, and what they leave: values at the axis, and records. */
import { detectorsOf } from "../../dynamics/detectors.ts";
import type { Measurement } from "../../dynamics/measurements.ts";
import { wrongValue } from "../../errors.ts";
import { trajectoryLowerings } from "../../lowerings/trajectories/index.ts";
import type { Model } from "../../models/model.ts";
import type { OwnedScope } from "../../numerics/memory.ts";
import { choose } from "../../plan/choose.ts";
import { type Plan, printable, stage } from "../../plan/plan.ts";
import { clickProcess } from "../../plan/trajectories/click-process.ts";
import { constantGenerator } from "../../plan/trajectories/constant-generator.ts";
import { currentProcess } from "../../plan/trajectories/current-process.ts";
import { readingProcess } from "../../plan/trajectories/reading-process.ts";
import type { TrajectoryListener, TrajectoryProcess } from "../../plan/trajectories/trajectory-request.ts";
import { Part, type Sector } from "../../sectors/sector.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { conditionalRecorder, cutProjectors } from "./conditional-observables.ts";
import { RecordKeeper, type TrajectoryRecords } from "./record-keeper.ts";

/** What is followed. */
export interface FollowOptions {
  readonly by: Measurement;
  /** Numbers of collisions, or times, from 0. */
  readonly axis: readonly number[];
  readonly observables: readonly string[];
  readonly lanes: number;
  readonly records: boolean;
}

/** Trajectories, planned. */
export interface PlannedTrajectories {
  readonly process: TrajectoryProcess;
  readonly plan: Plan;
  bind(scope: OwnedScope): BoundTrajectories;
}

/** Trajectories, ready to run. */
export interface BoundTrajectories {
  /** Follow trajectories first … first + count − 1; observable o at place s of the k-th goes to out[(s·observables + o)·stride + k]. */
  work(seed: number, first: number, count: number, out: Float64Array, stride: number, due: Due): Work<TrajectoryRecords | null>;
  /** The largest populations at the cuts of truncated factors since the last call. */
  cutPopulation(): Readonly<Record<string, number>>;
}

/** The process of a measurement; `steps` is how far a schedule is read. */
export function processOf(model: Model, by: Measurement, steps: number, known: Sector | null = null): TrajectoryProcess {
  if (by.kind === "current") return currentProcess(model, by);
  return by.kind === "jumps" || model.dynamics.kind === "generator" ? clickProcess(model, by) : readingProcess(model, by, steps, known);
}

const subject = { argument: "by", value: null, must: "be followed", remedy: "" };

/** Plan trajectories. Throws for measurements and observables that the model has not. */
export function planTrajectories(model: Model, { by, axis, observables, lanes, records }: FollowOptions): PlannedTrajectories {
  const process = processOf(model, by, axis[axis.length - 1]);
  const recorder = conditionalRecorder(model, process, observables);
  const { operators } = recorder;
  const choice = choose({ process, axis, operators, lanes, records }, trajectoryLowerings, subject);
  const { system } = model.dynamics;
  const plan = printable({
    model: model.name,
    space: String(system),
    dimension: system.dimension,
    sector: { coordinates: process.sector.count, real: !process.sector.part.includes(Part.Im) },
    stages: [stage("trajectories", choice)],
    lanes: process.kind === "readings" ? 1 : lanes,
    bytes: choice.price.bytes,
    notes: [process.about],
  });
  return {
    process,
    plan,
    bind(scope) {
      const engine = choice.bind(scope);
      const labels = cutProjectors(system).map(({ label }) => label);
      const worst = labels.map(() => 0);
      return {
        *work(seed, first, count, out, stride, due) {
          const keeper = records ? new RecordKeeper(process, axis, count) : null;
          const listener: TrajectoryListener = {
            saved(slot, place, state) {
              const populations = recorder.record(state, out, place * observables.length * stride + slot, stride);
              for (let c = 0; c < worst.length; c++) worst[c] = Math.max(worst[c], populations[c]);
            },
            ...(keeper ? keeper.listener : {}),
            ended: (slot, logLikelihood) => keeper?.ended(slot, logLikelihood),
          };
          yield* engine.follow(seed, first, count, listener, due);
          return keeper?.records() ?? null;
        },
        cutPopulation() {
          const found = Object.fromEntries(labels.map((label, c) => [label, worst[c]]));
          worst.fill(0);
          return found;
        },
      };
    },
  };
}

/** Refuse records that do not fit. */
export function requireRoomForRecords(bytes: number, words: string): void {
  if (bytes <= RECORD_BUDGET) return;
  const but = `${words} take ${bytes}`;
  throw wrongValue("records", `need at most ${RECORD_BUDGET} bytes`, null, "Replay single ones: a seed and a number make a record.", but);
}

/** Bytes of all kept records. */
const RECORD_BUDGET = 512 * 1024 * 1024;

/** What results name besides the model's observables: `N_<outcome>`, or the integrated currents. Throws as the process of the measurement. */
export function countedNames(model: Model, by: Measurement): readonly string[] {
  if (by.kind === "measured") return by.names.map((name) => `N_${name}`);
  if (by.kind === "current") return by.quadratures.map((_, j) => (by.quadratures.length === 1 ? "Y" : `Y${j + 1}`));
  const generator = constantGenerator(model, "it watches jumps", "its jumps to be watched");
  return detectorsOf(generator, by).map(({ name }) => `N_${name}`);
}
