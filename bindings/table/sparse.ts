/** Sparse factorisations: the sliding front of `assembly/banded.ts` and the envelope of `assembly/skyline.ts`. */
import { productScratch } from "./scratch.ts";
import { type Arguments, f64, i32, integer, integers, kernel, nothing, type ReadIndex, real, reals } from "./signature.ts";

const n = (c: Arguments) => c.n;
const more = (c: Arguments) => c.n + 1;
const entries = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n);
/** Values of a block, and of the strips of all rows of blocks. */
const BLOCK = 16;
const strips = (c: Arguments, read: ReadIndex) => BLOCK * read(c.start, c.m);
/** Columns per panel of the front. */
const PANEL = 16;
const panels = (c: Arguments) => Math.ceil(c.n / PANEL);
const enteringLength = (c: Arguments) => panels(c) + 1;
const panelWords = (c: Arguments) => 4 * panels(c);
/** The factors end with the rows of U of the last panel. */
const factorsEnd = (c: Arguments, read: ReadIndex) => {
  const p = panels(c) - 1;
  if (p < 0) return 0;
  return read(c.panels, 4 * p + 3) + (c.n - PANEL * p) * read(c.panels, 4 * p + 1);
};

const frontSystem = [
  i32("n"),
  integers("order", n),
  integers("entering", enteringLength),
  reals("factors", factorsEnd),
  integers("panels", panelWords),
  integers("pivots", n),
  reals("b", n),
  reals("x", n),
  reals("work", n),
] as const;

/** Unknowns, filled up to whole blocks. */
const unknowns = (c: Arguments) => 4 * c.m;

const skyline = [
  i32("m"),
  integers("first", (c) => c.m),
  integers("start", (c) => c.m + 1),
  reals("lower", strips),
  reals("upper", strips),
  reals("diagonal", (c) => BLOCK * c.m),
] as const;

export const sparse = {
  /** Columns that are eliminated together. */
  frontPanel: kernel(integer),

  /** f64 values that `frontFactor` needs as scratch. */
  frontScratch: kernel(real),

  /**
   * Factor M − shift·1 by a sliding front of `capacity` rows of `stride` values; pivots of modulus up to `tiny` become ±`tiny`.
   * Returns how many did. How long the factors get depends on the pivots.
   */
  frontFactor: kernel(
    integer,
    i32("n"),
    integers("rowStart", more),
    integers("columns", entries),
    reals("values", entries),
    integers("order", n),
    integers("entering", enteringLength),
    integers("lastOf", n),
    reals("front", (c) => c.capacity * c.stride),
    i32("capacity"),
    i32("stride"),
    integers("lasts", (c) => c.capacity),
    reals("factors"),
    integers("panels", panelWords),
    integers("pivots", n),
    f64("shift"),
    f64("threshold"),
    f64("tiny"),
    reals("scratch", productScratch),
  ),

  /** Solve M x = b; `work` holds n values. */
  frontSolve: kernel(nothing, ...frontSystem),

  /** Solve Mᵀ x = b, destroying b; `work` holds n values. */
  frontSolveTransposed: kernel(nothing, ...frontSystem),

  /** Factor an envelope matrix of 4 × 4 blocks in place. Returns −1, or the first row whose pivot is exactly 0. */
  skylineFactor: kernel(integer, ...skyline),

  /** x ← A⁻¹ x, in place. */
  skylineSolve: kernel(nothing, ...skyline, reals("x", unknowns)),

  /** x ← A⁻ᵀ x, in place. */
  skylineSolveTransposed: kernel(nothing, ...skyline, reals("x", unknowns)),
} as const;
