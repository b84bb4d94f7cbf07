/** Typed wrappers of assembly/superoperator.ts. */
import type { Write } from "./dense.ts";
import type { F64Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

interface Kernels {
  superoperatorTimesVector(rows: number, columns: number, s: number, lds: number, x: number, y: number, write: number): void;
  realTimesLanes(rows: number, columns: number, m: number, ldm: number, x: number, y: number, lanes: number, write: number): void;
}

/** y ← S·x (+ y) for a complex rows × columns matrix S. */
export function superoperatorTimesVector(
  rows: number,
  columns: number,
  s: F64Pointer,
  lds: number,
  x: F64Pointer,
  y: F64Pointer,
  write: Write,
): void {
  wasm<Kernels>().superoperatorTimesVector(rows, columns, s, lds, x, y, write);
}

/**
 * y ← M·x (+ y) for a real M and `lanes` (1–8) vectors side by side, x[column][lane] and y[row][lane].
 * A lane's bits depend neither on its neighbours nor on how many there are.
 */
export function realTimesLanes(
  rows: number,
  columns: number,
  m: F64Pointer,
  ldm: number,
  x: F64Pointer,
  y: F64Pointer,
  lanes: number,
  write: Write,
): void {
  wasm<Kernels>().realTimesLanes(rows, columns, m, ldm, x, y, lanes, write);
}
