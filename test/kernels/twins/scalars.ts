/** Rows for scalars, random numbers, sizes, and single steps: what has no order of sums at all. */
import { RANDOM_ROOM } from "../../../assembly/abi.ts";
import { krausScratch, lindbladScratch, luComplexScratch, productScratch, scratchOfGemm } from "../../../bindings/table/scratch.ts";
import { wasm } from "../../../bindings/wasm.ts";
import { normalQuantile } from "../../reference/normal.ts";
import { uniform } from "../../reference/philox.ts";
import { randomValues } from "../../reference/random.ts";
import { row } from "./twin.ts";

/** The host's function is right to about one unit in the last place; so is musl's. */
const near = (exact: (...values: number[]) => number, points: readonly (readonly number[])[], names = ["x", "y"]) =>
  row(
    points.map((values) => Object.fromEntries(values.map((value, i) => [names[i], value]))),
    {
      check(before, _after, result) {
        const expected = exact(...names.filter((name) => name in before).map((name) => before[name]));
        const close = Object.is(result, expected) || Math.abs(result - expected) <= 5e-16 * Math.abs(expected) + 5e-324;
        if (!close) throw new Error(`${result} for ${expected} at ${JSON.stringify(before)}`);
      },
    },
  );

const wide = [0, -0, 1e-300, -1e-8, 0.5, -0.75, 1, 3.1, -20, 300].map((x) => [x]);
const unit = [0, 1e-9, -0.3, 0.5, -0.99, 1, -1].map((x) => [x]);
const positive = [0, 1e-300, 1e-9, 0.3, 1, 7, 1e300].map((x) => [x]);
const pairs = [
  [0, 0],
  [3, 4],
  [-1, 2],
  [1e-9, -1e3],
  [2, 0.5],
  [0.3, 7],
];

const draws = [1, 4, 5, 8];
const PAD = 8;
const uniforms = (lanes: number) => randomValues(lanes, lanes).map((v) => (v + 1 + 1e-9) / 2.1);
/** The quantile's twin takes the host's logarithm, which may differ in the last place. */
const closeTo = (got: Float64Array, expected: Float64Array) =>
  expected.forEach((x, i) => {
    if (!(Math.abs(got[i] - x) <= 4e-15 * (1 + Math.abs(x)))) throw new Error(`${got[i]} for ${x}`);
  });

const largeSizes = [
  [0, 3, 5],
  [1, 9, 9],
  [7, 8, 9],
  [64, 192, 128],
  [65, 193, 129],
  [3e5, 3e5, 3e5],
];

export const scalars = {
  acos: near(Math.acos, unit),
  asin: near(Math.asin, unit),
  atan2: near(Math.atan2, pairs, ["y", "x"]),
  cos: near(Math.cos, wide),
  cosh: near(Math.cosh, wide),
  exp: near(Math.exp, wide),
  expm1: near(Math.expm1, wide),
  hypot: near((x, y) => Math.sqrt(x * x + y * y), pairs),
  log: near(Math.log, positive),
  log1p: near(Math.log1p, positive),
  pow: near((x, y) => x ** y, [...pairs.filter(([x]) => x >= 0), [0, 0], [-2, 3]]),
  sin: near(Math.sin, wide),
  sinh: near(Math.sinh, wide),
  tanh: near(Math.tanh, wide),
  heapBase: row([{}], {
    check(_before, _after, result) {
      if (!(result > wasm().randomRoom() + 8 * RANDOM_ROOM - 8))
        throw new Error(`free memory starts at ${result}, inside the static tables`);
    },
  }),
  randomRoom: row([{}], {
    check(_before, _after, result) {
      if (result % 16 !== 0 || result <= 0) throw new Error(`the room is at ${result}`);
    },
  }),
  fillUniform: row(
    draws.flatMap((lanes) =>
      [1, 3, 32].map((steps) => ({
        ...{ into: new Float64Array(PAD + (steps - 1) * lanes), lanes, steps, k0: 123, k1: 45 },
        ...{ trajectory: 0xfffffff0, step: 7, stream: 0x80000000, attempt: 3 },
      })),
    ),
    {
      twin({ into, lanes, steps, k0, k1, trajectory, step, stream, attempt }) {
        const drawn = lanes > 4 ? 8 : 4;
        for (let s = 0; s < steps; s++) {
          for (let l = 0; l < drawn; l++) into[s * lanes + l] = uniform(k1 * 2 ** 32 + k0, [trajectory + l, step + s, stream, attempt]);
        }
      },
    },
  ),
  uniformToNormal: row(
    [...draws, 40].map((count) => ({ values: uniforms(count), count, mean: 0.3, std: 2 })),
    {
      check: ({ values, mean, std }, after) =>
        closeTo(
          after.values,
          values.map((u) => mean + std * normalQuantile(u)),
        ),
    },
  ),
  uniformToTruncated: row(
    [...draws, 40].map((count) => ({ values: uniforms(count), count, mean: 0.3, std: 2, below: 0.2, mass: 0.5, above: 0.3 })),
    {
      check: ({ values, mean, std, below, mass }, after) =>
        closeTo(
          after.values,
          values.map((u) => mean + std * normalQuantile(below + u * mass)),
        ),
    },
  ),
  addLanes: row(
    [0, 2, 4, 10].map((count) => ({ count, x: randomValues(count, 1), y: randomValues(count, 2) })),
    {
      twin({ x, y }) {
        for (let i = 0; i < y.length; i++) y[i] += x[i];
      },
    },
  ),
  gemmScratch: row(
    largeSizes.map(([m, n, k]) => ({ m, n, k })),
    { twin: ({ m, n, k }) => scratchOfGemm(m, n, k) },
  ),
  krausScratch: row(
    largeSizes.map(([m, n, count]) => ({ m, n, count })),
    { twin: ({ m, n, count }) => krausScratch(m, n, count) },
  ),
  lindbladScratch: row(
    largeSizes.map(([n, count]) => ({ n, count })),
    { twin: ({ n, count }) => lindbladScratch(n, count) },
  ),
  rk4Scratch: row(
    largeSizes.map(([n, count]) => ({ n, count })),
    { twin: ({ n, count }) => 6 * n * n + lindbladScratch(n, count) },
  ),
  luRealScratch: row([{}], { twin: productScratch }),
  luComplexScratch: row(
    largeSizes.map(([n, columns]) => ({ n, columns })),
    { twin: ({ n, columns }) => luComplexScratch(n, columns) + 2 },
  ),
  flowRk4Scratch: row([{ n: 0 }, { n: 3e9 }], { twin: ({ n }) => 3 * n }),
  exchangeScratch: row(
    [
      { d2: 1, lanes: 2 },
      { d2: 1e9, lanes: 8 },
    ],
    { twin: ({ d2, lanes }) => (d2 + 1) * lanes },
  ),
  detunedScratch: row(
    [
      { d2: 1, lanes: 2 },
      { d2: 1e9, lanes: 8 },
    ],
    { twin: ({ d2, lanes }) => 10 * (d2 + 1) * lanes },
  ),
  exchangeProductsSize: row(
    [
      { d1: 1, d2: 1, K: 0, lanes: 2 },
      { d1: 5, d2: 3, K: 9, lanes: 8 },
      { d1: 3, d2: 4, K: 1, lanes: 1 },
    ],
    {
      twin({ d1, d2, K, lanes }) {
        let size = 0;
        for (let k = 0; k <= Math.min(K, d1 - 1, d2 - 1); k++) size += 4 * (d2 - k + 1) + 8 * (d1 - k);
        return size * lanes;
      },
    },
  ),
};
