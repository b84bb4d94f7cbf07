/** Dense products, linear systems and residuals: `assembly/gemm.ts`, `panel.ts`, `lu.ts`, `luComplex.ts`, `residual.ts`. */
import { Op } from "../../assembly/abi.ts";
import { luComplexScratch, productScratch, scratchOfGemm } from "./scratch.ts";
import { type Arguments, f64, i32, integer, integers, kernel, nothing, type ReadIndex, real, reals, span, write } from "./signature.ts";

const square = (c: Arguments) => span(c.n, c.n, c.lda);
const squareComplex = (c: Arguments) => 2 * square(c);
const n = (c: Arguments) => c.n;
const twice = (c: Arguments) => 2 * c.n;
const entries = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n);
const operand = (op: number, rows: number, columns: number, ld: number) =>
  2 * (op === Op.None ? span(rows, columns, ld) : span(columns, rows, ld));

export const dense = {
  /** f64 values that `gemm` needs as scratch for an m × k by k × n product. */
  gemmScratch: kernel(real, f64("m"), f64("n"), f64("k")),

  /**
   * Multiply complex matrices: C = op(A)·op(B), or C = C + op(A)·op(B) with `Write.Add`.
   *
   * op(A) is m × k, op(B) is k × n; leading dimensions count complex numbers per stored row; C overlaps neither operand;
   * `scratch` holds `gemmScratch(m, n, k)` values. Sums run over l = 0 … k − 1 in order, whatever the size (`assembly/gemm.ts`).
   */
  gemm: kernel(
    nothing,
    i32<Op>("opA"),
    i32<Op>("opB"),
    i32("m"),
    i32("n"),
    i32("k"),
    reals("a", (c) => operand(c.opA, c.m, c.k, c.lda)),
    i32("lda"),
    reals("b", (c) => operand(c.opB, c.k, c.n, c.ldb)),
    i32("ldb"),
    reals("c", (c) => 2 * span(c.m, c.n, c.ldc)),
    i32("ldc"),
    write,
    reals("scratch", (c) => scratchOfGemm(c.m, c.n, c.k)),
  ),

  /** C = sign·A·B, added to C or in its place; A is m × k, B is k × n, real; `scratch` holds `luRealScratch()` values. */
  productReal: kernel(
    nothing,
    i32("m"),
    i32("n"),
    i32("k"),
    f64<1 | -1>("sign"),
    reals("a", (c) => span(c.m, c.k, c.lda)),
    i32("lda"),
    reals("b", (c) => span(c.k, c.n, c.ldb)),
    i32("ldb"),
    reals("c", (c) => span(c.m, c.n, c.ldc)),
    i32("ldc"),
    write,
    reals("scratch", productScratch),
  ),

  /** f64 values that `luReal`, `luSolveReal` and `productReal` need as scratch. */
  luRealScratch: kernel(real),

  /** Factor a real n × n matrix in place, P A = L U; returns how many pivots are exactly zero. */
  luReal: kernel(integer, i32("n"), reals("a", square), i32("lda"), integers("pivots", n), reals("scratch", productScratch)),

  /** Solve A X = B in place of B (n × columns). */
  luSolveReal: kernel(
    nothing,
    i32("n"),
    reals("a", square),
    i32("lda"),
    integers("pivots", n),
    reals("b", (c) => c.n * c.columns),
    i32("columns"),
    reals("scratch", productScratch),
  ),

  /** Solve Aᵀ x = b in place of b. */
  luSolveTransposedReal: kernel(nothing, i32("n"), reals("a", square), i32("lda"), integers("pivots", n), reals("b", n)),

  /** The 1-norm of a real matrix; `sums` holds n values. */
  oneNormReal: kernel(real, i32("n"), reals("a", square), i32("lda"), reals("sums", n)),

  /** f64 values that `luComplex` and `luSolveComplex` need as scratch for so many right-hand sides. */
  luComplexScratch: kernel(real, f64("n"), f64("columns")),

  /** Factor a complex n × n matrix in place; returns how many pivots are exactly zero. */
  luComplex: kernel(
    integer,
    i32("n"),
    reals("a", squareComplex),
    i32("lda"),
    integers("pivots", n),
    reals("scratch", (c) => luComplexScratch(c.n, 0)),
  ),

  /** Solve A X = B in place of B (n × columns). */
  luSolveComplex: kernel(
    nothing,
    i32("n"),
    reals("a", squareComplex),
    i32("lda"),
    integers("pivots", n),
    reals("b", (c) => 2 * c.n * c.columns),
    i32("columns"),
    reals("scratch", (c) => luComplexScratch(c.n, c.columns)),
  ),

  /** Solve A† x = b in place of b. */
  luSolveAdjointComplex: kernel(nothing, i32("n"), reals("a", squareComplex), i32("lda"), integers("pivots", n), reals("b", twice)),

  /** The 1-norm of a complex matrix; `sums` holds n values. */
  oneNormComplex: kernel(real, i32("n"), reals("a", squareComplex), i32("lda"), reals("sums", n)),

  /** r ← b − A (x + delta) in doubled precision. */
  residualReal: kernel(nothing, i32("n"), reals("a", square), i32("lda"), reals("x", n), reals("delta", n), reals("b", n), reals("r", n)),

  /** r ← b − A (x + delta) in doubled precision, complex. */
  residualComplex: kernel(
    nothing,
    i32("n"),
    reals("a", squareComplex),
    i32("lda"),
    reals("x", twice),
    reals("delta", twice),
    reals("b", twice),
    reals("r", twice),
  ),

  /** r ← b − M (x + delta) in doubled precision, M in sparse rows. */
  residualSparse: kernel(
    nothing,
    i32("n"),
    integers("rowStart", (c) => c.n + 1),
    integers("columns", entries),
    reals("values", entries),
    reals("x", n),
    reals("delta", n),
    reals("b", n),
    reals("r", n),
  ),

  /** (x, delta) ← (x, delta) + change as an unevaluated pair. */
  addToPair: kernel(nothing, i32("n"), reals("x", n), reals("delta", n), reals("change", n)),
} as const;
