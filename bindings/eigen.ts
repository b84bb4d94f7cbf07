/** Kernels of the Hermitian eigenproblem; see `assembly/jacobi.ts` and `assembly/eigh.ts` for their layouts. */
import type { F64Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** No eigenvectors asked for. */
export const NO_VECTORS = 0 as F64Pointer;

interface EigenKernels {
  jacobiReal(n: number, a: F64Pointer, v: F64Pointer, values: F64Pointer): number;
  jacobiComplex(n: number, a: F64Pointer, v: F64Pointer, values: F64Pointer): number;
  eighRealScratch(n: number): number;
  eighReal(n: number, a: F64Pointer, z: F64Pointer, values: F64Pointer, scratch: F64Pointer): number;
  eighComplexScratch(n: number): number;
  eighComplex(n: number, a: F64Pointer, z: F64Pointer, values: F64Pointer, scratch: F64Pointer): number;
}

/** The kernels of this thread's instance. */
export const eigenKernels = (): EigenKernels => wasm<EigenKernels>();
