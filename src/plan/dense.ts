/** Collisions on the whole dense matrix: ρ′ = Σ_k A_k ρ B_k† with dense products, for systems without structure. */

import type { TermMap } from "../dynamics/terms.ts";
import type { Operator } from "../operators/operator.ts";
import type { Lowering } from "./plan.ts";

/** A map as pairs of operators: A_k collects every left factor that stands with the same right factor B_k. */
export interface OperatorPairs {
  readonly left: readonly Operator[];
  readonly right: readonly Operator[];
  /** A_k = B_k for all k: a Kraus map, whose result is Hermitian by construction. */
  readonly kraus: boolean;
}

/** Speed of packed dense products and of index lists, in operations per second: what the choice is made with. */
const RATE = { dense: 14e9, lists: 2.5e9 };
/** Smallest dimension for which dense products are considered. */
const SMALLEST = 24;
/** Bytes of index lists that are too many. */
const LARGEST_LISTS = 1 << 28;

/** The dense lowering of some maps on D levels, or null where index lists on a sector are the better choice. */
export function denseLowering(maps: readonly TermMap[], D: number): Lowering | null {
  if (D < SMALLEST || !maps.every((map) => map.terms.some(({ left }) => 2 * left.count > D * D))) return null;
  const counts = maps.map((map) => new Set(map.terms.map(({ right }) => right)).size);
  const flops = Math.max(...counts) * 16 * D * D * D;
  const lists = 2 * D * D * D * D;
  const bytes = counts.reduce((sum, count) => sum + 32 * count * D * D, 0) + 48 * D * D;
  if (flops / RATE.dense > lists / RATE.lists && 6 * lists < LARGEST_LISTS) return null;
  return { name: "dense Kraus products", flops, bytes };
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
