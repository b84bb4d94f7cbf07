/** Typed wrappers of assembly/level1.ts: n counts complex numbers, leading dimensions count complex numbers per row. */
import type { F64Pointer } from "./memory.ts";
import { wasm } from "./wasm.ts";

interface Kernels {
  copy(n: number, x: number, y: number): void;
  clear(n: number, x: number): void;
  axpy(n: number, re: number, im: number, x: number, y: number): void;
  scale(n: number, re: number, im: number, x: number): void;
  conjugate(n: number, x: number): void;
  dot(n: number, x: number, y: number, out: number): void;
  norm(n: number, x: number): number;
  dagger(m: number, n: number, a: number, lda: number, b: number, ldb: number): void;
  hermitianPart(n: number, a: number, lda: number): void;
  addDagger(n: number, a: number, lda: number, c: number, ldc: number): void;
  mirrorUpper(n: number, c: number, ldc: number): void;
}

/** y ← x. */
export function copy(n: number, x: F64Pointer, y: F64Pointer): void {
  wasm<Kernels>().copy(n, x, y);
}

/** x ← 0. */
export function clear(n: number, x: F64Pointer): void {
  wasm<Kernels>().clear(n, x);
}

/** y ← y + α·x with α = re + i·im. */
export function axpy(n: number, re: number, im: number, x: F64Pointer, y: F64Pointer): void {
  wasm<Kernels>().axpy(n, re, im, x, y);
}

/** x ← α·x with α = re + i·im. */
export function scale(n: number, re: number, im: number, x: F64Pointer): void {
  wasm<Kernels>().scale(n, re, im, x);
}

/** x ← conj(x). */
export function conjugate(n: number, x: F64Pointer): void {
  wasm<Kernels>().conjugate(n, x);
}

/** out ← Σ conj(x)·y as (re, im); the running sums are described in assembly/level1.ts. */
export function dot(n: number, x: F64Pointer, y: F64Pointer, out: F64Pointer): void {
  wasm<Kernels>().dot(n, x, y, out);
}

/** √Σ|x|²; entries above 1e154 overflow it. */
export function norm(n: number, x: F64Pointer): number {
  return wasm<Kernels>().norm(n, x);
}

/** B ← A† for an m × n matrix A; B does not overlap A. */
export function dagger(m: number, n: number, a: F64Pointer, lda: number, b: F64Pointer, ldb: number): void {
  wasm<Kernels>().dagger(m, n, a, lda, b, ldb);
}

/** A ← (A + A†)/2 in place. */
export function hermitianPart(n: number, a: F64Pointer, lda: number): void {
  wasm<Kernels>().hermitianPart(n, a, lda);
}

/** C ← A + A†; C does not overlap A. */
export function addDagger(n: number, a: F64Pointer, lda: number, c: F64Pointer, ldc: number): void {
  wasm<Kernels>().addDagger(n, a, lda, c, ldc);
}

/** Lower triangle ← conjugate of the upper one; diagonal ← its real part. */
export function mirrorUpper(n: number, c: F64Pointer, ldc: number): void {
  wasm<Kernels>().mirrorUpper(n, c, ldc);
}
