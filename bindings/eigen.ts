/** Typed doors to the kernels on spectra: `assembly/jacobi.ts`, `assembly/eigh.ts`, `assembly/entropy.ts`. */
import type { F64Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** In place of a pointer: no eigenvectors are wanted. */
export const NO_VECTORS = 0 as F64Pointer;

type Eigen = (n: number, a: F64Pointer, rows: F64Pointer, values: F64Pointer) => number;
type EigenWithScratch = (n: number, a: F64Pointer, rows: F64Pointer, values: F64Pointer, scratch: F64Pointer) => number;

/** Diagonalise a small real symmetric n × n matrix in place; rows ← eigenvectors. Returns 1 when it did not settle. */
export const jacobiReal: Eigen = (...args) => wasm<{ jacobiReal: Eigen }>().jacobiReal(...args);

/** Diagonalise a small complex Hermitian n × n matrix in place; rows ← eigenvectors. Returns 1 when it did not settle. */
export const jacobiComplex: Eigen = (...args) => wasm<{ jacobiComplex: Eigen }>().jacobiComplex(...args);

/** f64 values that `eighReal` needs as scratch. */
export const eighRealScratch = (n: number): number => wasm<{ eighRealScratch(n: number): number }>().eighRealScratch(n);

/** Diagonalise a real symmetric matrix whose largest entry is of order one. Returns 1 when it did not settle. */
export const eighReal: EigenWithScratch = (...args) => wasm<{ eighReal: EigenWithScratch }>().eighReal(...args);

/** f64 values that `eighComplex` needs as scratch. */
export const eighComplexScratch = (n: number): number => wasm<{ eighComplexScratch(n: number): number }>().eighComplexScratch(n);

/** Diagonalise a complex Hermitian matrix whose largest entry is of order one. Returns 1 when it did not settle. */
export const eighComplex: EigenWithScratch = (...args) => wasm<{ eighComplex: EigenWithScratch }>().eighComplex(...args);

/** −Σ p ln p over `count` values. */
export const entropyOfSpectrum = (count: number, p: F64Pointer): number =>
  wasm<{ entropyOfSpectrum(count: number, p: F64Pointer): number }>().entropyOfSpectrum(count, p);
