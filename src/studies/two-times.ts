/** Correlations of operators at two and more times, by the regression theorem. */

import { type StopSignal, wrongKind, wrongValue } from "../errors.ts";
import { auto, type Method } from "../methods/method.ts";
import type { Model, Parameters } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, type Start } from "../models/starts.ts";
import { times as product } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { areAdjoint, hermitianParts } from "../operators/hermitian-parts.ts";
import type { Operator } from "../operators/operator.ts";
import { aNumber, anInteger, anything, aSignal, type Check, checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { PlanText, type PrintedPlan } from "../plan/plan-text.ts";
import { carryOperand } from "../solvers/operand.ts";
import { aMethod } from "../solvers/runoptions.ts";
import { anOperator, aStart, type From, laterTimes, startedFrom, stateOfCorrelations } from "../solvers/start-of-correlations.ts";
import { unitCorrelation } from "./unit-streams.ts";

/** Which correlation, in which state, and when. */
export interface CorrelationOptions {
  /** The operator at the later time t + τ; with `C` that at the earlier time t on the left. */
  readonly A: Operator;
  /** The operator at the earlier time t; with `C` that at t + τ in the middle. */
  readonly B: Operator;
  /** The operator at t on the right. */
  readonly C?: Operator;
  /** `"steady"` (unless given), or the time t (of a stream: the number n of collisions) after the initial state. */
  readonly from?: From;
  /** The delays τ ≥ 0, increasing; of a stream: numbers m of collisions. */
  readonly times: readonly number[];
  /**
   * `"system"` unless given; of a stream also `"units"`: A acts on unit n + m and B on unit n of those that leave it, `from` is the number
   * n ≥ 1 of a unit, and m = 0 is ⟨AB⟩ of one unit.
   */
  readonly of?: "system" | "units";
  /** A start in place of the model's own. */
  readonly initial?: Start;
  /** How to step a master equation. */
  readonly method?: Method;
  readonly signal?: StopSignal;
}

/** A complex function of the delay. */
export interface CorrelationResult {
  readonly model: string;
  readonly parameters: Parameters;
  /** The delays. */
  readonly axis: { readonly name: "time" | "collision"; readonly values: readonly number[] };
  readonly re: readonly number[];
  readonly im: readonly number[];
  /** Whether the stationary state is the only one; null when correlations start at a time. */
  readonly unique: boolean | null;
  readonly warnings: readonly string[];
  readonly plan: PrintedPlan;
}

const checks: OptionChecks<CorrelationOptions> = {
  A: anOperator,
  B: anOperator,
  C: anOperator,
  from: aStart,
  times: anything,
  of: oneOf("system", "units"),
  initial: aStartingState,
  method: aMethod,
  signal: aSignal,
};

/**
 * Correlate two operators at two times, or three operators in an order that the theorem allows:
 *
 *   ⟨A(t + τ) B(t)⟩ = Tr[A V(τ) Bρ(t)],   with C:  ⟨A(t) B(t + τ) C(t)⟩ = Tr[B V(τ) (Cρ(t)A)]
 *
 * `A`, `B`, `C` act on the model's system, or on some of its factors by label; none need be Hermitian. Of a stream of collisions t and τ
 * count collisions; `of: "units"` reads the units that leave it. ⟨B(t) A(t + τ)⟩, the later operator on the right, is the form with `C` = 1.
 * Returns `re` and `im` over the delays. Throws TypeError or RangeError for bad options, RunFailure where there is no stationary state.
 * Source: M. Lax, Phys. Rev. 129, 2342 (1963); C. W. Gardiner, P. Zoller, Quantum Noise (2004), Sec. 5.2.
 *
 * @example
 * const model = cavity({ F: 0, Delta: 0, kappa: 1, nbar: 0.5, levels: 30 });
 * const a = annihilate(fock(30));
 * correlation(model, { A: create(fock(30)), B: a, times: [0, 2] }).re; // [0.5, 0.18394]
 */
export function correlation(model: Model, options: CorrelationOptions): CorrelationResult {
  requireRunnable(model);
  checkOptions<CorrelationOptions>("options", options, checks, { required: ["A", "B", "times"], remedy: "Write { A, B, times: [0, 1] }." });
  const { system } = model.dynamics;
  const delays = laterTimes(model, options.times);
  refuseMethod(model, options.method);
  if (options.of === "units") return unitCorrelation(model, options, delays);
  const A = broughtTo(system, options.A, "A");
  const B = broughtTo(system, options.B, "B");
  const C = options.C === undefined ? null : broughtTo(system, options.C, "C");
  const state = stateOfCorrelations(model, { ...options, from: options.from ?? "steady" });
  const operand = C ? insert(state.rho, C, A) : product(B, state.rho);
  const { method, signal } = options;
  const carried = carryOperand(model, operand, { from: state.at, times: delays, read: [C ? B : A], method, signal });
  return {
    model: model.name,
    parameters: model.parameters,
    axis: { name: model.dynamics.kind === "generator" ? "time" : "collision", values: delays },
    re: [...carried.re[0]],
    im: [...carried.im[0]],
    unique: state.unique,
    warnings: [...new Set([...state.warnings, ...carried.warnings])],
    plan: new PlanText(carried.plans.map(String).join("\n") || "nothing is carried: the operand is 0"),
  };
}

/** C ρ A; of C = A† exactly Hermitian, as it must be. */
function insert(rho: Operator, left: Operator, right: Operator): Operator {
  const X = product(left, rho, right);
  return areAdjoint(left, right) ? (hermitianParts(X).plus ?? X) : X;
}

function refuseMethod(model: Model, method: Method | undefined): void {
  if (method === undefined || model.dynamics.kind === "generator") return;
  throw wrongValue("method", "be left out for a collision model", null, "Collisions are exact maps: nothing is stepped.", "it is given");
}

/** An operator and its time. */
export interface TimedOperator {
  readonly operator: Operator;
  /** Time after t (of a stream: collisions after n), ≥ 0. */
  readonly at: number;
}

/** A product of operators at several times. */
export interface OrderedProduct {
  /** From left to right; the times must grow towards one place and fall behind it. */
  readonly product: readonly TimedOperator[];
  readonly from?: From;
  readonly initial?: Start;
  readonly method?: Method;
}

/**
 * The expectation value of a product of operators at several times, such as
 *
 *   ⟨A₁(t₁)A₂(t₂)A₃(t₃)B₃(t₃)B₂(t₂)B₁(t₁)⟩ = Tr[B₃ V₃₂(B₂ V₂₁(B₁ρA₁) A₂) A₃],   t₁ ≤ t₂ ≤ t₃
 *
 * Times grow inwards, from both ends; other orders (out of time order) do not follow from the dynamics of the system alone and are refused.
 * Returns [re, im]. Throws as `correlation` does.
 */
export function orderedCorrelation(model: Model, options: OrderedProduct): readonly [number, number] {
  requireRunnable(model);
  const table: OptionChecks<OrderedProduct> = { product: anything, from: aStart, initial: aStartingState, method: aMethod };
  checkOptions<OrderedProduct>("options", options, table, { required: ["product"], remedy: "Write { product: [{ operator, at }] }." });
  const { from = "steady", method = auto() } = options;
  refuseMethod(model, options.method);
  const factors = timedOperators(model, options.product);
  const peak = summit(factors);
  const { rho, at } = stateOfCorrelations(startedFrom(model, options.initial), { from, method });
  const moments = [...new Set(factors.map(({ at: t }) => t))].sort((a, b) => a - b);
  let X = rho;
  let now = 0;
  for (const t of moments) {
    if (t > now) X = carryOperand(model, X, { from: at + now, times: [t - now], read: [], method }).last();
    now = t;
    const here = (side: readonly TimedOperator[]) => side.filter((factor) => factor.at === t).map(({ operator }) => operator);
    const [right, left] = [here(factors.slice(0, peak)), here(factors.slice(peak))];
    X = product(...left, X, ...right);
    if (left.length === right.length && left.every((L, k) => areAdjoint(L, right[right.length - 1 - k]))) X = keptHermitian(X);
  }
  return X.trace();
}

/** A state that was multiplied by K from the left and K† from the right is Hermitian as long as it was; rounding is taken out. */
function keptHermitian(X: Operator): Operator {
  const { plus, minus } = hermitianParts(X);
  const size = (A: Operator | null) => (A ? A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) : 0);
  return plus && size(minus) <= 1e-14 * size(plus) ? plus : X;
}

