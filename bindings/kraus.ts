/** Typed wrappers of assembly/kraus.ts, which draws the layout of operator stacks. */
import { Symmetry } from "../assembly/abi.ts";
import type { Write } from "./dense.ts";
import type { F64Pointer } from "./memory.ts";
import type { SparseRows } from "./sparse.ts";
import { wasm } from "./wasm.ts";

export { Symmetry };

interface Kernels {
  krausScratch(m: number, n: number, count: number): number;
  interleaveKraus(m: number, n: number, count: number, operators: number, stack: number): void;
  krausSum(
    m: number,
    n: number,
    count: number,
    stackA: number,
    stackB: number,
    rho: number,
    out: number,
    write: number,
    batch: number,
    symmetry: number,
    scratch: number,
  ): void;
  arrangeCollision(s: number, a: number, u: number, eta: number, stackW: number, stackU: number): void;
  outgoingUnit(s: number, a: number, t: number, stackU: number, out: number, work: number): void;
  krausSparse(
    n: number,
    count: number,
    rowStart: number,
    columns: number,
    values: number,
    rho: number,
    out: number,
    write: number,
    symmetry: number,
    scratch: number,
  ): void;
}

/** f64 values that `krausSum` needs as scratch. */
export function krausScratch(m: number, n: number, count: number): number {
  return wasm<Kernels>().krausScratch(m, n, count);
}

/** Reorder `count` operators from [k][row][column] to the stack [row][k][column]. */
export function interleaveKraus(m: number, n: number, count: number, operators: F64Pointer, stack: F64Pointer): void {
  wasm<Kernels>().interleaveKraus(m, n, count, operators, stack);
}

/**
 * ρ′ ← Σ_k A_k ρ B_k† (+ ρ′) for `batch` states one after the other; operators are m × n, in stacks.
 * `Symmetry.Hermitian` promises that ρ is Hermitian and B = A. T_k = A_k ρ of the last state stays at `scratch`.
 */
export function krausSum(
  m: number,
  n: number,
  count: number,
  stackA: F64Pointer,
  stackB: F64Pointer,
  rho: F64Pointer,
  out: F64Pointer,
  write: Write,
  batch: number,
  symmetry: Symmetry,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().krausSum(m, n, count, stackA, stackB, rho, out, write, batch, symmetry, scratch);
}

/** From U on system ⊗ unit and η make the stacks with which `krausSum` (m = n = s, count = a²) is Tr_A[U (ρ ⊗ η) U†]. */
export function arrangeCollision(s: number, a: number, u: F64Pointer, eta: F64Pointer, stackW: F64Pointer, stackU: F64Pointer): void {
  wasm<Kernels>().arrangeCollision(s, a, u, eta, stackW, stackU);
}

/** η′ ← Tr_S[U (ρ ⊗ η) U†] from the T that `krausSum` left in its scratch; `work` holds `gemmScratch(a, a, a·s)` values. */
export function outgoingUnit(s: number, a: number, t: F64Pointer, stackU: F64Pointer, out: F64Pointer, work: F64Pointer): void {
  wasm<Kernels>().outgoingUnit(s, a, t, stackU, out, work);
}

/** ρ′ ← Σ_k K_k ρ K_k† (+ ρ′): row i of K_k is row k·n + i of `operators`; `scratch` holds 2·n·n values. */
export function krausSparse(
  n: number,
  count: number,
  operators: SparseRows,
  rho: F64Pointer,
  out: F64Pointer,
  write: Write,
  symmetry: Symmetry,
  scratch: F64Pointer,
): void {
  wasm<Kernels>().krausSparse(n, count, operators.rowStart, operators.columns, operators.values, rho, out, write, symmetry, scratch);
}
