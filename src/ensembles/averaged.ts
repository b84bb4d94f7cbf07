/**
 * The exact average over noise: what an ensemble tends to, without sampling.
 *
 * Noise that is independent from collision to collision averages the map itself: the mean state follows E[Φ]. Where it
 * enters through weights alone, E[Φ] has averaged weights; otherwise each collision is a quadrature over the noise, its
 * nodes side by side in lanes. Noise that is constant within a realisation averages whole runs.
 */
import type { Collisions } from "../dynamics/collisions.ts";
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import { checkNoise, type Noise } from "../dynamics/noise/known-kinds.ts";
import { combinations } from "../dynamics/noise/product-rule.ts";
import { didYouMean, wrongValue } from "../errors.ts";
import { type Asking, askedModel } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { howToGiveParameters, requireRunnable } from "../models/require-model.ts";
import { type Scope, scope, window64 } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import { aNumber, anInteger, anObject, checkOptions, type OptionChecks, optionsOf } from "../options.ts";
import type { AverageEngine, AverageRequest, NoiseNode } from "../plan/ensemble-request.ts";
import { type Plan, type Prepared, stage } from "../plan/plan.ts";
import { savedSteps } from "../solvers/collide.ts";
import { describeCollisions, planCollisions } from "../solvers/collision-choice.ts";
import { chooseAverage } from "../solvers/ensemble-choice.ts";
import { chosenObservables } from "../solvers/observing.ts";
import { bindRecorder } from "../solvers/recorder.ts";
import { askingChecks, refuseRecords } from "../solvers/runoptions.ts";

/** What to average over, how far, and what to record: linear observables are exact means, others are those of the mean state. */
export interface AveragedOptions extends Asking {
  readonly noise: Readonly<Record<string, Noise>>;
  readonly steps: number;
  readonly saveEvery?: number;
  /** Quadrature nodes per noisy parameter; 48 by default. */
  readonly nodes?: number;
  /** Go on after `steps` until no observable changes by more than `tolerance` in a tenth of `steps`, for at most `most` collisions in all. */
  readonly limit?: { readonly tolerance: number; readonly most: number };
}

/** Where the averaged state tends to. */
export interface AveragedLimit {
  readonly observables: Readonly<Record<string, number | null>>;
  /** Largest change in the last tenth of `steps`: above the tolerance when `most` collisions did not suffice. */
  readonly residual: number;
  readonly collisions: number;
}

export interface AveragedResult {
  readonly axis: readonly number[];
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  readonly nodes: number;
  readonly plan: Plan;
  /** Present when asked for. */
  readonly limit?: AveragedLimit;
}

/**
 * Follow the state averaged over noise. Returns observables of the mean state at each saved collision.
 * Throws when some noise is per collision and some per realisation.
 */
export function averaged(model: Model, options: AveragedOptions): AveragedResult {
  return prepareAveraged(model, options).execute();
}

/** Plan what `averaged` does, without doing it. */
export function prepareAveraged(given: Model, asked: AveragedOptions): Prepared<AveragedResult> {
  requireRunnable(given);
  checkOptions<AveragedOptions>("options", asked, averagedChecks, { required: ["noise", "steps"], remedy: "Write { noise, steps }." });
  const { model, options } = askedModel(given, asked);
  if (model.dynamics.kind !== "collisions") {
    throw wrongValue("model", "be a collision model to be averaged exactly", null, "Use `ensemble`.", `${model.name} is a master equation`);
  }
  const { steps } = options;
  refuseRecords(model, options, steps);
  const names = Object.keys(options.noise).sort();
  const noises = names.map((name) => noiseOn(model, name, options.noise[name]));
  const whole = noises.filter(({ perRealisation }) => perRealisation).length;
  if (whole > 0 && whole < noises.length) {
    throw wrongValue("noise", "be all per collision or all per realisation to be averaged exactly", null, "", "it mixes both");
  }
  const nodes = combinations(noises, options.nodes ?? 48);
  const observables = chosenObservables(model, options.observables);
  const axis = savedSteps(steps, options.saveEvery);
  const request: AverageRequest = {
    model,
    noisy: names,
    nodes,
    whole: whole > 0,
    collisions: (of, noisy, lanes) =>
      planCollisions(of, { steps, noisy, lanes, ...(noisy.length > 0 ? { ranges: rangesOf(nodes), realisations: nodes.length } : {}) }),
  };
  const choice = chooseAverage(request);
  const plan = describeCollisions(choice.lowering.collisions(request), [stage("average", choice)]);
  return { plan, execute: () => scope((s) => follow(s, choice.bind(s), model, observables, axis, options, plan)) };
}

