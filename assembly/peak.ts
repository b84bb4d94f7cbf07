/**
 * Not part of the binary: `bench/limit.ts` compiles this file by itself.
 *
 * The arithmetic limit that the benches compare with, separate f64x2 multiplications and additions, measured in two ways of
 * which the faster counts: engines differ in how well they compile either.
 *
 * Registers alone: twelve chains x = x·factor + term: as many as latency × throughput of both units on current processors, and few
 * enough for the sixteen vector registers of x86-64. Each multiplication depends on its chain and each chain starts elsewhere, so that a
 * compiler can neither hoist nor merge them.
 */

// @ts-ignore: decorator
@inline
function step(x: v128, half: v128, one: v128): v128 {
  return f64x2.add(f64x2.mul(x, half), one);
}

/**
 * Run `rounds` rounds of x = x·factor + term; with ½ and 1 each chain tends to 2 and the returned sum of all lanes to 48, so
 * that no work is dead. Factor and term are arguments because V8 rebuilds vector constants inside the loop at every use.
 */
export function peakMultiplyAdd(rounds: i32, factor: f64, term: f64): f64 {
  const half = f64x2.splat(factor);
  const one = f64x2.splat(term);
  let x0 = f64x2.splat(0);
  let x1 = f64x2.splat(1);
  let x2 = f64x2.splat(2);
  let x3 = f64x2.splat(3);
  let x4 = f64x2.splat(4);
  let x5 = f64x2.splat(5);
  let x6 = f64x2.splat(6);
  let x7 = f64x2.splat(7);
  let x8 = f64x2.splat(8);
  let x9 = f64x2.splat(9);
  let x10 = f64x2.splat(10);
  let x11 = f64x2.splat(11);
  for (let round = 0; round < rounds; round++) {
    x0 = step(x0, half, one);
    x1 = step(x1, half, one);
    x2 = step(x2, half, one);
    x3 = step(x3, half, one);
    x4 = step(x4, half, one);
    x5 = step(x5, half, one);
    x6 = step(x6, half, one);
    x7 = step(x7, half, one);
    x8 = step(x8, half, one);
    x9 = step(x9, half, one);
    x10 = step(x10, half, one);
    x11 = step(x11, half, one);
  }
  const left = f64x2.add(f64x2.add(f64x2.add(x0, x1), f64x2.add(x2, x3)), f64x2.add(x4, x5));
  const right = f64x2.add(f64x2.add(f64x2.add(x6, x7), f64x2.add(x8, x9)), f64x2.add(x10, x11));
  const total = f64x2.add(left, right);
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/**
 * Operands from the first-level cache: `rounds` rank-one updates of a 5 × 2 block of registers (40 operations each), always with
 * the same nine numbers: five from `operands` on, four from byte 48 on. Returns the sum of all lanes, 90 + rounds·Σa·Σb.
 */
export function peakOuterProduct(rounds: i32, operands: usize): f64 {
  let x0 = f64x2.splat(0);
  let x1 = f64x2.splat(1);
  let x2 = f64x2.splat(2);
  let x3 = f64x2.splat(3);
  let x4 = f64x2.splat(4);
  let x5 = f64x2.splat(5);
  let x6 = f64x2.splat(6);
  let x7 = f64x2.splat(7);
  let x8 = f64x2.splat(8);
  let x9 = f64x2.splat(9);
  for (let round = 0; round < rounds; round++) {
    const b0 = v128.load(operands, 48);
    const b1 = v128.load(operands, 64);
    let a = v128.load_splat<f64>(operands, 0);
    x0 = f64x2.add(x0, f64x2.mul(a, b0));
    x1 = f64x2.add(x1, f64x2.mul(a, b1));
    a = v128.load_splat<f64>(operands, 8);
    x2 = f64x2.add(x2, f64x2.mul(a, b0));
    x3 = f64x2.add(x3, f64x2.mul(a, b1));
    a = v128.load_splat<f64>(operands, 16);
    x4 = f64x2.add(x4, f64x2.mul(a, b0));
    x5 = f64x2.add(x5, f64x2.mul(a, b1));
    a = v128.load_splat<f64>(operands, 24);
    x6 = f64x2.add(x6, f64x2.mul(a, b0));
    x7 = f64x2.add(x7, f64x2.mul(a, b1));
    a = v128.load_splat<f64>(operands, 32);
    x8 = f64x2.add(x8, f64x2.mul(a, b0));
    x9 = f64x2.add(x9, f64x2.mul(a, b1));
  }
  const left = f64x2.add(f64x2.add(f64x2.add(x0, x1), f64x2.add(x2, x3)), x4);
  const right = f64x2.add(f64x2.add(f64x2.add(x5, x6), f64x2.add(x7, x8)), x9);
  const total = f64x2.add(left, right);
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}
