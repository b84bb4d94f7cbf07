/** How far a collision model is from memoryless: revivals of the trace distance of two starts. */
import { MEMORY, revivals } from "../dynamics/unit-memory.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { traceDistance } from "../observables/distance.ts";
import { lift } from "../operators/algebra.ts";
import { stateOn } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { anInteger, checkOptions } from "../options.ts";
import { run } from "../solvers/run.ts";
import { Space } from "../spaces/space.ts";

/** Trace distances along two trajectories, and the sum of their revivals. */
export interface MemoryMeasure {
  /** D(ρ₁(n), ρ₂(n)) for n = 0 … steps. */
  readonly distances: readonly number[];
  /** Σ max(0, D(n) − D(n − 1)): 0 for a memoryless model, a lower bound of its non-Markovianity for this pair. */
  readonly revivals: number;
}

/**
 * Follow two starts of a collision model and add up the revivals of their trace distance (Breuer, Laine & Piilo 2009).
 *
 * @param model collisions, with or without a memory beside the system (see `collisionModel({ memory })`)
 * @param pair two states of the system alone
 */
export function memoryMeasure(model: Model, pair: readonly [Operator, Operator], options: { readonly steps: number }): MemoryMeasure {
  requireRunnable(model);
  const { steps } = checkOptions<typeof options>("options", options, { steps: anInteger(1, 100_000) }, { required: ["steps"] });
  if (!Array.isArray(pair) || pair.length !== 2) throw wrongKind("pair", "be two states of the system", pair);
  if (model.dynamics.kind !== "collisions") throw wrongValue("model", "be a collision model", model.name);
  const [first, second] = Array.from(pair).map((rho, k) => follow(model, stateOn(own(model), rho, `pair[${k}]`), steps));
  const distances = first.map((rho, n) => traceDistance(rho, second[n]));
  return { distances, revivals: revivals(distances) };
}

/** The factors of the system itself. */
function own({ dynamics }: Model): Space {
  return new Space(dynamics.system.factors.filter(({ label }) => !label.startsWith(`${MEMORY}.`)));
}

/** Reduced states of the system at every collision. */
function follow(model: Model, rho: Operator, steps: number): readonly Matrix[] {
  const labels = own(model).factors.map(({ label }) => label);
  const whole = labels.length === model.dynamics.system.factors.length;
  const seen: Matrix[] = [];
  const watcher: Model = {
    ...model,
    initial: whole ? rho : carried(model, rho),
    observable: () => ({
      kind: "state",
      name: "seen",
      description: "keeps the reduced state",
      value: (state) => {
        seen.push(whole ? state.matrix() : state.reduced(labels));
        return null;
      },
    }),
  };
  run(watcher, { steps, saveEvery: 1, observables: ["seen"] });
  return seen;
}

/** The start ρ ⊗ η of a model that carries an ancilla: fresh units give η. */
function carried(model: Model, rho: Operator): Operator {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions" || dynamics.stream.kind !== "constant")
    throw wrongValue("model", "have a constant stream", model.name);
  const { collision } = dynamics.stream;
  const [{ state }] = collision.state;
  const { system } = dynamics;
  const memory = system.factors.filter(({ label }) => label.startsWith(`${MEMORY}.`));
  return lift(system, rho, state.on(new Space(memory)));
}
