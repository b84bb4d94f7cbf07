/** Stationary states: the whole stationary space, and the limit for a model's initial state. */
import type { Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { RunFailure } from "../errors.ts";
import type { Model, Parameters } from "../models/model.ts";
import { multiplySparse, norm1 } from "../numerics/envelope.ts";
import { dot } from "../numerics/vectors.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { identity } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { runCollisions } from "./collide.ts";
import { fakedByCut } from "./cuts.ts";
import { cutWarnings, once, positivityDefect, watch } from "./diagnose.ts";
import { MOST } from "./kernel.ts";
import { type Layout, sectorLayout } from "./layout.ts";
import { chosenObservables } from "./observing.ts";
import { bindProbe } from "./probe.ts";
import type { Diagnostics } from "./solution.ts";
import { spectrumOf } from "./spectrum.ts";
import { type BoundSteady, bindSteady, type SteadySolve } from "./stationary.ts";
import { bindChannel } from "./steadychannel.ts";
import { prefersProducts, steadyByProducts } from "./steadyiterative.ts";

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
 * Find the stationary states of a model: of a master equation, or of the map of a stream of collisions (a whole cycle).
 *
 *   L(ρ) = 0 or Λ(ρ) = ρ,   ρ∞ = Σ_k Tr[C_k ρ(0)] R_k
 *
 * with R_k a basis of the stationary space and C_k the conserved quantities. Where several states are stationary the
 * limit is that of the model's initial state, and `dimension`, `basis` and `conserved` say what else there is; nothing
 * is ever picked. Solved directly on the real coordinates, with residual and condition in the result.
 *
 * Throws a RunFailure when the model has no stationary state (a truncation would fake one), or the solve fails.
 */
export function steady(model: Model, options: SteadyOptions = {}): SteadyResult {
  if (model.noStationaryState) throw new RunFailure(model.noStationaryState);
  const observables = chosenObservables(model, options.observables);
  const isGenerator = model.dynamics.kind === "generator";
  const N = model.dynamics.system.dimension;
  const wanted = options.scope ?? (N * N <= WHOLE_SPACE ? "space" : "sector");
  if (model.knownLimit && model.knownLimit.dimension > MOST && options.scope !== "space") return steadyFromLimit(model, observables);
  if (wanted === "sector" && prefersProducts(model)) return steadyFromProducts(model, observables);
  const { bound, found, scope } = solveWithin(model, options.scope ?? null, wanted);
  const state = bound.layout.view(found.x);
  const spectrum = once(() => spectrumOf(bound.matrix, found.space, isGenerator ? "generator" : "channel"));
  return {
    model: model.name,
    parameters: model.parameters,
    observables: isGenerator ? ofGenerator(model, bound, found, observables) : ofChannel(model, bound.layout, found.x, observables),
    dimension: found.space.right.length,
    unique: found.space.right.length === 1,
    scope,
    get gap() {
      return spectrum().gap;
    },
    get peripheral() {
      return spectrum().peripheral;
    },
    residual: found.residual,
    condition: found.space.next > 0 ? found.space.norm / found.space.next : null,
    get basis() {
      return found.space.right.map((vector) => operatorOf(bound.layout, vector));
    },
    get conserved() {
      return found.space.left.map((vector) => dualOf(bound, vector));
    },
    state,
    diagnostics: compareCuts(model, state, diagnostics(model, bound, found, state)),
    plan: bound.plan,
  };
}

/** Solve within the wanted scope; one that was not asked for falls back from the space to the sector. */
function solveWithin(model: Model, asked: "space" | "sector" | null, scope: "space" | "sector") {
  const bind = (within: "space" | "sector") =>
    model.dynamics.kind === "generator" ? bindSteady(model, within) : bindChannel(model, within);
  try {
    const bound = bind(scope);
    return { bound, found: bound.solve(), scope };
  } catch (error) {
    if (asked !== null || scope === "sector" || !(error instanceof RunFailure)) throw error;
    const bound = bind("sector");
    return { bound, found: bound.solve(), scope: "sector" as const };
  }
}

/** Add the warning that a truncation fakes the state, where a larger cut says so. */
function compareCuts(model: Model, state: StateView, known: Diagnostics): Diagnostics {
  const faked = fakedByCut(model, state, known.cutPopulation, (wider) => {
    const bound = wider.dynamics.kind === "generator" ? bindSteady(wider, "sector") : bindChannel(wider, "sector");
    return bound.layout.view(bound.solve().x);
  });
  return faked.length === 0 ? known : { ...known, warnings: [...known.warnings, ...faked] };
}

/** Large sectors of constant streams, solved from products with the map. */
function steadyFromProducts(model: Model, observables: readonly Observable[]): SteadyResult {
  const { plan, x, basis, truncated, residual, gap, peripheral } = steadyByProducts(model);
  const space = model.dynamics.system;
  const layout = sectorLayout(space, plan.sector);
  const state = layout.view(x);
  const unique = basis.length === 1;
  const watching = watch(space, plan.sector);
  watching.look(x, 1);
  const count = truncated ? `at least ${basis.length}` : `${basis.length}`;
  return {
    model: model.name,
    parameters: model.parameters,
    observables: ofChannel(model, layout, x, observables),
    dimension: basis.length,
    unique,
    scope: "sector",
    gap,
    peripheral,
    residual,
    condition: null,
    basis: basis.map((vector) => operatorOf(layout, vector)),
    conserved: unique ? [identity(space)] : [],
    state,
    diagnostics: {
      traceDefect: watching.traceDefect,
      positivityDefect: positivityDefect(state),
      cutPopulation: watching.cutPopulation,
      firstLawResidual: null,
      secondLawViolation: null,
      warnings: [
        ...model.warnings,
        ...cutWarnings(watching.cutPopulation),
        ...(unique ? [] : [`The stationary space has dimension ${count}: the state given is the limit for the model's initial state.`]),
      ],
    },
    plan: plan.plan,
  };
}

/** The limit that a model knows in closed form, with its residual under the generator. */
function steadyFromLimit(model: Model, observables: readonly Observable[]): SteadyResult {
  const { dimension, state: limit } = model.knownLimit as NonNullable<Model["knownLimit"]>;
  const bound = bindSteady(model, "sector");
  const x = bound.layout.coordinates(limit());
  const image = multiplySparse(bound.matrix, x);
  const state = bound.layout.view(x);
  const watching = watch(bound.space, bound.sector);
  watching.look(x, 1);
  const values = bindProbe(bound.layout, model.dynamics as Generator, observables, true).read(0, x, () => image);
  return {
    model: model.name,
    parameters: model.parameters,
    observables: Object.fromEntries(observables.map(({ name }, k) => [name, values[k]])),
    dimension,
    unique: dimension === 1,
    scope: "space",
    gap: null,
    peripheral: [],
    residual: Math.sqrt(dot(image, image) / dot(x, x)) / norm1(bound.matrix),
    condition: null,
    basis: [],
    conserved: [],
    state,
    diagnostics: {
      traceDefect: watching.traceDefect,
      positivityDefect: positivityDefect(state),
      cutPopulation: watching.cutPopulation,
      firstLawResidual: null,
      secondLawViolation: null,
      warnings: [
        ...model.warnings,
        `The stationary space has dimension ${dimension}: the state given is the limit for the model's initial state, from its closed form. Basis, gap and oscillations were not looked for.`,
      ],
    },
    plan: bound.plan,
  };
}

type Values = Readonly<Record<string, number | null>>;

function ofGenerator(model: Model, { layout, matrix }: BoundSteady, { x }: SteadySolve, observables: readonly Observable[]): Values {
  const values = bindProbe(layout, model.dynamics as Generator, observables, true).read(0, x, () => multiplySparse(matrix, x));
  return Object.fromEntries(observables.map(({ name }, k) => [name, values[k]]));
}

/** Observables of the stationary state of a stream; ledger columns are those of a cycle that starts there. */
function ofChannel(model: Model, layout: Layout, x: Float64Array, observables: readonly Observable[]): Values {
  const { stream } = model.dynamics as Collisions;
  const names = observables.map(({ name }) => name);
  if (observables.every(({ kind }) => kind !== "ledger")) {
    const values = bindProbe(layout, null, observables, true).read(0, x, () => x);
    return Object.fromEntries(names.map((name, k) => [name, values[k]]));
  }
  const steps = stream.kind === "cyclic" ? stream.collisions.length : 1;
  const start: Model = { ...model, initial: operatorOf(layout, x) };
  const recorded = runCollisions(start, { steps, saveEvery: 1, observables: names }).observables;
  return Object.fromEntries(names.map((name) => [name, recorded[name].at(-1) ?? null]));
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
  const watching = watch(bound.space, bound.sector);
  watching.look(x, 1);
  const warnings = [...model.warnings, ...cutWarnings(watching.cutPopulation)];
  if (space.right.length > 1) {
    const count = space.truncated ? `at least ${space.right.length}` : `${space.right.length}`;
    warnings.push(`The stationary space has dimension ${count}: the state given is the limit for the model's initial state.`);
  }
  if (residual > 1e-12) warnings.push(`The stationary equation holds only to ${residual.toExponential(1)}.`);
  return {
    traceDefect: watching.traceDefect,
    positivityDefect: positivityDefect(state),
    cutPopulation: watching.cutPopulation,
    firstLawResidual: null,
    secondLawViolation: null,
    warnings,
  };
}
