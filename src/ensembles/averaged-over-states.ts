/** Averages over hidden states of the noise, as many of them as two answers need to agree. */
import { power } from "../dynamics/noise/autoregression.ts";
import { domainOf } from "../dynamics/noise/domain.ts";
import { kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { type NoisyParameter, productChain } from "../dynamics/noise/product-chain.ts";
import { wrongValue } from "../errors.ts";
import { catalogue } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { scope } from "../numerics/memory.ts";
import type { AverageRequest, HiddenStates, PlannedSteps } from "../plan/ensemble-request.ts";
import { type Prepared, stage } from "../plan/plan.ts";
import { chooseAverage } from "../solvers/ensemble-choice.ts";
import { exactSpread } from "../solvers/exact-spread.ts";
import { chosenObservables } from "../solvers/observing.ts";
import type { Stepping } from "./average-steps.ts";
import type { AveragedOptions, AveragedResult } from "./averaged-options.ts";
import { follow } from "./follow-average.ts";

/** States of each noise at first, and at most. */
const LEVELS = 8;
const MOST_LEVELS = 256;
/** What two answers may differ by, over the larger of 1 and their size. */
const AGREED = 1e-10;

/** Average over a chain of hidden states, with twice as many until two answers agree. */
export function prepareHidden(
  model: Model,
  options: AveragedOptions,
  names: readonly string[],
  noises: readonly Noise[],
  stepping: Stepping,
): Prepared<AveragedResult> {
  const observables = chosenObservables(model, options.observables);
  const specs = catalogueDomains(model);
  const parameters = names.map((name, p): NoisyParameter => ({ name, noise: noises[p], domain: domainOf(specs?.[name] ?? null) }));
  const at = (levels: number) => {
    const chain = productChain(parameters, stepping.grid, levels);
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
        throw new Error("Hidden states have steps of their own.");
      },
    };
    const choice = chooseAverage(request);
    return { hidden, choice, plan: stepping.describe(steps(8), [stage("average", choice)]) };
  };
  const computed = (levels: number): AveragedResult =>
    scope((s) => {
      const { hidden, choice, plan } = at(levels);
      const engine = choice.bind(s);
      const spread = options.spread ? exactSpread(hidden, model, engine.sector, observables, s) : null;
      if (spread && "refused" in spread) {
        throw wrongValue("spread", "fit", true, "Leave it out, or use `ensemble`.", spread.refused);
      }
      const { axis, ends } = stepping;
      return follow(s, engine, { model, observables, axis, ends, limit: options.limit, plan, spread });
    });
  const first = options.nodes ?? LEVELS;
  const start = at(first);
  return {
    plan: start.plan,
    execute() {
      let levels = first;
      let result = computed(levels);
      if (start.hidden.chain.exact) return { ...result, hidden: { levels: start.hidden.chain.states, error: 0 } };
      if (options.nodes !== undefined) return { ...result, hidden: { levels, error: null } };
      let error = Number.POSITIVE_INFINITY;
      while (error > AGREED && 2 * levels <= MOST_LEVELS && power(2 * levels, continuous(parameters)) <= MOST_TOGETHER) {
        levels *= 2;
        const finer = computed(levels);
        error = differenceOf(result, finer);
        result = finer;
      }
      return { ...result, hidden: { levels, error: Number.isFinite(error) ? error : null } };
    },
  };
}

/** Hidden states of all noises together beyond which levels are not doubled. */
const MOST_TOGETHER = 4096;

/** How many parts of the noise have no finite number of values. */
function continuous(parameters: readonly NoisyParameter[]): number {
  const parts = parameters.flatMap(({ noise }) => (noise.kind === "sum" ? noise.parts : [noise]));
  return parts.filter((part) => kindOf(part).finite !== true).length;
}

function differenceOf(a: AveragedResult, b: AveragedResult): number {
  let worst = 0;
  for (const name of Object.keys(a.observables)) {
    a.observables[name].forEach((value, s) => {
      const other = b.observables[name][s];
      if (value !== null && other !== null) worst = Math.max(worst, Math.abs(value - other) / Math.max(1, Math.abs(other)));
    });
  }
  return worst;
}

/** The domains that the catalogue knows of a model's parameters. */
function catalogueDomains({ name }: Model) {
  return catalogue.find((definition) => definition.name === name)?.parameters ?? null;
}
