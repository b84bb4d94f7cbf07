/** Normalised correlations of light: first- and second-order coherence of any operators, and of two detectors. */

import { type StopSignal, wrongKind, wrongValue } from "../errors.ts";
import type { Method } from "../methods/method.ts";
import type { Model, Parameters } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, type Start } from "../models/starts.ts";
import { dag, times as product } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { hermitianParts } from "../operators/hermitian-parts.ts";
import { Operator } from "../operators/operator.ts";
import { anything, aSignal, checkOptions, type OptionChecks } from "../options.ts";
import { PlanText, type PrintedPlan } from "../plan/plan-text.ts";
import { carryOperand } from "../solvers/operand.ts";
import { aMethod } from "../solvers/runoptions.ts";
import { anOperator, aStart, type From, laterTimes, stateOfCorrelations } from "../solvers/start-of-correlations.ts";

/** Of which field or detectors, in which state, and when. */
export interface CoherenceOptions {
  /** The lowering operator of the field; of `g2` also two of them: the detector that clicks first, and the one that clicks a delay later. */
  readonly of: Operator | readonly [Operator, Operator];
  /** `"steady"` (unless given), or the time t (of a stream: the number of collisions) after the initial state. */
  readonly from?: From;
  /** The delays τ ≥ 0, increasing; of a stream: numbers of collisions. */
  readonly times: readonly number[];
  /** A start in place of the model's own. */
  readonly initial?: Start;
  readonly method?: Method;
  readonly signal?: StopSignal;
}

/** A coherence function over the delay; `im` of `g2` is 0. Null where an intensity is 0. */
export interface CoherenceResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly axis: { readonly name: "time" | "collision"; readonly values: readonly number[] };
  readonly re: readonly (number | null)[];
  readonly im: readonly (number | null)[];
  /** The intensity ⟨c†c⟩ of the first detector at t, and of the second at each t + τ. */
  readonly intensity: number;
  readonly later: readonly number[];
  readonly unique: boolean | null;
  readonly warnings: readonly string[];
  readonly plan: PrintedPlan;
}

const checks: OptionChecks<CoherenceOptions> = {
  of: (argument, value) => {
    if (!Array.isArray(value)) return anOperator(argument, value);
    if (value.length !== 2) throw wrongKind(argument, "be an operator or two of them", value);
    Array.from(value).forEach((operator, k) => {
      anOperator(`${argument}[${k}]`, operator);
    });
  },
  from: aStart,
  times: anything,
  initial: aStartingState,
  method: aMethod,
  signal: aSignal,
};

/**
 * First-order coherence  g⁽¹⁾(τ) = ⟨c†(t + τ)c(t)⟩ / √(⟨c†c⟩_t ⟨c†c⟩_{t+τ}).
 *
 * In the stationary state this is G⁽¹⁾/⟨c†c⟩, and |g⁽¹⁾| ≤ 1. Throws as `correlation` does.
 * Source: R. J. Glauber, Phys. Rev. 130, 2529 (1963).
 *
 * @example
 * g1(bloch({ Omega: 1, gamma: 1 }), { of: sigmaMinus(qubit()), times: [0] }).re; // [1]
 */
export function g1(model: Model, options: CoherenceOptions): CoherenceResult {
  const { c, state, delays, intensity } = begin(model, options);
  if (c[0] !== c[1]) throw wrongValue("of", "be one operator for `g1`", null, "Use `correlation` for two.", "there are two");
  const { method, signal } = options;
  const journey = { from: state.at, times: delays, method, signal };
  const carried = carryOperand(model, product(c[0], state.rho), { ...journey, read: [dag(c[0])] });
  const later = intensities(model, options, state, c[0], delays);
  const norm = later.map((n) => Math.sqrt(intensity * n));
  return finish(model, delays, state, intensity, later, {
    re: norm.map((n, k) => ratio(carried.re[0][k], n)),
    im: norm.map((n, k) => ratio(carried.im[0][k], n)),
    carried,
  });
}

