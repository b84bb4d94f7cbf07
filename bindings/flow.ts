/** Typed wrappers of assembly/flow.ts. */
import { Write } from "../assembly/abi.ts";
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** A real sparse matrix in linear memory, by rows and runs; layout in assembly/flow.ts. */
export interface BoundFlow {
  readonly n: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
  readonly runCount: number;
  readonly runs: I32Pointer;
  readonly runValues: F64Pointer;
}

interface Kernels {
  flowApply(
    n: number,
    rowStart: number,
    columns: number,
    values: number,
    runCount: number,
    runs: number,
    runValues: number,
    x: number,
    y: number,
    factor: number,
    write: number,
  ): void;
  flowCombine(n: number, count: number, coefficients: number, vectors: number, base: number, out: number): void;
  flowDot(n: number, x: number, y: number): number;
  flowError(n: number, e: number, a: number, b: number, rtol: number, atol: number): number;
  flowRk4Scratch(n: number): number;
  flowRk4(
    steps: number,
    dt: number,
    n: number,
    rowStart: number,
    columns: number,
    values: number,
    runCount: number,
    runs: number,
    runValues: number,
    x: number,
    scratch: number,
  ): void;
  flowSeries(steps: number, n: number, P: number, x: number, count: number, F: number, out: number, scratch: number): void;
  flowOrthogonalise(n: number, j: number, basis: number, h: number): number;
}

/** y ← factor · M x. */
export function flowApply(M: BoundFlow, x: F64Pointer, y: F64Pointer, factor = 1): void {
  wasm<Kernels>().flowApply(M.n, M.rowStart, M.columns, M.values, M.runCount, M.runs, M.runValues, x, y, factor, Write.Replace);
}

/** y ← y + factor · M x. */
export function flowApplyInto(M: BoundFlow, x: F64Pointer, y: F64Pointer, factor: number): void {
  wasm<Kernels>().flowApply(M.n, M.rowStart, M.columns, M.values, M.runCount, M.runs, M.runValues, x, y, factor, Write.Add);
}

/** out ← base + Σ_k coefficients[k] · vectors[k]; the vectors are addresses of f64[n]. */
export function flowCombine(
  n: number,
  count: number,
  coefficients: F64Pointer,
  vectors: I32Pointer,
  base: F64Pointer,
  out: F64Pointer,
): void {
  wasm<Kernels>().flowCombine(n, count, coefficients, vectors, base, out);
}

/** x · y. */
export function flowDot(n: number, x: F64Pointer, y: F64Pointer): number {
  return wasm<Kernels>().flowDot(n, x, y);
}

/** Root mean square of e_i/(atol + rtol·max(|a_i|, |b_i|)). */
export function flowError(n: number, e: F64Pointer, a: F64Pointer, b: F64Pointer, rtol: number, atol: number): number {
  return wasm<Kernels>().flowError(n, e, a, b, rtol, atol);
}

/** Number of f64 values of scratch that `flowRk4` needs. */
export function flowRk4Scratch(n: number): number {
  return wasm<Kernels>().flowRk4Scratch(n);
}

/** `steps` classical Runge–Kutta steps of length `dt`, in place on x. */
export function flowRk4(M: BoundFlow, steps: number, dt: number, x: F64Pointer, scratch: F64Pointer): void {
  wasm<Kernels>().flowRk4(steps, dt, M.n, M.rowStart, M.columns, M.values, M.runCount, M.runs, M.runValues, x, scratch);
}

/** Apply a dense P (n × n) `steps` times to x, in place; out[s][f] are the `count` functionals F (count × n) after each. */
export function flowSeries(
  steps: number,
  n: number,
  P: F64Pointer,
  x: F64Pointer,
  count: number,
  F: F64Pointer,
  out: F64Pointer,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().flowSeries(steps, n, P, x, count, F, out, scratch);
}

/** Orthogonalise and normalise basis vector j against those before it; `h` receives j coefficients and the norm. */
export function flowOrthogonalise(n: number, j: number, basis: F64Pointer, h: F64Pointer): number {
  return wasm<Kernels>().flowOrthogonalise(n, j, basis, h);
}
