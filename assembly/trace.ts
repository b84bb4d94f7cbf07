/** Traces, defects and expectation values of dense matrices (row-major, interleaved, `ld` complex numbers per row). */
import { negateFirst, negateSecond, next, turn, Z } from "./complex";

/** out[0..1] ← Tr A, summed in index order. */
export function trace(n: i32, a: usize, lda: i32, out: usize): void {
  const step = <usize>(lda + 1) * Z;
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    sum = f64x2.add(sum, v128.load(a));
    a += step;
  }
  v128.store(out, sum);
}

/** max(|Re Tr A − 1|, |Im Tr A|). */
export function traceDefect(n: i32, a: usize, lda: i32): f64 {
  const step = <usize>(lda + 1) * Z;
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    sum = f64x2.add(sum, v128.load(a));
    a += step;
  }
  return max(abs(f64x2.extract_lane(sum, 0) - 1), abs(f64x2.extract_lane(sum, 1)));
}

/** The largest |Re| or |Im| of an entry of A − A†; NaN when an entry is. */
export function hermiticityDefect(n: i32, a: usize, lda: i32): f64 {
  const row = <usize>lda * Z;
  const sign = negateSecond();
  let largest = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>n; i++) {
    for (let j: usize = 0; j <= i; j++) {
      const conjugate = v128.xor(v128.load(a + j * row + i * Z), sign);
      largest = f64x2.max(largest, f64x2.abs(f64x2.sub(v128.load(a + i * row + j * Z), conjugate)));
    }
  }
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
}

/**
 * B ← Tr_middle A for A on left ⊗ middle ⊗ right: B[(x, z), (x′, z′)] = Σ_y A[(x, y, z), (x′, y, z′)], summed in order of y.
 * A has leading dimension left·middle·right, B is left·right square, contiguous, and does not overlap A.
 */
export function partialTrace(left: i32, middle: i32, right: i32, a: usize, b: usize): void {
  const factor = <usize>middle * right;
  const rowA = <usize>left * factor * Z;
  /** From y to y + 1 both indices move by `right`. */
  const diagonal = <usize>right * (rowA + Z);
  for (let x: usize = 0; x < <usize>left; x++) {
    for (let z: usize = 0; z < <usize>right; z++) {
      const row = a + (x * factor + z) * rowA;
      for (let x2: usize = 0; x2 < <usize>left; x2++) {
        for (let z2: usize = 0; z2 < <usize>right; z2++) {
          let from = row + (x2 * factor + z2) * Z;
          let sum = f64x2.splat(0);
          for (let y = 0; y < middle; y++) {
            sum = f64x2.add(sum, v128.load(from));
            from += diagonal;
          }
          v128.store(b, sum);
          b += Z;
        }
      }
    }
  }
}

/** out[0..1] ← Tr[A·R] = Σ_i Σ_j A[i, j]·R[j, i]: a running sum over j for each i, then the rows added in order. */
export function expectation(n: i32, a: usize, lda: i32, r: usize, ldr: i32, out: usize): void {
  const sign = negateFirst();
  const down = <usize>ldr * Z;
  let total = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>n; i++) {
    let from = a + i * <usize>lda * Z;
    let other = r + i * Z;
    let sum = f64x2.splat(0);
    for (let j = 0; j < n; j++) {
      const b = v128.load(other);
      sum = next(sum, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), b, v128.xor(turn(b), sign));
      from += Z;
      other += down;
    }
    total = f64x2.add(total, sum);
  }
  v128.store(out, total);
}

/** The same for a sparse A (rows as in `sparse.ts`): only stored entries enter. */
export function expectationSparse(n: i32, rowStart: usize, columns: usize, values: usize, r: usize, ldr: i32, out: usize): void {
  const sign = negateFirst();
  const down = <usize>ldr * Z;
  let total = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>n; i++) {
    const end = load<i32>(rowStart + ((i + 1) << 2));
    let sum = f64x2.splat(0);
    for (let e = load<i32>(rowStart + (i << 2)); e < end; e++) {
      const from = values + <usize>e * Z;
      const j = <usize>load<i32>(columns + (<usize>e << 2));
      const b = v128.load(r + j * down + i * Z);
      sum = next(sum, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), b, v128.xor(turn(b), sign));
    }
    total = f64x2.add(total, sum);
  }
  v128.store(out, total);
}
