/** Steps by exact exponentials of a constant generator on its sector. */
import { flowSeries } from "../../../bindings/flow.ts";
import type { F64Block, Scope } from "../../../bindings/memory.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { propagators } from "../../numerics/propagators.ts";
import type { Save, Stepper, Stretch } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { changesInTime, evolutionPrice, exponentialFlops, otherAsked } from "./evolution-price.ts";
import { stopsOf } from "./stops.ts";

/** Largest sector that is exponentiated as a dense matrix without being asked to. */
export const SMALL = 512;
/** Largest sector that is exponentiated on request. */
const LARGEST = 1500;

/** One dense exponential per distinct Δt, one product per saved time. */
export const exponentialSteps: EvolutionLowering = { name: "exponential", fits, bind };

function fits(request: EvolutionRequest): Price | Refusal {
  const no = otherAsked(request, "exponential") ?? changesInTime(request, "exponential()");
  if (no) return no;
  const M = request.matrix();
  if (!M) return { refused: "needs a matrix, which the whole density matrix has not", remedy: "Use `krylov()`." };
  if (request.method.kind === "auto" && M.n > SMALL) {
    return { refused: `is taken unasked on at most ${SMALL} coordinates, and the sector has ${M.n}` };
  }
  if (M.n > LARGEST) {
    const must = `work on at most ${LARGEST} coordinates when it is exponential()`;
    return { refused: `the sector has ${M.n} coordinates`, must, remedy: "Use `krylov()`." };
  }
  return evolutionPrice(request, exponentialFlops(M, request.times), 8 * M.n * M.n);
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = request.flow.bind(scope);
  const carry = bindExponentials(request.matrix() as SparseReal, scope);
  return {
    flow,
    *carry(stretch, x, save, due) {
      return { method: "exponential", rejected: 0, warnings: [], ...(yield* carry(stretch, x, save, due)) };
    },
  };
}

/** What carries a state with exponentials of M. */
export type ExactCarry = (
  stretch: Stretch,
  x: F64Block,
  save: Save,
  due: Due,
) => Work<{ readonly accepted: number; readonly stopped: boolean }>;

/** Bind the exponentials of M: each is made when a step of its length is first taken. */
export function bindExponentials(M: SparseReal, scope: Scope): ExactCarry {
  const source = propagators(M);
  const P = scope.f64(M.n * M.n);
  const scratch = scope.f64(M.n).pointer;
  const none = scope.f64(1).pointer;
  let loaded: Float64Array | null = null;
  return function* (stretch, x, save, due) {
    let t = stretch.from;
    let accepted = 0;
    for (const stop of stopsOf(stretch)) {
      if (stop.t > t) {
        const made = source.at(stop.t - t, stop.t);
        if (made.P !== loaded) P.view().set((loaded = made.P));
        flowSeries(1, M.n, P.pointer, x.pointer, 0, none, none, scratch);
        accepted++;
        t = stop.t;
        if (due()) yield;
      }
      if (stop.saved && save(t, x.pointer)) return { accepted, stopped: true };
    }
    return { accepted, stopped: false };
  };
}
