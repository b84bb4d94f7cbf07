/** Stationary states: the whole stationary space, and the limit for a model's initial state. */
import type { Generator } from "../dynamics/generator.ts";
import { RunFailure } from "../errors.ts";
import type { Model, Parameters } from "../models/model.ts";
import { multiplySparse, type SparseReal } from "../numerics/envelope.ts";
import type { StateView } from "../observables/observable.ts";
import { identity } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { type GeneratorPlan, planGenerator } from "../plan/generator.ts";
import { combine } from "../plan/lower.ts";
import { cutWarnings, positivityDefect, watch } from "./diagnose.ts";
import { dot, type NullSpace, nullSpace } from "./kernel.ts";
import { denseFunctional, type Layout, sectorLayout } from "./layout.ts";
import { chosenObservables } from "./observing.ts";
import { bindProbe } from "./probe.ts";
import type { Diagnostics } from "./solution.ts";
import { type Spectrum, spectrumOf } from "./spectrum.ts";

/** The stationary structure of a model and the limit of its initial state. */
export interface SteadyResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly observables: Readonly<Record<string, number | null>>;
  /** Dimension of the stationary space, over `scope`. */
  readonly dimension: number;
  /** The stationary space has dimension 1. */
  readonly unique: boolean;
  /** What `dimension` counts: all states of the space, or those of the sector that the initial state lives in. */
  readonly scope: "space" | "sector";
  /** Slowest relaxation rate (per unit time, or −ln|λ| per collision); null when it was not found. */
  readonly gap: number | null;
  /** Eigenvalues [re, im] that neither decay nor stand still: persistent oscillations. */
  readonly peripheral: readonly (readonly [number, number])[];
  /** ‖M x‖/(‖M‖ ‖x‖) of the limit. */
  readonly residual: number;
  /** ‖M‖ over the smallest nonzero singular value that was met: how errors of M are amplified. */
  readonly condition: number | null;
  /** Basis of the stationary space as Hermitian operators (one need not be a state). */
  readonly basis: readonly Operator[];
  /** Conserved quantities C_k with Tr[C_j basis_k] = δ_jk. */
  readonly conserved: readonly Operator[];
  /** The limit of the initial state (its time average where oscillations persist). */
  readonly state: StateView;
  readonly diagnostics: Diagnostics;
  readonly plan: { toString(): string };
}

/** Options of `steady`. */
export interface SteadyOptions {
  /** Names of observables; the model's defaults when left out. */
  readonly observables?: readonly string[];
  /** Look at all states of the space or at the initial state's sector; `"space"` where that is affordable. */
  readonly scope?: "space" | "sector";
}

/** Above this many coordinates the whole space is not looked at unless asked for. */
const WHOLE_SPACE = 4096;

/**
 * Find the stationary states of a model with a master equation.
 *
 *   0 = L(ρ),   ρ∞ = lim e^{Lt}ρ(0) = Σ_k Tr[C_k ρ(0)] R_k
 *
 * with R_k a basis of the stationary space and C_k the conserved quantities. Where several states are stationary the
 * limit is that of the model's initial state, and `dimension`, `basis` and `conserved` say what else there is; nothing
 * is ever picked. Solved directly on the real coordinates, with residual and condition in the result.
 *
 * Throws a RunFailure when the model has no stationary state (a truncation would fake one), or the solve fails.
 */
export function steadyGenerator(model: Model, options: SteadyOptions = {}): SteadyResult {
  if (model.noStationaryState) throw new RunFailure(model.noStationaryState);
  const observables = chosenObservables(model, options.observables);
  const generator = model.dynamics as Generator;
  const N = generator.system.dimension;
  const scope = options.scope ?? (N * N <= WHOLE_SPACE ? "space" : "sector");
  const bound = bindSteady(model, scope);
  const found = bound.solve();
  const { layout, x } = { layout: bound.layout, x: found.x };
  const probe = bindProbe(layout, generator, observables, true);
  const values = probe.read(0, x, () => multiplySparse(bound.matrix, x));
  const state = layout.view(x);
  return {
    model: model.name,
    parameters: model.parameters,
    observables: Object.fromEntries(observables.map(({ name }, k) => [name, values[k]])),
    dimension: found.space.right.length,
    unique: found.space.right.length === 1,
    scope,
    ...spectral(() => spectrumOf(bound.matrix, found.space)),
    residual: found.residual,
    condition: found.space.next > 0 ? found.space.norm / found.space.next : null,
    basis: found.space.right.map((vector) => operatorOf(layout, vector)),
    conserved: found.space.left.map((vector) => dualOf(bound, vector)),
    state,
    diagnostics: diagnostics(model, bound, found, state),
    plan: bound.plan.plan,
  };
}

