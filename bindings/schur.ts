/** The general real eigenproblem and singular values: `assembly/schur.ts`. */
import type { F64Pointer } from "./memory.ts";
import { sleeping, whenStarted } from "./wasm.ts";

/** In place of a pointer: no Schur vectors are wanted. */
export const NO_SCHUR_VECTORS = 0 as F64Pointer;

export let { schurReal, schurRealScratch } = sleeping;
whenStarted((kernels) => {
  ({ schurReal, schurRealScratch } = kernels);
});
