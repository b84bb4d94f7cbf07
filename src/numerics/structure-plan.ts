/** What the pattern of a stationary problem says of its classes, kept with the pattern. */
import type { DoubledSparse } from "./doubled-sparse.ts";
import { equalLists, fromPattern } from "./known-patterns.ts";
import { type StrongClasses, strongClasses } from "./strong-classes.ts";

/** A class without its numbers. */
export interface ClassPlan {
  readonly members: Int32Array;
  /** 1 for populations. */
  readonly populations: Uint8Array;
  /** Holds populations, and nothing of it feeds populations elsewhere. */
  readonly conserving: boolean;
  /** Feeds other classes. */
  readonly open: boolean;
  /** An order of elimination. */
  readonly order: Int32Array;
  /** Entries of M from outside, row by row. */
  readonly feeds: { readonly start: Int32Array; readonly entries: Int32Array };
  /** Entries of M from populations of the class (their places in it) to populations elsewhere. */
  readonly leaks: { readonly from: Int32Array; readonly entries: Int32Array };
  /** Entries of M within a class of a few coordinates, and their places in rows of twice as many; null for larger ones. */
  readonly few: { readonly entries: Int32Array; readonly places: Int32Array } | null;
}

/** Up to this many coordinates a class is looked at as a dense matrix first. */
export const FEW = 4;

/** All classes, in the order of the flow. */
export interface StructurePlan {
  readonly strong: StrongClasses;
  readonly plans: readonly ClassPlan[];
}

interface Kept {
  plan: StructurePlan;
  populations: Uint8Array;
  order: Int32Array;
}

/** The classes of M; `populations` and `order` are those of the whole problem. */
export function structurePlan(M: DoubledSparse, populations: Uint8Array, order: Int32Array): StructurePlan {
  const make = (): Kept => ({ plan: planOf(M, populations, order), populations, order });
  const kept = fromPattern(M, "structure", make);
  if (!equalLists(kept.populations, populations) || !equalLists(kept.order, order)) Object.assign(kept, make());
  return kept.plan;
}

function planOf(M: DoubledSparse, populations: Uint8Array, order: Int32Array): StructurePlan {
  const strong = strongClasses(M);
  const { of, members } = strong;
  const rank = new Int32Array(M.n);
  for (let k = 0; k < M.n; k++) rank[order[k]] = k;
  const inside = new Int32Array(M.n);
  for (const list of members) for (let k = 0; k < list.length; k++) inside[list[k]] = k;
  const conserving = Uint8Array.from(members, (list) => (list.some((i) => populations[i]) ? 1 : 0));
  const open = new Uint8Array(members.length);
  const leaks = members.map((): [number[], number[]] => [[], []]);
  for (let r = 0; r < M.n; r++) {
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      const q = M.columns[e];
      if (of[q] === of[r] || M.values[e] === 0) continue;
      open[of[q]] = 1;
      if (!populations[r]) continue;
      conserving[of[q]] = 0;
      if (!populations[q]) continue;
      leaks[of[q]][0].push(inside[q]);
      leaks[of[q]][1].push(e);
    }
  }
  const plans = members.map(
    (list, c): ClassPlan => ({
      members: list,
      populations: Uint8Array.from(list, (i) => populations[i]),
      conserving: conserving[c] === 1,
      open: open[c] === 1,
      order: orderWithin(list, rank),
      feeds: feedsOf(M, list, of, c),
      leaks: { from: Int32Array.from(leaks[c][0]), entries: Int32Array.from(leaks[c][1]) },
      few: list.length <= FEW ? fewOf(M, list, of, inside) : null,
    }),
  );
  return { strong, plans };
}

/** Places in a list of indices, by their rank. */
function orderWithin(list: Int32Array, rank: Int32Array): Int32Array {
  return Int32Array.from(list.keys()).sort((a, b) => rank[list[a]] - rank[list[b]]);
}

function feedsOf(M: DoubledSparse, list: Int32Array, of: Int32Array, c: number): ClassPlan["feeds"] {
  const start = new Int32Array(list.length + 1);
  const entries: number[] = [];
  for (let k = 0; k < list.length; k++) {
    const r = list[k];
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) if (of[M.columns[e]] !== c) entries.push(e);
    start[k + 1] = entries.length;
  }
  return { start, entries: Int32Array.from(entries) };
}

function fewOf(M: DoubledSparse, list: Int32Array, of: Int32Array, inside: Int32Array): NonNullable<ClassPlan["few"]> {
  const [entries, places]: [number[], number[]] = [[], []];
  for (let k = 0; k < list.length; k++) {
    const r = list[k];
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      const q = M.columns[e];
      if (of[q] !== of[r]) continue;
      entries.push(e);
      places.push(2 * list.length * k + inside[q]);
    }
  }
  return { entries: Int32Array.from(entries), places: Int32Array.from(places) };
}
