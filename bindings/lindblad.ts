/** Typed wrappers of assembly/rk4.ts: ρ̇ = G ρ + (G ρ)† + Σ_k L_k ρ L_k† with G = −i H − ½ Σ L†L, for Hermitian ρ. */
import type { F64Pointer } from "./memory.ts";
import type { SparseRows } from "./sparse.ts";
import { wasm } from "./wasm.ts";

interface Kernels {
  lindbladScratch(n: number, count: number): number;
  lindblad(n: number, count: number, stack: number, rho: number, out: number, scratch: number): void;
  lindbladSparse(
    n: number,
    count: number,
    rowStart: number,
    columns: number,
    values: number,
    rho: number,
    out: number,
    scratch: number,
  ): void;
  rk4Scratch(n: number, count: number): number;
  rk4Dense(n: number, count: number, stack: number, rho: number, h: number, steps: number, scratch: number): void;
  rk4Sparse(
    n: number,
    count: number,
    rowStart: number,
    columns: number,
    values: number,
    rho: number,
    h: number,
    steps: number,
    scratch: number,
  ): void;
}

/** f64 values that `lindblad` needs as scratch. */
export function lindbladScratch(n: number, count: number): number {
  return wasm<Kernels>().lindbladScratch(n, count);
}

/** out ← ρ̇; `stack` holds G and `count` jumps as [row][operator][column] (`interleaveKraus` of count + 1 operators). */
export function lindblad(n: number, count: number, stack: F64Pointer, rho: F64Pointer, out: F64Pointer, scratch: F64Pointer): void {
  wasm<Kernels>().lindblad(n, count, stack, rho, out, scratch);
}

/** out ← ρ̇ with sparse operators, G first, stacked by rows; `scratch` holds 2·n·n values. */
export function lindbladSparse(
  n: number,
  count: number,
  operators: SparseRows,
  rho: F64Pointer,
  out: F64Pointer,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().lindbladSparse(n, count, operators.rowStart, operators.columns, operators.values, rho, out, scratch);
}

/** f64 values that `rk4Dense` needs as scratch. */
export function rk4Scratch(n: number, count: number): number {
  return wasm<Kernels>().rk4Scratch(n, count);
}

/** Advance ρ in place by `steps` classical Runge–Kutta steps of length h. */
export function rk4Dense(
  n: number,
  count: number,
  stack: F64Pointer,
  rho: F64Pointer,
  h: number,
  steps: number,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().rk4Dense(n, count, stack, rho, h, steps, scratch);
}

/** The same with sparse operators; `scratch` holds 8·n·n values. */
export function rk4Sparse(
  n: number,
  count: number,
  operators: SparseRows,
  rho: F64Pointer,
  h: number,
  steps: number,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().rk4Sparse(n, count, operators.rowStart, operators.columns, operators.values, rho, h, steps, scratch);
}
