/** Stationary states: the whole stationary space, and the limit for a model's initial state. */

import type { Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { RunFailure, type StopSignal, stopIfAborted } from "../errors.ts";
import { lazily } from "../lazily.ts";
import { type Asking, askedModel } from "../models/asked-model.ts";
import type { Model, Parameters } from "../models/model.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { once } from "../once.ts";
import type { Operator } from "../operators/operator.ts";
import { type PreparedWork, prepared } from "../plan/plan.ts";
import type { PrintedPlan } from "../plan/plan-text.ts";
import type { StationarySolution } from "../plan/stationary-request.ts";
import { operatorOf } from "../sectors/operators-of.ts";
import { isSummed } from "../thermodynamics/columns.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import { prepareCollisions } from "./collide.ts";
import { cutWarnings, positivityDefect, watch } from "./diagnose.ts";
import { judgedLimit } from "./judged-limit.ts";
import { fakedByCut } from "./larger-cut.ts";
import { chosenObservables } from "./observing.ts";
import { negativeState } from "./open-positivity.ts";
import { bindProbe } from "./probe.ts";
import { checkSteady } from "./runoptions.ts";
import type { Diagnostics } from "./solution.ts";
import { type PlannedStationary, planStationary, solveStationary } from "./stationary.ts";

/** The stationary structure of a model and the limit of its initial state. */
export interface SteadyResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly observables: Readonly<Record<string, number | null>>;
  /** Dimension of the stationary space, over `scope`; where a warning says "Not resolved below r", the modes slower than r count. */
  readonly dimension: number;
  /** `dimension` is 1. */
  readonly unique: boolean;
  /** What `dimension` counts: all states of the space, or those of the sector that the initial state lives in. */
  readonly scope: "space" | "sector";
  /** Slowest relaxation rate (per unit time, or −ln|λ| per collision); null when it was not found. */
  readonly gap: number | null;
  /** Eigenvalues [re, im] that neither stand still nor decay above rounding: persistent oscillations; null when they were not found. */
  readonly peripheral: readonly (readonly [number, number])[] | null;
  /** ‖M x‖/(‖M‖ ‖x‖) of the limit. */
  readonly residual: number;
  /** ‖M‖ over the smallest nonzero singular value that was met: how errors of M are amplified. */
  readonly condition: number | null;
  /** Estimate of the relative error of the state: residual × condition, with the rounding of M itself. */
  readonly error: number;
  /** Basis of the stationary space as Hermitian operators (one need not be a state); null when it was not found. */
  readonly basis: readonly Operator[] | null;
  /** Conserved quantities C_k with Tr[C_j basis_k] = δ_jk; null when they were not found. */
  readonly conserved: readonly Operator[] | null;
  /** Why `gap`, `peripheral`, `basis` or `conserved` are null, where they are. */
  readonly reasons: Readonly<Record<string, string>>;
  /** The limit of the initial state (its time average where oscillations persist). */
  readonly state: StateView;
  readonly diagnostics: Diagnostics;
  readonly plan: PrintedPlan;
}

/** Options of `steady`. */
export interface SteadyOptions extends Asking {
  /** Look at all states of the space or at the initial state's sector; `"space"` where that is affordable. */
  readonly scope?: "space" | "sector";
  /** Ends the work with an `AbortError`, before it starts or between its parts. */
  readonly signal?: StopSignal;
}

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
 * @example
 * steady(bloch({ Omega: 1, gamma: 1 }), { observables: ["sz"] }).observables.sz; // -0.333333
 */
export function steady(model: Model, options: SteadyOptions = {}): SteadyResult {
  return prepareSteady(model, options).execute();
}

/** Plan what `steady` does, without doing it. Throws as `steady` does. */
export function prepareSteady(given: Model, asked: SteadyOptions = {}): PreparedWork<SteadyResult> {
  checkSteady(given, asked);
  const { model, options } = askedModel(given, asked);
  if (model.noStationaryState) throw new RunFailure(model.noStationaryState);
  const observables = chosenObservables(model, options.observables);
  const planned = planStationary(model, options.scope ?? null);
  return prepared(planned.plan, (due) => resultOf(model, observables, planned, options.signal, due));
}

function* resultOf(
  model: Model,
  observables: readonly Observable[],
  planned: PlannedStationary,
  signal: StopSignal | undefined,
  due: Due,
): Work<SteadyResult> {
  stopIfAborted(signal);
  const { plan, found } = solveStationary(planned);
  if (due()) yield;
  stopIfAborted(signal);
  const state = found.layout.view(found.x);
  const diagnostics = judgedLimit(model, found, diagnose(model, found, state));
  if (due()) yield;
  stopIfAborted(signal);
  const values = model.dynamics.kind === "generator" ? ofGenerator(model, found, observables) : ofCycle(model, found, observables);
  const optional = optionalOf(found);
  const plain = {
    model: model.name,
    parameters: model.parameters,
    observables: values,
    dimension: found.dimension,
    unique: found.dimension === 1,
    scope: found.scope,
    residual: found.residual,
    condition: found.condition,
    error: found.error,
    state,
    diagnostics,
    plan,
  };
  return lazily(plain, {
    gap: () => optional.spectrum().value?.gap ?? null,
    peripheral: () => optional.spectrum().value?.peripheral ?? null,
    basis: () => optional.basis().value,
    conserved: () => optional.conserved().value,
    reasons: () => reasonsOf(optional),
  });
}

