/** Realisations side by side: in SIMD lanes where the model's collisions take noisy parameters, one run after the other elsewhere. */
import { RunFailure, wrongValue } from "../errors.ts";
import type { Model, Parameters } from "../models/model.ts";
import { savedSteps } from "../solvers/collide.ts";
import { laneRunner } from "../solvers/lanes.ts";
import { run } from "../solvers/run.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Job } from "./job.ts";
import { type NoiseOutside, outsideCollisions } from "./noise-outside-collisions.ts";
import { worseDiagnostics } from "./worse-diagnostics.ts";

/** Runs up to `lanes` neighbouring realisations at once. */
export interface Lanes {
  readonly lanes: number;
  /** Saved collisions or times, from 0. */
  readonly axis: readonly number[];
  readonly plan: { toString(): string };
  /** Run trajectories first … first + count − 1; values go to out[(s·observables + o)·lanes + l], NaN where undefined. */
  run(first: number, count: number, out: Float64Array): void;
  /** What was seen since the last call. */
  diagnostics(): Diagnostics;
  release(): void;
}

/** Choose how a job's realisations run. */
export function lanesFor(model: Model, job: Job, noise: CompiledNoise): Lanes {
  const { extent, observables, lanes } = job;
  if (extent.kind !== "collisions") return realisations(model, job, noise);
  const outside = outsideCollisions(model, job);
  const whole = noise.perRealisation.every(Boolean);
  if (whole && (onlyByRebuilding(model, noise) || outside.length > 0)) return realisations(model, job, noise);
  refuseOutside(outside, noise);
  const run = laneRunner(model, { ...extent, observables, noise, ...(lanes === null ? {} : { lanes }) });
  const warnings = outside.filter(({ what }) => what === "observable").map(({ parameter, name }) => centredObservable(name, parameter));
  return { ...run, diagnostics: () => withWarnings(run.diagnostics(), warnings) };
}

/** Noise that is constant within a realisation and on a parameter that no collision takes by itself, such as a start. */
function onlyByRebuilding({ structure }: Model, { parameters }: CompiledNoise): boolean {
  return parameters.some((name) => !structure?.parameters.includes(name));
}

/** Refuse noise that lanes would silently run without. */
function refuseOutside(outside: readonly NoiseOutside[], { parameters, perRealisation }: CompiledNoise): void {
  for (const { what, parameter, name } of outside) {
    const remedy = "Write perRealisation(…) for all of it.";
    if (what === "ledger") {
      const but = `\`${name}\` keeps the books of a collision that is always the same`;
      throw wrongValue("observables", "need no ledger where noise is drawn per collision", name, remedy, but);
    }
    const perRealisationStart = what === "start" && perRealisation[parameters.indexOf(parameter)];
    if (what !== "idle" && !perRealisationStart) continue;
    const but = `\`${parameter}\` acts ${what === "idle" ? "between collisions" : "on the start"}`;
    throw wrongValue("noise", "act within a collision where some of it is drawn per collision", parameter, remedy, but);
  }
}

function centredObservable(name: string, parameter: string): string {
  return `${name} depends on ${parameter}; it is evaluated at the centre of the noise.`;
}

function withWarnings(diagnostics: Diagnostics, warnings: readonly string[]): Diagnostics {
  return { ...diagnostics, warnings: [...diagnostics.warnings, ...warnings] };
}

/**
 * Build the model anew for each realisation and run it: for master equations, and for any parameter at all, as long as
 * it is constant within a realisation.
 */
export function realisations(model: Model, { extent, observables }: Job, noise: CompiledNoise): Lanes {
  refuseNoisePerCollision(noise);
  const axis = extent.kind === "times" ? extent.times : savedSteps(extent.steps, extent.saveEvery);
  const options = { ...(extent.kind === "times" ? { times: extent.times } : extent), observables };
  const values = new Float64Array(noise.parameters.length);
  let seen: Diagnostics | null = null;
  return {
    lanes: 1,
    axis,
    plan: { toString: () => planText(noise) },
    run(first, _count, out) {
      noise.draw(first, 1, 1, values);
      const drawn = Object.fromEntries(noise.parameters.map((name, p) => [name, values[p]]));
      const solution = run(variant(model, drawn, first), options);
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
    release: () => {},
  };
}

/** The model at one realisation's parameters; what it chose by itself for the centre of the noise stays as it is. */
function variant(model: Model, drawn: Parameters, trajectory: number): Model {
  try {
    return model.with({ ...model.pinned, ...drawn });
  } catch (error) {
    const values = Object.entries(drawn).map(([name, value]) => `${name} = ${value}`);
    throw new RunFailure(`Realisation ${trajectory} (${values.join(", ")}) is no possible model. ${(error as Error).message}`);
  }
}

function refuseNoisePerCollision({ parameters, perRealisation }: CompiledNoise): void {
  const offender = parameters.find((_, p) => !perRealisation[p]);
  if (offender === undefined) return;
  const remedy = `Write perRealisation(…), or ${offender}=…@realisation on the command line.`;
  const but = `that on \`${offender}\` is drawn per collision`;
  throw wrongValue("noise", "be constant within a realisation where nothing collides", offender, remedy, but);
}

function planText({ parameters }: CompiledNoise): string {
  if (parameters.length === 0) return "realisations one after the other, all alike";
  return `realisations one after the other, each built anew for its own ${parameters.join(", ")}`;
}
