/**
 * Products of complex matrices on typed arrays, row-major and interleaved, by the shortest way for their size: here where
 * copying would cost more than the product, in the kernels else. Every way adds the terms in order of the inner index and
 * rounds alike, so the bits do not tell which one it was (`assembly/gemm.ts` says the rule).
 */
import { gemm, gemmScratch, Op, Write } from "../../bindings/dense.ts";
import { luRealScratch, productReal } from "../../bindings/linear.ts";
import { offset } from "../../bindings/memory.ts";
import { keptRoom, scratchScope } from "./scratch.ts";

/** Up to this many multiply-adds of complex numbers the product is made here (measured: 4 × 4 × 4 is faster, 6 × 6 × 6 is not). */
const HERE = 100;
/** The same where linear memory has to be taken for the call. */
const HERE_WITHOUT_ROOM = 1000;

/** The same for real numbers, whose kernel has no form without packing. */
const REAL_HERE = 125;

/** A result this small is copied out value by value, which is faster than through a window of its own. */
const BY_VALUE = 512;

/** op(A)·op(B), in `out` or a new array: op(A) is m × k, op(B) k × n; `lda` and `ldb` are the row lengths of A and B. Returns it. */
export function product(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  A: Float64Array,
  lda: number,
  B: Float64Array,
  ldb: number,
  out?: Float64Array,
): Float64Array {
  const work = m * n * k;
  const length = 2 * m * n;
  const apart = out === undefined || (out.buffer !== A.buffer && out.buffer !== B.buffer);
  if (work <= HERE && apart) return productHere(opA, opB, m, n, k, A, lda, B, ldb, out ?? new Float64Array(length));
  const [atB, atC] = [A.length, A.length + B.length];
  const atScratch = atC + length;
  const total = atScratch + gemmScratch(m, n, k);
  const room = keptRoom(total);
  if (room) {
    const { pointer, window } = room;
    window.set(A);
    window.set(B, atB);
    const [b, c, free] = [offset(pointer, atB), offset(pointer, atC), offset(pointer, atScratch)];
    gemm(opA, opB, m, n, k, pointer, lda, b, ldb, c, n, Write.Replace, free);
    if (out === undefined) return window.slice(atC, atC + length);
    copyOut(window, atC, out);
    return out;
  }
  if (work <= HERE_WITHOUT_ROOM && apart) return productHere(opA, opB, m, n, k, A, lda, B, ldb, out ?? new Float64Array(length));
  return scratchScope((s) => {
    const [a, b, c] = [s.f64(A), s.f64(B), s.f64(length)];
    const free = s.f64(total - atScratch);
    gemm(opA, opB, m, n, k, a.pointer, lda, b.pointer, ldb, c.pointer, n, Write.Replace, free.pointer);
    if (out === undefined) return c.view().slice();
    out.set(c.view());
    return out;
  });
}

function copyOut(window: Float64Array, from: number, out: Float64Array): void {
  if (out.length > BY_VALUE) out.set(window.subarray(from, from + out.length));
  else for (let i = 0; i < out.length; i++) out[i] = window[from + i];
}

function productHere(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  A: Float64Array,
  lda: number,
  B: Float64Array,
  ldb: number,
  out: Float64Array,
): Float64Array {
  const [rowA, alongA, signA] = opA === Op.None ? [2 * lda, 2, 1] : [2, 2 * lda, -1];
  const [columnB, alongB, signB] = opB === Op.None ? [2, 2 * ldb, 1] : [2 * ldb, 2, -1];
  let to = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let re = 0;
      let im = 0;
      let p = i * rowA;
      let q = j * columnB;
      for (let l = 0; l < k; l++) {
        const x = A[p];
        const y = signA * A[p + 1];
        const u = B[q];
        const v = signB * B[q + 1];
        re = re + x * u - y * v;
        im = im + x * v + y * u;
        p += alongA;
        q += alongB;
      }
      out[to++] = re;
      out[to++] = im;
    }
  }
  return out;
}

/** out ← A·B for real matrices, A m × k, B k × n. */
export function realProductInto(m: number, n: number, k: number, A: Float64Array, B: Float64Array, out: Float64Array): void {
  if (m * n * k <= REAL_HERE && out.buffer !== A.buffer && out.buffer !== B.buffer) {
    realProductHere(m, n, k, A, B, out);
    return;
  }
  // every block starts at an even index, so that it is aligned to 16 bytes
  const atB = A.length + (A.length & 1);
  const atC = atB + B.length + (B.length & 1);
  const atScratch = atC + out.length + (out.length & 1);
  const room = keptRoom(atScratch + luRealScratch());
  if (room) {
    const { pointer, window } = room;
    window.set(A);
    window.set(B, atB);
    const [b, c, free] = [offset(pointer, atB), offset(pointer, atC), offset(pointer, atScratch)];
    productReal(m, n, k, 1, pointer, k, b, n, c, n, Write.Replace, free);
    copyOut(window, atC, out);
    return;
  }
  scratchScope((s) => {
    const [a, b, c, free] = [s.f64(A), s.f64(B), s.f64(out.length), s.f64(luRealScratch())];
    productReal(m, n, k, 1, a.pointer, k, b.pointer, n, c.pointer, n, Write.Replace, free.pointer);
    out.set(c.view());
  });
}

function realProductHere(m: number, n: number, k: number, A: Float64Array, B: Float64Array, out: Float64Array): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += A[i * k + l] * B[l * n + j];
      out[i * n + j] = sum;
    }
  }
}
