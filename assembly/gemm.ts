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
 * Strips are padded with zeros; an edge tile is computed whole in a 4 × 2 buffer and its valid part is copied.
 */
import { Op, Write } from "./abi";
import { Z } from "./complex";
import { mirrorUpper } from "./level1";
import { packColumns, packRows } from "./pack";
import { productUnpacked } from "./small";

/** Rows and columns of the register tile. */
const MR: i32 = 4;
const NR: i32 = 2;
/** A's block stays in the second-level cache (64 × 256 × 16 bytes = 256 KiB), one strip of A and one of B in the first. */
const MC: i32 = 64;
const KC: i32 = 256;
const NC: i32 = 512;
/** f64 values in the edge buffer: 4 × 2 complex numbers. */
const EDGE: i32 = 16;
/** Bytes from row to row of the edge buffer. */
const EDGE_ROW: usize = 32;
/** Below this many complex multiply-adds packing costs more than it gives (measured: between 6³ and 12³). */
const UNPACKED_LIMIT: i32 = 1000;

/** Number of f64 values that `gemm` needs as scratch for an m × k by k × n product. */
export function gemmScratch(m: i32, n: i32, k: i32): i32 {
  if (isUnpacked(m, n, k)) return 0;
  const depth = min(k, KC);
  return EDGE + 2 * depth * (roundUp(min(m, MC), MR) + roundUp(min(n, NC), NR));
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
  if (m <= 0 || n <= 0) return;
  if (isUnpacked(m, n, k)) {
    productUnpacked(opA, opB, m, n, k, a, lda, b, ldb, c, ldc, write);
    return;
  }
  const depth = min(k, KC);
  const packedB = scratch + (<usize>EDGE << 3);
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
        block(rows, columns, slices, packedA, packedB, at, <usize>ldc * Z, fresh, scratch, upper ? i - j : i32.MIN_VALUE);
      }
    }
  }
}

/** Whether the product is too small to pack, or too thin for a packed strip to be used twice. */
// @ts-ignore: decorator
@inline
function isUnpacked(m: i32, n: i32, k: i32): bool {
  return k == 0 || m == 1 || n == 1 || <i64>m * n * k <= UNPACKED_LIMIT;
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
 * All tiles of one packed block of A times one packed block of B. Tiles whose first row lies below the last column are left
 * out, where row i of the block is row `offset + i` of a frame in which the block's columns start at 0.
 */
function block(
  rows: i32,
  columns: i32,
  slices: i32,
  a: usize,
  b: usize,
  c: usize,
  rowBytes: usize,
  fresh: bool,
  edge: usize,
  offset: i32,
): void {
  const stripA = <usize>(MR * slices) * Z;
  const stripB = <usize>(NR * slices) * Z;
  for (let j = 0; j < columns; j += NR) {
    let strip = a;
    for (let i = 0; i < rows && i + offset < j + NR; i += MR) {
      const at = c + <usize>i * rowBytes + <usize>j * Z;
      if (rows - i >= MR && columns - j >= NR) tile(slices, strip, b, at, rowBytes, fresh);
      else edgeTile(slices, strip, b, at, rowBytes, fresh, min(rows - i, MR), min(columns - j, NR), edge);
      strip += stripA;
    }
    b += stripB;
  }
}

/** A tile that reaches over the border of C: computed whole in `edge`, its rows × columns part copied. */
function edgeTile(slices: i32, a: usize, b: usize, c: usize, rowBytes: usize, fresh: bool, rows: i32, columns: i32, edge: usize): void {
  const bytes = <usize>columns * Z;
  if (!fresh) {
    for (let i = 0; i < rows; i++) memory.copy(edge + <usize>i * EDGE_ROW, c + <usize>i * rowBytes, bytes);
  }
  tile(slices, a, b, edge, EDGE_ROW, fresh);
  for (let i = 0; i < rows; i++) memory.copy(c + <usize>i * rowBytes, edge + <usize>i * EDGE_ROW, bytes);
}

/** The two real parts of a row of the tile: (re0, im0), (re1, im1) → (re0, re1). */
// @ts-ignore: decorator
@inline
function realParts(c: usize): v128 {
  return v128.shuffle<f64>(v128.load(c), v128.load(c, 16), 0, 2);
}

// @ts-ignore: decorator
@inline
function imaginaryParts(c: usize): v128 {
  return v128.shuffle<f64>(v128.load(c), v128.load(c, 16), 1, 3);
}

/**
 * Store lane by lane: with a shuffle here, V8 11 (Node 20) moves all loads of the inner loop before its arithmetic, spills four
 * registers per turn and loses a third of the speed.
 */
// @ts-ignore: decorator
@inline
function storeRow(c: usize, re: v128, im: v128): void {
  v128.store_lane<f64>(c, re, 0);
  v128.store_lane<f64>(c, im, 0, 8);
  v128.store_lane<f64>(c, re, 1, 16);
  v128.store_lane<f64>(c, im, 1, 24);
}

/** re + a.re·b.re − a.im·b.im for two columns. */
// @ts-ignore: decorator
@inline
function nextReal(re: v128, ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f64x2.sub(f64x2.add(re, f64x2.mul(ar, br)), f64x2.mul(ai, bi));
}

/** im + a.re·b.im + a.im·b.re for two columns. */
// @ts-ignore: decorator
@inline
function nextImaginary(im: v128, ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f64x2.add(f64x2.add(im, f64x2.mul(ar, bi)), f64x2.mul(ai, br));
}

/** The 4 × 2 tile: eight accumulators, two columns per register, one broadcast of A per row and part. */
function tile(slices: i32, a: usize, b: usize, c: usize, rowBytes: usize, fresh: bool): void {
  const c1 = c + rowBytes;
  const c2 = c1 + rowBytes;
  const c3 = c2 + rowBytes;
  let r0 = f64x2.splat(0);
  let r1 = r0;
  let r2 = r0;
  let r3 = r0;
  let i0 = r0;
  let i1 = r0;
  let i2 = r0;
  let i3 = r0;
  if (!fresh) {
    r0 = realParts(c);
    i0 = imaginaryParts(c);
    r1 = realParts(c1);
    i1 = imaginaryParts(c1);
    r2 = realParts(c2);
    i2 = imaginaryParts(c2);
    r3 = realParts(c3);
    i3 = imaginaryParts(c3);
  }
  const end = a + <usize>slices * 64;
  while (a < end) {
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    let ar = v128.load_splat<f64>(a, 0);
    let ai = v128.load_splat<f64>(a, 8);
    r0 = nextReal(r0, ar, ai, br, bi);
    i0 = nextImaginary(i0, ar, ai, br, bi);
    ar = v128.load_splat<f64>(a, 16);
    ai = v128.load_splat<f64>(a, 24);
    r1 = nextReal(r1, ar, ai, br, bi);
    i1 = nextImaginary(i1, ar, ai, br, bi);
    ar = v128.load_splat<f64>(a, 32);
    ai = v128.load_splat<f64>(a, 40);
    r2 = nextReal(r2, ar, ai, br, bi);
    i2 = nextImaginary(i2, ar, ai, br, bi);
    ar = v128.load_splat<f64>(a, 48);
    ai = v128.load_splat<f64>(a, 56);
    r3 = nextReal(r3, ar, ai, br, bi);
    i3 = nextImaginary(i3, ar, ai, br, bi);
    a += 64;
    b += 32;
  }
  storeRow(c, r0, i0);
  storeRow(c1, r1, i1);
  storeRow(c2, r2, i2);
  storeRow(c3, r3, i3);
}
