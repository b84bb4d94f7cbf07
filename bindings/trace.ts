/** Typed wrappers of assembly/trace.ts. */
import type { F64Pointer } from "./memory.ts";
import type { SparseRows } from "./sparse.ts";
import { wasm } from "./wasm.ts";

interface Kernels {
  trace(n: number, a: number, lda: number, out: number): void;
  traceDefect(n: number, a: number, lda: number): number;
  hermiticityDefect(n: number, a: number, lda: number): number;
  partialTrace(left: number, middle: number, right: number, a: number, b: number): void;
  expectation(n: number, a: number, lda: number, r: number, ldr: number, out: number): void;
  expectationSparse(n: number, rowStart: number, columns: number, values: number, r: number, ldr: number, out: number): void;
}

/** out ← Tr A as (re, im). */
export function trace(n: number, a: F64Pointer, lda: number, out: F64Pointer): void {
  wasm<Kernels>().trace(n, a, lda, out);
}

/** max(|Re Tr A − 1|, |Im Tr A|). */
export function traceDefect(n: number, a: F64Pointer, lda: number): number {
  return wasm<Kernels>().traceDefect(n, a, lda);
}

/** The largest |Re| or |Im| of an entry of A − A†. */
export function hermiticityDefect(n: number, a: F64Pointer, lda: number): number {
  return wasm<Kernels>().hermiticityDefect(n, a, lda);
}

/** B ← Tr_middle A for A on left ⊗ middle ⊗ right; both contiguous, not overlapping. */
export function partialTrace(left: number, middle: number, right: number, a: F64Pointer, b: F64Pointer): void {
  wasm<Kernels>().partialTrace(left, middle, right, a, b);
}

/** out ← Tr[A·R] as (re, im). */
export function expectation(n: number, a: F64Pointer, lda: number, r: F64Pointer, ldr: number, out: F64Pointer): void {
  wasm<Kernels>().expectation(n, a, lda, r, ldr, out);
}

/** out ← Tr[A·R] as (re, im) for a sparse A. */
export function expectationSparse(n: number, a: SparseRows, r: F64Pointer, ldr: number, out: F64Pointer): void {
  wasm<Kernels>().expectationSparse(n, a.rowStart, a.columns, a.values, r, ldr, out);
}
