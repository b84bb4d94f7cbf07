/**
 * Packing of complex operands into the strips that the register tile of `gemm` reads from end to end.
 *
 * Conjugation happens here (the sign of im is flipped while copying), so the tile knows nothing of it.
 */
import { Op } from "./abi";
import { conjugationMask, Z } from "./complex";

/**
 * Pack `rows` × `slices` of op(A) into strips of 4 rows. Row r of a strip starts at `a + r·across` and moves `along` bytes per
 * slice; missing rows become zeros.
 */
export function packRows(op: Op, rows: i32, slices: i32, a: usize, lda: i32, out: usize): void {
  const across = op == Op.None ? <usize>lda * Z : Z;
  const along = op == Op.None ? Z : <usize>lda * Z;
  const sign = conjugationMask(op);
  const strip = <usize>slices * 64;
  for (let i = 0; i < rows; i += 4) {
    const valid = min(rows - i, 4);
    if (valid == 4) packFourRows(slices, a, across, along, sign, out);
    else {
      memory.fill(out, 0, strip);
      for (let r: usize = 0; r < <usize>valid; r++) packOneRow(slices, a + r * across, along, sign, out + r * Z);
    }
    a += 4 * across;
    out += strip;
  }
}

function packFourRows(slices: i32, a: usize, across: usize, along: usize, sign: v128, out: usize): void {
  let a1 = a + across;
  let a2 = a1 + across;
  let a3 = a2 + across;
  const end = out + <usize>slices * 64;
  while (out < end) {
    v128.store(out, v128.xor(v128.load(a), sign));
    v128.store(out, v128.xor(v128.load(a1), sign), 16);
    v128.store(out, v128.xor(v128.load(a2), sign), 32);
    v128.store(out, v128.xor(v128.load(a3), sign), 48);
    a += along;
    a1 += along;
    a2 += along;
    a3 += along;
    out += 64;
  }
}

function packOneRow(slices: i32, a: usize, along: usize, sign: v128, out: usize): void {
  const end = out + <usize>slices * 64;
  for (; out < end; out += 64) {
    v128.store(out, v128.xor(v128.load(a), sign));
    a += along;
  }
}

/** Pack `slices` × `columns` of op(B) into strips of 2 columns, parts apart: re0 re1 im0 im1; a missing column is zeros. */
export function packColumns(op: Op, columns: i32, slices: i32, b: usize, ldb: i32, out: usize): void {
  const across = op == Op.None ? Z : <usize>ldb * Z;
  const along = op == Op.None ? <usize>ldb * Z : Z;
  const sign = conjugationMask(op);
  for (let j = 0; j < columns; j += 2) {
    let at = b;
    const second = columns - j > 1;
    for (let l = 0; l < slices; l++) {
      const x = v128.xor(v128.load(at), sign);
      const y = second ? v128.xor(v128.load(at + across), sign) : f64x2.splat(0);
      v128.store(out, v128.shuffle<f64>(x, y, 0, 2));
      v128.store(out, v128.shuffle<f64>(x, y, 1, 3), 16);
      at += along;
      out += 32;
    }
    b += 2 * across;
  }
}
