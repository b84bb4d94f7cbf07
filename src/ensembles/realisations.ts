/** Realisations side by side: in SIMD lanes where the model's collisions take noisy parameters, one run after the other elsewhere. */
import type { ProcessGrid } from "../dynamics/noise/process.ts";
import { isOnSlots } from "../dynamics/noise/slots.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { type OwnedScope, openScope } from "../numerics/memory.ts";
import { once } from "../once.ts";
import type { Choice } from "../plan/choose.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import type { Realisations } from "../plan/ensemble-request.ts";
import { type Plan, stage, withStage } from "../plan/plan.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";
import { savedSteps } from "../solvers/collide.ts";
import { describeCollisions } from "../solvers/collision-choice.ts";
import { chooseRealisations } from "../solvers/ensemble-choice.ts";
import { driveLanes, type LaneRunner, planLanes } from "../solvers/lane-runner.ts";
import { prepareRun, type RunOptions, run } from "../solvers/run.ts";
import { describeSlices, driveSlices, type PlannedSliceLanes, planSliceLanes } from "../solvers/slice-runner.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import type { CompiledNoise } from "./draws.ts";
import { gridOf, type Job } from "./job.ts";
import { heldInSlices } from "./jump-times.ts";
import { centredObservable, type NoiseOutside, outsideCollisions } from "./noise-outside-collisions.ts";
import { slicesByThemselves } from "./slices-by-themselves.ts";
import { worseDiagnostics } from "./worse-diagnostics.ts";

/** Runs up to `lanes` neighbouring realisations at once. */
export interface Lanes {
  readonly lanes: number;
  /** Saved collisions or times, from 0. */
  readonly axis: readonly number[];
  readonly plan: PrintedPlan;
  /** Run trajectories first … first + count − 1; values go to out[(s·observables + o)·lanes + l], NaN where undefined. */
  run(first: number, count: number, out: Float64Array): void;
  /** The same, where it may be left on the way. */
  work?(first: number, count: number, out: Float64Array, due: Due): Work<void>;
  /** What was seen along the trajectories of the last run, where that is kept. */
  records?(): TrajectoryRecords | null;
  /** What was seen since the last call. */
  diagnostics(): Diagnostics;
  release(): void;
}

/** How a job's realisations will run. */
export interface PlannedRealisations {
  readonly plan: Plan;
  /** Bind them; whoever does so releases them. */
  bind(): Lanes;
}

/** Choose how a job's realisations run, and bind them. */
export function lanesFor(model: Model, job: Job, noise: CompiledNoise): Lanes {
  return planRealisations(model, job, noise).bind();
}

/** Choose how a job's realisations run. Throws when lanes would silently run without some of the noise. */
export function planRealisations(model: Model, job: Job, noise: CompiledNoise): PlannedRealisations {
  const { extent, observables, lanes } = job;
  const whole = noise.perRealisation.every(Boolean);
  const outside = once(() => outsideCollisions(model, job));
  const sliced = extent.kind === "times" && (extent.every !== undefined || noise.jumps !== null);
  if (!whole && (extent.kind === "collisions" || sliced)) refuseOutside(outside(), noise);
  if (extent.kind === "times") requireSlices(extent, job.noise, gridOf(model, extent));
  const slices = once(() =>
    planSliceLanes(model, { ...(extent as SliceExtent), observables, noise, ...(lanes === null ? {} : { lanes }) }),
  );
  const inLanes = once(() => planLanes(model, { ...(extent as LaneExtent), observables, noise, ...(lanes === null ? {} : { lanes }) }));
  const choice = chooseRealisations({
    model,
    extent: sliced ? "slices" : extent.kind,
    noisy: noise.parameters.filter((name) => !isOnSlots(name, model.parameters)),
    whole,
    outside: () => (outside().length === 0 ? null : sentenceOf(outside()[0])),
    collisions: () => inLanes().planned.choice,
    slices() {
      const planned = slices();
      return "refused" in planned ? planned : planned.planned.choice;
    },
  });
  const options = { ...lengthOf(extent), observables };
  const each = !choice.lowering.together
    ? withStage(prepareRun(model, options).plan, stage("realisations", choice))
    : !sliced
      ? describeCollisions(inLanes().planned, [stage("realisations", choice)])
      : describeSlices((slices() as PlannedSliceLanes).planned, [stage("realisations", choice)]);
  const drive = (engine: CollisionEngine, scope: OwnedScope): LaneRunner =>
    !sliced ? driveLanes(inLanes(), engine, scope) : driveSlices(slices() as PlannedSliceLanes, engine, scope);
  return { plan: each, bind: () => bindRealisations(choice, each, drive, outside, { model, job, noise, options }) };
}

