/**
 * Whole fourth-order Runge–Kutta steps of a Lindblad equation on a Hermitian ρ (n × n, contiguous):
 *
 *   ρ̇ = G ρ + (G ρ)† + Σ_k L_k ρ L_k†,     G = −i H_eff = −i H − ½ Σ_k L_k† L_k   (rates are inside the L_k)
 *
 * which is −i(H_eff ρ − ρ H_eff†) + Σ L ρ L† for Hermitian ρ. The derivative is exactly Hermitian, so ρ stays so.
 * Classical tableau: nodes 0, ½, ½, 1; weights 1/6, 1/3, 1/3, 1/6.
 */
import { Op, Write } from "./abi";
import { Z } from "./complex";
import { expectAligned, expectApart, expectSize } from "./contract";
import { gemm, gemmHermitian, gemmScratch } from "./gemm";
import { addDagger } from "./level1";

/** Number of f64 values that `lindblad` needs for n × n operators with `count` jumps. */
export function lindbladScratch(n: f64, count: f64): f64 {
  const inner = (count + 1) * n;
  return 2 * n * inner + max(gemmScratch(n * (count + 1), n, n), gemmScratch(n, n, count * n));
}

/**
 * out = ρ̇ for Hermitian ρ. `stack` holds G and then the jumps as [row][operator][column] (`interleaveKraus` of count + 1
 * operators). Upper triangle: (Gρ + (Gρ)†) and on top of it one running sum over (k, column) of L_k ρ L_k†.
 */
export function lindblad(n: i32, count: i32, stack: usize, rho: usize, out: usize, scratch: usize): void {
  expectSize(n);
  expectSize(count);
  expectApart(rho, out, <usize>(n * n) * Z);
  const inner = (count + 1) * n;
  const work = scratch + <usize>(n * inner) * Z;
  gemm(Op.None, Op.None, n * (count + 1), n, n, stack, n, rho, n, scratch, n, Write.Replace, work);
  addDagger(n, scratch, inner, out, n);
  const jumps = <usize>n * Z;
  if (count > 0) {
    const dagger = Op.ConjugateTranspose;
    gemmHermitian(Op.None, dagger, n, count * n, scratch + jumps, inner, stack + jumps, inner, out, n, Write.Add, work);
  }
}

/** Number of f64 values that `rk4Dense` needs: three matrices and the derivative's scratch. */
export function rk4Scratch(n: f64, count: f64): f64 {
  return 6 * n * n + lindbladScratch(n, count);
}

/**
 * Advance ρ in place by `steps` steps of length h. Per entry ρ′ = (((ρ + h/6 k₁) + h/3 k₂) + h/3 k₃) + h/6 k₄ with arguments
 * ρ, ρ + h/2 k₁, ρ + h/2 k₂, ρ + h k₃.
 */
export function rk4Dense(n: i32, count: i32, stack: usize, rho: usize, h: f64, steps: i32, scratch: usize): void {
  expectSize(steps);
  expectAligned(scratch);
  const size = <usize>(n * n) * Z;
  const k = scratch;
  const sum = k + size;
  const argument = sum + size;
  const work = argument + size;
  for (let step = 0; step < steps; step++) {
    lindblad(n, count, stack, rho, k, work);
    stage(size, k, rho, rho, sum, argument, h / 6, h / 2);
    lindblad(n, count, stack, argument, k, work);
    stage(size, k, rho, sum, sum, argument, h / 3, h / 2);
    lindblad(n, count, stack, argument, k, work);
    stage(size, k, rho, sum, sum, argument, h / 3, h);
    lindblad(n, count, stack, argument, k, work);
    finish(size, k, sum, rho, h / 6);
  }
}

/** sum ← from + weight·k and argument ← ρ + node·k, in one pass over `bytes` bytes. */
function stage(bytes: usize, k: usize, rho: usize, from: usize, sum: usize, argument: usize, weight: f64, node: f64): void {
  const w = f64x2.splat(weight);
  const c = f64x2.splat(node);
  for (const end = k + bytes; k < end; k += Z) {
    const slope = v128.load(k);
    v128.store(sum, f64x2.add(v128.load(from), f64x2.mul(w, slope)));
    v128.store(argument, f64x2.add(v128.load(rho), f64x2.mul(c, slope)));
    rho += Z;
    from += Z;
    sum += Z;
    argument += Z;
  }
}

/** ρ ← sum + weight·k. */
function finish(bytes: usize, k: usize, sum: usize, rho: usize, weight: f64): void {
  const w = f64x2.splat(weight);
  for (const end = k + bytes; k < end; k += Z) {
    v128.store(rho, f64x2.add(v128.load(sum), f64x2.mul(w, v128.load(k))));
    sum += Z;
    rho += Z;
  }
}
