/** Rows for assembly/trajectories.ts: lanes of all widths, sizes on both sides of pairs, no coordinates, no steps. */
import { randomValues } from "../../reference/random.ts";
import * as twin from "../../reference/trajectories.ts";
import { row, unknown } from "./twin.ts";

const sizes = [0, 1, 2, 3, 5, 8];
const widths = [2, 4, 6, 8];

/** Sparse rows of several matrices, interleaved; some rows are empty. */
function matrices(n: number, groups: number, seed: number) {
  const draw = randomValues(n * groups * n, seed);
  const rowStart = new Int32Array(n * groups + 1);
  const columns: number[] = [];
  for (let s = 0; s < n * groups; s++) {
    for (let j = 0; j < n; j++) if (draw[s * n + j] > 0) columns.push(j);
    rowStart[s + 1] = columns.length;
  }
  return { n, groups, rowStart, columns: Int32Array.from(columns), values: randomValues(columns.length, seed + 1) };
}

/** Steps whose map is near the identity, so that all densities stay near the normal one; some drive the product of traces out of range. */
function currents(n: number, width: number, order: number, steps: number, lanes: number, size = 1) {
  const groups = width === 1 ? order + 1 : ((order + 1) * (order + 2)) / 2;
  const map = matrices(n, groups, 5 * n + width);
  for (let r = 0; r < n; r++)
    for (let k = 0; k < groups; k++)
      for (let e = map.rowStart[r * groups + k]; e < map.rowStart[r * groups + k + 1]; e++) map.values[e] *= k === 0 ? size : 0.01;
  return {
    ...map,
    ...{ steps, width, rounds: 60, order, lanes, root: 0.1 },
    readings: randomValues(groups * n, 1).map((v, k) => (k < n ? v + 3 : 0.02 * v)),
    trace: randomValues(n, 2).map((v) => v + 2),
    noise: randomValues(steps * width * lanes, 3),
    room: unknown((2 * groups + 3 * (order + 1)) * lanes).fill(0),
    sums: randomValues(width * lanes, 4),
    tally: Float64Array.from({ length: 2 * lanes }, (_, k) => (k < lanes ? 1 : 0)),
    x: randomValues(n * lanes, 5).map((v) => v + 1.5),
    scratch: unknown(n * lanes),
  };
}

/** Two kinds of collision, three memories, branches of both kinds of outcome, with what is done then. */
function readings(n: number, steps: number, extra: { filter?: boolean; idle?: boolean; chance?: number } = {}) {
  const maps = 5;
  const all = Array.from({ length: maps }, (_, m) => matrices(n, 1, 20 + m));
  const rowStart = new Int32Array(maps * (n + 1));
  let entries = 0;
  all.forEach((map, m) => {
    for (let r = 0; r <= n; r++) rowStart[m * (n + 1) + r] = entries + map.rowStart[r];
    entries += map.columns.length;
  });
  const branchStart = Int32Array.from({ length: 7 }, (_, k) => 2 * k);
  const branches = Array.from({ length: 12 }, (_, b) => [b % 3, b % 4 === 1 ? 3 : -1, (b + 1) % 3, b % 5 === 4 ? -1 : b % 2]);
  return {
    ...{ n, steps, memories: 3, branchStart, branches: Int32Array.from(branches.flat()), rowStart },
    kinds: Int32Array.from({ length: steps }, (_, k) => k % 2),
    columns: Int32Array.from(all.flatMap(({ columns }) => [...columns])),
    values: Float64Array.from(all.flatMap(({ values }) => [...values])).map((v) => v + 1.2),
    chances: randomValues(maps * n, 9).map((v) => (v + 1.1) * (extra.chance ?? 1)),
    filter: extra.filter ? randomValues(n, 10).map((v) => v + 0.5) : null,
    threshold: 0.4,
    filterMap: 4,
    idle: extra.idle ? randomValues(n * n, 11).map((v) => v + 1.2) : null,
    uniforms: randomValues(steps, 12).map((v) => (v + 1) / 2),
    walker: Int32Array.of(1),
    tally: Float64Array.of(1e-150, -3),
    outcomes: new Int32Array(steps),
    x: randomValues(n, 13).map((v) => v + 1.1),
    scratch: unknown(n),
  };
}

const identity = (n: number) => ({
  ...{ n, groups: 1, rowStart: Int32Array.from({ length: n + 1 }, (_, r) => r), columns: Int32Array.from({ length: n }, (_, r) => r) },
  values: new Float64Array(n).fill(1),
});

