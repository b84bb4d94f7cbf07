/**
 * Real matrix product  C = C ± A·B  or  C = ± A·B, row-major: the update step of every blocked factorisation.
 *
 * Summation order, the same for every size (`test/reference/panel.ts` is its twin, bit for bit): each element of C starts from what it
 * held (`Write.Add`) or from 0 (`Write.Replace`) and then takes  c = c + a·(±b)  for l = 0, 1, …, k − 1.
 *
 * A 4 × 4 tile of C lives in eight registers. B is packed by strips of 4 columns, signs applied, missing columns zero; A is read where it
 * stands, one broadcast per row and slice. Partial sums wait in C between blocks of slices.
 *
 *   packed B, per slice:   b0 b1 b2 b3   (32 bytes)
 */
import { Write } from "./abi";
import { at, both, pair, place, put, putPair } from "./access";
import { expectSize } from "./contract";

/** Slices per packed strip: 8 KiB, a quarter of the first-level cache. */
const KC: i32 = 256;
/** f64 values of the edge buffer. */
const EDGE: i32 = 16;

/** Scratch of `productReal`, in f64 values. */
export function productRealScratch(): f64 {
  return 4 * KC + EDGE;
}

/** C (m × n) = sign·A (m × k)·B (k × n), added or replaced; leading dimensions count values per stored row; sign is 1 or −1. */
export function productReal(
  m: i32,
  n: i32,
  k: i32,
  sign: f64,
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
  expectSize(k);
  assert(sign == 1 || sign == -1, "`sign` must be 1 or −1.");
  assert(lda >= k && ldb >= n && ldc >= n, "Rows must fit their leading dimensions.");
  if (k === 0 && write === Write.Replace) {
    for (let i: i32 = 0; i < m; i++) memory.fill(place(c, i * ldc), 0, <usize>n << 3);
  }
  const edge = place(scratch, 4 * KC);
  for (let l: i32 = 0; l < k; l += KC) {
    const slices = min(k - l, KC);
    const fresh = l === 0 && write === Write.Replace;
    for (let j: i32 = 0; j < n; j += 4) {
      const columns = min(n - j, 4);
      packStrip(slices, columns, sign, place(b, l * ldb + j), ldb, scratch);
      for (let i: i32 = 0; i < m; i += 4) {
        const rows = min(m - i, 4);
        const from = place(a, i * lda + l);
        const to = place(c, i * ldc + j);
        if (rows === 4 && columns === 4) tile(slices, from, lda, lda, lda, scratch, to, ldc, fresh);
        else edgeTile(slices, rows, columns, from, lda, scratch, to, ldc, fresh, edge);
      }
    }
  }
}

function packStrip(slices: i32, columns: i32, sign: f64, b: usize, ldb: i32, out: usize): void {
  const s = f64x2.splat(sign);
  if (columns === 4) {
    for (let l: i32 = 0; l < slices; l++) {
      putPair(out, 4 * l, f64x2.mul(s, pair(b, 0)));
      putPair(out, 4 * l + 2, f64x2.mul(s, pair(b, 2)));
      b = place(b, ldb);
    }
    return;
  }
  for (let l: i32 = 0; l < slices; l++) {
    for (let j: i32 = 0; j < 4; j++) put(out, 4 * l + j, j < columns ? sign * at(b, j) : 0);
    b = place(b, ldb);
  }
}

/** A tile over the border of C: computed whole in `edge`, its part copied back. Missing rows repeat the last one. */
function edgeTile(slices: i32, rows: i32, columns: i32, a: usize, lda: i32, b: usize, c: usize, ldc: i32, fresh: bool, edge: usize): void {
  if (!fresh) {
    for (let i: i32 = 0; i < rows; i++) memory.copy(place(edge, 4 * i), place(c, i * ldc), <usize>columns << 3);
  }
  tile(slices, a, rows > 1 ? lda : 0, rows > 2 ? lda : 0, rows > 3 ? lda : 0, b, edge, 4, fresh);
  for (let i: i32 = 0; i < rows; i++) memory.copy(place(c, i * ldc), place(edge, 4 * i), <usize>columns << 3);
}

/** The 4 × 4 tile; step1 … step3 lead from one row of A to the next. */
function tile(slices: i32, a: usize, step1: i32, step2: i32, step3: i32, b: usize, c: usize, ldc: i32, fresh: bool): void {
  let a1 = place(a, step1);
  let a2 = place(a1, step2);
  let a3 = place(a2, step3);
  const c1 = place(c, ldc);
  const c2 = place(c1, ldc);
  const c3 = place(c2, ldc);
  const zero = f64x2.splat(0);
  let x0 = fresh ? zero : pair(c, 0);
  let y0 = fresh ? zero : pair(c, 2);
  let x1 = fresh ? zero : pair(c1, 0);
  let y1 = fresh ? zero : pair(c1, 2);
  let x2 = fresh ? zero : pair(c2, 0);
  let y2 = fresh ? zero : pair(c2, 2);
  let x3 = fresh ? zero : pair(c3, 0);
  let y3 = fresh ? zero : pair(c3, 2);
  const end = place(b, 4 * slices);
  while (b < end) {
    const bx = pair(b, 0);
    const by = pair(b, 2);
    let r = both(a, 0);
    x0 = f64x2.add(x0, f64x2.mul(r, bx));
    y0 = f64x2.add(y0, f64x2.mul(r, by));
    r = both(a1, 0);
    x1 = f64x2.add(x1, f64x2.mul(r, bx));
    y1 = f64x2.add(y1, f64x2.mul(r, by));
    r = both(a2, 0);
    x2 = f64x2.add(x2, f64x2.mul(r, bx));
    y2 = f64x2.add(y2, f64x2.mul(r, by));
    r = both(a3, 0);
    x3 = f64x2.add(x3, f64x2.mul(r, bx));
    y3 = f64x2.add(y3, f64x2.mul(r, by));
    a += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 32;
  }
  putPair(c, 0, x0);
  putPair(c, 2, y0);
  putPair(c1, 0, x1);
  putPair(c1, 2, y1);
  putPair(c2, 0, x2);
  putPair(c2, 2, y2);
  putPair(c3, 0, x3);
  putPair(c3, 2, y3);
}
