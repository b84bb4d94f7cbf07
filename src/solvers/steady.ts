/** Stationary states: the whole stationary space, and the limit for a model's initial state. */
import type { Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { RunFailure, type StopSignal, stopIfAborted } from "../errors.ts";
import { type Asking, askedModel } from "../models/asked-model.ts";
import type { Model, Parameters } from "../models/model.ts";
import type { Observable, StateView } from "../observables/observable.ts";
import { once } from "../once.ts";
import type { Operator } from "../operators/operator.ts";
import type { Prepared } from "../plan/plan.ts";
import type { StationarySolution } from "../plan/stationary-request.ts";
import { operatorOf } from "../sectors/operators-of.ts";
import { isSummed } from "../thermodynamics/columns.ts";
import { runCollisions } from "./collide.ts";
import { cutWarnings, positivityDefect, watch } from "./diagnose.ts";
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
  /** Dimension of the stationary space, over `scope`. */
  readonly dimension: number;
  /** The stationary space has dimension 1. */
  readonly unique: boolean;
  /** What `dimension` counts: all states of the space, or those of the sector that the initial state lives in. */
  readonly scope: "space" | "sector";
  /** Slowest relaxation rate (per unit time, or −ln|λ| per collision); null when it was not found. */
  readonly gap: number | null;
  /** Eigenvalues [re, im] that neither decay nor stand still: persistent oscillations; null when they were not found. */
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
  readonly plan: { toString(): string };
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
 */
export function steady(model: Model, options: SteadyOptions = {}): SteadyResult {
  return prepareSteady(model, options).execute();
}

/** Plan what `steady` does, without doing it. Throws as `steady` does. */
export function prepareSteady(given: Model, asked: SteadyOptions = {}): Prepared<SteadyResult> {
  checkSteady(given, asked);
  const { model, options } = askedModel(given, asked);
  if (model.noStationaryState) throw new RunFailure(model.noStationaryState);
  const observables = chosenObservables(model, options.observables);
  const planned = planStationary(model, options.scope ?? null);
  const execute = () => {
    stopIfAborted(options.signal);
    return resultOf(model, observables, planned);
  };
  return { plan: planned.plan, execute };
}

function resultOf(model: Model, observables: readonly Observable[], planned: PlannedStationary): SteadyResult {
  const { plan, found } = solveStationary(planned);
  const state = found.layout.view(found.x);
  const diagnostics = judged(model, found, diagnose(model, found, state));
  const optional = optionalOf(found);
  return {
    model: model.name,
    parameters: model.parameters,
    observables: model.dynamics.kind === "generator" ? ofGenerator(model, found, observables) : ofCycle(model, found, observables),
    dimension: found.dimension,
    unique: found.dimension === 1,
    scope: found.scope,
    get gap() {
      return optional.spectrum().value?.gap ?? null;
    },
    get peripheral() {
      return optional.spectrum().value?.peripheral ?? null;
    },
    residual: found.residual,
    condition: found.condition,
    error: found.error,
    get basis() {
      return optional.basis().value;
    },
    get conserved() {
      return optional.conserved().value;
    },
    get reasons() {
      return reasonsOf(optional);
    },
    state,
    diagnostics,
    plan,
  };
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
  else if (spectrum().value?.gap === null) reasons.gap = "Nothing decays, or no decay was found.";
  if (states !== null) reasons.basis = states;
  if (quantities !== null) reasons.conserved = quantities;
  return reasons;
}

/** Error of a limit that is said in the first warning, and that is no answer any more. */
const DOUBTFUL = 1e-6;
const REFUTED = 1e-2;
/** Defects of trace and positivity that no rounding makes. */
const DEFECT = 1e-9;

/** Throw where its own diagnostics refute a limit; say the error first where it is not small. */
function judged(model: Model, { x, error }: StationarySolution, diagnostics: Diagnostics): Diagnostics {
  const fail = (what: string) => {
    throw new RunFailure(`The stationary state was not found: ${what}. Use fewer levels, other units of energy, or run until it settles.`);
  };
  if (!x.every(Number.isFinite)) fail("some of its elements are not finite");
  if (!(error <= REFUTED)) fail(`its error was estimated as ${error.toExponential(1)}`);
  const { traceDefect, positivityDefect: negative } = diagnostics;
  if (!(traceDefect <= DEFECT + error)) fail(`its trace came out as 1 within ${traceDefect.toExponential(1)} only`);
  if (negative !== null && negative > DEFECT + 10 * error && isPositive(model))
    fail(`it has the eigenvalue ${(-negative).toExponential(1)}`);
  if (error <= DOUBTFUL) return diagnostics;
  return {
    ...diagnostics,
    warnings: [`The state is uncertain by ${error.toExponential(1)} (residual × condition).`, ...diagnostics.warnings],
  };
}

/** Whether the form of the dynamics promises positive states. */
function isPositive({ dynamics }: Model): boolean {
  if (dynamics.kind === "generator") {
    return (
      dynamics.positivityOpen === undefined &&
      dynamics.dissipators.every(({ left, right, rate }) => left === right && typeof rate === "number" && rate >= 0)
    );
  }
  const { stream } = dynamics;
  if (stream.kind === "schedule") return false;
  const collisions =
    stream.kind === "constant"
      ? [stream.collision]
      : stream.kind === "mixture"
        ? stream.parts.map(({ collision }) => collision)
        : stream.collisions;
  return collisions.every(({ evaluation }) => evaluation !== "second");
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
  const recorded = runCollisions(start, { steps, saveEvery: steps, observables: names }).observables;
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
