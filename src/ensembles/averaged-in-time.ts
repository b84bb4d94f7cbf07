/** Averages over noise in continuous time: the limit of short slices, and noise that jumps at exact times. */
import { flowOf } from "../dynamics/noise/jumps.ts";
import { kindOf, type Noise } from "../dynamics/noise/known-kinds.ts";
import { axesOf } from "../dynamics/noise/noise-axes.ts";
import { productChain, statesOf } from "../dynamics/noise/product-chain.ts";
import { wrongValue } from "../errors.ts";
import type { ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { scope } from "../numerics/memory.ts";
import type { Prepared } from "../plan/plan.ts";
import { exactSpread } from "../solvers/exact-spread.ts";
import { bindHiddenFlow, bindMomentFlow, describeHiddenFlow, planHiddenFlow } from "../solvers/hidden-flow.ts";
import { chosenObservables } from "../solvers/observing.ts";
import { savedTimes } from "../solvers/time-axis.ts";
import type { AveragedOptions, AveragedResult } from "./averaged-options.ts";
import { noisyParameters } from "./averaged-over-states.ts";
import { LEVELS, withEnoughLevels } from "./doubled-levels.ts";
import { follow } from "./follow-average.ts";
import { heldInSlices, jumpingParts } from "./jump-times.ts";

/** Does an average of a master equation go in continuous time: because it was asked for, or because its noise does? */
export function inContinuousTime(
  { continuous, every, steps, limit }: ByName<AveragedOptions>,
  names: readonly string[],
  noises: readonly Noise[],
) {
  for (const [name, value] of Object.entries({ steps, limit })) {
    if (value !== undefined) throw wrongValue(name, "be left out for a master equation", null, "Use until or times.", "is given");
  }
  if (continuous && every !== undefined) {
    throw wrongValue("every", "be left out of the limit of short slices", every, "Give one of `every` and `continuous`.", "is given");
  }
  const grid = { positions: "slice", step: every ?? null, count: 1 } as const;
  const jumps = noises.map((noise) => jumpingParts(noise, grid).length > 0);
  const held = noises.findIndex((noise) => heldInSlices(noise, grid));
  if (continuous) return true;
  const jumping = jumps.indexOf(true);
  if (jumping < 0) return false;
  if (held < 0 && every !== undefined) throw wrongValue("every", "be left out where all noise jumps at exact times", every, "", "is given");
  if (held < 0) return true;
  if (every === undefined) return false;
  const but = `\`${names[jumping]}\` jumps within slices, and \`${names[held]}\` is held in them`;
  throw wrongValue(
    "noise",
    "be all in slices or all in continuous time to be averaged exactly",
    null,
    "Use `ensemble`, or leave switching out.",
    but,
  );
}

/** Average over a chain of hidden states in continuous time, with twice as many until two answers agree. */
export function prepareContinuous(
  model: Model,
  options: ByName<AveragedOptions>,
  names: readonly string[],
  noises: readonly Noise[],
): Prepared<AveragedResult> {
  const { until, times, saveEvery } = options;
  const observables = chosenObservables(model, options.observables);
  const axis = savedTimes({
    ...(until === undefined ? {} : { until }),
    ...(saveEvery === undefined ? {} : { saveEvery }),
    ...(times === undefined ? {} : { times }),
  });
  const parameters = noisyParameters(model, names, noises);
  names.forEach((name, p) => {
    requireLimit(name, noises[p]);
  });
  const axesAt = (levels: number) => axesOf(parameters, options.correlations, levels, (noise) => flowOfNoise(noise, levels));
  const at = (levels: number) => planHiddenFlow(model, names, productChain(parameters, axesAt(levels)), axis);
  const computed = (levels: number): AveragedResult =>
    scope((s) => {
      const planned = at(levels);
      const spread = options.spread ? exactSpread((start) => bindMomentFlow(planned, start, s), model, planned.sector, observables) : null;
      if (spread && "refused" in spread) throw wrongValue("spread", "fit", true, "Leave it out, or use `ensemble`.", spread.refused);
      const ends = axis.map((_, k) => k);
      const plan = describeHiddenFlow(planned);
      return follow(s, bindHiddenFlow(planned, s), { model, observables, axis, ends, limit: undefined, plan, spread });
    });
  const start = at(options.nodes ?? LEVELS);
  const states = (levels: number) => statesOf(axesAt(levels));
  return {
    plan: describeHiddenFlow(start),
    execute: () => withEnoughLevels({ asked: options.nodes, states, exact: start.chain.exact, computed }),
  };
}

/** Noise that is drawn anew in each slice is gone where slices are short. */
function requireLimit(name: string, noise: Noise): void {
  for (const part of noise.kind === "sum" ? noise.parts : [noise]) {
    if (part.perRealisation || noise.perRealisation || kindOf(part).process !== undefined) continue;
    const remedy = "Use ornsteinUhlenbeck(…), or perRealisation(…).";
    throw wrongValue(
      "continuous",
      "be asked for where noise has a limit of short slices",
      true,
      remedy,
      `\`${name}\` is drawn anew in each`,
    );
  }
}

function flowOfNoise(noise: Noise, levels: number) {
  const kind = kindOf(noise);
  const law = kind.jumps?.(noise as never);
  return law ? flowOf(law) : (kind.flow?.(noise as never, levels) ?? null);
}