/** How far a realisation runs and what it saves, as options of a run. */
function lengthOf(extent: Job["extent"]): RunOptions {
  if (extent.kind === "times") return { times: extent.times };
  return { steps: extent.steps, ...(extent.saveEvery === undefined ? {} : { saveEvery: extent.saveEvery }) };
}

interface Bindable {
  readonly model: Model;
  readonly job: Job;
  readonly noise: CompiledNoise;
  readonly options: RunOptions;
}

function bindRealisations(
  choice: Choice<Realisations>,
  plan: Plan,
  drive: (engine: CollisionEngine, scope: OwnedScope) => LaneRunner,
  outside: () => readonly NoiseOutside[],
  { model, job, noise, options }: Bindable,
): Lanes {
  const scope = openScope();
  try {
    const bound = choice.bind(scope);
    if (bound.kind === "models") {
      const { extent } = job;
      const each =
        extent.kind === "times" && (extent.every !== undefined || noise.jumps !== null)
          ? slicesByThemselves(model, extent, job.observables, noise, bound.modelOf)
          : realisations(job, noise, options, bound.modelOf);
      return { ...each, plan, release: () => scope.release() };
    }
    const lanes = drive(bound.engine, scope);
    const warnings = outside()
      .filter(({ what }) => what === "observable")
      .map(centredObservable);
    return { ...lanes, plan, diagnostics: () => withWarnings(lanes.diagnostics(), warnings) };
  } catch (error) {
    scope.release();
    throw error;
  }
}

type LaneExtent = Extract<Job["extent"], { kind: "collisions" }>;
type SliceExtent = Extract<Job["extent"], { kind: "times" }>;

function sentenceOf({ what, parameter, name }: NoiseOutside): string {
  if (what === "idle") return `what acts between collisions (\`${parameter}\`)`;
  if (what === "start") return `the start (\`${parameter}\`)`;
  return what === "ledger" ? `the books that \`${name}\` keeps` : `the observable ${name} (\`${parameter}\`)`;
}

/** Refuse noise that lanes would silently run without. */
function refuseOutside(outside: readonly NoiseOutside[], { parameters, perRealisation }: CompiledNoise): void {
  for (const { what, parameter, name } of outside) {
    const remedy = "Write perRealisation(…) for all of it.";
    if (what === "ledger") {
      const but = `\`${name}\` keeps the books of a collision that is always the same`;
      throw wrongValue("observables", "need no ledger where noise is drawn per collision", name, remedy, but);
    }
    if (what !== "start" || !perRealisation[parameters.indexOf(parameter)]) continue;
    const but = `\`${parameter}\` acts on the start`;
    throw wrongValue("noise", "act within a collision where some of it is drawn per collision", parameter, remedy, but);
  }
}

function withWarnings(diagnostics: Diagnostics, warnings: readonly string[]): Diagnostics {
  return { ...diagnostics, warnings: [...diagnostics.warnings, ...warnings] };
}

/** Run the model of each realisation by itself. */
function realisations(
  { extent, observables }: Job,
  noise: CompiledNoise,
  options: RunOptions,
  modelOf: (values: Float64Array, trajectory: number) => Model,
): Omit<Lanes, "plan" | "release"> {
  const axis = extent.kind === "times" ? extent.times : savedSteps(extent.steps, extent.saveEvery);
  const values = new Float64Array(noise.parameters.length);
  let seen: Diagnostics | null = null;
  return {
    lanes: 1,
    axis,
    run(first, _count, out) {
      noise.draw(first, 1, 1, values);
      const solution = run(modelOf(values, first), options);
      seen = seen === null ? solution.diagnostics : worseDiagnostics(seen, solution.diagnostics);
      for (let s = 0; s < axis.length; s++) {
        observables.forEach((name, o) => {
          out[s * observables.length + o] = solution.observables[name][s] ?? Number.NaN;
        });
      }
    },
    diagnostics() {
      const since = seen as Diagnostics;
      seen = null;
      return since;
    },
  };
}

/** Noise that is drawn more than once needs slices to be drawn for, but for jumps at exact times; and slices need such noise. */
function requireSlices({ every }: SliceExtent, noise: Job["noise"], grid: ProcessGrid): void {
  const held = Object.keys(noise)
    .sort()
    .find((name) => heldInSlices(noise[name], grid));
  if (every !== undefined) {
    if (held !== undefined) return;
    const but = Object.values(noise).every(({ perRealisation }) => perRealisation)
      ? "be left out where all noise is constant within a realisation"
      : "be left out where all noise jumps at exact times";
    throw wrongValue("every", but, every, "", "is given");
  }
  if (held === undefined) return;
  const remedy = `Give \`every\`, or write perRealisation(…) for one value (${held}=…@realisation on the command line).`;
  throw wrongValue("every", "say how long a drawn value is held", undefined, remedy, `is missing, and \`${held}\` has one per slice`);
}
