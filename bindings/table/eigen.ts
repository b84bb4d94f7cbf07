/** Spectra: `assembly/jacobi.ts`, `eigh.ts`, `schur.ts`, `entropy.ts`. */
import { type Arguments, f64, i32, integer, kernel, optionalReals, real, reals } from "./signature.ts";

const n = (c: Arguments) => c.n;
const square = (c: Arguments) => c.n * c.n;
const complexSquare = (c: Arguments) => 2 * c.n * c.n;

export const eigen = {
  /** Diagonalise a small real symmetric n × n matrix in place; rows ← eigenvectors (0: none). Returns 1 when it did not settle. */
  jacobiReal: kernel(integer, i32("n"), reals("a", square), optionalReals("rows", square), reals("values", n)),

  /** Diagonalise a small complex Hermitian n × n matrix in place; rows ← eigenvectors (0: none). Returns 1 when it did not settle. */
  jacobiComplex: kernel(integer, i32("n"), reals("a", complexSquare), optionalReals("rows", complexSquare), reals("values", n)),

  /** f64 values that `eighReal` needs as scratch. */
  eighRealScratch: kernel(real, f64("n")),

  /** Diagonalise a real symmetric matrix whose largest entry is of order one. Returns 1 when it did not settle. */
  eighReal: kernel(
    integer,
    i32("n"),
    reals("a", square),
    optionalReals("rows", square),
    reals("values", n),
    reals("scratch", (c) => 3 * c.n),
  ),

  /** f64 values that `eighComplex` needs as scratch. */
  eighComplexScratch: kernel(real, f64("n")),

  /** Diagonalise a complex Hermitian matrix whose largest entry is of order one. Returns 1 when it did not settle. */
  eighComplex: kernel(
    integer,
    i32("n"),
    reals("a", complexSquare),
    optionalReals("rows", complexSquare),
    reals("values", n),
    reals("scratch", (c) => 6 * c.n + c.n * c.n),
  ),

  /** −Σ p ln p over `count` values. */
  entropyOfSpectrum: kernel(
    real,
    i32("count"),
    reals("p", (c) => c.count),
  ),

  /** f64 values that `schurReal` needs as scratch. */
  schurRealScratch: kernel(real, f64("n")),

  /** A ← T and zt ← Zᵀ (0: none) with A = Z T Zᵀ. Returns 1 when it did not settle. */
  schurReal: kernel(
    integer,
    i32("n"),
    reals("a", square),
    optionalReals("zt", square),
    reals("scratch", (c) => 2 * c.n),
  ),
} as const;
