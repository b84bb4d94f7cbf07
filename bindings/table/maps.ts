/** Maps of states: `assembly/kraus.ts`, `rk4.ts`, `sector.ts`. */
import { krausScratch, lindbladScratch } from "./scratch.ts";
import { type Arguments, f64, i32, integers, kernel, nothing, type ReadIndex, real, reals, symmetry, write } from "./signature.ts";

const n = (c: Arguments) => c.n;
const state = (c: Arguments) => 2 * c.n * c.n;
const stack = (c: Arguments) => 2 * c.m * c.n * c.count;
const generator = (c: Arguments) => 2 * c.n * c.n * (c.count + 1);
const segments = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n * c.groups);
const entries = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n);
const functionalEntries = (c: Arguments, read: ReadIndex) => read(c.start, c.count);
export const maps = {
  /** f64 values that `krausSum` needs as scratch. */
  krausScratch: kernel(real, f64("m"), f64("n"), f64("count")),

  /** Reorder `count` operators (m × n) from [k][row][column] to the stack [row][k][column]. */
  interleaveKraus: kernel(nothing, i32("m"), i32("n"), i32("count"), reals("operators", stack), reals("stack", stack)),

  /**
   * ρ′ ← Σ_k A_k ρ B_k† (+ ρ′) for `batch` states one after the other; operators are m × n, in stacks.
   * `Symmetry.Hermitian` promises that ρ is Hermitian and B = A. T_k = A_k ρ of the last state stays at `scratch`.
   */
  krausSum: kernel(
    nothing,
    i32("m"),
    i32("n"),
    i32("count"),
    reals("stackA", stack),
    reals("stackB", stack),
    reals("rho", (c) => c.batch * state(c)),
    reals("out", (c) => 2 * c.batch * c.m * c.m),
    write,
    i32("batch"),
    symmetry,
    reals("scratch", (c) => krausScratch(c.m, c.n, c.count)),
  ),

  /** f64 values that `lindblad` needs as scratch. */
  lindbladScratch: kernel(real, f64("n"), f64("count")),

  /**
   * out ← ρ̇ = G ρ + (G ρ)† + Σ_k L_k ρ L_k† with G = −i H − ½ Σ L†L, for Hermitian ρ.
   * `stack` holds G and `count` jumps as [row][operator][column] (`interleaveKraus` of count + 1 operators).
   */
  lindblad: kernel(
    nothing,
    i32("n"),
    i32("count"),
    reals("stack", generator),
    reals("rho", state),
    reals("out", state),
    reals("scratch", (c) => lindbladScratch(c.n, c.count)),
  ),

  /** f64 values that `rk4Dense` needs as scratch. */
  rk4Scratch: kernel(real, f64("n"), f64("count")),

  /** Advance ρ in place by `steps` classical Runge–Kutta steps of length h. */
  rk4Dense: kernel(
    nothing,
    i32("n"),
    i32("count"),
    reals("stack", generator),
    reals("rho", state),
    f64("h"),
    i32("steps"),
    reals("scratch", (c) => 3 * state(c) + lindbladScratch(c.n, c.count)),
  ),

  /** y ← Σ_k w_k M_k x for `lanes` (even, at most 8) realisations; weights is [group][lane]. */
  sectorApply: kernel(
    nothing,
    i32("n"),
    i32("groups"),
    integers("rowStart", (c) => c.n * c.groups + 1),
    integers("columns", segments),
    reals("values", segments),
    reals("weights", (c) => c.groups * c.lanes),
    reals("x", (c) => c.n * c.lanes),
    reals("y", (c) => c.n * c.lanes),
    i32("lanes"),
  ),

  /** y ← M x for one vector; the map has one group. */
  sectorApplySingle: kernel(
    nothing,
    i32("n"),
    integers("rowStart", (c) => c.n + 1),
    integers("columns", entries),
    reals("values", entries),
    reals("x", n),
    reals("y", n),
  ),

  /** out[f][lane] ← sparse functionals of each lane's state; `lanes` is even. How long x is, its columns say. */
  sectorFunctionals: kernel(
    nothing,
    i32("count"),
    integers("start", (c) => c.count + 1),
    integers("columns", functionalEntries),
    reals("values", functionalEntries),
    reals("x"),
    i32("lanes"),
    reals("out", (c) => c.count * c.lanes),
  ),

  /** y ← y + x for `count` values, an even number. */
  addLanes: kernel(
    nothing,
    i32("count"),
    reals("x", (c) => c.count),
    reals("y", (c) => c.count),
  ),
} as const;
