/** How far the propagator of a master equation from time 0 is completely positive, from the run of a system entangled with a copy of it. */
import type { Generator } from "../dynamics/generator.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import type { Method } from "../methods/method.ts";
import { equationModel } from "../models/equation.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { eigvalsh } from "../numerics/eigen.ts";
import { stateObservable } from "../observables/catalogue.ts";
import type { StateView } from "../observables/observable.ts";
import { lift } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { anything, checkOptions, type OptionChecks } from "../options.ts";
import { evolve } from "../solvers/evolve.ts";
import { Space } from "../spaces/space.ts";

/** When to look. */
export interface ChoiOptions {
  /** Increasing times > 0. */
  readonly times: readonly number[];
  readonly method?: Method;
}

/** The smallest eigenvalue of the Choi matrix at each time. */
export interface ChoiMinimum {
  readonly times: readonly number[];
  /** Of Σ_ij V(t, 0)(|i⟩⟨j|) ⊗ |i⟩⟨j|, whose trace is the dimension: ≥ 0 (up to rounding) where V(t, 0) is completely positive. */
  readonly minimum: readonly number[];
}

const optionChecks: OptionChecks<ChoiOptions> = { times: anything, method: anything };

/** Largest system: the Choi matrix of more levels has more than 4096 rows. */
const LARGEST = 16;

/**
 * Find the smallest eigenvalue of the Choi matrix of the propagator V(t, 0) of a master equation at given times.
 *
 * An equation with negative rates is a physical one where this stays ≥ 0; that V(t, s) need not be positive for s > 0 is what makes it
 * non-Markovian. Of equations with rates ≥ 0 it is 0 up to rounding or above.
 *
 * @returns { times, minimum }, with the identity map at t = 0 first
 * @throws TypeError when the model is one of collisions; RangeError when it has more than 16 levels, or for bad times
 * Source: M.-D. Choi, Linear Algebra Appl. 10, 285 (1975); M. J. W. Hall et al., Phys. Rev. A 89, 042120 (2014).
 *
 * @example
 * const q = qubit();
 * const eternal = masterEquation({
 *   H: zero(q), jumps: [[sigmaX(q), 0.5], [sigmaY(q), 0.5], [sigmaZ(q), (t) => -Math.tanh(t) / 2]],
 *   negativeRates: true, initial: [1, 0],
 * });
 * choiMinimum(eternal, { times: [1, 3] }).minimum.every((value) => value > -1e-9); // true
 */
export function choiMinimum(model: Model, options: ChoiOptions): ChoiMinimum {
  const { dynamics } = requireRunnable(model);
  if (dynamics.kind !== "generator") throw wrongKind("model", "be one of a master equation", model, "Use `diagnoseMap` for a collision.");
  checkOptions<ChoiOptions>("options", options, optionChecks, { required: ["times"], remedy: "Write { times: [1, 2] }." });
  const { system } = dynamics;
  if (system.dimension > LARGEST) {
    throw wrongValue("model", `have at most ${LARGEST} levels`, null, "", `it has ${system.dimension}`);
  }
  const doubled = withCopy(dynamics, system);
  const minimum = stateObservable("minimum", "smallest eigenvalue of the Choi matrix", (state) => system.dimension * smallest(state));
  const together = equationModel({
    name: model.name,
    parameters: {},
    generator: doubled,
    initial: entangled(system, doubled.system),
    observables: [minimum],
    defaults: ["minimum"],
    rebuild: () => together,
  }) as Model;
  const { axis, observables } = evolve(together, { ...options, observables: ["minimum"] });
  return { times: axis.values, minimum: observables.minimum as readonly number[] };
}

function smallest(state: StateView): number {
  return state.blocks().reduce((least, { matrix }) => Math.min(least, eigvalsh(matrix, { tolerance: 1e-6 })[0]), Number.POSITIVE_INFINITY);
}

/** The same equation on the system beside a copy on which nothing acts. */
function withCopy(generator: Generator, system: Space): Generator {
  const copies = system.factors.map((factor) => ({ ...factor, label: `${factor.label}′` }));
  const both = new Space([...system.factors, ...copies]);
  const lifted = new Map<Operator, Operator>();
  const onBoth = (A: Operator) => {
    let found = lifted.get(A);
    if (!found) lifted.set(A, (found = lift(both, A)));
    return found;
  };
  return {
    ...generator,
    system: both,
    hamiltonian: generator.hamiltonian.map((term) => ({ ...term, operator: onBoth(term.operator) })),
    dissipators: generator.dissipators.map((one) => ({ ...one, left: onBoth(one.left), right: onBoth(one.right) })),
    // what it says of the state is said of the map here
    positivityOpen: generator.positivityOpen ?? "This equation",
  };
}

/** Σ_ij |ii⟩⟨jj| / d. */
function entangled({ dimension: d }: Space, both: Space): Operator {
  const entries = Array.from({ length: d * d }, (_, k) => {
    const [i, j] = [Math.floor(k / d), k % d];
    return [i * d + i, j * d + j, 1 / d, 0] as const;
  });
  return Operator.fromEntries(both, entries);
}
