/** Rows for assembly/flow.ts and operators.ts. Vectors are taken in pairs, so sizes stand on both sides of 2, 4 and 8. */
import { Write } from "../../../assembly/abi.ts";
import * as twin from "../../reference/flow.ts";
import { randomValues } from "../../reference/random.ts";
import { row, unknown } from "./twin.ts";

const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 17, 19];

/** Random rows, some empty, and runs of lengths 0 … 5, 8, 9 and 17 along diagonals where they fit. */
function matrix(n: number, seed: number): twin.PlainFlow {
  const draw = randomValues(n * n, seed);
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (i % 3 !== 1 && draw[i * n + j] > 0.3) columns.push(j);
    rowStart[i + 1] = columns.length;
  }
  const runs = [0, 1, 2, 3, 4, 5, 8, 9, 17]
    .filter((length) => length <= n)
    .flatMap((length) => [n - length, length % (n - length + 1), length]);
  const entries = runs.reduce((sum, length, k) => (k % 3 === 2 ? sum + length : sum), 0);
  return {
    n,
    rowStart,
    columns: Int32Array.from(columns),
    values: randomValues(columns.length, seed + 1),
    runCount: runs.length / 3,
    runs: Int32Array.from(runs),
    runValues: randomValues(entries, seed + 2),
  };
}

/** Sparse complex rows; every second entry is real. */
function operator(n: number, seed: number) {
  const { rowStart, columns } = matrix(n, seed);
  const values = randomValues(2 * columns.length, seed + 3).map((v, i) => (i % 4 === 1 ? 0 : v));
  return { n, rowStart, columns, values };
}

export const flow = {
  flowApply: row(
    sizes.flatMap((n) =>
      [Write.Replace, Write.Add].map((write) => ({
        ...matrix(n, n),
        x: randomValues(n, 4),
        y: randomValues(n, 5),
        factor: -0.7,
        write: write as number,
      })),
    ),
    { twin: (c) => twin.flowApply(c, c.x, c.y, c.factor, c.write === Write.Add) },
  ),
  flowSlices: row(
    [0, 1, 2, 5, 8].map((slices) => {
      const counts = [0, 3, 2, 0, 0, 1, 4, 2, 1, 1, 2, 0, 0, 0, 3, 2];
      const starts = new Int32Array(2 * slices + 1);
      for (let k = 0; k < 2 * slices; k++) starts[k + 1] = starts[k] + counts[k];
      const quads = starts[2 * slices];
      const kinds = counts.slice(0, 2 * slices).flatMap((count, k) => Array<boolean>(count).fill(k % 2 === 0));
      // A wide quad has four neighbours behind it, at any distance from a multiple of four.
      const draws = randomValues(4 * quads + 1, 6).map((v) => Math.floor(1e6 * Math.abs(v)));
      const offsets = kinds.flatMap((wide, q) =>
        wide ? [8 * (draws[q] % (4 * slices - 3))] : [0, 1, 2, 3].map((k) => 8 * (draws[4 * q + k] % (4 * slices))),
      );
      return {
        slices,
        starts,
        offsets: Int32Array.from(offsets),
        values: randomValues(4 * quads, 7),
        x: randomValues(4 * slices, 8),
        y: randomValues(4 * slices, 9),
      };
    }),
    { twin: (c) => twin.flowSlices(c.starts, c.offsets, c.values, c.x, c.y) },
  ),
  flowCombine: row(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((count) =>
      [0, 1, 2, 5].map((n) => ({
        n,
        count,
        coefficients: randomValues(count, 1),
        vectors: Array.from({ length: count }, (_, k) => randomValues(n, 10 + k)),
        base: randomValues(n, 2),
        out: unknown(n),
      })),
    ),
    { twin: (c) => twin.flowCombine(c.coefficients, c.vectors, c.base, c.out) },
  ),
  flowDot: row(
    sizes.map((n) => ({ n, x: randomValues(n, 1), y: randomValues(n, 2) })),
    { twin: ({ n, x, y }) => twin.flowDot(n, x, y) },
  ),
  flowError: row(
    sizes.map((n) => ({ n, e: randomValues(n, 1), a: randomValues(n, 2), b: randomValues(n, 3), rtol: 0.1, atol: 0.01 })),
    { twin: ({ n, e, a, b, rtol, atol }) => twin.flowError(n, e, a, b, rtol, atol) },
  ),
  flowRk4: row(
    sizes.flatMap((n) => [0, 1, 3].map((steps) => ({ steps, dt: 0.3, ...matrix(n, n), x: randomValues(n, 1), scratch: unknown(3 * n) }))),
    { twin: (c) => twin.flowRk4(c, c.steps, c.dt, c.x) },
  ),
  flowSeries: row(
    sizes.flatMap((n) =>
      [0, 2].flatMap((steps) =>
        [0, 3].map((count) => ({
          steps,
          n,
          P: randomValues(n * n, 1),
          x: randomValues(n, 2),
          count,
          F: randomValues(count * n, 3),
          out: unknown(steps * count),
          scratch: unknown(n),
        })),
      ),
    ),
    { twin: (c) => twin.flowSeries(c.steps, c.n, c.P, c.x, c.count, c.F, c.out) },
  ),
  flowOrthogonalise: row(
    sizes.flatMap((n) => [0, 1, 4].map((j) => ({ n, j, basis: randomValues((j + 1) * n, j), h: unknown(j + 1) }))),
    { twin: ({ n, j, basis, h }) => twin.flowOrthogonalise(n, j, basis, h) },
  ),
  sparseTimesInto: row(
    [0, 1, 2, 5, 9].map((n) => ({ ...operator(n, n + 1), x: randomValues(2 * n * n, 1), y: randomValues(2 * n * n, 2) })),
    { twin: (c) => twin.sparseTimesInto(c.n, c.rowStart, c.columns, c.values, c.x, c.y) },
  ),
  adjointOf: row(
    [0, 1, 2, 5].map((n) => ({ n, x: randomValues(2 * n * n, 1), y: unknown(2 * n * n) })),
    {
      twin({ n, x, y }) {
        for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) y.set([x[2 * (j * n + i)], -x[2 * (j * n + i) + 1]], 2 * (i * n + j));
      },
    },
  ),
  addAdjoint: row(
    [0, 1, 2, 5].map((n) => ({ n, x: randomValues(2 * n * n, 1) })),
    {
      twin({ n, x }) {
        const old = x.slice();
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const [p, q] = [2 * (i * n + j), 2 * (j * n + i)];
            x.set([old[p] + old[q], i === j ? 0 : old[p + 1] - old[q + 1]], p);
          }
        }
      },
    },
  ),
  fillZero: row(
    [0, 1, 5].map((count) => ({ count, x: randomValues(count, 1) })),
    {
      twin({ x }) {
        x.fill(0);
      },
    },
  ),
};
