/**
 * Generators of several copies of a sector, one for each hidden state of some noise, between which states flow:
 *
 *   ẋ_i = Σ_k c_k(t) M_k⁽ⁱ⁾ x_i + Σ_j rate_ij x_j,   coordinates [copy][coordinate]
 *
 * and of their second moments, whose generator is M ⊗ 1 + 1 ⊗ M.
 */
import type { SectorMatrices } from "./matrices.ts";

/** What flows between copies per unit of time. */
export type Rates = readonly (readonly [to: number, from: number, rate: number])[];

/** The matrices of one copy, and which group of the whole each of its groups is. */
export interface Copy {
  readonly matrices: SectorMatrices;
  readonly groups: readonly number[];
}

/** All copies as one: `groups` in all, group 0 has the rates. */
export function enlarged(copies: readonly Copy[], groups: number, rates: Rates): SectorMatrices {
  const n = copies[0].matrices.n;
  return fromRows(copies.length * n, groups, (add) => {
    copies.forEach(({ matrices, groups: own }, i) => {
      eachEntry(matrices, (row, column, k, value) => add(i * n + row, i * n + column, own[k], value));
    });
    for (const [to, from, rate] of rates) for (let q = 0; q < n; q++) add(to * n + q, from * n + q, 0, rate);
  });
}

/** Second moments of all copies: coordinates [copy][coordinate][coordinate]. */
export function enlargedMoments(copies: readonly Copy[], groups: number, rates: Rates): SectorMatrices {
  const n = copies[0].matrices.n;
  const at = (i: number, q: number, p: number) => (i * n + q) * n + p;
  return fromRows(copies.length * n * n, groups, (add) => {
    copies.forEach(({ matrices, groups: own }, i) => {
      eachEntry(matrices, (row, column, k, value) => {
        for (let p = 0; p < n; p++) {
          add(at(i, row, p), at(i, column, p), own[k], value);
          add(at(i, p, row), at(i, p, column), own[k], value);
        }
      });
    });
    for (const [to, from, rate] of rates) for (let e = 0; e < n * n; e++) add(to * n * n + e, from * n * n + e, 0, rate);
  });
}

function eachEntry({ n, groups, rowStart, columns, values }: SectorMatrices, visit: (r: number, c: number, k: number, v: number) => void) {
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < groups; k++) {
      const s = row * groups + k;
      for (let e = rowStart[s]; e < rowStart[s + 1]; e++) visit(row, columns[e], k, values[e]);
    }
  }
}

type Add = (row: number, column: number, group: number, value: number) => void;

/** Rows from entries in any order; what stands in one place is added up in the order it came. */
function fromRows(n: number, groups: number, fill: (add: Add) => void): SectorMatrices {
  const segments: Map<number, number>[] = Array.from({ length: n * groups }, () => new Map());
  fill((row, column, group, value) => {
    const segment = segments[row * groups + group];
    segment.set(column, (segment.get(column) ?? 0) + value);
  });
  const rowStart = new Int32Array(n * groups + 1);
  segments.forEach((segment, s) => {
    rowStart[s + 1] = rowStart[s] + segment.size;
  });
  const sorted = segments.map((segment) => [...segment].sort(([a], [b]) => a - b));
  const entries = sorted.flat();
  return { n, groups, rowStart, columns: Int32Array.from(entries, ([column]) => column), values: Float64Array.from(entries, ([, v]) => v) };
}
