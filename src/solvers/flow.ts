/** A linear flow dx/dt = Σ_k c_k(t) M_k x bound to linear memory: what every stepper works on. */
import { type BoundFlow, flowApply, flowApplyInto } from "../../bindings/flow.ts";
import { type F64Pointer, type OwnedScope, openScope } from "../../bindings/memory.ts";
import { coefficientAt, isTimeFunction } from "../dynamics/coefficient.ts";
import type { GeneratorTerms } from "../dynamics/lower.ts";
import { RunFailure } from "../errors.ts";
import { type RunMatrix, runMatrix } from "../sectors/diagonal-runs.ts";
import type { SectorMatrices } from "../sectors/matrices.ts";

/** A bound flow on vectors of n reals. Whoever opens it releases it. */
export interface Flow {
  readonly n: number;
  /** No coefficient depends on time. */
  readonly constant: boolean;
  /** y ← Σ_k c_k(t) M_k x; y must not overlap x. */
  apply(t: number, x: F64Pointer, y: F64Pointer): void;
  /** The one matrix of a constant flow on a sector, for kernels that take whole steps. */
  readonly matrix: BoundFlow | null;
  /** Advance x in place by whole classical Runge–Kutta steps of length h, where a kernel does that. */
  readonly rk4?: (steps: number, h: number, x: F64Pointer) => void;
  release(): void;
}

/** Coefficients c_k(t) with the check that no rate turns negative. */
export type Coefficients = Pick<GeneratorTerms, "coefficients" | "isRate" | "groups">;

/** The value of c_k at t. Throws a RunFailure when a rate is negative there. */
export function coefficientOf({ coefficients, isRate, groups }: Coefficients, k: number, t: number): number {
  const value = coefficientAt(coefficients[k], t);
  if (isRate[k] && value < 0 && isTimeFunction(coefficients[k])) {
    throw new RunFailure(`A rate (${groups[k]}) is ${value} at t = ${t}. Rates must stay ≥ 0 at all times.`, { time: t });
  }
  return value;
}

/** Bind sector matrices to linear memory. */
export function openSectorFlow(matrices: SectorMatrices, coefficients: Coefficients): Flow {
  const memory = openScope();
  try {
    const bound = Array.from({ length: matrices.groups }, (_, k) => bind(memory, runMatrix(matrices, k)));
    const constant = !coefficients.coefficients.some(isTimeFunction);
    return {
      n: matrices.n,
      constant,
      matrix: constant && bound.length === 1 ? bound[0] : null,
      apply(t, x, y) {
        flowApply(bound[0], x, y, coefficientOf(coefficients, 0, t));
        for (let k = 1; k < bound.length; k++) flowApplyInto(bound[k], x, y, coefficientOf(coefficients, k, t));
      },
      release: () => memory.release(),
    };
  } catch (error) {
    memory.release();
    throw error;
  }
}

function bind(memory: OwnedScope, M: RunMatrix): BoundFlow {
  return {
    n: M.n,
    rowStart: memory.i32(M.rowStart).pointer,
    columns: memory.i32(M.columns).pointer,
    values: memory.f64(M.values).pointer,
    runCount: M.runs.length / 3,
    runs: memory.i32(M.runs).pointer,
    runValues: memory.f64(M.runValues).pointer,
  };
}
