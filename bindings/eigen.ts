/** Spectra: `assembly/jacobi.ts`, `assembly/eigh.ts`, `assembly/entropy.ts`. */
import type { F64Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

/** In place of a pointer: no eigenvectors are wanted. */
export const NO_VECTORS = 0 as F64Pointer;

export let { eighComplex, eighComplexScratch, eighReal, eighRealScratch, entropyOfSpectrum, jacobiComplex, jacobiReal } = sleeping;
whenStarted((kernels) => {
  ({ eighComplex, eighComplexScratch, eighReal, eighRealScratch, entropyOfSpectrum, jacobiComplex, jacobiReal } = kernels);
});
