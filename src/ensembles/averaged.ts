/**
 * The exact average over noise: what an ensemble tends to, without sampling.
 *
 * Noise that is independent from collision to collision averages the map itself: the mean state follows E[Φ]. Where it
 * enters through weights alone, E[Φ] has averaged weights; otherwise each collision is a quadrature over the noise, its
 * nodes side by side in lanes. Noise that is constant within a realisation averages whole runs. All other noise, and that of
 * master equations, goes through a chain of hidden states.
 */
import type { DrawnRange } from "../dynamics/noise/drawn-range.ts";
import { checkNoise, hasMemory, kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { combinations } from "../dynamics/noise/product-rule.ts";
import { checkSlots, isOnSlots } from "../dynamics/noise/slots.ts";
import { didYouMean, integer, wrongValue } from "../errors.ts";
import { askedModel, type ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { howToGiveParameters, requireRunnable } from "../models/require-model.ts";
import { scope } from "../numerics/memory.ts";
import { checkOptions } from "../options.ts";
import type { PlannedCollisions } from "../plan/collision-request.ts";
import type { AverageRequest, NoiseNode } from "../plan/ensemble-request.ts";
import { type Prepared, stage } from "../plan/plan.ts";
import { savedSteps } from "../solvers/collide.ts";
import { describeCollisions } from "../solvers/collision-choice.ts";
import { chooseAverage } from "../solvers/ensemble-choice.ts";
import { planNoisyCollisions } from "../solvers/noisy-collisions.ts";
import { chosenObservables } from "../solvers/observing.ts";
import { refuseRecords } from "../solvers/runoptions.ts";
import { collisionsFor, slicesFor } from "./average-steps.ts";
import { inContinuousTime, prepareContinuous } from "./averaged-in-time.ts";
import { type AveragedOptions, type AveragedResult, averagedChecks } from "./averaged-options.ts";
import { noisyParameters, prepareHidden } from "./averaged-over-states.ts";
import { NODES, withEnoughNodes } from "./doubled-levels.ts";
import { follow } from "./follow-average.ts";
import { centredObservable, movedByNoise } from "./noise-outside-collisions.ts";
import { requireSlots } from "./preparation.ts";

/**
 * Follow the state averaged over noise. Returns observables of the mean state at each saved collision, or time of a master equation whose
 * noise is held for slices (`every`) or constant within a realisation.
 *
 * Independent noise averages the map, or is a quadrature; telegraph noise, choices, Ornstein–Uhlenbeck and AR(1) processes and mixtures of
 * noise per collision and per realisation go through a chain of hidden states: exact where there are finitely many, else doubled until two
 * answers agree to 1e-10 (`hidden` says what was left). Walks go over a lattice. The plan says which. Of master equations `continuous`
 * gives the limit of short slices, and jumps at exact times have no slices: the noise's states then enlarge the equation itself.
 * @throws TypeError or RangeError for bad options, and for noise without an exact average (1/f, replayed files)
 * @example
 * const noise = { Delta: perRealisation(normal(0, 1)) };
 * averaged(bloch({ Omega: 0, start: [1, 0, 0] }), { times: [0, 1], noise, observables: ["sx"] }).observables.sx; // [1, 0.522046]
 */
export function averaged(model: Model, options: AveragedOptions): AveragedResult {
  return prepareAveraged(model, options).execute();
}

/** Plan what `averaged` does, without doing it. */
export function prepareAveraged(given: Model, asked: AveragedOptions): Prepared<AveragedResult> {
  requireRunnable(given);
  checkOptions<AveragedOptions>("options", asked, averagedChecks, { required: ["noise"], remedy: "Write { noise, steps }." });
  const { model: own, options } = askedModel(given, asked);
  const names = Object.keys(options.noise).sort();
  const noises = names.map((name) => noiseOn(own, name, options.noise[name]));
  const { model, warnings } = centred(given, own, { asked, observables: options.observables }, names, noises);
  const prepared = prepareOn(model, options, names, noises);
  if (warnings.length === 0) return prepared;
  return { plan: prepared.plan, execute: () => ({ ...prepared.execute(), warnings }) };
}

/** The model at the centre of its noise, as an ensemble has it, where the start or an observable depends on it. */
function centred(
  given: Model,
  own: Model,
  { asked, observables }: { readonly asked: AveragedOptions; readonly observables: readonly string[] | undefined },
  names: readonly string[],
  noises: readonly Noise[],
) {
  const noise = Object.fromEntries(names.map((name, p) => [name, noises[p]]));
  const moved = movedByNoise(own, noise, chosenObservables(own, observables));
  const start = moved.find(({ what, parameter }) => what === "start" && noise[parameter].perRealisation);
  if (start !== undefined) {
    const but = `\`${start.parameter}\` acts on the start`;
    throw wrongValue("noise", "leave the start as it is to be averaged exactly", start.parameter, "Use `ensemble`.", but);
  }
  if (!moved.some(({ what }) => what !== "idle")) return { model: own, warnings: [] };
  const centres = names
    .filter((name) => !isOnSlots(name, own.parameters))
    .map((name) => [name, kindOf(noise[name]).centre(noise[name] as never).mean]);
  const { model } = askedModel(given.with({ ...given.pinned, ...Object.fromEntries(centres) }), asked);
  return { model, warnings: moved.filter(({ what }) => what === "observable").map(centredObservable) };
}

function prepareOn(
  model: Model,
  options: ByName<AveragedOptions>,
  names: readonly string[],
  noises: readonly Noise[],
): Prepared<AveragedResult> {
  if (model.dynamics.kind === "generator") {
    if (inContinuousTime(options, names, noises)) return prepareContinuous(model, options, names, noises);
    return prepareHidden(model, options, names, noises, slicesFor(model, options, names, noises));
  }
  for (const name of ["times", "every", "until", "continuous"] as const) {
    if (options[name] === undefined) continue;
    throw wrongValue(name, "be left out of the average of a collision model", null, "Use `steps`.", "it is given");
  }
  const steps = integer("steps", options.steps, 0, 1e9, "Write { noise, steps }.");
  refuseRecords(model, options, steps);
  const whole = noises.filter(({ perRealisation }) => perRealisation).length;
  const plain = !noises.some((noise) => hasMemory(noise)) && (whole === 0 || whole === noises.length);
  const slots = names.some((name) => isOnSlots(name, model.parameters));
  if (!plain || slots || options.spread || options.correlations)
    return prepareHidden(model, options, names, noises, collisionsFor(model, options, steps, names));
  const parameters = noisyParameters(model, names, noises);
  const observables = chosenObservables(model, options.observables);
  const axis = savedSteps(steps, options.saveEvery);
  const at = (count: number) => {
    const nodes = combinations(parameters, count);
    const request: AverageRequest = {
      model,
      noisy: names,
      nodes,
      whole: whole > 0,
      hidden: null,
      collisions: (of, noisy, lanes) =>
        planNoisyCollisions(of, {
          steps,
          noisy,
          lanes,
          ...(noisy.length > 0 ? { ranges: rangesOf(nodes), realisations: nodes.length } : {}),
        }),
    };
    const choice = chooseAverage(request);
    const plan = describeCollisions(choice.lowering.steps(request) as PlannedCollisions, [stage("average", choice)]);
    const computed = (): AveragedResult =>
      scope((s) => follow(s, choice.bind(s), { model, observables, axis, ends: axis, limit: options.limit, plan, spread: null }));
    return { plan, computed };
  };
  const first = at(options.nodes ?? NODES);
  const enough = options.nodes !== undefined || noises.every((noise) => kindOf(noise).finite);
  const computed = (nodes: number): AveragedResult => (nodes === NODES ? first : at(nodes)).computed();
  return { plan: first.plan, execute: enough ? first.computed : () => withEnoughNodes({ parameters: names.length, computed }) };
}

/** The smallest intervals that hold every node. */
function rangesOf(nodes: readonly NoiseNode[]): DrawnRange[] {
  return nodes[0].values.map((_, p) => {
    const values = nodes.map((node) => node.values[p]);
    return { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) };
  });
}

/** Noise that was checked, on a parameter that can have it. */
function noiseOn(model: Model, name: string, noise: Noise): Noise {
  if (isOnSlots(name, model.parameters)) {
    checkSlots(noise);
    requireSlots(model);
  } else if (typeof model.parameters[name] !== "number") {
    const remedy = howToGiveParameters(model) || didYouMean(name, Object.keys(model.parameters));
    throw wrongValue("noise", `be on a parameter of ${model.name} that is one number`, name, remedy, `is on \`${name}\``);
  }
  return checkNoise(noise);
}
