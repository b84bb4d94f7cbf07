/** Steps by Krylov subspaces of a constant generator, on a sector or on the whole matrix. */
import type { Scope } from "../../../bindings/memory.ts";
import { type Krylov, krylov } from "../../methods/exponential.ts";
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import type { Stepper } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { changesInTime, evolutionPrice, explicitFlops, otherAsked, spanOf, takenExactly } from "./evolution-price.ts";
import { KrylovSubspaces } from "./krylov-subspaces.ts";

/** e^{L Δt}ρ from subspaces, with the error estimated in each substep. */
export const krylovSteps: EvolutionLowering = { name: "krylov", fits, bind };

/** Entries per row from which subspaces pay, and decay times that the run must span at least. */
const DENSE_ROWS = 30;
const LONG = 300;

/**
 * Explicit steps are bounded by the norm; a subspace of m vectors spans about m² decay times, and its orthogonalisation costs about as
 * much as the products where rows have m entries. How many substeps it takes is known from the spectrum alone, so that the price is
 * that of the explicit steps, which it does not exceed under the conditions asked for here. With the same price, it comes first.
 */
function fits(request: EvolutionRequest): Price | Refusal {
  const no = otherAsked(request, "krylov") ?? changesInTime(request, "krylov()") ?? takenExactly(request);
  if (no) return no;
  const M = request.matrix();
  if (request.method.kind === "auto") {
    if (!M) return { refused: "is taken unasked only where the norm of the matrix is known" };
    if (densityOf(M) < DENSE_ROWS) return { refused: `pays on rows of at least ${DENSE_ROWS} entries` };
    if (norm1(M) * spanOf(request) < LONG) return { refused: `pays over more than ${LONG} decay times` };
  }
  const { dimension } = optionsOf(request);
  return evolutionPrice(request, explicitFlops(request), 8 * request.n * Math.max(0, dimension - 6));
}

/** What the user asked for, or a tolerance from that of `auto` and a size from the density of the matrix. */
function optionsOf(request: EvolutionRequest): Krylov {
  const { method } = request;
  if (method.kind === "krylov") return method;
  const dimension = Math.min(100, Math.max(30, Math.round(1.5 * densityOf(request.matrix() as SparseReal))));
  return krylov({ tolerance: Math.max((method as { rtol: number }).rtol, 1e-12), dimension });
}

function densityOf(M: SparseReal): number {
  return M.values.length / M.n;
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = request.flow.bind(scope);
  const subspaces = new KrylovSubspaces(scope, flow, optionsOf(request));
  return {
    flow,
    *carry(stretch, x, save, due) {
      return { method: "krylov", warnings: [], ...(yield* subspaces.carry(stretch, x, save, due)) };
    },
  };
}
