/** Exponentials of averages of a generator that depends on time: the commutator-free Magnus method, and the midpoint rule. */
import { flowCombine, flowSeries } from "../../../bindings/flow.ts";
import type { F64Pointer, Scope } from "../../../bindings/memory.ts";
import type { GeneratorTerms } from "../../dynamics/lower.ts";
import { krylov } from "../../methods/exponential.ts";
import { MAGNUS4, type Magnus } from "../../methods/stiff.ts";
import { denseOf } from "../../numerics/envelope.ts";
import { expmReal } from "../../numerics/expm.ts";
import type { Flow, Stepper } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { combine } from "../../sectors/matrices.ts";
import { finish, never } from "../../work-in-pieces.ts";
import { coefficientOf } from "../derivatives/coefficient-values.ts";
import { DoubledSteps, type DoublingOptions, type OneStep } from "./doubled-steps.ts";
import { evolutionPrice, otherAsked } from "./evolution-price.ts";
import { KrylovSubspaces } from "./krylov-subspaces.ts";

/** Generators with functions of time on a sector, stiff or not. */
export const magnusSteps: EvolutionLowering = { name: "magnus", fits, bind };

/** Largest sector that is exponentiated as a dense matrix in each step. */
const DENSE = 128;
/** Exponentials of an accepted step: two of itself and of each half. */
const EXPONENTIALS = 6;

function fits(request: EvolutionRequest): Price | Refusal {
  const { method, onSector, n, times, flow } = request;
  if (method.kind === "auto") return { refused: "takes over where steps turn out to be bounded by stability" };
  const other = otherAsked(request, "magnus");
  if (other) return other;
  if (!onSector) return { refused: "needs a matrix, which the whole density matrix has not", remedy: "Use `dormandPrince()`." };
  const one = n <= DENSE ? 16 * n * n * n : 30 * (flow.price.flops + 120 * n);
  return evolutionPrice(request, 10 * times.length * EXPONENTIALS * one, 8 * (n <= DENSE ? n * n : 32 * n));
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = request.flow.bind(scope);
  const steps = bindMagnus(request, request.method as Magnus, flow, scope);
  return {
    flow,
    *carry(stretch, x, save, due) {
      return { method: "magnus", warnings: [], ...(yield* steps.carry(stretch, x, save, due)) };
    },
  };
}

/** Absolute tolerance relative to the relative one. */
const ABSOLUTE = 0.01;

/** Bind the method to the sector of a request. */
export function bindMagnus(request: EvolutionRequest, options: Magnus, flow: Flow, scope: Scope): DoubledSteps {
  const { tolerance, order, maxStep, maxSteps } = options;
  const act = request.n <= DENSE ? denseAction(request, scope) : krylovAction(request, flow, 0.01 * tolerance, scope);
  const doubling: DoublingOptions = {
    rtol: tolerance,
    atol: ABSOLUTE * tolerance,
    firstStep: maxStep < 1e300 ? maxStep : null,
    maxStep,
    maxSteps,
  };
  return new DoubledSteps(scope, request.n, oneStep(request, order, act, scope), doubling, request.meshes());
}

/** x ← e^{hL} x with L = Σ_k w_k M_k. */
type Action = (weights: readonly number[], h: number, x: F64Pointer) => void;

function oneStep(request: EvolutionRequest, order: 2 | 4, act: Action, scope: Scope): OneStep {
  const terms = request.derivative.terms();
  const zero = scope.f64(request.n).pointer;
  const valuesAt = (t: number) => terms.coefficients.map((_, k) => coefficientOf(terms, k, t));
  return (time, h, from, to) => {
    flowCombine(request.n, 0, zero, 0 as never, from, to);
    const [first, second] = MAGNUS4.c.map((c) => valuesAt(time(c)));
    const early = averaged(first, second);
    const late = averaged(second, first);
    if (order === 2 || !isGenerator(terms, early) || !isGenerator(terms, late)) return act(valuesAt(time(0.5)), h, to);
    act(early, h, to);
    act(late, h, to);
  };
}

/** a₁ f + a₂ g. */
function averaged(f: readonly number[], g: readonly number[]): readonly number[] {
  return f.map((value, k) => MAGNUS4.a[0] * value + MAGNUS4.a[1] * g[k]);
}

/** No rate is negative: a₂ < 0 makes one so where it changes more than 13.9 times within a step. */
function isGenerator({ isRate }: GeneratorTerms, weights: readonly number[]): boolean {
  return weights.every((weight, k) => !isRate[k] || weight >= 0);
}

function denseAction(request: EvolutionRequest, scope: Scope): Action {
  const { n } = request;
  const matrices = request.derivative.matrices();
  const parts = Array.from({ length: matrices.groups }, (_, k) =>
    denseOf(
      combine(
        matrices,
        Array.from({ length: matrices.groups }, (_value, j) => (j === k ? 1 : 0)),
      ),
    ),
  );
  const P = scope.f64(n * n);
  const scratch = scope.f64(n).pointer;
  const none = scope.f64(1).pointer;
  return (weights, h, x) => {
    const A = new Float64Array(n * n);
    parts.forEach((M, k) => {
      const factor = h * weights[k];
      for (let i = 0; i < A.length; i++) A[i] += factor * M[i];
    });
    P.view().set(expmReal(n, A));
    flowSeries(1, n, P.pointer, x, 0, none, none, scratch);
  };
}

function krylovAction(request: EvolutionRequest, flow: Flow, tolerance: number, scope: Scope): Action {
  const { n } = request;
  let weights: readonly number[] = [];
  const combination = flow.combination as NonNullable<Flow["combination"]>;
  const frozen: Flow = { n, constant: true, apply: (_t, x, y) => combination(weights, x, y) };
  const subspaces = new KrylovSubspaces(scope, frozen, krylov({ tolerance: Math.max(tolerance, 1e-13) }));
  const work = scope.f64(n);
  const zero = scope.f64(n).pointer;
  return (given, h, x) => {
    weights = given;
    flowCombine(n, 0, zero, 0 as never, x, work.pointer);
    finish(subspaces.carry({ from: 0, to: h, times: [] }, work, () => false, never));
    flowCombine(n, 0, zero, 0 as never, work.pointer, x);
  };
}