/**
 * Second-order coherence: a click at t and one at t + τ,
 *
 *   g⁽²⁾(τ) = ⟨c₁†(t) c₂†(t + τ)c₂(t + τ) c₁(t)⟩ / (⟨c₁†c₁⟩_t ⟨c₂†c₂⟩_{t+τ}) = Tr[c₂†c₂ V(τ)(c₁ρc₁†)] / …
 *
 * `of`: one operator, or the pair [c₁, c₂]; for the other order of the two clicks give the pair the other way round.
 * Returns numbers ≥ 0 in `re`. Throws as `correlation` does. Source: R. J. Glauber, Phys. Rev. 130, 2529 (1963).
 *
 * @example
 * g2(bloch({ Omega: 1, gamma: 1 }), { of: sigmaMinus(qubit()), times: [0] }).re; // [0]
 */
export function g2(model: Model, options: CoherenceOptions): CoherenceResult {
  const { c, state, delays, intensity } = begin(model, options);
  const click = product(c[0], state.rho, dag(c[0]));
  const { method, signal } = options;
  const carried = carryOperand(model, hermitianParts(click).plus ?? click, {
    from: state.at,
    times: delays,
    read: [product(dag(c[1]), c[1])],
    method,
    signal,
  });
  const later = intensities(model, options, state, c[1], delays);
  const re = later.map((n, k) => ratio(carried.re[0][k], intensity * n));
  return finish(model, delays, state, intensity, later, { re, im: re.map((value) => (value === null ? null : 0)), carried });
}

function begin(model: Model, options: CoherenceOptions) {
  requireRunnable(model);
  checkOptions<CoherenceOptions>("options", options, checks, { required: ["of", "times"], remedy: "Write { of: a, times: [0, 1] }." });
  const { system } = model.dynamics;
  const c = (options.of instanceof Operator ? [options.of, options.of] : options.of).map((operator, k) =>
    broughtTo(system, operator, options.of instanceof Operator ? "of" : `of[${k}]`),
  );
  if (options.of instanceof Operator) c[1] = c[0];
  const delays = laterTimes(model, options.times);
  if (options.method !== undefined && model.dynamics.kind === "collisions") {
    throw wrongValue("method", "be left out for a collision model", null, "Collisions are exact maps: nothing is stepped.", "it is given");
  }
  const state = stateOfCorrelations(model, { ...options, from: options.from ?? "steady" });
  return { c, state, delays, intensity: expectationOf(product(dag(c[0]), c[0]), state.rho) };
}

type State = ReturnType<typeof stateOfCorrelations>;

/** ⟨c†c⟩ at every t + τ. */
function intensities(model: Model, options: CoherenceOptions, state: State, c: Operator, delays: readonly number[]): readonly number[] {
  const n = product(dag(c), c);
  if (state.unique !== null) return delays.map(() => expectationOf(n, state.rho));
  const { method, signal } = options;
  return [...carryOperand(model, state.rho, { from: state.at, times: delays, read: [n], method, signal }).re[0]];
}

/** Re Tr[A ρ]. */
function expectationOf(A: Operator, rho: Operator): number {
  return product(A, rho).trace()[0];
}

function ratio(value: number, norm: number): number | null {
  return norm === 0 || !Number.isFinite(value / norm) ? null : value / norm;
}

interface Found {
  readonly re: readonly (number | null)[];
  readonly im: readonly (number | null)[];
  readonly carried: ReturnType<typeof carryOperand>;
}

function finish(
  model: Model,
  delays: readonly number[],
  state: State,
  intensity: number,
  later: readonly number[],
  { re, im, carried }: Found,
): CoherenceResult {
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: model.dynamics.kind === "generator" ? "time" : "collision", values: delays },
    re,
    im,
    intensity,
    later,
    unique: state.unique,
    warnings: [...new Set([...state.warnings, ...carried.warnings])],
    plan: new PlanText(carried.plans.map(String).join("\n") || "nothing is carried: the operand is 0"),
  };
}
