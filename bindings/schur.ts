/** Typed doors to the general real eigenproblem and to singular values: `assembly/schur.ts`. */
import type { F64Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** In place of a pointer: no Schur vectors are wanted. */
export const NO_SCHUR_VECTORS = 0 as F64Pointer;

/** f64 values that `schurReal` needs as scratch. */
export const schurRealScratch = (n: number): number => wasm<{ schurRealScratch(n: number): number }>().schurRealScratch(n);

/** A ← T and zt ← Zᵀ with A = Z T Zᵀ. Returns 1 when it did not settle. */
export function schurReal(n: number, a: F64Pointer, zt: F64Pointer, scratch: F64Pointer): number {
  return wasm<{ schurReal: typeof schurReal }>().schurReal(n, a, zt, scratch);
}

/** Turn `rows` rows of `width` values until they are orthogonal; vt takes the same turns. Returns 1 when it did not settle. */
export function orthogonaliseRows(rows: number, width: number, w: F64Pointer, vt: F64Pointer): number {
  return wasm<{ orthogonaliseRows: typeof orthogonaliseRows }>().orthogonaliseRows(rows, width, w, vt);
}
