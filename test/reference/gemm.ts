/**
 * Slow, obvious twins of the matrix products: the same arguments as the kernels, with typed arrays in place of addresses.
 * The order of every operation is the kernels' documented one, so results agree bit for bit.
 */
import { Op, Write } from "../../assembly/abi.ts";

/** Twin of `gemm`: three loops over elements. */
export function gemm(
  opA: Op,
  opB: Op,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  lda: number,
  b: Float64Array,
  ldb: number,
  c: Float64Array,
  ldc: number,
  write: Write,
): void {
  const signA = opA === Op.None ? 1 : -1;
  const signB = opB === Op.None ? 1 : -1;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const at = 2 * (i * ldc + j);
      let re = write === Write.Add ? c[at] : 0;
      let im = write === Write.Add ? c[at + 1] : 0;
      for (let l = 0; l < k; l++) {
        const ia = opA === Op.None ? 2 * (i * lda + l) : 2 * (l * lda + i);
        const ib = opB === Op.None ? 2 * (l * ldb + j) : 2 * (j * ldb + l);
        const ar = a[ia];
        const ai = signA * a[ia + 1];
        const br = b[ib];
        const bi = signB * b[ib + 1];
        re = re + ar * br - ai * bi;
        im = im + ar * bi + ai * br;
      }
      c[at] = re;
      c[at + 1] = im;
    }
  }
}
