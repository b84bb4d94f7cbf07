/** One population as what the others leave of the trace: the trace then never drifts, however many collisions follow. */
import type { F64Block } from "../../numerics/memory.ts";
import type { Sector } from "../../sectors/sector.ts";

/** Keeps the trace of every lane. */
export interface KeptTrace {
  /** Take the trace of a state as the one to keep. */
  read(x: F64Block): void;
  /** Put the population that was left out into a state. */
  restore(y: F64Block): void;
}

/** Keep the trace by one coordinate, a population; by none where it is −1. */
export function keptTrace(sector: Sector, eliminated: number, lanes: number): KeptTrace {
  const trace = new Float64Array(lanes);
  const others = populationsOf(sector, eliminated);
  const sumOf = (view: Float64Array, l: number): number => {
    let sum = 0;
    for (let p = 0; p < others.length; p++) sum += view[others[p] * lanes + l];
    return sum;
  };
  return {
    read(x) {
      if (eliminated < 0) return;
      const view = x.view();
      for (let l = 0; l < lanes; l++) trace[l] = sumOf(view, l) + view[eliminated * lanes + l];
    },
    restore(y) {
      if (eliminated < 0) return;
      const view = y.view();
      for (let l = 0; l < lanes; l++) view[eliminated * lanes + l] = trace[l] - sumOf(view, l);
    },
  };
}

function populationsOf({ row, column, count }: Sector, eliminated: number): Int32Array {
  const found: number[] = [];
  for (let q = 0; q < count; q++) if (row[q] === column[q] && q !== eliminated) found.push(q);
  return Int32Array.from(found);
}
