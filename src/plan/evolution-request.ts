/** What is asked of a master equation in time: from the start to the last record, through breakpoints. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { GeneratorTerms } from "../dynamics/lower.ts";
import { requireInTime } from "../dynamics/rates-in-time.ts";
import { type TimeMesh, timeMesh } from "../dynamics/time-mesh.ts";
import type { Method } from "../methods/method.ts";
import type { SparseReal } from "../numerics/envelope.ts";
import { once } from "../once.ts";
import type { Operator } from "../operators/operator.ts";
import type { Choice } from "./choose.ts";
import type { DerivativeLowering, DerivativeRequest } from "./derivative-request.ts";
import type { Flow, Stepper } from "./engines.ts";
import type { Lowering } from "./lowering.ts";

/** Carry a state to every time of `times`. */
export interface EvolutionRequest {
  /** What the user asked for; `auto` leaves the choice to the plan. */
  readonly method: Method;
  /** The records, increasing, the first of them 0. */
  readonly times: readonly number[];
  readonly derivative: DerivativeRequest;
  /** How the right-hand side will be evaluated. */
  readonly flow: Choice<Flow, DerivativeLowering>;
  /** No coefficient depends on time. */
  readonly constant: boolean;
  /** Number of reals of a state. */
  readonly n: number;
  /** The right-hand side is evaluated on a sector, by matrices. */
  readonly onSector: boolean;
  /** The one matrix of a constant generator on its sector; null where the flow is not evaluated on a sector or depends on time. */
  matrix(): SparseReal | null;
  /** Where each coefficient that depends on time changes, at the tolerance of the method. Empty for constant generators. */
  meshes(): readonly TimeMesh[];
  /** Every coefficient is constant between breakpoints. */
  piecewise(): boolean;
}

/** A way to step in time. */
export type EvolutionLowering = Lowering<EvolutionRequest, Stepper>;

/** Make a request from what was picked for the right-hand side. */
export function evolutionRequest(
  derivative: DerivativeRequest,
  flow: Choice<Flow, DerivativeLowering>,
  method: Method,
  times: readonly number[],
): EvolutionRequest {
  const sector = flow.lowering.sector(derivative);
  const N = derivative.generator.system.dimension;
  const constant = derivative.constant();
  const meshes = once(() => meshesOf(derivative.terms(), times[times.length - 1], toleranceOf(method)));
  return {
    method,
    times,
    derivative,
    flow,
    constant,
    n: sector ? sector.count : 2 * N * N,
    onSector: sector !== null,
    // a constant generator has one group of terms, so its one matrix is the whole of it
    matrix: () => (sector && constant ? derivative.matrices() : null),
    meshes,
    piecewise: () => meshes().every((mesh) => mesh.constant),
  };
}

/** Finest tolerance that functions of time are looked at with, and that of fixed steps, whose accuracy is the user's affair. */
const FINEST = 1e-12;
const OF_FIXED_STEPS = 1e-2;

/** How far the integral of a coefficient over a cell of its mesh may be off, times the norm of what it multiplies. */
function toleranceOf(method: Method): number {
  switch (method.kind) {
    case "auto":
    case "dormandPrince":
    case "radau":
      return Math.max(method.rtol, method.atol, FINEST);
    case "krylov":
    case "magnus":
      return Math.max(method.tolerance, FINEST);
    case "exponential":
      return FINEST;
    case "rk4":
      return OF_FIXED_STEPS;
    default:
      return method satisfies never;
  }
}

function meshesOf(all: GeneratorTerms, end: number, tolerance: number): readonly TimeMesh[] {
  const { coefficients, terms } = all;
  if (end === 0) return [];
  requireInTime(all, end);
  return coefficients.flatMap((coefficient, k) => {
    if (!isTimeFunction(coefficient)) return [];
    const own = terms.filter(({ group }) => group === k);
    const norm = own.reduce((sum, { left, right, re, im }) => sum + (Math.abs(re) + Math.abs(im)) * rowNorm(left) * rowNorm(right), 0);
    return [timeMesh(coefficient, end, tolerance / Math.max(norm, 1e-300))];
  });
}

/** The largest sum of moduli in a row, from above. */
function rowNorm({ rowStart, values, dimension }: Operator): number {
  let largest = 0;
  for (let row = 0; row < dimension; row++) {
    let sum = 0;
    for (let e = 2 * rowStart[row]; e < 2 * rowStart[row + 1]; e++) sum += Math.abs(values[e]);
    largest = Math.max(largest, sum);
  }
  return largest;
}
