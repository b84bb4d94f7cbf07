/** Steps by exact exponentials of a generator whose coefficients are constant between breakpoints, whatever their height. */
import { flowSeries } from "../../../bindings/flow.ts";
import type { F64Block, Scope } from "../../../bindings/memory.ts";
import type { GeneratorTerms } from "../../dynamics/lower.ts";
import { inside } from "../../dynamics/time-mesh.ts";
import { krylov } from "../../methods/exponential.ts";
import { type Propagator, type Propagators, propagators } from "../../numerics/propagators.ts";
import type { Flow, Save, Stepper, Steps, Stretch } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { combine } from "../../sectors/matrices.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { coefficientOf } from "../derivatives/coefficient-values.ts";
import { evolutionPrice, spanOf } from "./evolution-price.ts";
import { SMALL } from "./exponential-steps.ts";
import { KrylovSubspaces } from "./krylov-subspaces.ts";
import { stopsOf } from "./stops.ts";

/** Dense exponentials of small sectors, cached by values and length; Krylov subspaces of large ones. */
export const piecewiseExponential: EvolutionLowering = { name: "piecewise exponential", fits, bind };

/** Sets of values whose exponentials are kept at a time. */
const KEPT = 16;

function fits(request: EvolutionRequest): Price | Refusal {
  const { method, constant, onSector, n } = request;
  if (!["auto", "exponential", "krylov"].includes(method.kind)) return { refused: `${method.kind} was asked for` };
  if (constant) return { refused: "is for coefficients that jump in time, and none does" };
  if (!request.piecewise()) return { refused: "needs coefficients that are constant between breakpoints" };
  if (!onSector) return { refused: "needs a matrix, which the whole density matrix has not" };
  const pieces = piecesOf(request);
  if (!isDense(request)) return evolutionPrice(request, 100 * 60 * n * Math.max(pieces.length, request.times.length), 8 * 34 * n);
  const lengths = Math.max(1, Math.min(pieces.length, new Set(pieces).size) + 1);
  return evolutionPrice(request, 5 * n * n * n * lengths + 2 * n * n * (pieces.length + request.times.length), 8 * n * n);
}

/** The lengths of the pieces, to nine digits of the run. */
function piecesOf(request: EvolutionRequest): readonly number[] {
  const span = spanOf(request);
  const cuts = [0, ...request.derivative.terms().breakpoints.filter((t) => t > 0 && t < span), span];
  return cuts.slice(1).map((t, k) => Math.round((1e9 * (t - cuts[k])) / span));
}

function isDense({ method, n }: EvolutionRequest): boolean {
  return method.kind !== "krylov" && n <= SMALL;
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = request.flow.bind(scope);
  return { flow, carry: isDense(request) ? bindDense(request, scope) : bindKrylov(request, flow, scope) };
}

/** The values of all coefficients on a stretch. Throws a RunFailure where a rate is negative. */
function valuesOf(terms: GeneratorTerms, { from, to }: Stretch): readonly number[] {
  return terms.coefficients.map((_, k) => coefficientOf(terms, k, inside(from, to, from)));
}

function bindDense(request: EvolutionRequest, scope: Scope): Stepper["carry"] {
  const terms = request.derivative.terms();
  const matrices = request.derivative.matrices();
  const { n } = matrices;
  const P = scope.f64(n * n);
  const scratch = scope.f64(n).pointer;
  const none = scope.f64(1).pointer;
  const known = new Map<string, Propagators>();
  let loaded: Propagator | null = null;
  const sourceOf = (values: readonly number[]): Propagators => {
    const key = values.join();
    const source = known.get(key) ?? propagators(combine(matrices, values));
    known.delete(key);
    known.set(key, source);
    if (known.size > KEPT) known.delete(known.keys().next().value as string);
    return source;
  };
  return function* (stretch: Stretch, x: F64Block, save: Save, due: Due): Work<Steps> {
    const source = sourceOf(valuesOf(terms, stretch));
    let t = stretch.from;
    let accepted = 0;
    const report = (stopped: boolean) => ({ method: "piecewise exponential", accepted, rejected: 0, stopped, warnings: [] });
    for (const stop of stopsOf(stretch)) {
      if (stop.t > t) {
        const made = source.at(stop.t - t, stop.t);
        if (made !== loaded) P.view().set((loaded = made).P);
        flowSeries(1, n, P.pointer, x.pointer, 0, none, none, scratch);
        accepted++;
        t = stop.t;
        if (due()) yield;
      }
      if (stop.saved && save(t, x.pointer)) return report(true);
    }
    return report(false);
  };
}

function bindKrylov(request: EvolutionRequest, flow: Flow, scope: Scope): Stepper["carry"] {
  const { method } = request;
  const options = method.kind === "krylov" ? method : krylov({ tolerance: method.kind === "auto" ? Math.max(method.rtol, 1e-12) : 1e-12 });
  let time = 0;
  const frozen: Flow = { n: flow.n, constant: true, apply: (_t, x, y) => flow.apply(time, x, y) };
  const subspaces = new KrylovSubspaces(scope, frozen, options);
  return function* (stretch, x, save, due) {
    time = inside(stretch.from, stretch.to, stretch.from);
    return { method: "piecewise krylov", warnings: [], ...(yield* subspaces.carry(stretch, x, save, due)) };
  };
}
