/** Generators and operators on one state: `assembly/flow.ts`, `operators.ts`. */
import { type Arguments, f64, i32, integers, kernel, nothing, type ReadIndex, real, reals, write } from "./signature.ts";

const n = (c: Arguments) => c.n;
const complexSquare = (c: Arguments) => 2 * c.n * c.n;
const entries = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n);
const slices = (c: Arguments) => Math.ceil(c.n / 4);
const quads = (c: Arguments, read: ReadIndex) => read(c.starts, 2 * slices(c));
/** One for each wide quad, four for each loose one. */
const offsets = (c: Arguments, read: ReadIndex) => {
  let wide = 0;
  for (let s = 0; s < slices(c); s++) wide += read(c.starts, 2 * s + 1) - read(c.starts, 2 * s);
  return 4 * quads(c, read) - 3 * wide;
};

/** A real sparse matrix in slices of four rows; layout in `assembly/slices.ts`. */
const matrix = [
  i32("n"),
  integers("starts", (c) => 2 * slices(c) + 1),
  integers("offsets", offsets),
  reals("values", (c, read) => 4 * quads(c, read)),
] as const;

export const flow = {
  /** y ← factor · M x (+ y); y does not overlap x. */
  flowApply: kernel(nothing, ...matrix, reals("x", n), reals("y", n), f64("factor"), write),

  /** y ← y + M x, where the sum of a row begins with y; y does not overlap x. */
  flowRecurrence: kernel(nothing, ...matrix, reals("x", n), reals("y", n)),

  /** out ← base + Σ_k coefficients[k] · vectors[k]; the vectors are addresses of f64[n]. */
  flowCombine: kernel(
    nothing,
    i32("n"),
    i32("count"),
    reals("coefficients", (c) => c.count),
    integers("vectors", (c) => c.count),
    reals("base", n),
    reals("out", n),
  ),

  /** x · y: even and odd places apart, then the tail. */
  flowDot: kernel(real, i32("n"), reals("x", n), reals("y", n)),

  /** Root mean square of e_i/(atol + rtol·max(|a_i|, |b_i|)). */
  flowError: kernel(real, i32("n"), reals("e", n), reals("a", n), reals("b", n), f64("rtol"), f64("atol")),

  /** f64 values that `flowRk4` needs as scratch. */
  flowRk4Scratch: kernel(real, f64("n")),

  /** `steps` classical Runge–Kutta steps of length `dt`, in place on x. */
  flowRk4: kernel(
    nothing,
    i32("steps"),
    f64("dt"),
    ...matrix,
    reals("x", n),
    reals("scratch", (c) => 3 * c.n),
  ),

  /** Apply a dense P (n × n) `steps` times to x, in place; out[s][f] are the `count` functionals F (count × n) after each. */
  flowSeries: kernel(
    nothing,
    i32("steps"),
    i32("n"),
    reals("P", (c) => c.n * c.n),
    reals("x", n),
    i32("count"),
    reals("F", (c) => c.count * c.n),
    reals("out", (c) => c.steps * c.count),
    reals("scratch", n),
  ),

  /** Orthogonalise and normalise basis vector j against those before it; `h` receives j coefficients and the norm, which returns. */
  flowOrthogonalise: kernel(
    real,
    i32("n"),
    i32("j"),
    reals("basis", (c) => (c.j + 1) * c.n),
    reals("h", (c) => c.j + 1),
  ),

  /** Y ← Y + S X for dense complex n × n matrices and a sparse S. */
  sparseTimesInto: kernel(
    nothing,
    i32("n"),
    integers("rowStart", (c) => c.n + 1),
    integers("columns", entries),
    reals("values", (c, read) => 2 * entries(c, read)),
    reals("x", complexSquare),
    reals("y", complexSquare),
  ),

  /** Y ← X†, complex n × n. */
  adjointOf: kernel(nothing, i32("n"), reals("x", complexSquare), reals("y", complexSquare)),

  /** X ← X + X†, complex n × n. */
  addAdjoint: kernel(nothing, i32("n"), reals("x", complexSquare)),

  /** x ← 0 for `count` values. */
  fillZero: kernel(
    nothing,
    i32("count"),
    reals("x", (c) => c.count),
  ),
} as const;
