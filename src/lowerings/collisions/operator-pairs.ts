/** A map on the whole matrix as pairs of operators:  ρ′ = Σ_k A_k ρ B_k†. */
import type { TermMap } from "../../dynamics/terms.ts";
import type { Operator } from "../../operators/operator.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";

/** Pairs of operators: A_k collects every left factor that stands with the same right factor B_k. */
export interface OperatorPairs {
  readonly left: readonly Operator[];
  readonly right: readonly Operator[];
  /** A_k = B_k for all k: a Kraus map, whose result is Hermitian by construction. */
  readonly kraus: boolean;
}

/** Smallest dimension for which dense products are considered. */
const SMALLEST = 24;

/** Whether a request's operators fill so much of the matrix that index lists have no structure to use. */
export function fillsWholeMatrix({ model, dynamics, noisy, support, patterns }: CollisionRequest): boolean {
  const D = dynamics.system.dimension;
  if (D < SMALLEST || noisy.length > 0 || dynamics.idle || support === "full" || support[0] !== model.initial) return false;
  return patterns().every((map) => map.terms.some(({ left }) => 2 * left.count > D * D));
}

/** How many pairs a map has. */
export function pairCount(map: TermMap): number {
  return new Set(map.terms.map(({ right }) => right)).size;
}

/** Gather a map's terms by their right factors, with the weights put in. */
export function operatorPairs(map: TermMap, combine: (parts: readonly (readonly [Operator, number, number])[]) => Operator): OperatorPairs {
  const byRight = new Map<Operator, (readonly [Operator, number, number])[]>();
  for (const { left, right, re, im, group } of map.terms) {
    const w = map.weights[group];
    const list = byRight.get(right) ?? [];
    byRight.set(right, list);
    list.push([left, re * w, im * w]);
  }
  const entries = [...byRight.entries()];
  const kraus = entries.every(([right, parts]) => parts.length === 1 && parts[0][0] === right && parts[0][1] >= 0 && parts[0][2] === 0);
  if (kraus) {
    const roots = entries.map(([right, [[, re]]]) => combine([[right, Math.sqrt(re), 0]]));
    return { left: roots, right: roots, kraus };
  }
  return { left: entries.map(([, parts]) => combine(parts)), right: entries.map(([right]) => right), kraus };
}
