/** Tilted master equations that depend on time: series of states and states at real fields, carried from one time to another. */
import type { FunctionOfTime } from "../../dynamics/generator.ts";
import { inside, longestStep, type TimeMesh, timeMesh } from "../../dynamics/time-mesh.ts";
import { RunFailure } from "../../errors.ts";
import { multiplySparse, norm1, type SparseReal } from "../../numerics/envelope.ts";
import { extrapolate } from "../../numerics/extrapolation.ts";
import { coefficientsAt, seriesOfGroup, weightsAt } from "./group-weights.ts";
import type { JetShape } from "./jet-algebra.ts";
import { type TiltedProcess, type TiltedStep, weightedSum } from "./tilted-process.ts";

/** Local errors of a step, relative. */
const TOLERANCE = 1e-13;
/** Steps of one carry at most. */
const MOST_STEPS = 200_000;
/** How far a function of time may be off a quartic on a stretch that is stepped over. */
const AREA = 1e-6;

type Derivative = (t: number, y: Float64Array, out: Float64Array) => void;

/** Carry y through y′ = f(t, y) of a driven step, no step across a breakpoint and none over a pulse. `block`: length of what has a size of its own. */
export function carryDriven(
  step: TiltedStep,
  f: Derivative,
  y: Float64Array,
  [from, to]: readonly [number, number],
  block: number,
  accepted?: (y: Float64Array, t: number) => void,
): void {
  if (!(to > from)) return;
  requireShort(step, from, to);
  const functions = functionsOf(step);
  const meshes = functions.map((one) => meshOf(one, Math.max(to, step.horizon ?? 0)));
  const cuts = new Set(functions.flatMap(({ breakpoints }) => breakpoints.filter((t) => t > from && t < to)));
  let start = from;
  for (const end of [...[...cuts].sort((a, b) => a - b), to]) {
    const piece = start;
    // functions are taken just inside of a piece
    const within: Derivative = (t, x, out) => f(inside(piece, end, t), x, out);
    extrapolate(within, y, start, end, {
      tolerance: TOLERANCE,
      block,
      longest: (t) => longestStep(meshes, t),
      ...(accepted ? { accepted } : {}),
    });
    start = end;
  }
}

/** Refuse times that would take hours. */
function requireShort(step: TiltedStep, from: number, to: number): void {
  const steps = stepsAlong(step, from, to);
  if (steps > MOST_STEPS)
    throw new RunFailure(
      `Counting to t = ${to} would take about ${steps.toExponential(1)} steps. Count a shorter time, or give \`period\` for rates.`,
    );
}

/** Evaluations of the derivative in one step: midpoint rules of 2, 4, … 16 substeps. */
export const EVALUATIONS_PER_STEP = 80;

/** Steps from one time to another, about: one covers ten times what changes a state at most. */
export function stepsAlong(step: TiltedStep, from: number, to: number): number {
  const none = step.values[0].map(() => 0);
  const rates = [0.1, 0.35, 0.6, 0.85].map((share) => {
    const M = weightedSum(step.matrices, weightsAt(step, none, from + share * (to - from)));
    return M ? norm1(M) : 0;
  });
  return ((to - from) * Math.max(...rates)) / 10;
}

const known = new WeakMap<FunctionOfTime, TimeMesh>();

/** Where a function changes, looked at once for each horizon. */
function meshOf(f: FunctionOfTime, end: number): TimeMesh {
  let mesh = known.get(f);
  if (!mesh || mesh.borders[mesh.borders.length - 1] !== end) known.set(f, (mesh = timeMesh(f, end, AREA)));
  return mesh;
}

function functionsOf({ marks }: TiltedStep): readonly FunctionOfTime[] {
  const all = marks.flatMap(({ coefficient }) => (coefficient !== undefined && typeof coefficient !== "number" ? [coefficient] : []));
  return [...new Set(all)];
}

/** The derivative of a series, one block of n numbers per kept power. */
export function seriesDerivative(step: TiltedStep, shape: JetShape): Derivative {
  const n = step.matrices.n;
  const groups = step.values.map((_, g) => {
    const weights = step.values.map((_value, k) => (k === g ? 1 : 0));
    return { M: weightedSum(step.matrices, weights), still: step.marks[g].changing ? null : seriesOfGroup(step, g, shape) };
  });
  const image = new Float64Array(n);
  return (t, y, out) => {
    out.fill(0);
    const inTime = coefficientsAt(step, t);
    groups.forEach(({ M, still }, g) => {
      if (!M || inTime[g] === 0) return;
      const series = still ?? seriesOfGroup(step, g, shape, t);
      for (let i = 0; i < shape.exponents.length; i++) {
        multiplyInto(M, y, i * n, image);
        for (const [from, j, k] of shape.products) {
          if (from !== i || series[j] === 0) continue;
          const factor = inTime[g] * series[j];
          for (let q = 0; q < n; q++) out[k * n + q] += factor * image[q];
        }
      }
    });
  };
}

/** The untilted derivative of a matrix of states, one row per state. */
export function untiltedDerivative(step: TiltedStep): Derivative {
  const { n } = step.matrices;
  const none = step.values[0].map(() => 0);
  const image = new Float64Array(n);
  return (t, y, out) => {
    const M = weightedSum(step.matrices, weightsAt(step, none, t));
    if (!M) out.fill(0);
    else
      for (let at = 0; at < y.length; at += n) {
        multiplyInto(M, y, at, image);
        out.set(image, at);
      }
  };
}

/** A state at real fields from one time to another. */
export function drivenAt(process: TiltedProcess, s: readonly number[], x: Float64Array, times: readonly [number, number]): Float64Array {
  const [step] = process.steps;
  const y = x.slice();
  const f: Derivative = (t, state, out) => {
    const M = weightedSum(step.matrices, weightsAt(step, s, t));
    if (M) out.set(multiplySparse(M, state));
    else out.fill(0);
  };
  carryDriven(step, f, y, times, y.length);
  return y;
}

function multiplyInto({ n, rowStart, columns, values }: SparseReal, y: Float64Array, at: number, out: Float64Array): void {
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * y[at + columns[e]];
    out[r] = sum;
  }
}
