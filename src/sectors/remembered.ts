/**
 * Symbolic once, numeric often: the sectors of the last few patterns, so that a sweep over a parameter searches once.
 *
 * A sector depends on nothing but the places and number classes of the entries of all terms and of the initial support;
 * these are compared in full, so that a remembered sector is the one that a new search would find.
 */
import type { Term } from "../dynamics/terms.ts";
import { entryClasses } from "../operators/classes.ts";
import type { Operator } from "../operators/operator.ts";
import { classOf, discoverSector, type Sector, type SectorLimits } from "./sector.ts";

interface Remembered {
  readonly pattern: Int32Array;
  readonly sector: Sector;
}

const KEPT = 4;
const remembered: Remembered[] = [];

/** `discoverSector`, unless the same pattern was searched lately. */
export function rememberedSector(
  terms: readonly Term[],
  dimension: number,
  support: readonly Operator[] | "full",
  limits: SectorLimits,
): Sector | null {
  const pattern = patternOf(terms, dimension, support);
  const known = remembered.findIndex((entry) => same(entry.pattern, pattern));
  if (known >= 0) {
    const [entry] = remembered.splice(known, 1);
    remembered.push(entry);
    return entry.sector;
  }
  const sector = discoverSector(terms, dimension, support, limits);
  if (sector) {
    remembered.push({ pattern, sector });
    if (remembered.length > KEPT) remembered.shift();
  }
  return sector;
}

function same(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function patternOf(terms: readonly Term[], dimension: number, support: readonly Operator[] | "full"): Int32Array {
  const numbers = new Map<Operator, number>();
  const distinct: Operator[] = [];
  const numberOf = (A: Operator): number => {
    const known = numbers.get(A);
    if (known !== undefined) return known;
    numbers.set(A, distinct.length);
    return distinct.push(A) - 1;
  };
  const head = [dimension, support === "full" ? -1 : support.length];
  for (const { left, right, re, im } of terms) head.push(numberOf(left), numberOf(right), classOf(re, im));
  if (support !== "full") for (const state of support) head.push(numberOf(state));
  const pattern = new Int32Array(head.length + distinct.reduce((sum, A) => sum + A.dimension + 1 + 2 * A.count, 0));
  pattern.set(head);
  let at = head.length;
  for (const A of distinct) {
    pattern.set(A.rowStart, at);
    pattern.set(A.columns, at + A.rowStart.length);
    at += A.rowStart.length + A.count;
    pattern.set(entryClasses(A), at);
    at += A.count;
  }
  return pattern;
}
