/** Averages over hidden states of the noise, as many of them as two answers need to agree. */
import { checkReach, type Domain, domainOf } from "../dynamics/noise/domain.ts";
import { kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { axesOf, type NoisyParameter } from "../dynamics/noise/noise-axes.ts";
import { productChain, statesOf } from "../dynamics/noise/product-chain.ts";
import { isOnSlots, slotSpec } from "../dynamics/noise/slots.ts";
import { internalFault, wrongValue } from "../errors.ts";
import type { ByName } from "../models/asked-model.ts";
import { catalogue } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { scope } from "../numerics/memory.ts";
import type { AverageRequest, HiddenStates, PlannedSteps } from "../plan/ensemble-request.ts";
import { type Prepared, stage } from "../plan/plan.ts";
import { chooseAverage } from "../solvers/ensemble-choice.ts";
import { exactSpread, secondMoments } from "../solvers/exact-spread.ts";
import { chosenObservables } from "../solvers/observing.ts";
import type { Stepping } from "./average-steps.ts";
import type { AveragedOptions, AveragedResult } from "./averaged-options.ts";
import { LEVELS, withEnoughLevels } from "./doubled-levels.ts";
import { follow } from "./follow-average.ts";

/** Average over a chain of hidden states, with twice as many until two answers agree. */
export function prepareHidden(
  model: Model,
  options: ByName<AveragedOptions>,
  names: readonly string[],
  noises: readonly Noise[],
  stepping: Stepping,
): Prepared<AveragedResult> {
  const observables = chosenObservables(model, options.observables);
  const parameters = noisyParameters(model, names, noises);
  const axesAt = (levels: number) =>
    axesOf(parameters, options.correlations, levels, (noise) => kindOf(noise).chain?.(noise as never, stepping.grid, levels) ?? null);
  const at = (levels: number) => {
    const chain = productChain(parameters, axesAt(levels));
    const ranges = chain.values.map((values) => ({
      low: values.reduce((a, b) => Math.min(a, b)),
      high: values.reduce((a, b) => Math.max(a, b)),
    }));
    const planned = stepping.plan(ranges, chain.states);
    const known = new Map<number, PlannedSteps>();
    const steps = (lanes: number): PlannedSteps => {
      const before = known.get(lanes) ?? planned(lanes);
      known.set(lanes, before);
      return before;
    };
    const hidden: HiddenStates = { chain, changesBefore: stepping.changesBefore, steps };
    const request: AverageRequest = {
      model,
      noisy: names,
      nodes: [],
      whole: false,
      hidden,
      collisions: () => {
        throw internalFault("Hidden states have steps of their own.");
      },
    };
    const choice = chooseAverage(request);
    return { hidden, choice, plan: stepping.describe(steps(8), [stage("average", choice)]) };
  };
  const computed = (levels: number): AveragedResult =>
    scope((s) => {
      const { hidden, choice, plan } = at(levels);
      const engine = choice.bind(s);
      const spread = options.spread ? exactSpread((initial) => secondMoments(hidden, initial, s), model, engine.sector, observables) : null;
      if (spread && "refused" in spread) {
        throw wrongValue("spread", "fit", true, "Leave it out, or use `ensemble`.", spread.refused);
      }
      const { axis, ends } = stepping;
      return follow(s, engine, { model, observables, axis, ends, limit: options.limit, plan, spread });
    });
  const start = at(options.nodes ?? LEVELS);
  const states = (levels: number) => statesOf(axesAt(levels));
  return {
    plan: start.plan,
    execute: () => withEnoughLevels({ asked: options.nodes, states, exact: start.hidden.chain.exact, computed }),
  };
}

/**
 * What is averaged over, with the domains that are known.
 * @throws RangeError for noise that cannot stay in its domain, and for a policy that does nothing
 */
export function noisyParameters(model: Model, names: readonly string[], noises: readonly Noise[]): readonly NoisyParameter[] {
  const specs = knownDomains(model);
  return names.map((name, p) => {
    const domain = domainOf(isOnSlots(name, model.parameters) ? slotSpec : (specs?.[name] ?? null));
    checkReach(name, noises[p], domain);
    return { name, noise: noises[p], domain };
  });
}

/** The domains that the model's document or the catalogue knows; a namesake with parameters of its own is none of the catalogue. */
function knownDomains({ name, document, parameters }: Model): Readonly<Record<string, Partial<Domain> | undefined>> | null {
  const own = (document as { readonly parameters?: Readonly<Record<string, Partial<Domain>>> } | undefined)?.parameters;
  const known = catalogue.find((definition) => definition.name === name)?.parameters;
  return own ?? (known && Object.keys(parameters).every((key) => Object.hasOwn(known, key)) ? known : null);
}
