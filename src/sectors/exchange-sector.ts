/** The coordinates of an exchange cascade in the order of assembly/exchange.ts, as a sector. */
import { Part, type Sector } from "./sector.ts";

/** Shape of an exchange cascade: levels of the two modes (d2 = 1 for one mode) and the largest coherence order kept. */
export interface ExchangeShape {
  readonly d1: number;
  readonly d2: number;
  readonly K: number;
}

/** Largest coherence order |n1 − m1| that the levels allow. */
export function largestOrder(d1: number, d2: number): number {
  return Math.min(d1, d2) - 1;
}

/** The sector of all ⟨i+k, j|ρ|i, j+k⟩ with k ≤ K: order k, then i, then j. */
export function exchangeSector({ d1, d2, K }: ExchangeShape): Sector {
  const starts: number[] = [];
  let count = 0;
  for (let k = 0; k <= Math.min(K, largestOrder(d1, d2)); k++) {
    starts.push(count);
    count += (d1 - k) * (d2 - k);
  }
  const row = new Int32Array(count);
  const column = new Int32Array(count);
  let q = 0;
  for (let k = 0; k < starts.length; k++) {
    for (let i = 0; i < d1 - k; i++) {
      for (let j = 0; j < d2 - k; j++, q++) {
        row[q] = i * d2 + j + k;
        column[q] = (i + k) * d2 + j;
      }
    }
  }
  return {
    dimension: d1 * d2,
    count,
    row,
    column,
    part: new Uint8Array(count),
    indexOf(r, c, part) {
      if (part !== Part.Re) return -1;
      const i = Math.floor(r / d2);
      const k = Math.floor(c / d2) - i;
      const j = c % d2;
      if (k < 0 || k >= starts.length || r % d2 !== j + k) return -1;
      return starts[k] + i * (d2 - k) + j;
    },
  };
}

/**
 * The sector of a detuned cascade: ⟨i, j+k|ρ|i+k, j⟩ with k ≤ K, order k, then i, then j; real at k = 0, else real and then
 * imaginary part.
 */
export function detunedSector({ d1, d2, K }: ExchangeShape): Sector {
  const [row, column, part]: [number[], number[], number[]] = [[], [], []];
  const starts: number[] = [];
  for (let k = 0; k <= Math.min(K, largestOrder(d1, d2)); k++) {
    starts.push(row.length);
    for (let i = 0; i < d1 - k; i++) {
      for (let j = 0; j < d2 - k; j++) {
        for (const which of k === 0 ? [Part.Re] : [Part.Re, Part.Im]) {
          row.push(i * d2 + j + k);
          column.push((i + k) * d2 + j);
          part.push(which);
        }
      }
    }
  }
  return {
    dimension: d1 * d2,
    count: row.length,
    row: Int32Array.from(row),
    column: Int32Array.from(column),
    part: Uint8Array.from(part),
    indexOf(r, c, which) {
      const i = Math.floor(r / d2);
      const k = Math.floor(c / d2) - i;
      const j = c % d2;
      if (k < 0 || k >= starts.length || r % d2 !== j + k || (k === 0 && which === Part.Im)) return -1;
      const place = i * (d2 - k) + j;
      return starts[k] + (k === 0 ? place : 2 * place + which);
    },
  };
}
