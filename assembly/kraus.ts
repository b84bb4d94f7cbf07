/**
 * Maps of the form  ρ ↦ Σ_k A_k ρ B_k†: Kraus steps (B = A) and collisions.
 *
 * Dense operators are stored row by row across k, so that the whole sum is two matrix products:
 *
 *   operator stack  [row][k][column]      (m × q·n numbers; row i holds row i of A_1, A_2, …, A_q)
 *   T  = (stack read as m·q × n) · ρ      → again [row][k][column]:  T_k = A_k ρ
 *   ρ′ = (T read as m × q·n) · (stack of B)†
 *
 * A collision of a system (dimension s) with a unit (dimension a) in state η is such a map with q = a² operators:
 *
 *   Tr_A[U (ρ ⊗ η) U†] = Σ_αβ W_αβ ρ U_αβ†,   U_αβ = ⟨α|U|β⟩,   W_αβ = Σ_γ U_αγ η[γ, β],   k = α·a + β
 *
 * which costs 2 a² s³ multiply-adds in place of the 2 (a·s)³ of the joint matrices.
 */
import { Op, Symmetry, Write } from "./abi";
import { negateFirst, next, turn, Z } from "./complex";
import { gemm, gemmHermitian, gemmScratch } from "./gemm";
import { clear, copy, mirrorUpper } from "./level1";
import { rightProduct, sparseTimesDense } from "./sparse";

/** Number of f64 values that `krausSum` needs: T, then the scratch of the larger product. */
export function krausScratch(m: i32, n: i32, count: i32): i32 {
  return 2 * m * count * n + max(gemmScratch(m * count, n, n), gemmScratch(m, m, count * n));
}

/** Reorder `count` operators of m × n numbers from one after the other, [k][row][column], to [row][k][column]. */
export function interleaveKraus(m: i32, n: i32, count: i32, operators: usize, stack: usize): void {
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
  const inner = count * n;
  const work = scratch + <usize>(m * inner) * Z;
  for (let state = 0; state < batch; state++) {
    gemm(Op.None, Op.None, m * count, n, n, stackA, n, rho, n, scratch, n, Write.Replace, work);
    if (symmetry == Symmetry.Hermitian) gemmHermitian(Op.None, Op.ConjugateTranspose, m, inner, scratch, inner, stackB, inner, out, m, write, work);
    else gemm(Op.None, Op.ConjugateTranspose, m, m, inner, scratch, inner, stackB, inner, out, m, write, work);
    rho += <usize>(n * n) * Z;
    out += <usize>(m * m) * Z;
  }
}

/**
 * Prepare a collision: from U on system ⊗ unit (index i·a + α, row-major) and η (a × a) make the stacks of W and U for
 * `krausSum` with m = n = s and count = a². W by the rule of `gemm`, γ running.
 */
export function arrangeCollision(s: i32, a: i32, u: usize, eta: usize, stackW: usize, stackU: usize): void {
  const size = s * a;
  const sign = negateFirst();
  for (let i = 0; i < s; i++) {
    for (let alpha = 0; alpha < a; alpha++) {
      const row = u + <usize>((i * a + alpha) * size) * Z;
      for (let beta = 0; beta < a; beta++) {
        for (let j = 0; j < s; j++) {
          const from = row + <usize>(j * a) * Z;
          let sum = f64x2.splat(0);
          for (let gamma = 0; gamma < a; gamma++) {
            const at = from + <usize>gamma * Z;
            const b = v128.load(eta + <usize>(gamma * a + beta) * Z);
            sum = next(sum, v128.load_splat<f64>(at), v128.load_splat<f64>(at, 8), b, v128.xor(turn(b), sign));
          }
          v128.store(stackW, sum);
          v128.store(stackU, v128.load(from + <usize>beta * Z));
          stackW += Z;
          stackU += Z;
        }
      }
    }
  }
}

/**
 * The unit after the collision, η′ = Tr_S[U (ρ ⊗ η) U†], from the T that `krausSum` left in its scratch and the stack of U:
 * η′[α, α′] = Σ_i Σ_(β, j) T[i][αβ][j]·conj(U[i][α′β][j]), one running sum in that order. η′ is a × a, contiguous.
 * `work` holds `gemmScratch(a, a, a·s)` values.
 */
export function outgoingUnit(s: i32, a: i32, t: usize, stackU: usize, out: usize, work: usize): void {
  const inner = a * s;
  const row = <usize>(a * inner) * Z;
  for (let i = 0; i < s; i++) {
    const write = i == 0 ? Write.Replace : Write.Add;
    gemm(Op.None, Op.ConjugateTranspose, a, a, inner, t, inner, stackU, inner, out, a, write, work);
    t += row;
    stackU += row;
  }
}

/**
 * ρ′ = Σ_k K_k ρ K_k† (+ ρ′) with sparse K_k (n × n, rows as in `sparse.ts`, stacked: row i of K_k is row k·n + i of one
 * sparse matrix). `scratch` holds 2·n·n values. ρ′ is one running sum over k, then over the entries of a row of K_k.
 * `symmetry` as in `krausSum`.
 */
export function krausSparse(
  n: i32,
  count: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  rho: usize,
  out: usize,
  write: Write,
  symmetry: Symmetry,
  scratch: usize,
): void {
  if (count == 0 && write == Write.Replace) clear(n * n, out);
  for (let k = 0; k < count; k++) {
    const rows = rowStart + (<usize>(k * n) << 2);
    const how = k == 0 ? write : Write.Add;
    sparseTimesDense(n, n, rows, columns, values, rho, n, scratch, n, Write.Replace);
    rightProduct(n, n, scratch, n, rows, columns, values, out, n, how, symmetry == Symmetry.Hermitian);
  }
  if (symmetry == Symmetry.Hermitian) mirrorUpper(n, out, n);
}
