/**
 * Operators times dense states: complex, row-major, interleaved; sparse operators by rows (columns ascending).
 */
import { expectApart, expectSize } from "./contract";

/** Y ← Y + S X, with S sparse n × n and X, Y dense n × n. Y must not overlap X. */
export function sparseTimesInto(n: i32, rowStart: usize, columns: usize, values: usize, x: usize, y: usize): void {
  expectSize(n);
  expectApart(x, y, <usize>(n * n) << 4);
  const width = <usize>n << 4;
  let e = <usize>load<i32>(rowStart);
  for (let i = 0; i < n; i++) {
    rowStart += 4;
    const end = <usize>load<i32>(rowStart);
    for (; e < end; e++) {
      const re = load<f64>(values + (e << 4));
      const im = load<f64>(values + (e << 4), 8);
      const from = x + <usize>load<i32>(columns + (e << 2)) * width;
      if (im == 0) addReal(y, from, re, width);
      else addComplex(y, from, re, im, width);
    }
    y += width;
  }
}

// @ts-ignore: decorator
@inline
function addReal(to: usize, from: usize, re: f64, width: usize): void {
  const r = f64x2.splat(re);
  for (let q: usize = 0; q < width; q += 16) v128.store(to + q, f64x2.add(v128.load(to + q), f64x2.mul(r, v128.load(from + q))));
}

// @ts-ignore: decorator
@inline
function addComplex(to: usize, from: usize, re: f64, im: f64, width: usize): void {
  const r = f64x2.splat(re);
  const i = f64x2.replace_lane(f64x2.splat(im), 0, -im);
  for (let q: usize = 0; q < width; q += 16) {
    const v = v128.load(from + q);
    const turned = v128.shuffle<f64>(v, v, 1, 0);
    v128.store(to + q, f64x2.add(v128.load(to + q), f64x2.add(f64x2.mul(r, v), f64x2.mul(i, turned))));
  }
}

/** Y ← X†, n × n. Y must not overlap X. */
export function adjointOf(n: i32, x: usize, y: usize): void {
  expectSize(n);
  expectApart(x, y, <usize>(n * n) << 4);
  const width = <usize>n << 4;
  for (let i = 0; i < n; i++) {
    let from = x + (<usize>i << 4);
    for (let j = 0; j < n; j++) {
      store<f64>(y, load<f64>(from));
      store<f64>(y, -load<f64>(from, 8), 8);
      from += width;
      y += 16;
    }
  }
}

/** X ← X + X†, n × n. */
export function addAdjoint(n: i32, x: usize): void {
  expectSize(n);
  const width = <usize>n << 4;
  for (let i = 0; i < n; i++) {
    let upper = x + <usize>i * width + (<usize>i << 4);
    store<f64>(upper, 2 * load<f64>(upper));
    store<f64>(upper, 0, 8);
    let lower = upper + width;
    upper += 16;
    for (let j = i + 1; j < n; j++) {
      const re = load<f64>(upper) + load<f64>(lower);
      const im = load<f64>(upper, 8) - load<f64>(lower, 8);
      store<f64>(upper, re);
      store<f64>(upper, im, 8);
      store<f64>(lower, re);
      store<f64>(lower, -im, 8);
      upper += 16;
      lower += width;
    }
  }
}

/** x ← 0 for `count` values. */
export function fillZero(count: i32, x: usize): void {
  expectSize(count);
  memory.fill(x, 0, <usize>count << 3);
}
