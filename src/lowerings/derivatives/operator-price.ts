/** Prices of the ways that multiply operators into the whole density matrix. */
import { isIdentity } from "../../operators/checks.ts";
import type { DerivativeRequest } from "../../plan/derivative-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";

/** State, slope, and the vectors that an explicit stepper holds: they count with the right-hand side. */
export const VECTORS = 12;

/** Measured rates in flops per second (complex row updates, packed gemm), and what each evaluation costs beside, in seconds. */
const RATE = { sparse: 8e9, dense: 17e9 } as const;
const OVERHEAD = { sparse: 4e-7, dense: 5e-7 } as const;

/** G ρ + h.c. and two products per jump, with operators stored as `storage` says. */
export function operatorPrice(request: DerivativeRequest, storage: "sparse" | "dense"): Price | Refusal {
  if (request.needsMatrix) return { refused: "makes no matrix on a sector, which the work needs" };
  const N = request.generator.system.dimension;
  let flops = 4 * N * N;
  let stored = 0;
  for (const { left, right } of request.terms().terms) {
    const sides = isIdentity(right) ? [left] : isIdentity(left) ? [] : [left, right];
    for (const side of sides) {
      flops += storage === "dense" ? 8 * N * N * N : 8 * side.count * N;
      stored += storage === "dense" ? 16 * N * N : 20 * side.count;
    }
  }
  const seconds = flops / RATE[storage] + OVERHEAD[storage];
  return { seconds, flops, bytes: stored + 16 * N * N * VECTORS };
}
