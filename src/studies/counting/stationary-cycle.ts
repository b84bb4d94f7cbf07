/** The stationary state of one cycle of a tilted process at s = 0, and what solves with it: dense factors, or sparse ones in their envelope. */

import { denseOf, type Envelope, envelopeOf, multiplySparse, norm1, type SparseReal } from "../../numerics/envelope.ts";
import { luFactorReal, luSolveReal } from "../../numerics/lu.ts";
import { composeSparse, sparseOf, withoutIdentity } from "../../numerics/sparse-products.ts";
import { solveClass } from "../../numerics/stationary-class.ts";
import { cycleByProducts, whyNoProducts } from "./cycle-by-products.ts";
import { carryDriven, untiltedDerivative } from "./driven-flow.ts";
import type { JetCarrier } from "./jet-steps.ts";
import { hasGenerator, type TiltedProcess } from "./tilted-process.ts";

/** Coordinates up to which maps that have no sparse matrix are made column by column. */
const MOST_DENSE = 2500;
/** Coordinates up to which the map of a period is made: each of them is carried through it. Beyond, its products are taken. */
const MOST_DRIVEN = 400;
/** Coordinates from which sparse factors are looked at. */
const SPARSE_FROM = 300;
/** Operations of a factorisation at most. */
const MOST_FLOPS = 4e11;
/** Condition from which a second stationary state is looked for. */
const SUSPICIOUS = 1e11;
const EPSILON = 2.220446049250313e-16;

/** The map of a cycle at s = 0 with its stationary state and what solves with it. */
export interface StationaryCycle {
  /** 1 − Λ₀ (or −L₀) on the real coordinates; null where its products alone are taken. */
  readonly matrix: SparseReal | null;
  /** x with (1 − Λ₀)x = b and Tr x = 0, for Tr b = 0. */
  solve(b: Float64Array): Float64Array;
  /** Coordinates of the stationary state. */
  readonly state: Float64Array;
  /** ‖(1 − Λ₀) r₀‖ relative to ‖1 − Λ₀‖. */
  readonly residual: number;
  /** How errors of the map are amplified; null without its matrix. */
  readonly condition: number | null;
  release(): void;
}

/** Why the map of a cycle is not made; null where it is. */
export function whyNoCycle(process: TiltedProcess): string | null {
  const { trace, steps, cycle } = process;
  if (byProducts(process)) return whyNoProducts(process);
  const flows = steps.some(({ duration }) => duration !== null) && cycle !== null;
  if (!flows || trace.length <= MOST_DENSE) return null;
  return `Rates of collisions with evolution in between are solved for on at most ${MOST_DENSE} coordinates of the state, and there are ${trace.length}. Use fewer levels, or take what cumulants grow by from one late cycle to the next.`;
}

/** Is the map of a period known by its products alone? */
export function byProducts({ driven, trace }: TiltedProcess): boolean {
  return driven && trace.length > MOST_DRIVEN;
}

/** 1 − Λ₀, or −L₀; of complex processes one of the two equal halves. */
export function untiltedMatrix(carrier: JetCarrier): SparseReal {
  const { process } = carrier;
  const n = process.trace.length;
  if (hasGenerator(process)) return negated(half(carrier.matrices(0)[0], n));
  const order = stepsOfCycle(carrier);
  if (!process.driven && order.every((step) => process.steps[step].duration === null)) {
    const maps = order.map((step) => half(carrier.matrices(step)[0], n));
    return negated(withoutIdentity(maps.reduce((product, next) => composeSparse(next, product))));
  }
  return negated(withoutIdentity(sparseOf(n, process.driven ? drivenMap(process) : denseMap(carrier, order))));
}

function denseMap(carrier: JetCarrier, order: readonly number[]): Float64Array {
  const { process } = carrier;
  const n = process.trace.length;
  let D: Float64Array = new Float64Array(process.n * n);
  for (let q = 0; q < n; q++) D[q * n + q] = 1;
  for (const step of order) D = carrier.untiltedOn(step, D, n);
  return D.subarray(0, n * n);
}

