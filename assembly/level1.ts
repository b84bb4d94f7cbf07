/** Vectors of n complex numbers and square matrices, element by element: steps that larger kernels share. */
import { negateSecond, Z } from "./complex";

/** y ← x. The runs may overlap. */
export function copy(n: i32, x: usize, y: usize): void {
  memory.copy(y, x, <usize>n * Z);
}

/** C ← A + A† for an n × n matrix A: exactly Hermitian, the diagonal exactly real. C does not overlap A. */
export function addDagger(n: i32, a: usize, lda: i32, c: usize, ldc: i32): void {
  const sign = negateSecond();
  const rowA = <usize>lda * Z;
  const rowC = <usize>ldc * Z;
  for (let i: usize = 0; i < <usize>n; i++) {
    for (let j: usize = i; j < <usize>n; j++) {
      const sum = f64x2.add(v128.load(a + i * rowA + j * Z), v128.xor(v128.load(a + j * rowA + i * Z), sign));
      v128.store(c + j * rowC + i * Z, v128.xor(sum, sign));
      v128.store(c + i * rowC + j * Z, sum);
    }
  }
}

/** Lower triangle ← conjugate of the upper one; diagonal ← its real part. */
export function mirrorUpper(n: i32, c: usize, ldc: i32): void {
  const sign = negateSecond();
  const row = <usize>ldc * Z;
  for (let i: usize = 0; i < <usize>n; i++) {
    store<f64>(c + i * row + i * Z, 0, 8);
    for (let j: usize = i + 1; j < <usize>n; j++) v128.store(c + j * row + i * Z, v128.xor(v128.load(c + i * row + j * Z), sign));
  }
}
