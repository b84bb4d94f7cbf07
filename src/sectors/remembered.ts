/**
 * Symbolic once, numeric often: the sectors of the last few patterns, so that a sweep over a parameter searches once.
 *
 * A sector depends on nothing but the places and number classes of the entries of all terms and of the initial support;
 * these are compared in full, so that a remembered sector is the one that a new search would find.
 */
import type { Term } from "../dynamics/terms.ts";
import { equalLists } from "../numerics/known-patterns.ts";
import type { Operator } from "../operators/operator.ts";
import { discoverSector, type Sector, type SectorLimits } from "./sector.ts";
import { patternOf, patternOfTerms } from "./term-pattern.ts";

interface Remembered {
  readonly terms: Int32Array;
  readonly support: Int32Array;
  readonly sector: Sector;
}

/** A grid crosses a few automatic truncations in every row, again and again; of large sectors only the last ones are held on to. */
const KEPT = 16;
const KEPT_IF_LARGE = 4;
const LARGE = 200_000;
const remembered: Remembered[] = [];

function coordinates(): number {
  return remembered.reduce((sum, { sector }) => sum + sector.count, 0);
}

/** `discoverSector`, unless the same pattern was searched lately. */
export function rememberedSector(
  terms: readonly Term[],
  dimension: number,
  support: readonly Operator[] | "full",
  limits: SectorLimits,
): Sector | null {
  const pattern = { terms: patternOfTerms(terms, dimension), support: patternOf([], dimension, support) };
  const known = remembered.findIndex((entry) => equalLists(entry.terms, pattern.terms) && equalLists(entry.support, pattern.support));
  if (known >= 0) {
    const [entry] = remembered.splice(known, 1);
    remembered.push(entry);
    return entry.sector;
  }
  const sector = discoverSector(terms, dimension, support, limits);
  if (sector) {
    remembered.push({ ...pattern, sector });
    while (remembered.length > KEPT || (remembered.length > KEPT_IF_LARGE && coordinates() > LARGE)) remembered.shift();
  }
  return sector;
}