function drivenMap({ steps: [step], trace, n: size, period }: TiltedProcess): Float64Array {
  const n = trace.length;
  const states = new Float64Array(n * size);
  for (let q = 0; q < n; q++) states[q * size + q] = 1;
  carryDriven(step, untiltedDerivative(step), states, [0, period as number], size);
  return Float64Array.from({ length: n * n }, (_, e) => states[(e % n) * size + Math.floor(e / n)]);
}

/** The steps of one cycle in order. */
export function stepsOfCycle({ process }: JetCarrier): readonly number[] {
  if (process.continuous) return [0];
  return Array.from({ length: process.cycle as number }, (_, k) => process.stepsOf(k + 1)).flat();
}

/** A matrix on complex states acts on both halves alike at s = 0; what leads from one to the other adds up to 0, but for rounding. */
function half(M: SparseReal | null, n: number): SparseReal {
  if (!M) return { n, rowStart: new Int32Array(n + 1), columns: new Int32Array(0), values: new Float64Array(0) };
  if (M.n === n) return M;
  const rowStart = new Int32Array(n + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  for (let r = 0; r < n; r++) {
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      if (M.columns[e] >= n) continue;
      columns.push(M.columns[e]);
      values.push(M.values[e]);
    }
    rowStart[r + 1] = columns.length;
  }
  return { n, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

const negated = (M: SparseReal): SparseReal => ({ ...M, values: M.values.map((value) => 0 - value) });

/** The stationary state of a cycle; null where it is not the only one. */
export function stationaryCycle(carrier: JetCarrier, start: Float64Array): StationaryCycle | null {
  const { trace } = carrier.process;
  const n = trace.length;
  if (byProducts(carrier.process)) return cycleByProducts(carrier.process, start.slice(0, n));
  const matrix = untiltedMatrix(carrier);
  const envelope = n >= SPARSE_FROM && trace.every((t) => t === 0 || t === 1) ? envelopeOf(matrix) : null;
  if (envelope && (n > MOST_DENSE || envelope.flops < n * n * n)) return sparseCycle(matrix, trace, envelope);
  return denseCycle(matrix, trace, start.slice(0, n));
}

/** 1 − Λ₀ + w τᵀ with a state w: regular where one state is stationary, and it keeps what has no trace apart. */
function denseCycle(matrix: SparseReal, trace: Float64Array, w: Float64Array): StationaryCycle | null {
  const { n } = matrix;
  const bordered = denseOf(matrix);
  for (let r = 0; r < n; r++) if (w[r] !== 0) for (let q = 0; q < n; q++) bordered[r * n + q] += w[r] * trace[q];
  const factors = luFactorReal(n, bordered);
  if (!(factors.condition < 1e15)) return null;
  const state = luSolveReal(factors, w);
  const solve = (b: Float64Array) => luSolveReal(factors, b);
  return { matrix, solve, state, residual: residualOf(matrix, state), condition: factors.condition, release: () => {} };
}

function sparseCycle(matrix: SparseReal, trace: Float64Array, { order, flops }: Envelope): StationaryCycle | null {
  if (flops > MOST_FLOPS) return null;
  const size = norm1(matrix);
  const found = solveClass(negated(matrix), {
    populations: Uint8Array.from(trace),
    conserving: true,
    open: true,
    leak: new Float64Array(matrix.n),
    order,
    doubtful: matrix.n * EPSILON * size,
  });
  if (!found?.right) return null;
  const solve = (b: Float64Array): Float64Array => {
    const x = found.inverse(b).map((value) => 0 - value);
    const image = multiplySparse(matrix, x);
    const rest = found.inverse(b.map((value, q) => value - image[q]));
    return x.map((value, q) => value - rest[q]);
  };
  const condition = (found.size ?? 1 / size) * size;
  return { matrix, solve, state: found.right, residual: residualOf(matrix, found.right), condition, release: found.release };
}

function residualOf(matrix: SparseReal, state: Float64Array): number {
  const image = multiplySparse(matrix, state);
  const residual = image.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const size = matrix.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return size > 0 ? residual / size : residual;
}

/** Is a cycle so near to a second stationary state that its pattern must be asked? */
export function isSuspicious({ condition }: StationaryCycle): boolean {
  return condition !== null && condition > SUSPICIOUS;
}
