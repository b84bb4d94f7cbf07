/**
 * Complex products without packing, for operands so small or thin that copying them would cost more than the product.
 *
 * One register holds one element of C; s = b and t = i·b, and one step is the rule of `complex.ts`, which rounds as the packed
 * tile does. Conjugation of either operand only changes the signs inside s and t.
 */
import { Op, Write } from "./abi";
import { conjugationMask, next, turn, Z } from "./complex";

/** C = op(A)·op(B) (+ C), any size, no scratch. Arguments as in `gemm`. */
export function productUnpacked(
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
): void {
  const rowA = opA == Op.None ? <usize>lda * Z : Z;
  const alongA = opA == Op.None ? Z : <usize>lda * Z;
  const columnB = opB == Op.None ? Z : <usize>ldb * Z;
  const alongB = opB == Op.None ? <usize>ldb * Z : Z;
  const rowC = <usize>ldc * Z;
  const straight = conjugationMask(opB);
  const turned = turnedMask(opA, opB);
  const fresh = write == Write.Replace;
  const evenRows = m & ~1;
  const evenColumns = n & ~1;
  for (let i = 0; i < evenRows; i += 2) {
    const rowOfA = a + <usize>i * rowA;
    const rowOfC = c + <usize>i * rowC;
    for (let j = 0; j < evenColumns; j += 2) {
      const at = rowOfC + <usize>j * Z;
      pairTile(k, rowOfA, rowA, alongA, b + <usize>j * columnB, columnB, alongB, at, rowC, fresh, straight, turned);
    }
    if (evenColumns < n) {
      const column = b + <usize>evenColumns * columnB;
      const at = rowOfC + <usize>evenColumns * Z;
      one(k, rowOfA, alongA, column, alongB, at, fresh, straight, turned);
      one(k, rowOfA + rowA, alongA, column, alongB, at + rowC, fresh, straight, turned);
    }
  }
  if (evenRows < m) {
    const rowOfA = a + <usize>evenRows * rowA;
    const rowOfC = c + <usize>evenRows * rowC;
    for (let j = 0; j < n; j++) one(k, rowOfA, alongA, b + <usize>j * columnB, alongB, rowOfC + <usize>j * Z, fresh, straight, turned);
  }
}

/** Signs that turn (b.im, b.re) into the factor of the stored a.im: conjugating A flips both, conjugating B flips the first. */
// @ts-ignore: decorator
@inline
function turnedMask(opA: Op, opB: Op): v128 {
  const first = opA == opB ? i64.MIN_VALUE : 0;
  const second = opA == Op.None ? 0 : i64.MIN_VALUE;
  return i64x2(first, second);
}

/** Two rows by two columns of C. */
function pairTile(
  k: i32,
  a: usize,
  rowA: usize,
  alongA: usize,
  b: usize,
  columnB: usize,
  alongB: usize,
  c: usize,
  rowC: usize,
  fresh: bool,
  straight: v128,
  turned: v128,
): void {
  let c00 = f64x2.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  if (!fresh) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c + rowC);
    c11 = v128.load(c + rowC, 16);
  }
  for (let l = 0; l < k; l++) {
    const x = v128.load(b);
    const y = v128.load(b + columnB);
    const s0 = v128.xor(x, straight);
    const t0 = v128.xor(turn(x), turned);
    const s1 = v128.xor(y, straight);
    const t1 = v128.xor(turn(y), turned);
    let ar = v128.load_splat<f64>(a);
    let ai = v128.load_splat<f64>(a, 8);
    c00 = next(c00, ar, ai, s0, t0);
    c01 = next(c01, ar, ai, s1, t1);
    ar = v128.load_splat<f64>(a + rowA);
    ai = v128.load_splat<f64>(a + rowA, 8);
    c10 = next(c10, ar, ai, s0, t0);
    c11 = next(c11, ar, ai, s1, t1);
    a += alongA;
    b += alongB;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + rowC, c10);
  v128.store(c + rowC, c11, 16);
}

/** One element of C. */
function one(k: i32, a: usize, alongA: usize, b: usize, alongB: usize, c: usize, fresh: bool, straight: v128, turned: v128): void {
  let sum = fresh ? f64x2.splat(0) : v128.load(c);
  for (let l = 0; l < k; l++) {
    const x = v128.load(b);
    sum = next(sum, v128.load_splat<f64>(a), v128.load_splat<f64>(a, 8), v128.xor(x, straight), v128.xor(turn(x), turned));
    a += alongA;
    b += alongB;
  }
  v128.store(c, sum);
}
