/**
 * Maps of the form  ρ ↦ Σ_k A_k ρ B_k†: Kraus steps (B = A) and collisions.
 *
 * Dense operators are stored row by row across k, so that the whole sum is two matrix products:
 *
 *   operator stack  [row][k][column]      (m × q·n numbers; row i holds row i of A_1, A_2, …, A_q)
 *   T  = (stack read as m·q × n) · ρ      → again [row][k][column]:  T_k = A_k ρ
 *   ρ′ = (T read as m × q·n) · (stack of B)†
 */
import { Op, Symmetry, Write } from "./abi";
import { Z } from "./complex";
import { expectAligned, expectApart, expectSize } from "./contract";
import { gemm, gemmHermitian, gemmScratch } from "./gemm";
import { copy } from "./level1";

/** Number of f64 values that `krausSum` needs: T, then the scratch of the larger product. */
export function krausScratch(m: f64, n: f64, count: f64): f64 {
  return 2 * m * count * n + max(gemmScratch(m * count, n, n), gemmScratch(m, m, count * n));
}

/** Reorder `count` operators of m × n numbers from one after the other, [k][row][column], to [row][k][column]. */
export function interleaveKraus(m: i32, n: i32, count: i32, operators: usize, stack: usize): void {
  expectSize(m);
  expectSize(n);
  expectSize(count);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < m; i++) copy(n, operators + <usize>((k * m + i) * n) * Z, stack + <usize>((i * count + k) * n) * Z);
  }
}

/**
 * ρ′ = Σ_k A_k ρ B_k† (+ ρ′) for `batch` states one after the other: ρ is n × n, ρ′ is m × m, contiguous, apart from ρ.
 *
 * `Symmetry.Hermitian` promises that every result is Hermitian (ρ is, and B = A): one triangle is computed and mirrored.
 * Sums: T by the rule of `gemm`, ρ′ one running sum over (k, column) in that order. T of the last state stays at `scratch`.
 */
export function krausSum(
  m: i32,
  n: i32,
  count: i32,
  stackA: usize,
  stackB: usize,
  rho: usize,
  out: usize,
  write: Write,
  batch: i32,
  symmetry: Symmetry,
  scratch: usize,
): void {
  expectSize(count);
  expectSize(batch);
  expectAligned(scratch);
  expectApart(rho, out, <usize>(batch * min(m, n) * min(m, n)) * Z);
  assert(symmetry == Symmetry.General || stackA == stackB, "A Hermitian sum must have one stack.");
  const inner = count * n;
  const work = scratch + <usize>(m * inner) * Z;
  for (let state = 0; state < batch; state++) {
    gemm(Op.None, Op.None, m * count, n, n, stackA, n, rho, n, scratch, n, Write.Replace, work);
    if (symmetry == Symmetry.Hermitian) {
      gemmHermitian(Op.None, Op.ConjugateTranspose, m, inner, scratch, inner, stackB, inner, out, m, write, work);
    } else gemm(Op.None, Op.ConjugateTranspose, m, m, inner, scratch, inner, stackB, inner, out, m, write, work);
    rho += <usize>(n * n) * Z;
    out += <usize>(m * m) * Z;
  }
}
