/**
 * Vectors of n complex numbers and square matrices, element by element. Sums that run over a whole vector are kept in several
 * running sums, as each function says; everything else follows the rule of `complex.ts`.
 */
import { negateFirst, negateSecond, next, turn, Z } from "./complex";

/** y ← x. The runs may overlap. */
export function copy(n: i32, x: usize, y: usize): void {
  memory.copy(y, x, <usize>n * Z);
}

/** x ← 0. */
export function clear(n: i32, x: usize): void {
  memory.fill(x, 0, <usize>n * Z);
}

/** y ← y + α·x. */
export function axpy(n: i32, re: f64, im: f64, x: usize, y: usize): void {
  const ar = f64x2.splat(re);
  const ai = f64x2.splat(im);
  const sign = negateFirst();
  for (const end = y + <usize>n * Z; y < end; y += Z) {
    const b = v128.load(x);
    v128.store(y, next(v128.load(y), ar, ai, b, v128.xor(turn(b), sign)));
    x += Z;
  }
}

/** x ← α·x:  re = α.re·x.re − α.im·x.im,  im = α.re·x.im + α.im·x.re. */
export function scale(n: i32, re: f64, im: f64, x: usize): void {
  const ar = f64x2.splat(re);
  const ai = f64x2.splat(im);
  const sign = negateFirst();
  for (const end = x + <usize>n * Z; x < end; x += Z) {
    const b = v128.load(x);
    v128.store(x, f64x2.add(f64x2.mul(ar, b), f64x2.mul(ai, v128.xor(turn(b), sign))));
  }
}

/** x ← conj(x). */
export function conjugate(n: i32, x: usize): void {
  const sign = negateSecond();
  for (const end = x + <usize>n * Z; x < end; x += Z) v128.store(x, v128.xor(v128.load(x), sign));
}

/**
 * out[0..1] ← Σ conj(x)·y. Even and odd places have running sums of their own, p of x.re·y and q of x.im·y each; at the end
 * p = p₀ + p₁, q = q₀ + q₁, re = p.re + q.im, im = p.im − q.re.
 */
export function dot(n: i32, x: usize, y: usize, out: usize): void {
  let p0 = f64x2.splat(0);
  let q0 = p0;
  let p1 = p0;
  let q1 = p0;
  const end = x + <usize>(n & ~1) * Z;
  for (; x < end; x += 2 * Z) {
    const first = v128.load(y);
    const second = v128.load(y, 16);
    p0 = f64x2.add(p0, f64x2.mul(v128.load_splat<f64>(x), first));
    q0 = f64x2.add(q0, f64x2.mul(v128.load_splat<f64>(x, 8), first));
    p1 = f64x2.add(p1, f64x2.mul(v128.load_splat<f64>(x, 16), second));
    q1 = f64x2.add(q1, f64x2.mul(v128.load_splat<f64>(x, 24), second));
    y += 2 * Z;
  }
  if (n & 1) {
    const first = v128.load(y);
    p0 = f64x2.add(p0, f64x2.mul(v128.load_splat<f64>(x), first));
    q0 = f64x2.add(q0, f64x2.mul(v128.load_splat<f64>(x, 8), first));
  }
  const p = f64x2.add(p0, p1);
  const q = v128.xor(turn(f64x2.add(q0, q1)), negateSecond());
  v128.store(out, f64x2.add(p, q));
}

/**
 * √Σ|x|². Places 0, 1, 2, 3 mod 4 have running sums (re², im²) of their own, s₀ … s₃; the result is the root of re + im of
 * (s₀ + s₁) + (s₂ + s₃). Not scaled: entries above 1e154 overflow, as no density matrix has.
 */
export function norm(n: i32, x: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = x + <usize>(n & ~3) * Z;
  for (; x < end; x += 4 * Z) {
    s0 = addSquare(s0, x);
    s1 = addSquare(s1, x + Z);
    s2 = addSquare(s2, x + 2 * Z);
    s3 = addSquare(s3, x + 3 * Z);
  }
  const rest = n & 3;
  if (rest > 0) s0 = addSquare(s0, x);
  if (rest > 1) s1 = addSquare(s1, x + Z);
  if (rest > 2) s2 = addSquare(s2, x + 2 * Z);
  const sum = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return sqrt(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, x: usize): v128 {
  const value = v128.load(x);
  return f64x2.add(sum, f64x2.mul(value, value));
}

/** B ← A† for an m × n matrix A; B is n × m and does not overlap A. */
export function dagger(m: i32, n: i32, a: usize, lda: i32, b: usize, ldb: i32): void {
  const sign = negateSecond();
  for (let i = 0; i < m; i++) {
    let from = a + <usize>i * lda * Z;
    let to = b + <usize>i * Z;
    for (let j = 0; j < n; j++) {
      v128.store(to, v128.xor(v128.load(from), sign));
      from += Z;
      to += <usize>ldb * Z;
    }
  }
}

/** A ← (A + A†)/2 in place: exactly Hermitian afterwards, the diagonal exactly real. */
export function hermitianPart(n: i32, a: usize, lda: i32): void {
  const half = f64x2.splat(0.5);
  const sign = negateSecond();
  const row = <usize>lda * Z;
  for (let i: usize = 0; i < <usize>n; i++) {
    for (let j: usize = i; j < <usize>n; j++) {
      const upper = a + i * row + j * Z;
      const lower = a + j * row + i * Z;
      const mean = f64x2.mul(f64x2.add(v128.load(upper), v128.xor(v128.load(lower), sign)), half);
      v128.store(lower, v128.xor(mean, sign));
      v128.store(upper, mean);
    }
  }
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
