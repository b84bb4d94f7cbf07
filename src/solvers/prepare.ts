/** A master equation bound once and run many times: planning, lowering and exponentials stay. */
import type { Generator } from "../dynamics/generator.ts";
import { wrongValue } from "../errors.ts";
import { preparedLowerings } from "../lowerings/evolutions/prepared.ts";
import { askedModel } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { multiplySparse } from "../numerics/envelope.ts";
import { openScope } from "../numerics/memory.ts";
import { once } from "../once.ts";
import { choose } from "../plan/choose.ts";
import type { DerivativeRequest } from "../plan/derivative-request.ts";
import type { PreparedRequest } from "../plan/prepared-request.ts";
import { type EvolveOptions, prepareEvolution } from "./evolve.ts";
import { chosenObservables } from "./observing.ts";
import { bindProbe } from "./probe.ts";
import { checkEvolution } from "./runoptions.ts";
import { planStationary, solveStationary } from "./stationary.ts";
import { savedTimes } from "./time-axis.ts";

/** A bound model. Whoever prepares it releases it. */
export interface PreparedModel {
  /** Observables of the stationary state that the initial state tends to. */
  steady(): Readonly<Record<string, number | null>>;
  /** Observables at t = 0 and each saved time, from the initial state. */
  run(): Readonly<Record<string, readonly (number | null)[]>>;
  /** Give its memory back. */
  release(): void;
}

/**
 * Bind a master equation for repeated stationary solves and runs with the same times and observables.
 *
 * On sectors of up to 256 coordinates with equally spaced times and linear observables a run is one product per time,
 * inside one kernel call. Call `release()` at the end. Throws as `run` and `steady` do.
 */
export function prepare(given: Model, asked: EvolveOptions): PreparedModel {
  checkEvolution(given, asked, "prepare");
  for (const name of ["from", "states", "onRecord"] as const) {
    if (asked[name] === undefined) continue;
    throw wrongValue(name, "be left out of `prepare`", null, "Use `run`.", "it is given");
  }
  const { model, options } = askedModel(given, asked);
  const observables = chosenObservables(model, options.observables);
  const planned = planStationary(model, "sector");
  const equation = planned.request.within("sector");
  const stationary = bindProbe(equation.layout(), model.dynamics as Generator, observables, true);
  const derivative = equation.derivative as DerivativeRequest;
  const stepped = once(() => prepareEvolution(model, options, derivative));
  const request: PreparedRequest = {
    derivative,
    layout: equation.layout(),
    start: equation.start(),
    times: savedTimes(options),
    observables,
    again: () => stepped().execute().observables,
  };
  const choice = choose(request, preparedLowerings, { argument: "model", value: model.name, must: "have a way to run", remedy: "" });
  const memory = openScope();
  try {
    const { run } = choice.bind(memory);
    return {
      steady() {
        const { x } = solveStationary(planned).found;
        const values = stationary.read(0, x, () => multiplySparse(equation.matrix(), x));
        return Object.fromEntries(observables.map(({ name }, k) => [name, values[k]]));
      },
      run,
      release: () => memory.release(),
    };
  } catch (error) {
    memory.release();
    throw error;
  }
}
