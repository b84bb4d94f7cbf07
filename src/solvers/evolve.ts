/** Time evolution of a master equation: from options to requests, to what the plan picks, to the run. */
import { finite, type StopSignal, wrongKind, wrongValue } from "../errors.ts";
import { derivativeLowerings } from "../lowerings/derivatives/index.ts";
import { evolutionLowerings } from "../lowerings/evolutions/index.ts";
import { auto, METHODS, type Method } from "../methods/method.ts";
import { type Asking, askedModel, type ByName } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { requireHermitian } from "../operators/checks.ts";
import { type Choice, choose } from "../plan/choose.ts";
import { type DerivativeLowering, type DerivativeRequest, derivativeRequest } from "../plan/derivative-request.ts";
import type { Flow, Stepper } from "../plan/engines.ts";
import { type EvolutionRequest, evolutionRequest } from "../plan/evolution-request.ts";
import { generatorPlan } from "../plan/generator-plan.ts";
import { type Plan, type PreparedWork, prepared, type Stage, stage } from "../plan/plan.ts";
import { isRefusal } from "../plan/price.ts";
import { denseLayout, sectorLayout } from "../sectors/layout.ts";
import type { Sector } from "../sectors/sector.ts";
import { chosenObservables } from "./observing.ts";
import { recordEvolution } from "./record-evolution.ts";
import { checkEvolution } from "./runoptions.ts";
import type { Solution } from "./solution.ts";
import { placeOf, startedAt } from "./started-at.ts";
import { recordsKept } from "./states-kept.ts";
import { savedTimes, type TimeAxis } from "./time-axis.ts";

/** What to run and what to record. */
export interface EvolveOptions extends TimeAxis, Asking {
  /** The time at which the start stands; `until` and `times` count from 0. See `RunOptions`. */
  readonly from?: number;
  /** Keep the state at every record, or at these times, in `states`. */
  readonly states?: true | readonly number[];
  readonly method?: Method;
  /** Stop at the first record where |dρ/dt| ≤ this (Frobenius norm, per unit time). */
  readonly stationary?: number;
  /** Told after each record how much of the run is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Told each record as it comes; see `RunOptions`. */
  readonly onRecord?: (at: number, values: readonly (number | null)[]) => void;
  readonly signal?: StopSignal;
}

/**
 * Run a master equation from the model's initial state and record observables.
 *
 * Returns values at t = 0 and at each saved time, with diagnostics, the plan that ran, and the final state. Memory is
 * constant in the number of steps. Breakpoints of coefficients are never stepped across.
 * Throws TypeError or RangeError for bad options before anything is computed, RunFailure when the run fails.
 *
 * @example
 * evolve(bloch({ Omega: 1, gamma: 0 }), { times: [0, Math.PI], observables: ["sz"] }).observables.sz; // [-1, 1]
 */
export function evolve(model: Model, options: EvolveOptions): Solution {
  checkEvolution(model, options, "evolve");
  const from = placeOf(model, options);
  const asked = askedModel(model, options);
  return startedAt(asked.model, asked.options, from, prepareEvolution).execute();
}

/** Plan a run without running it. `derivative` is a request of this model that was made before, with what it knows already. */
export function prepareEvolution(model: Model, options: ByName<EvolveOptions>, derivative?: DerivativeRequest): PreparedWork<Solution> {
  const times = savedTimes(options);
  const observables = chosenObservables(model, options.observables);
  requireHermitian("initial", model.initial);
  const method = checkMethod(options.method ?? auto());
  if (options.stationary !== undefined) finite("stationary", options.stationary, { above: 0 });
  const { request, flow, sector } = planDerivative(model, method, derivative);
  const evolution = evolutionRequest(request, flow, method, times);
  const stepper = chooseStepper(evolution);
  const stages = [stage("derivative", flow), stage("time", stepper)];
  const plan = planOf(request, sector, stages, probeNotes(evolution), Math.max(1, times.length - 1));
  const { system } = request.generator;
  const layout = sector ? sectorLayout(system, sector) : denseLayout(system);
  const keep = recordsKept(options.states, times, layout.n);
  const planned = { plan, layout, observables, evolution, bind: stepper.bind, keep };
  return prepared(plan, (due) => recordEvolution(planned, options, due));
}

/** What of `EvolveOptions` a plan depends on; without a time to run to it ends with the right-hand side. */
export type EvolutionPlanOptions = TimeAxis & Pick<EvolveOptions, "method">;

/** The plan of a run. */
export function planEvolution(model: Model, options: EvolutionPlanOptions = {}): Plan {
  if (options.until !== undefined || options.times !== undefined) return prepareEvolution(model, options).plan;
  const { request, flow, sector } = planDerivative(model, checkMethod(options.method ?? auto()));
  return planOf(request, sector, [stage("derivative", flow)], ["how it is stepped depends on the time to run to: give `until` or `times`"]);
}

/** What the plan says about functions of time. */
function probeNotes(evolution: EvolutionRequest): readonly string[] {
  const spacing = evolution.meshes().reduce((widest, mesh) => Math.max(widest, mesh.spacing ?? 0), 0);
  if (spacing === 0) return [];
  return [`functions of time are looked at every ${spacing.toExponential(1)}: features narrower than that must be declared`];
}

function planOf(
  derivative: DerivativeRequest,
  sector: Sector | null,
  stages: readonly Stage[],
  notes: readonly string[] = [],
  records = 1,
): Plan {
  return generatorPlan({ derivative, sector, stages, notes, records });
}

/** How the right-hand side will be evaluated. */
export interface PlannedDerivative {
  readonly request: DerivativeRequest;
  readonly flow: Choice<Flow, DerivativeLowering>;
  /** The live coordinates; null when the whole matrix is used. */
  readonly sector: Sector | null;
}

/** Choose how dρ/dt is evaluated; `known` is a request that was made before. */
export function planDerivative(model: Model, method: Method, known?: DerivativeRequest): PlannedDerivative {
  const exact = method.kind === "exponential";
  const request = known ?? derivativeRequest(model, { needsMatrix: exact });
  const flow = choose(
    request,
    derivativeLowerings,
    exact
      ? { argument: "method", value: "exponential()", must: "have a matrix on a sector", remedy: "Use `krylov()`." }
      : { argument: "model", value: model.name, must: "fit into 4 GiB of linear memory", remedy: "Use fewer levels." },
  );
  return { request, flow, sector: flow.lowering.sector(request) };
}

/** Pick the stepper. A method that was asked for and that nothing carries out is an error of its own, with its reason. */
export function chooseStepper(request: EvolutionRequest): Choice<Stepper> {
  const { kind } = request.method;
  const answer = evolutionLowerings.find(({ name }) => name === kind)?.fits(request);
  if (answer && isRefusal(answer) && evolutionLowerings.every((lowering) => isRefusal(lowering.fits(request)))) {
    throw wrongValue("method", answer.must ?? `fit the equation when it is ${kind}`, kind, answer.remedy, answer.refused);
  }
  return choose(request, evolutionLowerings, { argument: "method", value: kind, must: "fit the equation", remedy: "Use `auto()`." });
}

function checkMethod(method: unknown): Method {
  if (typeof method !== "object" || method === null || !Object.hasOwn(METHODS, String((method as Method).kind))) {
    throw wrongKind("method", "be a method such as auto(), rk4({ dt }), dormandPrince() or krylov()", method);
  }
  return method as Method;
}
