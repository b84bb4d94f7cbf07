/**
 * The exact average over noise: what an ensemble tends to, without sampling.
 *
 * Noise that is independent from collision to collision averages the map itself: the mean state follows E[Φ]. Where it
 * enters through weights alone, E[Φ] has averaged weights; otherwise each collision is a quadrature over the noise, its
 * nodes side by side in lanes. Noise that is constant within a realisation averages whole runs.
 */
import { openScope, window64 } from "../../bindings/memory.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { type Combination, combinations } from "../dynamics/noise/product-rule.ts";
import { integer, wrongValue } from "../errors.ts";
import type { Model, ParameterValue } from "../models/model.ts";
import { planCollisions } from "../plan/collisions.ts";
import type { Plan } from "../plan/plan.ts";
import { savedSteps } from "../solvers/collide.ts";
import { bindCollisions } from "../solvers/engines/bind.ts";
import { chosenObservables } from "../solvers/observing.ts";
import { bindRecorder } from "../solvers/recorder.ts";

export interface AveragedOptions {
  readonly noise: Readonly<Record<string, Noise>>;
  readonly steps: number;
  readonly saveEvery?: number;
  /** Linear observables are exact means; others are those of the mean state. */
  readonly observables?: readonly string[];
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

/** Nodes side by side; a single one needs no more than one vector. */
function lanesFor(nodes: readonly Combination[]): number {
  return nodes.length === 1 ? 2 : 8;
}

/**
 * Follow the state averaged over noise. Returns observables of the mean state at each saved collision.
 * Throws when some noise is per collision and some per realisation.
 */
export function averaged(model: Model, options: AveragedOptions): AveragedResult {
  const steps = integer("steps", options.steps, 0, 1e9);
  const names = Object.keys(options.noise).sort();
  const noises = names.map((name) => options.noise[name]);
  const whole = noises.filter(({ perRealisation }) => perRealisation).length;
  if (whole > 0 && whole < noises.length) {
    throw wrongValue("noise", "be all per collision or all per realisation to be averaged exactly", null, "", "it mixes both");
  }
  const nodes = combinations(noises, integer("nodes", options.nodes ?? 48, 1, 400));
  const flat = whole === 0 ? averageCoefficients(model, names, nodes) : null;
  return flat
    ? follow(flat, options, steps, [], [{ weight: 1, values: [] }], true)
    : follow(model, options, steps, names, nodes, whole === 0);
}

/** The model with averaged weights, when the noise enters through nothing else; null otherwise. */
export function averageCoefficients(model: Model, names: readonly string[], nodes: readonly Combination[]): Model | null {
  const { structure, weightsAt } = model;
  const at = (values: readonly number[]) => ({
    ...model.parameters,
    ...Object.fromEntries(names.map((name, k) => [name, values[k] as ParameterValue])),
  });
  if (structure && !names.includes(structure.angle) && names.every((name) => structure.parameters.includes(name))) {
    const mean = { excited: 0, bright: 0, dark: 0 };
    for (const { weight, values } of nodes) {
      const { excited, bright, dark } = structure.coefficients(at(values));
      mean.excited += weight * excited;
      mean.bright += weight * bright;
      mean.dark += weight * dark;
    }
    const { theta } = structure.coefficients(model.parameters);
    return {
      ...model,
      structure: { ...structure, coefficients: () => ({ ...mean, theta }) },
      ...(weightsAt ? { weightsAt: () => averageOf(nodes, (values) => weightsAt(at(values))) } : {}),
    };
  }
  return null;
}

function averageOf(nodes: readonly Combination[], f: (values: readonly number[]) => readonly number[]): readonly number[] {
  const sum: number[] = [];
  for (const { weight, values } of nodes) {
    f(values).forEach((value, k) => {
      sum[k] = (sum[k] ?? 0) + weight * value;
    });
  }
  return sum;
}

/** Groups of eight nodes, padded with nodes of weight zero. */
function laneGroups(
  nodes: readonly Combination[],
  parameters: number,
  lanes: number,
): { readonly draws: Float64Array; readonly weights: Float64Array }[] {
  const groups = [];
  for (let first = 0; first < nodes.length; first += lanes) {
    const draws = new Float64Array(parameters * lanes);
    const weights = new Float64Array(lanes);
    for (let l = 0; l < lanes; l++) {
      const node = nodes[Math.min(first + l, nodes.length - 1)];
      weights[l] = first + l < nodes.length ? node.weight : 0;
      for (let p = 0; p < parameters; p++) draws[p * lanes + l] = node.values[p];
    }
    groups.push({ draws, weights });
  }
  return groups;
}

/** Step all nodes from the same state and mix them after each collision (`mixing`), or only where the state is read. */
function follow(
  model: Model,
  options: AveragedOptions,
  steps: number,
  names: readonly string[],
  nodes: readonly Combination[],
  mixing: boolean,
): AveragedResult {
  const axis = savedSteps(steps, options.saveEvery);
  const lanes = lanesFor(nodes);
  const observables = chosenObservables(model, options.observables);
  const plan = planCollisions(model, { steps, noisy: names, lanes });
  const groups = laneGroups(nodes, names.length, lanes);
  const engines = (mixing ? [groups[0]] : groups).map(() => bindCollisions(model, plan, lanes, names));
  const scope = openScope();
  try {
    const recorder = bindRecorder(scope, (model.dynamics as Collisions).system, plan.sector, observables, lanes);
    const mean = scope.f64(plan.sector.count * lanes);
    const row = new Float64Array(observables.length * lanes);
    const columns = observables.map(() => [] as (number | null)[]);
    for (const engine of engines) engine.reset();
    let n = 0;
    const observeAt = (target: number): Float64Array => {
      for (; n < target; n++) {
        if (mixing) mixStep(engines[0], groups, n + 1, names.length);
        else engines.forEach((engine, g) => engine.step(n + 1, names.length > 0 ? groups[g].draws : null));
      }
      const view = mean.view();
      if (mixing) view.set(window64(engines[0].state(), view.length));
      else {
        view.fill(0);
        engines.forEach((engine, g) => addMean(view, window64(engine.state(), view.length), groups[g].weights));
      }
      recorder.record(mean.pointer, () => mean.view(), row, 0);
      return observables.reduce((values, _, o) => values.fill(row[o * lanes], o, o + 1), new Float64Array(observables.length));
    };
    for (const target of axis) observeAt(target).forEach((value, o) => columns[o].push(Number.isFinite(value) ? value : null));
    const named = <T>(list: readonly T[]) => Object.fromEntries(observables.map(({ name }, o) => [name, list[o]]));
    const limit = options.limit ? tendTo(observeAt, steps, options.limit) : null;
    return {
      axis,
      observables: named(columns),
      nodes: nodes.length,
      plan: plan.plan,
      ...(limit ? { limit: { ...limit, observables: named(limit.values) } } : {}),
    };
  } finally {
    scope.release();
    for (const engine of engines) engine.release();
  }
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

/** One averaged collision: every group of nodes starts from the same state; the engine is left with the mean in every lane. */
function mixStep(engine: ReturnType<typeof bindCollisions>, groups: ReturnType<typeof laneGroups>, n: number, parameters: number): void {
  const length = engine.sector.count * engine.lanes;
  if (parameters === 0) {
    engine.step(n, null);
    return;
  }
  const start = window64(engine.state(), length).slice();
  const mean = new Float64Array(length);
  for (const { draws, weights } of groups) {
    window64(engine.state(), length).set(start);
    engine.step(n, draws);
    addMean(mean, window64(engine.state(), length), weights);
  }
  window64(engine.state(), length).set(mean);
}

/** mean[q][every lane] += Σ_l weights[l] · x[q][l]. */
function addMean(mean: Float64Array, x: Float64Array, weights: Float64Array): void {
  const lanes = weights.length;
  for (let at = 0; at < x.length; at += lanes) {
    let sum = 0;
    for (let l = 0; l < lanes; l++) sum += weights[l] * x[at + l];
    for (let l = 0; l < lanes; l++) mean[at + l] += sum;
  }
}