/** The smallest intervals that hold every node. */
function rangesOf(nodes: readonly NoiseNode[]): DrawnRange[] {
  return nodes[0].values.map((_, p) => {
    const values = nodes.map((node) => node.values[p]);
    return { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) };
  });
}

const averagedChecks: OptionChecks<AveragedOptions> = {
  noise: anObject,
  steps: anInteger(0, 1e9),
  saveEvery: anInteger(1),
  ...askingChecks,
  nodes: anInteger(1, 400),
  limit: optionsOf<NonNullable<AveragedOptions["limit"]>>(
    { tolerance: aNumber({ atLeast: 0 }), most: anInteger(0) },
    { required: ["tolerance", "most"] },
  ),
};

/** Noise that was checked, on a parameter that can have it. */
function noiseOn(model: Model, name: string, noise: Noise): Noise {
  if (typeof model.parameters[name] !== "number") {
    const remedy = howToGiveParameters(model) || didYouMean(name, Object.keys(model.parameters));
    throw wrongValue("noise", `be on a parameter of ${model.name} that is one number`, name, remedy, `is on \`${name}\``);
  }
  return checkNoise(noise);
}

/** Observe the mean state at each record. */
function follow(
  s: Scope,
  engine: AverageEngine,
  model: Model,
  observables: readonly Observable[],
  axis: readonly number[],
  options: Pick<AveragedOptions, "limit">,
  plan: Plan,
): AveragedResult {
  const { lanes, sector } = engine;
  const recorder = bindRecorder(s, (model.dynamics as Collisions).system, sector, observables, lanes);
  const row = new Float64Array(observables.length * lanes);
  const columns = observables.map(() => [] as (number | null)[]);
  engine.reset();
  let n = 0;
  const observeAt = (target: number): Float64Array => {
    while (n < target) engine.step(++n);
    const at = engine.mean();
    recorder.record(at, () => window64(at, sector.count * lanes), row, 0);
    return Float64Array.from(observables, (_, o) => row[o * lanes]);
  };
  for (const target of axis) observeAt(target).forEach((value, o) => columns[o].push(Number.isFinite(value) ? value : null));
  const named = <T>(list: readonly T[]) => Object.fromEntries(observables.map(({ name }, o) => [name, list[o]]));
  const limit = options.limit ? tendTo(observeAt, axis[axis.length - 1], options.limit) : null;
  return {
    axis,
    observables: named(columns),
    nodes: engine.nodes,
    plan,
    ...(limit ? { limit: { ...limit, observables: named(limit.values) } } : {}),
  };
}

/** Observe every tenth of `steps` until nothing changes any more. */
function tendTo(
  observeAt: (n: number) => Float64Array,
  steps: number,
  { tolerance, most }: { readonly tolerance: number; readonly most: number },
) {
  const stride = Math.max(1, Math.ceil(steps / 10));
  let collisions = steps;
  let before = observeAt(collisions);
  let residual = Number.POSITIVE_INFINITY;
  while (residual > tolerance && collisions + stride <= most) {
    collisions += stride;
    const now = observeAt(collisions);
    residual = now.reduce((worst, value, o) => Math.max(worst, Math.abs(value - before[o])), 0);
    before = now;
  }
  return { values: [...before].map((value) => (Number.isFinite(value) ? value : null)), residual, collisions };
}
