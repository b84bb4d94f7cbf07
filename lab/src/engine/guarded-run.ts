/** Runs and stationary states that wait for a word: a run where its plan says that it takes long, a stationary state where it is large. */
import { type RunAnswer, type RunAsk, runOf } from "./run.ts";
import { requireShort, TOO_LONG } from "./short-work.ts";
import { type SteadyAnswer, type SteadyAsk, steadyOf } from "./steady.ts";
import { modelOf } from "./subject.ts";

export function guardedRun(ask: RunAsk): RunAnswer {
  if (ask.large && ask.force !== true) requireShort(ask.source, ask.length, ask.observe);
  return runOf(ask);
}

/** No plan knows how many iterations a large one needs. Where the model itself says that there is none, its reason comes at once. */
export function guardedSteady(ask: SteadyAsk): SteadyAnswer {
  const { noStationaryState, dynamics } = modelOf(ask.source);
  if (ask.large && ask.force !== true && !noStationaryState) {
    const { dimension } = dynamics.system;
    throw Object.assign(new RangeError(`The stationary state of ${dimension} levels may take long: press Run.`), { code: TOO_LONG });
  }
  return steadyOf(ask);
}
