/** Realisations side by side: in SIMD lanes where the model's collisions take noisy parameters, one run after the other elsewhere. */
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { openScope } from "../numerics/memory.ts";
import type { RealisationRequest } from "../plan/ensemble-request.ts";
import { once } from "../plan/once.ts";
import { savedSteps } from "../solvers/collide.ts";
import { chooseRealisations } from "../solvers/ensemble-choice.ts";
import { driveLanes, planLanes } from "../solvers/lanes.ts";
import { run } from "../solvers/run.ts";
import type { Diagnostics } from "../solvers/solution.ts";
import type { CompiledNoise } from "./draws.ts";
import type { Job } from "./job.ts";
import { worseDiagnostics } from "./tally.ts";
import { type Unheard, unheardBy } from "./unheard.ts";

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
  const whole = noise.perRealisation.every(Boolean);
  const unheard = once(() => unheardBy(model, job));
  if (!whole && extent.kind === "collisions") refuseUnheard(unheard(), noise);
  if (!whole && extent.kind === "times") refuseNoisePerCollision(noise);
  const plan = once(() => planLanes(model, { ...(extent as LaneExtent), observables, noise, ...(lanes === null ? {} : { lanes }) }));
  const request: RealisationRequest = {
    model,
    extent: extent.kind,
    noisy: noise.parameters,
    whole,
    outside: () => (unheard().length === 0 ? null : sentenceOf(unheard()[0])),
    collisions: () => plan().planned.choice,
  };
  const choice = chooseRealisations(request);
  const scope = openScope();
  try {
    const bound = choice.bind(scope);
    if (bound.kind === "models") {
      scope.release();
      return realisations(job, noise, bound.modelOf);
    }
    const run = driveLanes(plan(), bound.engine, scope);
    const warnings = unheard()
      .filter(({ what }) => what === "observable")
      .map(({ parameter, name }) => centredObservable(name, parameter));
    return { ...run, diagnostics: () => withWarnings(run.diagnostics(), warnings) };
  } catch (error) {
    scope.release();
    throw error;
  }
}

type LaneExtent = Extract<Job["extent"], { kind: "collisions" }>;

function sentenceOf({ what, parameter, name }: Unheard): string {
  if (what === "idle") return `what acts between collisions (\`${parameter}\`)`;
  if (what === "start") return `the start (\`${parameter}\`)`;
  return what === "ledger" ? `the books that \`${name}\` keeps` : `the observable ${name} (\`${parameter}\`)`;
}

/** Refuse noise that lanes would silently run without. */
function refuseUnheard(unheard: readonly Unheard[], { parameters, perRealisation }: CompiledNoise): void {
  for (const { what, parameter, name } of unheard) {
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

/** Run the model of each realisation by itself. */
function realisations(
  { extent, observables }: Job,
  noise: CompiledNoise,
  modelOf: (values: Float64Array, trajectory: number) => Model,
): Lanes {
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
    release: () => {},
  };
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