function timedOperators(model: Model, given: unknown): readonly TimedOperator[] {
  if (!Array.isArray(given)) throw wrongKind("product", "be a list of { operator, at }", given);
  if (given.length === 0) throw wrongValue("product", "hold at least one operator", null, "", "it is empty");
  return Array.from(given, (entry: unknown, k) => {
    const argument = `product[${k}]`;
    const table: OptionChecks<TimedOperator> = { operator: anOperator, at: aDelay(model) };
    const { operator, at } = checkOptions<TimedOperator>(argument, entry, table, { required: ["operator", "at"], prefix: `${argument}.` });
    return { operator: broughtTo(model.dynamics.system, operator, `${argument}.operator`), at };
  });
}

/** A time, or a number of collisions, after the start. */
function aDelay(model: Model): Check {
  const bounds = "Give the time after `from`.";
  return model.dynamics.kind === "generator" ? aNumber({ atLeast: 0 }, bounds) : anInteger(0, 1e9, "It counts collisions.");
}

/** The first place of the latest time: operators before it stand on the right of the state, the others on its left. */
function summit(factors: readonly TimedOperator[]): number {
  const latest = largest(factors);
  const peak = factors.findIndex(({ at }) => at === latest);
  for (let j = 1; j < factors.length; j++) {
    const [before, here] = [factors[j - 1].at, factors[j].at];
    if (j <= peak ? here >= before : here <= before) continue;
    const remedy = "Times must grow inwards from both ends: earlier operators stand outside.";
    const order = factors.map(({ at }) => at).join(", ");
    throw wrongValue("product", "be in an order that the dynamics gives", null, remedy, `the times ${order} are out of time order`);
  }
  return peak;
}

function largest(factors: readonly TimedOperator[]): number {
  return factors.reduce((most, { at }) => Math.max(most, at), 0);
}
