/** The state that repeats after a period of a driven equation, and what solves with the period's map, from products with it alone. */
import { coefficientAt } from "../../dynamics/coefficient.ts";
import { RunFailure } from "../../errors.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { gmres } from "../../numerics/gmres.ts";
import { dot, norm, pseudoRandom } from "../../numerics/vectors.ts";
import { carryDriven, EVALUATIONS_PER_STEP, stepsAlong } from "./driven-flow.ts";
import type { StationaryCycle } from "./stationary-cycle.ts";
import { type TiltedProcess, type TiltedStep, weightedSum } from "./tilted-process.ts";

/** Products that the solves of all orders take, about. */
const PRODUCTS = 100;
/** Operations at most: some minutes. */
const MOST_FLOPS = 1e11;
/** Products of one solve at most. */
const MOST_PRODUCTS = 400;
/** ‖Ax − b‖/‖b‖ at which a solve ends, and above which it is none. */
const TOLERANCE = 1e-13;
const ACCURATE = 1e-10;
/** States from two starts that differ by more, relative, are two states. */
const SAME = 1e-7;

/** Operations of the solves of a driven process, about. */
export function flopsOfProducts({ steps: [step], period }: TiltedProcess): number {
  return PRODUCTS * stepsAlong(step, 0, period as number) * EVALUATIONS_PER_STEP * 2 * step.matrices.values.length;
}

/** Why products are not taken; null where they are. */
export function whyNoProducts(process: TiltedProcess): string | null {
  const flops = flopsOfProducts(process);
  if (flops <= MOST_FLOPS) return null;
  return `Rates of this driven equation would take about ${flops.toExponential(0)} operations, more than ${MOST_FLOPS.toExponential(0)}. Use fewer levels, or take what cumulants grow by from one late period to the next.`;
}

/** The cycle of a driven process; null where several states repeat. Throws a RunFailure where a solve does not hold. */
export function cycleByProducts(process: TiltedProcess, start: Float64Array): StationaryCycle | null {
  const { trace, n: size, period } = process;
  const n = trace.length;
  const [step] = process.steps;
  const derivative = untilted(step);
  const difference = (v: Float64Array, out: Float64Array): void => {
    const y = new Float64Array(size);
    y.set(v);
    carryDriven(step, derivative, y, [0, period as number], size);
    for (let q = 0; q < n; q++) out[q] = v[q] - y[q];
  };
  // (1 − Λ₀ + w τᵀ)x = b with a state w: regular where one state repeats, which it takes w to
  const solved = (w: Float64Array, b: Float64Array): Float64Array => {
    const bordered = (v: Float64Array, out: Float64Array): void => {
      difference(v, out);
      const total = dot(trace, v);
      for (let q = 0; q < n; q++) out[q] += total * w[q];
    };
    const { x, residual } = gmres(bordered, b, { tolerance: TOLERANCE, most: MOST_PRODUCTS });
    if (residual <= ACCURATE) return x;
    throw new RunFailure(`Rates were not found: a solve with the map of a period holds only to ${residual.toExponential(1)}.`);
  };
  const state = solved(start, start);
  const other = anyState(trace);
  const again = solved(other, other);
  if (norm(again.map((value, q) => value - state[q])) > SAME * norm(state)) return null;
  const image = new Float64Array(n);
  difference(state, image);
  return {
    matrix: null,
    solve: (b) => solved(state, b),
    state,
    residual: norm(image) / norm(state),
    condition: null,
    release: () => {},
  };
}

/** A state with populations of no pattern. */
function anyState(trace: Float64Array): Float64Array {
  const random = pseudoRandom(trace.length, 7);
  const state = random.map((value, q) => (trace[q] === 0 ? 0 : (1.5 + value) / trace[q]));
  const total = dot(trace, state);
  return state.map((value) => value / total);
}

/** The derivative at s = 0 of one state: groups that share a function of time are one matrix. */
function untilted(step: TiltedStep): (t: number, y: Float64Array, out: Float64Array) => void {
  const coefficients = [...new Set(step.marks.map(({ coefficient }) => coefficient ?? 1))];
  const terms = coefficients.flatMap((coefficient) => {
    const weights = step.marks.map((mark) => {
      const kept = !mark.absent && !mark.degree?.some((power) => power > 0);
      return kept && (mark.coefficient ?? 1) === coefficient ? 1 : 0;
    });
    const M = weightedSum(step.matrices, weights);
    return M ? [{ coefficient, M }] : [];
  });
  return (t, y, out) => {
    out.fill(0);
    for (const { coefficient, M } of terms) addMultiple(M, coefficientAt(coefficient, t), y, out);
  };
}

function addMultiple({ n, rowStart, columns, values }: SparseReal, factor: number, y: Float64Array, out: Float64Array): void {
  if (factor === 0) return;
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * y[columns[e]];
    out[r] += factor * sum;
  }
}
