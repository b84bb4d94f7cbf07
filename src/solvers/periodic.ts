/** States of driven master equations that repeat after each period. */
import { coefficientAt } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { requireRepeating } from "../dynamics/repeating.ts";
import { wrongValue } from "../errors.ts";
import { lazily, withFunctions } from "../lazily.ts";
import { periodicLowerings } from "../lowerings/periodic/index.ts";
import { type Asking, askedModel } from "../models/asked-model.ts";
import type { Model, Parameters } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { scope } from "../numerics/memory.ts";
import { cos, PI, sin } from "../numerics/scalar.ts";
import type { StateView } from "../observables/observable.ts";
import { once } from "../once.ts";
import { broughtTo } from "../operators/brought-to.ts";
import type { Operator } from "../operators/operator.ts";
import { aNumber, anInteger, checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { choose } from "../plan/choose.ts";
import { generatorPlan } from "../plan/generator-plan.ts";
import {
  type PeriodicMethod,
  type PeriodicRequest,
  type PeriodicSolution,
  type PeriodicSolver,
  periodicDerivative,
  periodicRequest,
} from "../plan/periodic-request.ts";
import { type Plan, stage } from "../plan/plan.ts";
import { evaluateFunctional, type Layout } from "../sectors/layout.ts";
import { chosenObservables } from "./observing.ts";
import { average, type Expectation, meanHeats, meanPower, type PeriodPiece, piecesOf } from "./over-a-period.ts";
import { periodCarrier } from "./period-carry.ts";
import { bindProbe } from "./probe.ts";
import { askingChecks } from "./runoptions.ts";

/** Which period, and what to record. */
export interface PeriodicOptions extends Asking {
  /** The period T of the drive, in units of time. */
  readonly period: number;
  /** Records over one period, the first at 0 and the last at T; 65 unless given. */
  readonly points?: number;
  /** `"harmonics"`: harmonic balance; `"map"`: the map of one period, also for square waves; `"auto"` (unless given): the cheaper one that fits. */
  readonly method?: PeriodicMethod;
  /** Size of the last harmonics kept relative to the mean; 1e-12 unless given. */
  readonly tolerance?: number;
}

/** The state that repeats after each period. */
export interface PeriodicResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly period: number;
  /** Times from 0 to T. */
  readonly axis: { readonly name: "time"; readonly values: readonly number[] };
  readonly observables: Readonly<Record<string, readonly (number | null)[]>>;
  /** The mean of each observable over the period; null where it has no value somewhere. */
  readonly averages: Readonly<Record<string, number | null>>;
  /** ρ at a time, which is taken modulo the period. */
  state(t: number): StateView;
  /** Tr[A ρ_k] of  ρ(t) = Σ_k ρ_k e^{2πikt/T}, for any integer k, as [re, im]. */
  harmonic(A: Operator, k: number): readonly [number, number];
  /** Eigenvalues of the map of one period by descending modulus; null where harmonic balance or products found the state. */
  readonly multipliers: readonly (readonly [number, number])[] | null;
  /** Mean power of the drive, positive into the system. */
  readonly power: number;
  /** Mean energy per unit time from each bath, positive into the system. */
  readonly heats: Readonly<Record<string, number>>;
  /** power + Σ heats: 0 up to the accuracy of the state. */
  readonly energyResidual: number;
  readonly residual: number;
  /** Harmonics kept by harmonic balance; null for the map. */
  readonly harmonics: number | null;
  readonly warnings: readonly string[];
  readonly plan: Plan;
}

const checks: OptionChecks<PeriodicOptions> = {
  period: aNumber({ above: 0 }, "It is the time after which the drive repeats."),
  ...askingChecks,
  points: anInteger(2, 1_000_000),
  method: oneOf("auto", "harmonics", "map"),
  tolerance: aNumber({ above: 0, below: 1 }),
};

/**
 * Find the state of a periodically driven master equation that repeats after each period T:
 *
 *   ρ(t + T) = ρ(t),   ρ(t) = Σ_k ρ_k e^{2πikt/T}
 *
 * by harmonic balance, or as the fixed point of the map of one period (square waves, many harmonics). Where several states repeat it is the
 * limit of the model's initial state. Returns records over a period, averages, harmonics, mean power and the heats of all baths.
 * Throws a RangeError for a stream of collisions and for coefficients that do not repeat after T, a RunFailure where the solve fails.
 *
 * @example
 * const q = qubit();
 * const drive = [sigmaX(q), (t) => 0.2 * Math.cos(2 * Math.PI * t)];
 * const driven = masterEquation({ H: [qubitHamiltonian(q, 1), drive], jumps: [[sigmaMinus(q), 0.5]], initial: [0, 1] });
 * periodicSteady(driven, { period: 1, observables: ["sz"] }).averages.sz; // -0.998908
 */
