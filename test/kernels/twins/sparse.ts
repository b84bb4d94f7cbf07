/** Rows for the envelope and the sliding front (panels of 16 columns). */
import { productScratch } from "../../../bindings/table/scratch.ts";
import { DoubledSum, skylineFactor, skylineSolve } from "../../reference/dense-systems.ts";
import { randomValues } from "../../reference/random.ts";
import { row, unknown } from "./twin.ts";

/** A ragged envelope of m block rows, diagonally dominant. */
function envelope(m: number) {
  const draw = randomValues(m, m);
  const first = Int32Array.from({ length: m }, (_, i) => (i % 7 === 3 ? i : Math.max(0, i - Math.floor(4 * (draw[i] + 1)))));
  const start = new Int32Array(m + 1);
  for (let i = 0; i < m; i++) start[i + 1] = start[i] + i - first[i];
  const diagonal = randomValues(16 * m, 3).map((v, k) => ((k % 16) % 5 === 0 ? v + 40 : v));
  return { m, first, start, lower: randomValues(16 * start[m], 1), upper: randomValues(16 * start[m], 2), diagonal };
}

const sizes = [0, 1, 2, 5, 15, 16, 17, 33, 50];
const rowsOfBlocks = [0, 1, 2, 3, 7, 8, 9, 16, 17, 25];
/** The sixth row is half the second: its pivot is exactly 0. */
const singular = {
  ...envelope(2),
  first: Int32Array.of(0, 0),
  start: Int32Array.of(0, 0, 1),
  lower: Float64Array.from({ length: 16 }, (_, k) => (k === 5 ? 1 : 0)),
  upper: Float64Array.from({ length: 16 }, (_, k) => (k === 5 ? 3 : 0)),
  diagonal: Float64Array.from({ length: 32 }, (_, k) => (k === 21 ? 1.5 : (k % 16) % 5 === 0 ? 2 : 0)),
};

const withRight = (m: number) => ({ ...envelope(m), x: randomValues(4 * m, 4) });

const PANEL = 16;
const BAND = 5;

/** A random band matrix that needs exchanges (its diagonal is small), and the front that takes it in its own order. */
function front(n: number, band = BAND) {
  const draw = randomValues(n * (2 * band + 1), n + 5);
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = Math.max(0, i - band); j <= Math.min(n - 1, i + band); j++) {
      columns.push(j);
      values.push((i === j ? 0.01 : 1) * draw[i * (2 * band + 1) + j - i + band]);
    }
    rowStart[i + 1] = columns.length;
  }
  const panels = Math.ceil(n / PANEL);
  const entering = new Int32Array(panels + 1);
  for (let i = 0; i < n; i++) entering[Math.floor(Math.max(0, i - band) / PANEL) + 1]++;
  for (let p = 0; p < panels; p++) entering[p + 1] += entering[p];
  const [capacity, stride] = [2 * (PANEL + 2 * band) + PANEL, 2 * (PANEL + 3 * band) + PANEL];
  return {
    ...{ n, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values), entering, capacity, stride },
    order: Int32Array.from({ length: n }, (_, i) => i),
    lastOf: Int32Array.from({ length: n }, (_, i) => Math.min(n - 1, i + band)),
    front: unknown(capacity * stride),
    lasts: new Int32Array(capacity),
    factors: unknown(n * (2 * PANEL + 5 * band)),
    panels: new Int32Array(4 * panels),
    pivots: new Int32Array(n),
    ...{ shift: 0.05, threshold: 0.1, tiny: 1e-14 },
    scratch: unknown(productScratch()),
  };
}

type Front = ReturnType<typeof front>;

/** M − shift·1 as a dense matrix. */
function denseOf({ n, rowStart, columns, values, shift }: Front): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    out[i * n + i] -= shift;
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) out[i * n + columns[e]] += values[e];
  }
  return out;
}

/** L U by its panels, applied to x: what M − shift·1 must give. Rows of panel p are those that stand in the front with it. */
function solveByFactors({ n, entering, factors, panels, pivots, order }: Front, b: Float64Array): Float64Array {
  const w: number[] = [];
  const x = new Float64Array(n);
  const waiting: number[] = [];
  for (let k = 0, p = 0; k < n; k += PANEL, p++) {
    const nb = Math.min(PANEL, n - k);
    for (let e = entering[p]; e < entering[p + 1]; e++) waiting.push(b[order[e]]);
    const [rows, , atL] = panels.subarray(4 * p, 4 * p + 4);
    if (rows !== waiting.length) throw new Error(`panel ${p} has ${rows} rows for ${waiting.length}`);
    for (let j = 0; j < nb; j++) [waiting[j], waiting[pivots[k + j]]] = [waiting[pivots[k + j]], waiting[j]];
    for (let j = 0; j < nb; j++) for (let r = j + 1; r < rows; r++) waiting[r] -= factors[atL + r * nb + j] * waiting[j];
    w.push(...waiting.splice(0, nb));
  }
  for (let i = n - 1; i >= 0; i--) {
    const p = Math.floor(i / PANEL);
    const [, width, , atU] = panels.subarray(4 * p, 4 * p + 4);
    const at = atU + (i - p * PANEL) * width;
    let sum = w[i];
    for (let c = i - p * PANEL + 1; c < width; c++) sum -= factors[at + c] * x[p * PANEL + c];
    x[i] = sum / factors[at + i - p * PANEL];
  }
  return x;
}

