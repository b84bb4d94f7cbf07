/** Matrices in slices of rows hold the entries of the matrices that they are made from, each in one place. */
import { describe, expect, it } from "vitest";
import type { SectorMatrices } from "../../src/sectors/matrices.ts";
import { type RowSlices, rowSlices, shiftedSlices } from "../../src/sectors/row-slices.ts";
import type { Sector } from "../../src/sectors/sector.ts";
import { randomValues } from "../reference/random.ts";

/** Random entries, many of them along diagonals, some of them exactly zero. */
function matrices(n: number, groups: number, seed: number): SectorMatrices {
  const draws = randomValues(4 * n * n * groups + 4, seed);
  const rowStart = new Int32Array(n * groups + 1);
  const columns: number[] = [];
  const values: number[] = [];
  let at = 0;
  for (let r = 0; r < n; r++) {
    for (let k = 0; k < groups; k++) {
      for (let c = 0; c < n; c++) {
        if (c !== r && (c - r + 3 * k) % 5 !== 0 && draws[at++] < 0.4) continue;
        columns.push(c);
        values.push(draws[at++] < -0.35 ? 0 : draws[at++]);
      }
      rowStart[r * groups + k + 1] = columns.length;
    }
  }
  return { n, groups, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

function dense({ n, groups, rowStart, columns, values }: SectorMatrices, k: number): Float64Array {
  const M = new Float64Array(n * n);
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) M[r * n + columns[e]] += values[e];
  }
  return M;
}

/** The matrix that the kernels see, at the places of the slices. */
function unfolded({ n, starts, offsets, values }: RowSlices): Float64Array {
  const M = new Float64Array(n * n);
  let at = 0;
  for (let s = 0; 4 * s < n; s++) {
    for (let quad = starts[2 * s]; quad < starts[2 * s + 2]; quad++) {
      const wide = quad < starts[2 * s + 1];
      if (wide) expect(Math.max(4 * s, offsets[at] / 8) + 4, "a wide quad stands inside").toBeLessThanOrEqual(n);
      for (let k = 0; k < 4; k++) {
        const value = values[4 * quad + k];
        const column = wide ? offsets[at] / 8 + k : offsets[at + k] / 8;
        expect(column).toBeLessThan(n);
        if (value === 0) continue;
        const to = (4 * s + k) * n + column;
        expect(M[to], "no place is met twice").toBe(0);
        M[to] = value;
      }
      at += wide ? 1 : 4;
    }
  }
  expect(at).toBe(offsets.length);
  return M;
}

describe("slices of rows", () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 9, 13, 30])("hold each group of matrices of %i coordinates, whose last slice may be short", (n) => {
    for (const groups of [1, 3]) {
      const M = matrices(n, groups, n);
      for (let k = 0; k < groups; k++) {
        const slices = rowSlices(M, k);
        expect(slices.n).toBe(n);
        expect(unfolded(slices)).toEqual(dense(M, k));
      }
    }
  });

  it("take new values, and zeros in other places", () => {
    const M = matrices(14, 2, 3);
    rowSlices(M, 1);
    const scaled = { ...M, values: M.values.map((v) => -3 * v) };
    expect(unfolded(rowSlices(scaled, 1))).toEqual(dense(scaled, 1));
    const cut = { ...M, values: M.values.map((v, e) => (e % 3 === 0 ? 0 : e % 3 === 1 && v === 0 ? 0.5 : v)) };
    expect(unfolded(rowSlices(cut, 1))).toEqual(dense(cut, 1));
    expect(unfolded(rowSlices(M, 0))).toEqual(dense(M, 0));
  });

  it.each([1, 4, 6, 11])("hold factor·(M − shift) of %i coordinates, real parts first, filled up to whole slices", (n) => {
    const { groups: _one, ...M } = matrices(n, 1, 20 + n);
    const part = Uint8Array.from({ length: n }, (_, q) => q % 2);
    const { places, ...slices } = shiftedSlices(M, { count: n, part } as unknown as Sector, 2, 0.75);
    expect(slices.n).toBe(4 * Math.ceil(n / 4));
    const expected = new Float64Array(slices.n ** 2);
    const full = dense({ ...M, groups: 1 }, 0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) expected[places[i] * slices.n + places[j]] = 2 * (full[i * n + j] - (i === j ? 0.75 : 0));
    }
    const got = unfolded(slices);
    for (let e = 0; e < got.length; e++) expect(got[e]).toBeCloseTo(expected[e], 14);
  });
});