/** What is worked out when it is first read, and never kills the answer. */
type Optional<T> = () => { readonly value: T | null; readonly reason: string | null };

function optionally<T>(work: () => T): Optional<T> {
  return once(() => {
    try {
      return { value: work(), reason: null };
    } catch (error) {
      if (!(error instanceof RunFailure || error instanceof RangeError)) throw error;
      return { value: null, reason: error.message };
    }
  });
}

function optionalOf(found: StationarySolution) {
  return { spectrum: optionally(found.spectrum), basis: optionally(found.basis), conserved: optionally(found.conserved) };
}

function reasonsOf({ spectrum, basis, conserved }: ReturnType<typeof optionalOf>): Readonly<Record<string, string>> {
  const reasons: Record<string, string> = {};
  const [near, states, quantities] = [spectrum().reason, basis().reason, conserved().reason];
  if (near !== null) Object.assign(reasons, { gap: near, peripheral: near });
  else if (spectrum().value?.gap === null) reasons.gap = spectrum().value?.reason ?? "Nothing decays, or no decay was found.";
  if (states !== null) reasons.basis = states;
  if (quantities !== null) reasons.conserved = quantities;
  return reasons;
}

type Values = Readonly<Record<string, number | null>>;

function ofGenerator(model: Model, { layout, x, image }: StationarySolution, observables: readonly Observable[]): Values {
  const values = bindProbe(layout, model.dynamics as Generator, observables, true).read(0, x, image ?? (() => new Float64Array(layout.n)));
  return Object.fromEntries(observables.map(({ name }, k) => [name, values[k]]));
}

/**
 * Observables of the stationary state of a stream. Columns of the ledger are those of one cycle that starts there: what adds up over
 * collisions is the sum over the cycle, the rest is of its last collision.
 */
function ofCycle(model: Model, { layout, x }: StationarySolution, observables: readonly Observable[]): Values {
  const ofState = observables.filter(({ kind }) => kind !== "ledger");
  const values = bindProbe(layout, null, ofState, true).read(0, x, () => x);
  const found: Record<string, number | null> = Object.fromEntries(ofState.map(({ name }, k) => [name, values[k]]));
  return ofState.length === observables.length ? found : { ...found, ...booksOfCycle(model, operatorOf(layout, x), observables) };
}

function booksOfCycle(model: Model, initial: Operator, observables: readonly Observable[]): Values {
  const { stream } = model.dynamics as Collisions;
  const steps = stream.kind === "cyclic" ? stream.collisions.length : 1;
  const names = observables.filter(({ kind }) => kind === "ledger").map(({ name }) => name);
  const summed = (observable: Observable): Observable =>
    observable.kind === "ledger" && isSummed(observable.column) ? { ...observable, cumulated: true } : observable;
  const start: Model = { ...model, initial, observable: (name) => summed(model.observable(name)) };
  const recorded = prepareCollisions(start, { steps, saveEvery: steps, observables: names }).execute().observables;
  return Object.fromEntries(names.map((name) => [name, recorded[name].at(-1) ?? null]));
}

function diagnose(model: Model, found: StationarySolution, state: StateView): Diagnostics {
  const watching = watch(found.layout.space, found.sector);
  watching.look(found.x, 1);
  const { cutPopulation, traceDefect } = watching;
  const faked = !found.comparesCuts ? [] : fakedByCut(model, state, cutPopulation, stateOf);
  const inexact = found.residual > 1e-12 ? [`The stationary equation holds only to ${found.residual.toExponential(1)}.`] : [];
  const own = [...found.warnings, ...model.warnings, ...derivationWarnings(model)];
  const defect = positivityDefect(state);
  const open = model.dynamics.kind === "generator" ? negativeState(model.dynamics.positivityOpen, defect, "in the limit") : [];
  return {
    traceDefect,
    positivityDefect: defect,
    cutPopulation,
    firstLawResidual: null,
    secondLawViolation: null,
    warnings: [...open, ...own, ...cutWarnings(cutPopulation), ...inexact, ...faked],
  };
}

/** What is to be known of how a master equation was derived. */
function derivationWarnings({ dynamics }: Model): readonly string[] {
  return dynamics.kind === "generator" ? (dynamics.warnings ?? []) : [];
}

/** The limit of a model's initial state alone. */
function stateOf(model: Model): StateView {
  const { found } = solveStationary(planStationary(model, "sector"));
  return found.layout.view(found.x);
}
