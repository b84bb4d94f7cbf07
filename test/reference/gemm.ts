/**
 * Slow, obvious twins of the matrix products: the same arguments as the kernels, with typed arrays in place of addresses.
 * The order of every operation is the kernels' documented one, so results agree bit for bit.
 */
import { Op, Write } from "../../assembly/abi.ts";

/** Twin of `gemm`: three loops over elements. */
export function gemm(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  lda: number,
  b: Float64Array,
  ldb: number,
  c: Float64Array,
  ldc: number,
  write: Write,
): void {
  const signA = opA === Op.None ? 1 : -1;
  const signB = opB === Op.None ? 1 : -1;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const at = 2 * (i * ldc + j);
      let re = write === Write.Add ? c[at] : 0;
      let im = write === Write.Add ? c[at + 1] : 0;
      for (let l = 0; l < k; l++) {
        const ia = opA === Op.None ? 2 * (i * lda + l) : 2 * (l * lda + i);
        const ib = opB === Op.None ? 2 * (l * ldb + j) : 2 * (j * ldb + l);
        const ar = a[ia];
        const ai = signA * a[ia + 1];
        const br = b[ib];
        const bi = signB * b[ib + 1];
        re = re + ar * br - ai * bi;
        im = im + ar * bi + ai * br;
      }
      c[at] = re;
      c[at + 1] = im;
    }
  }
}

/**
 * The same product and the same bits as a careful JavaScript programmer writes it: op(A) as contiguous rows, op(B) as contiguous
 * columns, one dot product per element. This is the pure JS that the benches compare with by default.
 */
export function gemmPlain(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  lda: number,
  b: Float64Array,
  ldb: number,
  c: Float64Array,
  ldc: number,
  write: Write,
): void {
  if (m * n * k <= 512) {
    gemm(opA, opB, m, n, k, a, lda, b, ldb, c, ldc, write);
    return;
  }
  const rows = rowsOf(opA, m, k, a, lda);
  const columns = columnsOf(opB, n, k, b, ldb);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const at = 2 * (i * ldc + j);
      let re = write === Write.Add ? c[at] : 0;
      let im = write === Write.Add ? c[at + 1] : 0;
      let p = 2 * i * k;
      let q = 2 * j * k;
      for (const end = p + 2 * k; p < end; p += 2, q += 2) {
        const ar = rows[p];
        const ai = rows[p + 1];
        const br = columns[q];
        const bi = columns[q + 1];
        re = re + ar * br - ai * bi;
        im = im + ar * bi + ai * br;
      }
      c[at] = re;
      c[at + 1] = im;
    }
  }
}

/**
 * The same product and the same bits, written for speed in pure JS: B copied so that both operands are read in order, 2 × 2
 * tiles of C in local variables; small products run without copies; tiles below the diagonal left out on request. This is what the benches compare the wasm kernel with.
 */
export function gemmTiled(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  lda: number,
  b: Float64Array,
  ldb: number,
  c: Float64Array,
  ldc: number,
  write: Write,
  part: "all" | "upper" = "all",
): void {
  if (m * n * k <= 512) {
    gemm(opA, opB, m, n, k, a, lda, b, ldb, c, ldc, write);
    return;
  }
  const rowsOfA = rowsOf(opA, m, k, a, lda);
  const columnsOfB = columnsOf(opB, n, k, b, ldb);
  for (let j = 0; j < n; j += 2) {
    const j1 = j + 1 < n ? j + 1 : j;
    const rows = part === "upper" ? Math.min(m, j + 2) : m;
    for (let i = 0; i < rows; i += 2) {
      tile(k, rowsOfA, i, i + 1 < m ? i + 1 : i, columnsOfB, j, j1, c, ldc, write);
    }
  }
}

/** op(A) as contiguous rows; A itself when it is that already. */
function rowsOf(op: Op, m: number, k: number, a: Float64Array, lda: number): Float64Array {
  if (op === Op.None && lda === k) return a;
  const out = new Float64Array(2 * m * k);
  for (let i = 0; i < m; i++) copyLine(op, k, a, op === Op.None ? 2 * i * lda : 2 * i, op === Op.None ? 2 : 2 * lda, out, 2 * i * k);
  return out;
}

/** op(B) as contiguous columns, conjugated while copying where asked. */
function columnsOf(op: Op, n: number, k: number, b: Float64Array, ldb: number): Float64Array {
  const out = new Float64Array(2 * n * k);
  for (let j = 0; j < n; j++) copyLine(op, k, b, op === Op.None ? 2 * j : 2 * j * ldb, op === Op.None ? 2 * ldb : 2, out, 2 * j * k);
  return out;
}

function copyLine(op: Op, k: number, from: Float64Array, start: number, step: number, to: Float64Array, at: number): void {
  const sign = op === Op.None ? 1 : -1;
  for (let l = 0; l < k; l++) {
    to[at + 2 * l] = from[start + l * step];
    to[at + 2 * l + 1] = sign * from[start + l * step + 1];
  }
}

/** Rows i, i1 by columns j, j1; a row or column past the end repeats the last one, which writes the same value twice. */
function tile(
  k: number,
  a: Float64Array,
  i: number,
  i1: number,
  b: Float64Array,
  j: number,
  j1: number,
  c: Float64Array,
  ldc: number,
  write: Write,
): void {
  const add = write === Write.Add;
  const c00 = 2 * (i * ldc + j);
  const c01 = 2 * (i * ldc + j1);
  const c10 = 2 * (i1 * ldc + j);
  const c11 = 2 * (i1 * ldc + j1);
  let r00 = add ? c[c00] : 0;
  let s00 = add ? c[c00 + 1] : 0;
  let r01 = add ? c[c01] : 0;
  let s01 = add ? c[c01 + 1] : 0;
  let r10 = add ? c[c10] : 0;
  let s10 = add ? c[c10 + 1] : 0;
  let r11 = add ? c[c11] : 0;
  let s11 = add ? c[c11 + 1] : 0;
  let a0 = 2 * i * k;
  let a1 = 2 * i1 * k;
  let b0 = 2 * j * k;
  let b1 = 2 * j1 * k;
  for (let l = 0; l < k; l++) {
    const x0 = a[a0++];
    const y0 = a[a0++];
    const x1 = a[a1++];
    const y1 = a[a1++];
    const u0 = b[b0++];
    const v0 = b[b0++];
    const u1 = b[b1++];
    const v1 = b[b1++];
    r00 = r00 + x0 * u0 - y0 * v0;
    s00 = s00 + x0 * v0 + y0 * u0;
    r01 = r01 + x0 * u1 - y0 * v1;
    s01 = s01 + x0 * v1 + y0 * u1;
    r10 = r10 + x1 * u0 - y1 * v0;
    s10 = s10 + x1 * v0 + y1 * u0;
    r11 = r11 + x1 * u1 - y1 * v1;
    s11 = s11 + x1 * v1 + y1 * u1;
  }
  c[c00] = r00;
  c[c00 + 1] = s00;
  c[c01] = r01;
  c[c01 + 1] = s01;
  c[c10] = r10;
  c[c10 + 1] = s10;
  c[c11] = r11;
  c[c11 + 1] = s11;
}
