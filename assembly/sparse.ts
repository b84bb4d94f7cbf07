/**
 * Complex sparse rows times a dense matrix, from either side.
 *
 *   row i of S owns entries rowStart[i] … rowStart[i + 1] − 1 (i32);  entry e is values[e] (interleaved) in column columns[e] (i32)
 *
 * Every element of the result is a running sum over the stored entries in their order, by the rule of `complex.ts`: the same
 * bits as `gemm` gives when columns ascend (an absent entry adds nothing), but for the sign of zeros and for infinities.
 */
import { Write } from "./abi";
import { negateFirst, negateSecond, next, turn, Z } from "./complex";

/** C = S·B, or C = C + S·B: S is m × k sparse, B is k × n dense. C does not overlap B. */
export function sparseTimesDense(
  m: i32,
  n: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  write: Write,
): void {
  const fresh = write == Write.Replace;
  const rowB = <usize>ldb * Z;
  for (let i: usize = 0; i < <usize>m; i++) {
    const start = load<i32>(rowStart + (i << 2));
    const end = load<i32>(rowStart + ((i + 1) << 2));
    const rowC = c + i * <usize>ldc * Z;
    let j = 0;
    for (; j + 4 <= n; j += 4) fourColumns(start, end, columns, values, b + <usize>j * Z, rowB, rowC + <usize>j * Z, fresh);
    for (; j < n; j++) oneColumn(start, end, columns, values, b + <usize>j * Z, rowB, rowC + <usize>j * Z, fresh);
  }
}

// @ts-ignore: decorator
@inline
function step(c: v128, ar: v128, ai: v128, b: v128): v128 {
  return f64x2.add(f64x2.add(c, f64x2.mul(ar, b)), f64x2.mul(ai, turn(b)));
}

/** Four neighbouring elements of a row of C; the signs of i·b sit in the broadcast a.im, once per entry. */
function fourColumns(start: i32, end: i32, columns: usize, values: usize, b: usize, rowB: usize, c: usize, fresh: bool): void {
  const sign = negateFirst();
  let c0 = f64x2.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  if (!fresh) {
    c0 = v128.load(c);
    c1 = v128.load(c, 16);
    c2 = v128.load(c, 32);
    c3 = v128.load(c, 48);
  }
  for (let e = start; e < end; e++) {
    const a = values + <usize>e * Z;
    const ar = v128.load_splat<f64>(a);
    const ai = v128.xor(v128.load_splat<f64>(a, 8), sign);
    const from = b + <usize>load<i32>(columns + (<usize>e << 2)) * rowB;
    c0 = step(c0, ar, ai, v128.load(from));
    c1 = step(c1, ar, ai, v128.load(from, 16));
    c2 = step(c2, ar, ai, v128.load(from, 32));
    c3 = step(c3, ar, ai, v128.load(from, 48));
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
}

function oneColumn(start: i32, end: i32, columns: usize, values: usize, b: usize, rowB: usize, c: usize, fresh: bool): void {
  const sign = negateFirst();
  let sum = fresh ? f64x2.splat(0) : v128.load(c);
  for (let e = start; e < end; e++) {
    const a = values + <usize>e * Z;
    const from = b + <usize>load<i32>(columns + (<usize>e << 2)) * rowB;
    sum = step(sum, v128.load_splat<f64>(a), v128.xor(v128.load_splat<f64>(a, 8), sign), v128.load(from));
  }
  v128.store(c, sum);
}

/** C = A·S†, or C = C + A·S†: A is m × k dense, S is n × k sparse. C does not overlap A. */
export function denseTimesSparseDagger(
  m: i32,
  n: i32,
  a: usize,
  lda: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  c: usize,
  ldc: i32,
  write: Write,
): void {
  rightProduct(m, n, a, lda, rowStart, columns, values, c, ldc, write, false);
}

/** The same; with `upper`, elements left of the diagonal may be left out (four rows are taken at a time). */
export function rightProduct(
  m: i32,
  n: i32,
  a: usize,
  lda: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  c: usize,
  ldc: i32,
  write: Write,
  upper: bool,
): void {
  const fresh = write == Write.Replace;
  const rowA = <usize>lda * Z;
  const rowC = <usize>ldc * Z;
  for (let i: usize = 0; i < <usize>m; i += 4) {
    const several = min(<usize>m - i, 4);
    const from = a + i * rowA;
    const to = c + i * rowC;
    for (let j = upper ? i : 0; j < <usize>n; j++) {
      const start = load<i32>(rowStart + (j << 2));
      const end = load<i32>(rowStart + ((j + 1) << 2));
      const at = to + j * Z;
      if (several == 4) fourRows(start, end, columns, values, from, rowA, at, rowC, fresh);
      else for (let r: usize = 0; r < several; r++) oneRow(start, end, columns, values, from + r * rowA, at + r * rowC, fresh);
    }
  }
}

/** Four elements of a column of C: entry (j, x) of S enters as b = conj(s) and i·b = (s.im, s.re). */
function fourRows(start: i32, end: i32, columns: usize, values: usize, a: usize, rowA: usize, c: usize, rowC: usize, fresh: bool): void {
  const sign = negateSecond();
  let c0 = f64x2.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  if (!fresh) {
    c0 = v128.load(c);
    c1 = v128.load(c + rowC);
    c2 = v128.load(c + 2 * rowC);
    c3 = v128.load(c + 3 * rowC);
  }
  for (let e = start; e < end; e++) {
    const s = v128.load(values + <usize>e * Z);
    const b = v128.xor(s, sign);
    const ib = turn(s);
    let from = a + <usize>load<i32>(columns + (<usize>e << 2)) * Z;
    c0 = next(c0, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), b, ib);
    from += rowA;
    c1 = next(c1, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), b, ib);
    from += rowA;
    c2 = next(c2, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), b, ib);
    from += rowA;
    c3 = next(c3, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), b, ib);
  }
  v128.store(c, c0);
  v128.store(c + rowC, c1);
  v128.store(c + 2 * rowC, c2);
  v128.store(c + 3 * rowC, c3);
}

function oneRow(start: i32, end: i32, columns: usize, values: usize, a: usize, c: usize, fresh: bool): void {
  const sign = negateSecond();
  let sum = fresh ? f64x2.splat(0) : v128.load(c);
  for (let e = start; e < end; e++) {
    const s = v128.load(values + <usize>e * Z);
    const from = a + <usize>load<i32>(columns + (<usize>e << 2)) * Z;
    sum = next(sum, v128.load_splat<f64>(from), v128.load_splat<f64>(from, 8), v128.xor(s, sign), turn(s));
  }
  v128.store(c, sum);
}
