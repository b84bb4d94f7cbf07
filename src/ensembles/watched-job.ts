/** What the job of an ensemble of trajectories means: where it saves, how it is planned, what it reports. */
import { measurementFromData } from "../dynamics/measurement-data.ts";
import type { Measurement } from "../dynamics/measurements.ts";
import type { Model } from "../models/model.ts";
import { savedSteps } from "../solvers/collide.ts";
import { cutWarnings } from "../solvers/diagnose.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import { cutProjectors } from "../solvers/trajectories/conditional-observables.ts";
import { type PlannedTrajectories, planTrajectories } from "../solvers/trajectories/planned-trajectories.ts";
import type { Job, Watched } from "./job.ts";

/** Trajectories side by side unless a job says how many. */
const LANES = 8;

/** What was planned of a model last: whoever plans a job in this thread mostly runs it here, too. */
const planned = new WeakMap<Model, { readonly watched: Watched; readonly plan: PlannedTrajectories }>();

/** The trajectories of a job whose model is watched. Throws for measurements and observables that the model has not. */
export function plannedTrajectories(model: Model, job: Job): PlannedTrajectories {
  const watched = job.watched as Watched;
  const known = planned.get(model);
  if (known?.watched === watched) return known.plan;
  const plan = planOf(model, job, measurementFromData(watched.by));
  planned.set(model, { watched, plan });
  return plan;
}

/** Plan the trajectories of one model. */
export function planOf(model: Model, job: Job, by: Measurement): PlannedTrajectories {
  const { observables, lanes } = job;
  const records = (job.watched as Watched).records;
  return planTrajectories(model, { by, axis: axisOf(job), observables, lanes: lanes ?? LANES, records });
}

/** Where a job saves. */
export function axisOf({ extent }: Job): readonly number[] {
  return extent.kind === "times" ? extent.times : savedSteps(extent.steps, extent.saveEvery);
}

/** The largest populations at the cuts of truncated factors, by their labels. */
export class WorstCuts {
  private readonly labels: readonly string[];
  private readonly worst: number[];

  constructor({ dynamics }: Model) {
    this.labels = cutProjectors(dynamics.system).map(({ label }) => label);
    this.worst = this.labels.map(() => 0);
  }

  note(populations: readonly number[]): void {
    populations.forEach((population, c) => {
      this.worst[c] = Math.max(this.worst[c], population);
    });
  }

  /** What was noted since the last call. */
  take(): Readonly<Record<string, number>> {
    const found = Object.fromEntries(this.labels.map((label, c) => [label, this.worst[c]]));
    this.worst.fill(0);
    return found;
  }
}

/** What trajectories report. */
export function trajectoryDiagnostics(model: Model, cutPopulation: Readonly<Record<string, number>>): Diagnostics {
  const none = { positivityDefect: null, firstLawResidual: null, secondLawViolation: null };
  // conditional states are divided by their traces
  return { traceDefect: 0, cutPopulation, ...none, warnings: [...model.warnings, ...cutWarnings(cutPopulation)] };
}