/** Series of a matrix that damps, all kinds of numbers to fall to: soon, late, never, at once, and lanes without one. */
function crossings(n: number, order: number, functional: boolean, growth = 0, diagonal = false) {
  const map = diagonal ? identity(n) : matrices(n, 1, n + 3);
  for (let r = 0; r < n; r++)
    for (let e = map.rowStart[r]; e < map.rowStart[r + 1]; e++) map.values[e] = map.columns[e] === r ? -0.8 : 0.4 * map.values[e];
  const h = Float64Array.from({ length: 8 }, (_, l) => 0.4 + 0.15 * l);
  const x = randomValues(n * 8, 2).map((v) => v + (functional ? 1.5 : 0));
  const stride = (order + 1) | 1;
  const terms = new Float64Array(stride * n * 8);
  twin.seriesTerms({
    ...{ ...map, order, sure: order + 1, h, x, terms, runs: Int32Array.of(0, n), room: new Float64Array(24) },
  });
  const read = functional ? randomValues(n, 4).map((v) => v + 1.2) : null;
  const weight = (l: number) =>
    Array.from({ length: n }, (_, r) => (read ? read[r] : x[r * 8 + l]) * x[r * 8 + l]).reduce((sum, value) => sum + value, 0);
  const parts = [0.95, 0.6, 0.3, 0.999999, 1e-9, 1, 0, 0.5];
  return {
    ...{ ...map, order, last: order, h, read, terms, runs: Int32Array.of(0, n), count: 1 },
    growth: h.map((step, l) => growth * step * (l % 2)),
    u: Float64Array.from(parts, (part, l) => part * weight(l)),
    s: unknown(8),
    kept: unknown(n * 8),
    scratch: unknown(40 * n + 80),
  };
}

/** All rows, the first and what follows a gap, or none. */
const lists = (n: number): readonly Int32Array[] => [
  Int32Array.of(0, n),
  Int32Array.from([0, Math.min(1, n), Math.min(2, n), n]),
  new Int32Array(0),
];

export const trajectories = {
  seriesTerms: row(
    [
      ...sizes.flatMap((n) =>
        [0, 1, 4, 17].map((order, k) => ({
          runs: lists(n)[k % 3],
          count: lists(n)[k % 3].length / 2,
          ...{ ...matrices(n, 1, n + 3), order, sure: 2 },
          // lanes end at different terms
          h: Float64Array.from({ length: 8 }, (_, l) => 0.3 * 0.1 ** l),
          x: randomValues(n * 8, 2),
          terms: randomValues(((order + 1) | 1) * n * 8, 1),
          room: unknown(24).fill(0),
        })),
      ),
      // every lane ends before the last term; some were empty
      {
        ...{ ...matrices(5, 1, 7), order: 30, sure: 6, count: 1, runs: Int32Array.of(0, 5) },
        h: randomValues(8, 3),
        x: randomValues(40, 2).map((v, k) => (k % 8 > 5 ? 0 : v)),
        terms: randomValues(31 * 5 * 8, 1),
        room: unknown(24).fill(0),
      },
    ],
    { twin: twin.seriesTerms },
  ),

  seriesAt: row(
    sizes.flatMap((n) =>
      [1, 4, 0].map((order, k) => ({
        runs: lists(n)[k],
        count: lists(n)[k].length / 2,
        ...{ n, order, last: Math.max(0, order - (n % 2)) },
        terms: randomValues(((order + 1) | 1) * n * 8, n),
        s: randomValues(8, 1),
        read: order === 1 ? randomValues(n, 2) : null,
        out: unknown(n * 8),
        weight: unknown(8),
      })),
    ),
    { twin: twin.seriesAt },
  ),

  seriesCrossing: row(
    [1, 2, 3, 5, 8].flatMap((n) => [
      ...[5, 20].flatMap((order) => [crossings(n, order, false), crossings(n, order, true)]),
      crossings(n, 20, false, 3),
      crossings(n, 20, true, -3),
      { ...crossings(n, 9, false, 0, true), runs: Int32Array.from([0, Math.min(1, n), Math.min(2, n), n]), count: 2 },
    ]),
    { twin: twin.seriesCrossing },
  ),

  quadraticForms: row(
    [0, 1, 3].flatMap((half) =>
      widths.flatMap((lanes) =>
        [0, 2].map((count) => {
          const entries = half === 0 ? 0 : 5 * count;
          return {
            ...{ count, half, lanes },
            start: Int32Array.from({ length: count + 1 }, (_, f) => (half === 0 ? 0 : 5 * f)),
            rows: Int32Array.from({ length: entries }, (_, e) => e % Math.max(1, half)),
            columns: Int32Array.from({ length: entries }, (_, e) => (e * e) % Math.max(1, half)),
            values: randomValues(2 * entries, 3),
            x: randomValues(2 * half * lanes, 4),
            out: unknown(count * lanes),
          };
        }),
      ),
    ),
    { twin: twin.quadraticForms },
  ),

  currentSteps: row(
    [
      ...widths.flatMap((lanes) => [0, 1, 2, 3].map((steps) => currents(3, 1, 4, steps, lanes))),
      ...widths.map((lanes) => currents(4, 2, 3, 3, lanes)),
      currents(1, 1, 2, 2, 8),
      currents(2, 2, 2, 2, 4),
      currents(3, 1, 2, 3, 2),
      currents(4, 2, 4, 3, 8),
      currents(2, 1, 2, 3, 2, 1e150),
      currents(2, 1, 3, 3, 2, 1e-150),
    ],
    { twin: twin.currentSteps },
  ),

  readingSteps: row(
    [
      ...[1, 2, 3, 6].flatMap((n) => [0, 1, 2, 5].map((steps) => readings(n, steps))),
      readings(4, 6, { filter: true }),
      readings(5, 3, { idle: true }),
      readings(4, 4, { filter: true, idle: true, chance: 1e-60 }),
      readings(3, 2, { chance: 0 }),
    ],
    { twin: twin.readingSteps },
  ),
};
