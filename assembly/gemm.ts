/**
 * Complex matrix product  C = op(A)·op(B)  or  C = C + op(A)·op(B), row-major, interleaved re, im.
 *
 * Summation order, the same for every size, block and path (`test/reference/gemm.ts` is its twin, bit for bit):
 * each element of C starts from 0 (`Write.Replace`) or from what it held (`Write.Add`), and then for l = 0, 1, …, k − 1
 *
 *   re = (re + a.re·b.re) − a.im·b.im        im = (im + a.re·b.im) + a.im·b.re
 *
 * Blocking (after Goto & van de Geijn, ACM TOMS 34, 12, 2008, doi:10.1145/1356052.1356053): B is packed by kc × nc, A by
 * mc × kc, and a 4 × 2 tile of C lives in eight registers while l runs. Partial sums wait in C itself between kc blocks, so
 * blocking never shows in the bits.
 *
 *   packed A, one strip of 4 rows, per l:      re0 im0 re1 im1 re2 im2 re3 im3        (64 bytes)
 *   packed B, one strip of 2 columns, per l:   re0 re1 im0 im1                        (32 bytes)
 *
 * A strip at the border repeats the last row or column that is there (`tile.ts` says why).
 */
import { Op, Write } from "./abi";
import { Z } from "./complex";
import { expectAligned, expectSize } from "./contract";
import { mirrorUpper } from "./level1";
import { packColumns, packRows } from "./pack";
import { productUnpacked } from "./small";
import { packedTile } from "./tile";

/** Rows and columns of the register tile. */
const MR: i32 = 4;
const NR: i32 = 2;
/**
 * B's block (128 × 192 × 16 bytes = 384 KiB) and A's (128 KiB) stay in the second-level cache, the strip of A that is used against all
 * of B (8 KiB) and the strip of B that passes by (4 KiB) in the first.
 */
const MC: i32 = 64;
const KC: i32 = 128;
const NC: i32 = 192;
/** Below this many complex multiply-adds packing costs more than it gives (measured: square products break even at n = 8). */
const UNPACKED_LIMIT: i32 = 500;

/** Number of f64 values that `gemm` needs as scratch for an m × k by k × n product. */
export function gemmScratch(m: f64, n: f64, k: f64): f64 {
  if (isUnpacked(m, n, k)) return 0;
  const rows = roundUp(<i32>min(m, <f64>MC), MR);
  const columns = roundUp(<i32>min(n, <f64>NC), NR);
  return 2 * min(k, <f64>KC) * <f64>(rows + columns);
}

/**
 * C = op(A)·op(B) (+ C): op(A) is m × k, op(B) is k × n, C is m × n and overlaps neither. Leading dimensions count complex
 * numbers between row starts of the stored matrices. `scratch` holds `gemmScratch(m, n, k)` values, 16-byte aligned.
 */
export function gemm(
  opA: Op,
  opB: Op,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  write: Write,
  scratch: usize,
): void {
  expectSize(m);
  expectSize(n);
  product(opA, opB, m, n, k, a, lda, b, ldb, c, ldc, write, scratch, false);
}

/**
 * The same for an n × n result that is known to be Hermitian (K ρ K†, …): tiles below the diagonal are left out, then the lower
 * triangle becomes the conjugate of the upper one and the diagonal real. With `Write.Add` only the upper triangle of C is read.
 */
export function gemmHermitian(
  opA: Op,
  opB: Op,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  write: Write,
  scratch: usize,
): void {
  product(opA, opB, n, n, k, a, lda, b, ldb, c, ldc, write, scratch, true);
  mirrorUpper(n, c, ldc);
}

function product(
  opA: Op,
  opB: Op,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  write: Write,
  scratch: usize,
  upper: bool,
): void {
  expectSize(k);
  assert(ldc >= n, "A row of C must fit its leading dimension.");
  assert(lda >= (opA == Op.None ? k : m) && ldb >= (opB == Op.None ? n : k), "Rows of A and B must fit their leading dimensions.");
  if (m <= 0 || n <= 0) return;
  if (isUnpacked(<f64>m, <f64>n, <f64>k)) {
    productUnpacked(opA, opB, m, n, k, a, lda, b, ldb, c, ldc, write);
    return;
  }
  expectAligned(scratch);
  const depth = min(k, KC);
  const packedB = scratch;
  const packedA = packedB + <usize>(depth * roundUp(min(n, NC), NR)) * Z;
  for (let j = 0; j < n; j += NC) {
    const columns = min(n - j, NC);
    for (let l = 0; l < k; l += KC) {
      const slices = min(k - l, KC);
      packColumns(opB, columns, slices, element(opB, b, ldb, l, j), ldb, packedB);
      const fresh = l == 0 && write == Write.Replace;
      for (let i = 0; i < m; i += MC) {
        if (upper && i >= j + columns) break;
        const rows = min(m - i, MC);
        packRows(opA, rows, slices, element(opA, a, lda, i, l), lda, packedA);
        const at = element(Op.None, c, ldc, i, j);
        block(rows, columns, slices, packedA, packedB, at, <usize>ldc * Z, fresh, upper ? i - j : -rows);
      }
    }
  }
}

/** Whether the product is too small to pack, or too thin for a packed strip to be used twice. */
// @ts-ignore: decorator
@inline
function isUnpacked(m: f64, n: f64, k: f64): bool {
  return k == 0 || m == 1 || n == 1 || m * n * k <= <f64>UNPACKED_LIMIT;
}

// @ts-ignore: decorator
@inline
function roundUp(x: i32, step: i32): i32 {
  return ((x + step - 1) / step) * step;
}

/** Address of element (i, j) of op(X). */
// @ts-ignore: decorator
@inline
function element(op: Op, x: usize, ld: i32, i: i32, j: i32): usize {
  return op == Op.None ? x + (<usize>i * ld + j) * Z : x + (<usize>j * ld + i) * Z;
}

/**
 * All tiles of one packed block of A times one packed block of B, strip of A by strip of A. Tiles whose first row lies below
 * their last column are left out, where row i of the block is row `offset + i` of a frame in which its columns start at 0.
 */
function block(rows: i32, columns: i32, slices: i32, a: usize, b: usize, c: usize, rowC: usize, fresh: bool, offset: i32): void {
  const stripA = <usize>(MR * slices) * Z;
  const stripB = <usize>(NR * slices) * Z;
  for (let i = 0; i < rows; i += MR) {
    const last = <usize>min(rows - i, MR) - 1;
    const second = min(1, last) * rowC;
    const third = min(2, last) * rowC;
    const start = max(0, (i + offset) & ~1);
    let strip = b + <usize>(start / NR) * stripB;
    for (let j = start; j < columns; j += NR) {
      const at = c + <usize>j * Z;
      packedTile(slices, a, strip, at, at + second, at + third, at + last * rowC, j + 1 < columns ? Z : 0, fresh);
      strip += stripB;
    }
    a += stripA;
    c += <usize>MR * rowC;
  }
}
