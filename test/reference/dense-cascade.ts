/**
 * One collision of the two-cavity cascade with dense matrices: the Kraus operators (24) of F. Amato et al., PRA 109,
 * 043705 (2024), as Kronecker products of closed photon operators, each applied by two complex matrix products.
 */
import { Op, Write } from "../../assembly/abi.ts";
import { gemmTiled } from "./gemm.ts";

/** Real d × d matrix from its entries. */
function dense(d: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: d * d }, (_, e) => entry(Math.floor(e / d), e % d));
}

/** Σ sign · A ⊗ B as an interleaved complex matrix, times `factor`. */
function kronecker(d: number, factor: number, ...parts: readonly (readonly [number, Float64Array, Float64Array])[]): Float64Array {
  const D = d * d;
  const out = new Float64Array(2 * D * D);
  for (const [sign, A, B] of parts) {
    for (let i = 0; i < D; i++) {
      for (let j = 0; j < D; j++) {
        out[2 * (i * D + j)] += factor * sign * A[Math.floor(i / d) * d + Math.floor(j / d)] * B[(i % d) * d + (j % d)];
      }
    }
  }
  return out;
}

/** Prepare the Kraus matrices; the returned function maps ρ (d² × d², interleaved) to ρ′. */
export function denseCascade(
  d: number,
  theta: number,
  p: { readonly excited: number; readonly bright: number; readonly dark: number },
): (rho: Float64Array) => Float64Array {
  const phase = (n: number) => theta * Math.sqrt(2 * n);
  const C = dense(d, (i, j) => (i !== j ? 0 : i === d - 1 ? 1 : Math.cos(phase(i + 1))));
  const Cp = dense(d, (i, j) => (i === j ? Math.cos(phase(i)) : 0));
  const S = dense(d, (i, j) => (i === j + 1 ? Math.sin(phase(i)) : 0));
  const Sd = dense(d, (i, j) => S[j * d + i]);
  const kraus = [
    kronecker(d, Math.sqrt(p.excited), [1, C, C], [-1, S, Sd]),
    kronecker(d, Math.sqrt(p.excited), [1, S, Cp], [1, C, S]),
    kronecker(d, Math.sqrt(p.bright), [1, Sd, C], [1, Cp, Sd]),
    kronecker(d, Math.sqrt(p.bright), [1, Cp, Cp], [-1, Sd, S]),
  ];
  const D = d * d;
  const half = new Float64Array(2 * D * D);
  return (rho) => {
    const next = rho.map((value) => p.dark * value);
    for (const K of kraus) {
      gemmTiled(Op.None, Op.None, D, D, D, K, D, rho, D, half, D, Write.Replace);
      gemmTiled(Op.None, Op.ConjugateTranspose, D, D, D, half, D, K, D, next, D, Write.Add);
    }
    return next;
  };
}
