import { gemm, gemmScratch, Op, Write } from "../../bindings/dense.ts";

import { finite, wrongValue } from "../errors.ts";
import { type BlockEigen, blockEigen } from "./eigen.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { cos, sin } from "./scalar.ts";
import { scratchScope } from "./scratch.ts";

/** The value of a function at an eigenvalue: real, or [re, im]. */
export type FunctionValue = number | readonly [number, number];

/** Write Σ_k |v_k⟩ f_k ⟨v_k| of one block into its place in `out`. */
function placeFunction(block: BlockEigen, f: readonly FunctionValue[], out: Matrix): void {
  const { indices, rows, parts } = block;
  const m = indices.length;
  if (m === 1) {
    out.data.set(typeof f[0] === "number" ? [f[0]] : f[0], 2 * indices[0] * (out.columns + 1));
    return;
  }
  scratchScope((s) => {
    // with the vectors as rows R:  Σ_k R_ki f_k R*_kj = conj( (R† · diag(f*)·R)_ij )
    const R = s.f64(2 * m * m);
    const weighted = s.f64(2 * m * m);
    const result = s.f64(2 * m * m);
    const scratch = s.f64(gemmScratch(m, m, m));
    const from = R.view();
    const to = weighted.view();
    for (let k = 0; k < m; k++) {
      const value = f[k];
      const [fr, fi] = typeof value === "number" ? [value, 0] : value;
      for (let i = 0; i < m; i++) {
        const at = k * m + i;
        const re = rows[parts * at];
        const im = parts === 2 ? rows[2 * at + 1] : 0;
        from[2 * at] = re;
        from[2 * at + 1] = im;
        to[2 * at] = fr * re + fi * im;
        to[2 * at + 1] = fr * im - fi * re;
      }
    }
    gemm(Op.ConjugateTranspose, Op.None, m, m, m, R.pointer, m, weighted.pointer, m, result.pointer, m, Write.Replace, scratch.pointer);
    const values = result.view();
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const at = 2 * (indices[i] * out.columns + indices[j]);
        out.data[at] = values[2 * (i * m + j)];
        out.data[at + 1] = 0 - values[2 * (i * m + j) + 1];
      }
    }
  });
}

/**
 * Apply a function to a Hermitian matrix through its spectrum.
 *
 *   f(H) = Σ_k f(λ_k) |v_k⟩⟨v_k|
 *
 * Blocks that no entry of H connects are treated apart, so zeros outside of them stay exact.
 *
 * `H`: n × n, Hermitian. `f`: real eigenvalue → a number or [re, im].
 * Returns f(H), n × n.
 * Throws RangeError when H is not Hermitian, or when f is not finite at an eigenvalue.
 */
export function hermitianFunction(H: Matrix, f: (eigenvalue: number) => FunctionValue): Matrix {
  const out = zeros(H.rows);
  for (const block of blockEigen("H", H)) {
    const values = Array.from(block.values, (x) => {
      const value = f(x);
      if (!(typeof value === "number" ? Number.isFinite(value) : value.every(Number.isFinite))) {
        throw wrongValue("f", "be finite on the spectrum of H", null, "", `f(${x}) is ${value}`);
      }
      return value;
    });
    placeFunction(block, values, out);
  }
  return out;
}

/**
 * Evolve for a time under a Hamiltonian.
 *
 *   U = exp(−i H t)
 *
 * Unitary to rounding for every t, because it is made of eigenphases, one connected block of H at a time.
 *
 * `H`: n × n, Hermitian (energy). `t`: finite (1 / energy), any sign.
 * Returns U, n × n. Throws RangeError when H is not Hermitian or t is not finite.
 */
export function unitary(H: Matrix, t: number): Matrix {
  finite("t", t);
  return hermitianFunction(H, (energy) => [cos(energy * t), -sin(energy * t)]);
}
