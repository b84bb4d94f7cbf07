/** Typed wrappers of assembly/sparse.ts. */
import type { Write } from "./dense.ts";
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** Complex sparse rows in linear memory: row i owns entries rowStart[i] … rowStart[i + 1] − 1. */
export interface SparseRows {
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  /** Interleaved re, im. */
  readonly values: F64Pointer;
}

interface Kernels {
  sparseTimesDense(
    m: number,
    n: number,
    rowStart: number,
    columns: number,
    values: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    write: number,
  ): void;
  denseTimesSparseDagger(
    m: number,
    n: number,
    a: number,
    lda: number,
    rowStart: number,
    columns: number,
    values: number,
    c: number,
    ldc: number,
    write: number,
  ): void;
}

/** C ← S·B (+ C): S is m × k sparse, B is k × n; C does not overlap B. */
export function sparseTimesDense(
  m: number,
  n: number,
  s: SparseRows,
  b: F64Pointer,
  ldb: number,
  c: F64Pointer,
  ldc: number,
  write: Write,
): void {
  wasm<Kernels>().sparseTimesDense(m, n, s.rowStart, s.columns, s.values, b, ldb, c, ldc, write);
}

/** C ← A·S† (+ C): A is m × k, S is n × k sparse; C does not overlap A. */
export function denseTimesSparseDagger(
  m: number,
  n: number,
  a: F64Pointer,
  lda: number,
  s: SparseRows,
  c: F64Pointer,
  ldc: number,
  write: Write,
): void {
  wasm<Kernels>().denseTimesSparseDagger(m, n, a, lda, s.rowStart, s.columns, s.values, c, ldc, write);
}
