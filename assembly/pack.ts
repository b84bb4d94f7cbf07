/**
 * Packing of complex operands into the strips that the register tile of `gemm` reads from end to end.
 *
 * Conjugation happens here (the sign of im is flipped while copying), so the tile knows nothing of it.
 */
import { Op } from "./abi";
import { conjugationMask, Z } from "./complex";

/**
 * Pack `rows` × `slices` of op(A) into strips of 4 rows: neighbouring rows are `across` bytes apart, neighbouring slices `along`.
 * The last strip repeats the last row.
 */
export function packRows(op: Op, rows: i32, slices: i32, a: usize, lda: i32, out: usize): void {
  const across = op == Op.None ? <usize>lda * Z : Z;
  const along = op == Op.None ? Z : <usize>lda * Z;
  const sign = conjugationMask(op);
  for (let i = 0; i < rows; i += 4) {
    const last = <usize>min(rows - i, 4) - 1;
    let a0 = a;
    let a1 = a + min(1, last) * across;
    let a2 = a + min(2, last) * across;
    let a3 = a + last * across;
    for (const end = out + <usize>slices * 64; out < end; out += 64) {
      v128.store(out, v128.xor(v128.load(a0), sign));
      v128.store(out, v128.xor(v128.load(a1), sign), 16);
      v128.store(out, v128.xor(v128.load(a2), sign), 32);
      v128.store(out, v128.xor(v128.load(a3), sign), 48);
      a0 += along;
      a1 += along;
      a2 += along;
      a3 += along;
    }
    a += 4 * across;
  }
}

/** Pack `slices` × `columns` of op(B) into strips of 2 columns, parts apart: re0 re1 im0 im1. An odd last column comes twice. */
export function packColumns(op: Op, columns: i32, slices: i32, b: usize, ldb: i32, out: usize): void {
  const across = op == Op.None ? Z : <usize>ldb * Z;
  const along = op == Op.None ? <usize>ldb * Z : Z;
  const sign = conjugationMask(op);
  for (let j = 0; j < columns; j += 2) {
    const other = j + 1 < columns ? across : 0;
    let at = b;
    for (const end = out + <usize>slices * 32; out < end; out += 32) {
      const x = v128.xor(v128.load(at), sign);
      const y = v128.xor(v128.load(at + other), sign);
      v128.store(out, v128.shuffle<f64>(x, y, 0, 2));
      v128.store(out, v128.shuffle<f64>(x, y, 1, 3), 16);
      at += along;
    }
    b += 2 * across;
  }
}
