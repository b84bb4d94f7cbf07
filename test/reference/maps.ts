/** Slow, obvious twins of assembly/kraus.ts and rk4.ts: same arguments on typed arrays, same bits. */
import { Op, Symmetry, Write } from "../../assembly/abi.ts";
import { gemmTiled as gemm } from "./gemm.ts";
import { addDagger, mirrorUpper } from "./level1.ts";

export function interleaveKraus(m: number, n: number, count: number, operators: Float64Array, stack: Float64Array): void {
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < m; i++) {
      for (let x = 0; x < 2 * n; x++) stack[2 * (i * count + k) * n + x] = operators[2 * (k * m + i) * n + x];
    }
  }
}

/** Returns T of the last state, [row][k][column]. */
export function krausSum(
  m: number,
  n: number,
  count: number,
  stackA: Float64Array,
  stackB: Float64Array,
  rho: Float64Array,
  out: Float64Array,
  write: Write,
  batch: number,
  symmetry: Symmetry,
): Float64Array {
  const T = new Float64Array(2 * m * count * n);
  for (let state = 0; state < batch; state++) {
    const from = rho.subarray(2 * state * n * n, 2 * (state + 1) * n * n);
    const to = out.subarray(2 * state * m * m, 2 * (state + 1) * m * m);
    gemm(Op.None, Op.None, m * count, n, n, stackA, n, from, n, T, n, Write.Replace);
    const part = symmetry === Symmetry.Hermitian ? "upper" : "all";
    gemm(Op.None, Op.ConjugateTranspose, m, m, count * n, T, count * n, stackB, count * n, to, m, write, part);
    if (symmetry === Symmetry.Hermitian) mirrorUpper(m, to, m);
  }
  return T;
}

export function lindblad(n: number, count: number, stack: Float64Array, rho: Float64Array, out: Float64Array): void {
  const inner = (count + 1) * n;
  const T = new Float64Array(2 * n * inner);
  gemm(Op.None, Op.None, n * (count + 1), n, n, stack, n, rho, n, T, n, Write.Replace);
  addDagger(n, T, inner, out, n);
  const [left, right] = [T.subarray(2 * n), stack.subarray(2 * n)];
  gemm(Op.None, Op.ConjugateTranspose, n, n, count * n, left, inner, right, inner, out, n, Write.Add, "upper");
  mirrorUpper(n, out, n);
}

/** Classical Runge–Kutta steps with any derivative: the twin of `rk4Dense`. */
export function rk4(derivative: (rho: Float64Array, out: Float64Array) => void, rho: Float64Array, h: number, steps: number): void {
  const k = new Float64Array(rho.length);
  const shifted = (c: number) => rho.map((x, i) => x + c * k[i]);
  for (let step = 0; step < steps; step++) {
    derivative(rho, k);
    let sum = rho.map((x, i) => x + (h / 6) * k[i]);
    for (const node of [h / 2, h / 2]) {
      const argument = shifted(node);
      derivative(argument, k);
      sum = sum.map((x, i) => x + (h / 3) * k[i]);
    }
    derivative(shifted(h), k);
    rho.set(sum.map((x, i) => x + (h / 6) * k[i]));
  }
}
