/**
 * Complex matrix products against pure JS on the same interleaved arrays: `gemmPlain` (contiguous operands, one dot product per
 * element) and, where the name says "tiled JS", `gemmTiled` (2 × 2 register tiles by hand).
 */
import { Op, Write } from "../../assembly/abi.ts";
import { gemm, gemmScratch } from "../../bindings/dense.ts";
import { openScope } from "../../bindings/memory.ts";
import { gemmPlain, gemmTiled } from "../../test/reference/gemm.ts";
import { randomValues } from "../../test/reference/random.ts";
import { type Case, same } from "../harness.ts";

const forms = {
  plain: { tail: "", opB: Op.None, opponent: gemmPlain },
  dagger: { tail: ", B†", opB: Op.ConjugateTranspose, opponent: gemmPlain },
  tiled: { tail: " against tiled JS", opB: Op.None, opponent: gemmTiled },
};

function square(n: number, { tail, opB, opponent }: (typeof forms)[keyof typeof forms]): Case {
  const units = Math.max(1, Math.round(1e5 / n ** 3));
  return {
    name: `gemm n = ${n}${tail}`,
    flops: 8 * n ** 3,
    units,
    prepare() {
      const owned = openScope();
      const a = randomValues(2 * n * n, 1);
      const b = randomValues(2 * n * n, 2);
      const c = new Float64Array(2 * n * n);
      const A = owned.f64(a).pointer;
      const B = owned.f64(b).pointer;
      const C = owned.f64(2 * n * n);
      const scratch = owned.f64(gemmScratch(n, n, n)).pointer;
      return {
        wasm() {
          for (let i = 0; i < units; i++) gemm(Op.None, opB, n, n, n, A, n, B, n, C.pointer, n, Write.Replace, scratch);
        },
        plain() {
          for (let i = 0; i < units; i++) opponent(Op.None, opB, n, n, n, a, n, b, n, c, n, Write.Replace);
        },
        check: () => same(`gemm n = ${n}`, C.view(), c),
        release: () => owned.release(),
      };
    },
  };
}

export const cases: readonly Case[] = [
  ...[2, 4, 8, 16, 64, 128, 256].map((n) => square(n, forms.plain)),
  ...[8, 64, 256].map((n) => square(n, forms.dagger)),
  ...[64, 128, 256].map((n) => square(n, forms.tiled)),
];
