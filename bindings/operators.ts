/** Typed wrappers of assembly/operators.ts. */
import type { F64Pointer, I32Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

/** A sparse complex operator in linear memory. */
export interface BoundOperator {
  readonly n: number;
  readonly rowStart: I32Pointer;
  readonly columns: I32Pointer;
  readonly values: F64Pointer;
}

interface Kernels {
  sparseTimesInto(n: number, rowStart: number, columns: number, values: number, x: number, y: number): void;
  adjointOf(n: number, x: number, y: number): void;
  addAdjoint(n: number, x: number): void;
  fillZero(count: number, x: number): void;
}

/** Y ← Y + S X for dense n × n matrices. */
export function sparseTimesInto(S: BoundOperator, x: F64Pointer, y: F64Pointer): void {
  wasm<Kernels>().sparseTimesInto(S.n, S.rowStart, S.columns, S.values, x, y);
}

/** Y ← X†. */
export function adjointOf(n: number, x: F64Pointer, y: F64Pointer): void {
  wasm<Kernels>().adjointOf(n, x, y);
}

/** X ← X + X†. */
export function addAdjoint(n: number, x: F64Pointer): void {
  wasm<Kernels>().addAdjoint(n, x);
}

/** x ← 0 for `count` values. */
export function fillZero(count: number, x: F64Pointer): void {
  wasm<Kernels>().fillZero(count, x);
}
