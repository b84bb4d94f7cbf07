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
  const place: number[] = [];
  const starts: number[] = [];
  for (let k = 0; k <= Math.min(K, largestOrder(d1, d2)); k++) {
    starts.push(place.length / 2);
    for (let i = 0; i < d1 - k; i++) {
      for (let j = 0; j < d2 - k; j++) place.push(i * d2 + j + k, (i + k) * d2 + j);
    }
  }
  const count = place.length / 2;
  const row = Int32Array.from({ length: count }, (_, q) => place[2 * q]);
  const column = Int32Array.from({ length: count }, (_, q) => place[2 * q + 1]);
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