/** Find the stationary states of a model and the limit of its initial state; see `steadyGenerator`. */
export function steady(model: Model, options: SteadyOptions = {}): SteadyResult {
  return steadyGenerator(model, options);
}

/** Gap and peripheral eigenvalues, computed when they are first asked for. */
function spectral(compute: () => Spectrum): Pick<SteadyResult, "gap" | "peripheral"> {
  let known: Spectrum | null = null;
  const spectrum = () => (known ??= compute());
  return {
    get gap() {
      return spectrum().gap;
    },
    get peripheral() {
      return spectrum().peripheral;
    },
  };
}

/** A generator on a sector, ready to be solved. */
export interface BoundSteady {
  readonly plan: GeneratorPlan;
  readonly layout: Layout;
  readonly matrix: SparseReal;
  readonly start: Float64Array;
  readonly trace: Float64Array;
  solve(): SteadySolve;
}

/** A solved stationary problem. */
export interface SteadySolve {
  readonly x: Float64Array;
  readonly space: NullSpace;
  readonly residual: number;
}

/** Plan and lower a model's generator for a stationary solve. */
export function bindSteady(model: Model, scope: "space" | "sector"): BoundSteady {
  const plan = planGenerator(model, { lowering: "sector", ...(scope === "space" ? { support: "full" as const } : {}) });
  const { lowering, terms, generator } = plan;
  if (lowering.kind !== "sector") throw new RunFailure("The stationary solve needs a sector.");
  if (terms.coefficients.length > 1) {
    throw new RunFailure("A generator that depends on time has no stationary state. Fix its coefficients, or run it until it settles.");
  }
  const layout = sectorLayout(generator.system, lowering.sector);
  const matrix: SparseReal = lowering.matrices.groups === 1 ? lowering.matrices : combine(lowering.matrices, terms.weights);
  const start = layout.coordinates(model.initial);
  const trace = denseFunctional(layout.expectation(identity(generator.system)).re, layout.n);
  return { plan, layout, matrix, start, trace, solve: () => solveStationary(matrix, start, trace) };
}

/** The limit Σ_k (l_k · x₀) r_k. */
export function solveStationary(matrix: SparseReal, start: Float64Array, trace: Float64Array): SteadySolve {
  const space = nullSpace(matrix, start, trace);
  const x = new Float64Array(start.length);
  space.right.forEach((right, k) => {
    const weight = dot(space.left[k], start);
    for (let i = 0; i < x.length; i++) x[i] += weight * right[i];
  });
  const image = multiplySparse(matrix, x);
  const size = space.norm * Math.sqrt(dot(x, x));
  return { x, space, residual: size === 0 ? 0 : Math.sqrt(dot(image, image)) / size };
}

/** A coordinate vector as a Hermitian operator. */
function operatorOf(layout: Layout, vector: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  layout.view(vector).forEach((i, j, re, im) => {
    entries.push([i, j, re, im]);
  });
  return Operator.fromEntries(layout.space, entries);
}

/** The operator C with Tr[C ρ] = l · x(ρ): off-diagonal coordinates enter Tr[C ρ] twice. */
function dualOf({ layout }: BoundSteady, vector: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  layout.view(vector).forEach((i, j, re, im) => {
    const weight = i === j ? 1 : 0.5;
    entries.push([i, j, weight * re, weight * im]);
  });
  return Operator.fromEntries(layout.space, entries);
}

function diagnostics(model: Model, bound: BoundSteady, { x, space, residual }: SteadySolve, state: StateView): Diagnostics {
  const { lowering, generator } = bound.plan;
  if (lowering.kind !== "sector") throw new RunFailure("The stationary solve needs a sector.");
  const watching = watch(generator.system, lowering.sector);
  watching.look(x, 1);
  const warnings = [...model.warnings, ...cutWarnings(watching.cutPopulation)];
  if (space.right.length > 1) {
    const count = space.truncated ? `at least ${space.right.length}` : `${space.right.length}`;
    warnings.push(`The stationary space has dimension ${count}: the state given is the limit for the model's initial state.`);
  }
  if (residual > 1e-12) warnings.push(`The stationary equation holds only to ${residual.toExponential(1)} of ‖L‖.`);
  return {
    traceDefect: watching.traceDefect,
    positivityDefect: positivityDefect(state),
    cutPopulation: watching.cutPopulation,
    firstLawResidual: null,
    secondLawViolation: null,
    warnings,
  };
}
