/** Rows for assembly/flow.ts, slices.ts and operators.ts. Vectors are taken in pairs and rows by four: sizes stand on both sides of 2, 4 and 8. */
import { Write } from "../../../assembly/abi.ts";
import * as twin from "../../reference/flow.ts";
import { randomValues } from "../../reference/random.ts";
import { row, unknown } from "./twin.ts";

const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 17, 19];
/** Each begins the counts of quads elsewhere. */
const seeds = [0, 1, 4, 7];

/** Slices with none, one and several wide and loose quads; the last one, where it has fewer than four rows, with loose ones alone. */
function matrix(n: number, seed: number): twin.PlainFlow {
  const slices = Math.ceil(n / 4);
  const counts = [0, 3, 2, 0, 0, 0, 0, 1, 4, 2, 1, 1];
  const draws = randomValues(4000, seed).map((v) => Math.floor(1e6 * Math.abs(v)));
  const starts = new Int32Array(2 * slices + 1);
  const offsets: number[] = [];
  for (let k = 0; k < 2 * slices; k++) {
    const wide = k % 2 === 0;
    const count = wide && 4 * (k / 2) + 4 > n ? 0 : counts[(k + seed) % counts.length];
    for (let quad = 0; quad < count; quad++) {
      const own = offsets.length;
      // a wide quad has four neighbours behind it, at any distance from a multiple of four
      if (wide) offsets.push(8 * (draws[own] % (n - 3)));
      else for (let row = 0; row < 4; row++) offsets.push(8 * (draws[own + row] % n));
    }
    starts[k + 1] = starts[k] + count;
  }
  return { n, starts, offsets: Int32Array.from(offsets), values: randomValues(4 * starts[2 * slices], seed + 1) };
}

/** Sparse complex rows; every second entry is real. */
function operator(n: number, seed: number) {
  const draw = randomValues(n * n, seed);
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (i % 3 !== 1 && draw[i * n + j] > 0.3) columns.push(j);
    rowStart[i + 1] = columns.length;
  }
  const values = randomValues(2 * columns.length, seed + 3).map((v, i) => (i % 4 === 1 ? 0 : v));
  return { n, rowStart, columns: Int32Array.from(columns), values };
}

export const flow = {
  flowApply: row(
    sizes.flatMap((n) =>
      [Write.Replace, Write.Add].flatMap((write) =>
        seeds.map((seed) => ({
          ...matrix(n, seed),
          x: randomValues(n, 4),
          y: randomValues(n, 5),
          factor: -0.7,
          write: write as number,
        })),
      ),
    ),
    { twin: (c) => twin.flowApply(c, c.x, c.y, c.factor, c.write === Write.Add) },
  ),
  flowRecurrence: row(
    sizes.flatMap((n) => seeds.map((seed) => ({ ...matrix(n, seed), x: randomValues(n, 8), y: randomValues(n, 9) }))),
    { twin: (c) => twin.flowRecurrence(c, c.x, c.y) },
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
    sizes.flatMap((n) =>
      [0, 1, 3].flatMap((steps) =>
        seeds.map((seed) => ({ steps, dt: 0.3, ...matrix(n, seed), x: randomValues(n, 1), scratch: unknown(3 * n) })),
      ),
    ),
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