export function periodicSteady(given: Model, asked: PeriodicOptions): PeriodicResult {
  const { model, dynamics, options, observables, request, choice, plan } = preparePeriodic(given, asked);
  const { period, points = 65 } = options;
  const found = scope((s) => choice.bind(s).solve());
  const layout = request.layout();
  const axis = Array.from({ length: points }, (_, k) => (k === points - 1 ? period : (period * k) / (points - 1)));
  const pieces = piecesOf(period, request.breakpoints(), Math.max(24, (found.harmonics ?? 0) / 2));
  const along = statesAlong(found, period, [...axis, ...pieces.flatMap(({ times, from }) => [from, ...times])]);
  const probe = bindProbe(layout, dynamics, observables);
  const read = (t: number) => probe.read(t, along(t), () => slope(request, t, along(t)));
  const records = axis.map((t) => read(t));
  const nodes = pieces.flatMap(({ times, weights }) => times.map((t, k) => ({ weight: weights[k], values: read(t) })));
  const energy = once(() => energyOf(dynamics, period, pieces, (A, t) => evaluateFunctional(layout.expectation(A).re, along(t))));
  const plain = {
    model: model.name,
    parameters: model.parameters,
    period,
    axis: { name: "time" as const, values: axis },
    observables: Object.fromEntries(observables.map(({ name }, o) => [name, records.map((record) => record[o])])),
    averages: Object.fromEntries(observables.map(({ name }, o) => [name, mean(nodes.map(({ weight, values }) => [weight, values[o]]))])),
    multipliers: found.multipliers,
    residual: found.residual,
    harmonics: found.harmonics,
    warnings: [...found.warnings, ...model.warnings],
    plan,
  };
  const state = (t: number): StateView => {
    aNumber()("t", t);
    const within = t - period * Math.floor(t / period);
    return layout.view(found.at([within])[0].slice());
  };
  const harmonic = (A: Operator, k: number): readonly [number, number] => {
    anInteger(Number.MIN_SAFE_INTEGER)("k", k);
    return harmonicOf(layout.expectation(broughtTo(dynamics.system, A, "A")), (2 * PI * k) / period, pieces, along);
  };
  const flows = { power: () => energy().power, heats: () => energy().heats, energyResidual: () => energy().residual };
  return lazily(withFunctions(plain, { state, harmonic }), flows);
}

/** Check what is asked of a periodic state, and choose how it is found. */
export function preparePeriodic(given: Model, asked: PeriodicOptions) {
  requireRunnable(given);
  checkOptions<PeriodicOptions>("options", asked, checks, { required: ["period"], remedy: "Write { period: 6.28 }." });
  const { model, options } = askedModel(given, asked);
  const { dynamics } = model;
  if (dynamics.kind !== "generator") {
    const remedy = "Use `steady`: a cycle of collisions has a stationary state.";
    throw wrongValue("model", "be a master equation for `periodicSteady`", null, remedy, `${model.name} is a collision model`);
  }
  const { period, method = "auto", tolerance = 1e-12 } = options;
  const observables = chosenObservables(model, options.observables);
  requireRepeating(dynamics, period);
  return { model, dynamics, options, observables, ...planned(model, period, method, tolerance) };
}

/** The request of a periodic state and what was chosen for it. */
function planned(model: Model, period: number, method: PeriodicMethod, tolerance: number) {
  const derivative = periodicDerivative(model);
  const request = periodicRequest({ derivative, period, method, tolerance, carry: periodCarrier(model, derivative) });
  const choice = choose<PeriodicRequest, PeriodicSolver, (typeof periodicLowerings)[number]>(request, periodicLowerings, {
    argument: method === "auto" ? "model" : "method",
    value: method === "auto" ? model.name : method,
    must: "have a way to its periodic state",
    remedy: "Use fewer levels.",
  });
  const plan = generatorPlan({ derivative, sector: request.sector(), stages: [stage("periodic", choice)] });
  return { request, choice, plan };
}

/** Heats, power, and what they leave of the first law. */
function energyOf(dynamics: Generator, period: number, pieces: readonly PeriodPiece[], expectation: Expectation) {
  const heats = meanHeats(dynamics, pieces, expectation);
  const power = meanPower(dynamics, period, pieces, expectation);
  return { heats, power, residual: Object.values(heats).reduce((sum, heat) => sum + heat, power) };
}

/** (1/T)∮ Tr[A ρ] e^{−iωt} dt as [re, im]. */
function harmonicOf(
  { re, im }: ReturnType<Layout["expectation"]>,
  omega: number,
  pieces: readonly PeriodPiece[],
  along: (t: number) => Float64Array,
): readonly [number, number] {
  const f = (t: number) => [evaluateFunctional(re, along(t)), evaluateFunctional(im, along(t))];
  return [
    average(pieces, (t) => f(t)[0] * cos(omega * t) + f(t)[1] * sin(omega * t)),
    average(pieces, (t) => f(t)[1] * cos(omega * t) - f(t)[0] * sin(omega * t)),
  ];
}

/** States at many times of a period, found once each. */
function statesAlong(found: PeriodicSolution, period: number, times: readonly number[]): (t: number) => Float64Array {
  const all = [...new Set(times)].sort((a, b) => a - b);
  const states = new Map<number, Float64Array>();
  found.at(all).forEach((x, k) => {
    states.set(all[k], x);
  });
  return (t) => states.get(t) ?? found.at([t - period * Math.floor(t / period)])[0];
}

/** dx/dt, for observables that ask for it. */
function slope(request: PeriodicRequest, t: number, x: Float64Array): Float64Array {
  const { n, groups, rowStart, columns, values } = request.derivative.matrices();
  const { coefficients } = request.derivative.terms();
  const weights = coefficients.map((coefficient) => coefficientAt(coefficient, t));
  const out = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    for (let g = 0; g < groups; g++) {
      for (let e = rowStart[r * groups + g]; e < rowStart[r * groups + g + 1]; e++) out[r] += weights[g] * values[e] * x[columns[e]];
    }
  }
  return out;
}

function mean(values: readonly (readonly [number, number | null])[]): number | null {
  let sum = 0;
  for (const [weight, value] of values) {
    if (value === null) return null;
    sum += weight * value;
  }
  return sum;
}
