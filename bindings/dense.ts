/** Typed doors to the dense kernels: one function per export, same arguments, same names. */
import { Op, Write } from "../assembly/abi.ts";
import type { F64Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

export { Op, Write };

/** f64 values that `gemm` needs as scratch for an m × k by k × n product. */
export function gemmScratch(m: number, n: number, k: number): number {
  return wasm<{ gemmScratch(m: number, n: number, k: number): number }>().gemmScratch(m, n, k);
}

interface GemmKernel {
  gemm(
    opA: Op,
    opB: Op,
    m: number,
    n: number,
    k: number,
    a: F64Pointer,
    lda: number,
    b: F64Pointer,
    ldb: number,
    c: F64Pointer,
    ldc: number,
    write: Write,
    scratch: F64Pointer,
  ): void;
}

/**
 * Multiply complex matrices: C = op(A)·op(B), or C = C + op(A)·op(B) with `Write.Add`.
 *
 * op(A) is m × k, op(B) is k × n; leading dimensions count complex numbers per stored row; C overlaps neither operand;
 * `scratch` holds `gemmScratch(m, n, k)` values. Sums run over l = 0 … k − 1 in order, whatever the size (`assembly/gemm.ts`).
 */
export function gemm(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  a: F64Pointer,
  lda: number,
  b: F64Pointer,
  ldb: number,
  c: F64Pointer,
  ldc: number,
  write: Write,
  scratch: F64Pointer,
): void {
  wasm<GemmKernel>().gemm(opA, opB, m, n, k, a, lda, b, ldb, c, ldc, write, scratch);
}

interface GemmHermitianKernel {
  gemmHermitian(
    opA: Op,
    opB: Op,
    n: number,
    k: number,
    a: F64Pointer,
    lda: number,
    b: F64Pointer,
    ldb: number,
    c: F64Pointer,
    ldc: number,
    write: Write,
    scratch: F64Pointer,
  ): void;
}

/**
 * Multiply to an n × n result that is known to be Hermitian: one triangle is computed (about half the work of `gemm`), the other
 * mirrored, the diagonal made real. Arguments and scratch (`gemmScratch(n, n, k)`) as in `gemm`.
 */
export function gemmHermitian(
  opA: Op,
  opB: Op,
  n: number,
  k: number,
  a: F64Pointer,
  lda: number,
  b: F64Pointer,
  ldb: number,
  c: F64Pointer,
  ldc: number,
  write: Write,
  scratch: F64Pointer,
): void {
  wasm<GemmHermitianKernel>().gemmHermitian(opA, opB, n, k, a, lda, b, ldb, c, ldc, write, scratch);
}

/** Floating-point operations in one round of `peakMultiplyAdd`: 12 chains × 2 lanes × (multiply + add). */
export const PEAK_FLOPS = 48;

/** Run `rounds` rounds of twelve independent chains x = x/2 + 1 in vector registers: one of the two arithmetic limits of the benches. */
export function peakMultiplyAdd(rounds: number): number {
  return wasm<{ peakMultiplyAdd(rounds: number, factor: number, term: number): number }>().peakMultiplyAdd(rounds, 0.5, 1);
}

/** Floating-point operations in one round of `peakOuterProduct`: 5 × 2 registers × 2 lanes × (multiply + add). */
export const OUTER_FLOPS = 40;

/** Run `rounds` rank-one updates with five numbers, then (from the seventh on) four, at `operands`: the other arithmetic limit. */
export function peakOuterProduct(rounds: number, operands: F64Pointer): number {
  return wasm<{ peakOuterProduct(rounds: number, operands: number): number }>().peakOuterProduct(rounds, operands);
}