/** |M x − b| over what rounding allows of it. */
function defect(n: number, M: Float64Array, x: Float64Array, b: Float64Array, transposed: boolean): number {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let [sum, size] = [-b[i], Math.abs(b[i])];
    for (let j = 0; j < n; j++) {
      const a = transposed ? M[j * n + i] : M[i * n + j];
      sum += a * x[j];
      size += Math.abs(a * x[j]);
    }
    largest = Math.max(largest, Math.abs(sum) / size);
  }
  return largest;
}

function expectSmall(what: string, value: number, bound: number): void {
  if (!(value <= bound)) throw new Error(`${what}: ${value} is above ${bound}`);
}

/** Factors by plain elimination with the front's layout: one panel after the other of a full matrix, no exchanges. */
function plainFactors(n: number) {
  const dense = randomValues(n * n, n + 9);
  for (let i = 0; i < n; i++) dense[i * n + i] += n + 1;
  const A = dense.slice();
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      dense[i * n + k] /= dense[k * n + k];
      for (let j = k + 1; j < n; j++) dense[i * n + j] -= dense[i * n + k] * dense[k * n + j];
    }
  }
  const count = Math.ceil(n / PANEL);
  const panels = new Int32Array(4 * count);
  const factors: number[] = [];
  for (let p = 0; p < count; p++) {
    const [k, nb] = [p * PANEL, Math.min(PANEL, n - p * PANEL)];
    panels.set([n - k, n - k, factors.length], 4 * p);
    for (let i = k; i < n; i++) for (let j = 0; j < nb; j++) factors.push(dense[i * n + k + j]);
    panels[4 * p + 3] = factors.length;
    for (let i = k; i < k + nb; i++) for (let j = k; j < n; j++) factors.push(dense[i * n + j]);
  }
  // the rows enter at once and in reverse, so that the order counts
  const order = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
  const M = new Float64Array(n * n);
  for (let i = 0; i < n; i++) M.set(A.subarray(i * n, (i + 1) * n), order[i] * n);
  const entering = new Int32Array(count + 1).fill(n, 1);
  const pivots = Int32Array.from({ length: n }, (_, i) => i % PANEL);
  return {
    n,
    order,
    entering,
    factors: Float64Array.from(factors),
    panels,
    pivots,
    M,
    b: randomValues(n, 2),
    x: unknown(n),
    work: unknown(n),
  };
}

export const sparse = {
  skylineFactor: row([...rowsOfBlocks.map(envelope), singular], { twin: skylineFactor }),
  skylineSolve: row(rowsOfBlocks.map(withRight), { twin: (c) => skylineSolve(c, false) }),
  skylineSolveTransposed: row(rowsOfBlocks.map(withRight), { twin: (c) => skylineSolve(c, true) }),
  frontPanel: row([{}], { twin: () => PANEL }),
  frontScratch: row([{}], { twin: productScratch }),
  frontFactor: row([...[0, 1, 2, 15, 16, 17, 33, 90].map((n) => front(n)), front(40, 0), front(40, 1), front(60, 19)], {
    check(before, after, replaced) {
      const { n } = after;
      expectSmall("replaced pivots", replaced, 0);
      const b = randomValues(n, 3);
      expectSmall(`M x − b of ${n}`, defect(n, denseOf(before), solveByFactors(after, b), b, false), 1e-13);
      for (let p = 0; 4 * p < after.panels.length; p++) {
        const [rows, , atL] = after.panels.subarray(4 * p, 4 * p + 4);
        const nb = Math.min(PANEL, n - p * PANEL);
        for (let r = 0; r < rows; r++) {
          for (let j = 0; j < Math.min(r, nb); j++) expectSmall("a multiplier", Math.abs(after.factors[atL + r * nb + j]), 10);
        }
      }
    },
  }),
  frontSolve: row(sizes.map(plainFactors), {
    check({ n, M, b }, { x }) {
      expectSmall(`M x − b of ${n}`, defect(n, M, x, b, false), 1e-14);
    },
  }),
  frontSolveTransposed: row(sizes.map(plainFactors), {
    check({ n, M, b }, { x }) {
      expectSmall(`Mᵀ x − b of ${n}`, defect(n, M, x, b, true), 1e-14);
    },
  }),
  residualSparse: row(
    [0, 1, 5, 20].map((n) => ({
      ...{ n, rowStart: front(n).rowStart, columns: front(n).columns, values: front(n).values },
      ...{ x: randomValues(n, 2), b: randomValues(n, 4), r: unknown(n) },
      delta: randomValues(n, 3).map((v) => 1e-17 * v),
    })),
    {
      twin({ n, rowStart, columns, values, x, delta, b, r }) {
        for (let i = 0; i < n; i++) {
          const sum = new DoubledSum(b[i]);
          for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
            sum.addProduct(-values[e], x[columns[e]]);
            sum.low += -values[e] * delta[columns[e]];
          }
          r[i] = sum.high + sum.low;
        }
      },
    },
  ),
};
