/** Conditional states that move on by what was seen: `assembly/series.ts`, `crossing.ts` and `trajectories.ts`. */
import { type Arguments, f64, i32, integer, integers, kernel, nothing, optionalReals, type ReadIndex, reals } from "./signature.ts";

const n = (c: Arguments) => c.n;
const octets = (c: Arguments) => 8 * c.n;
const state = (c: Arguments) => c.n * c.lanes;
const segments = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n * c.groups);
const forms = (c: Arguments, read: ReadIndex) => read(c.start, c.count);

const eight = () => 8;
const runs = (c: Arguments) => 2 * c.count;
const rowStart = (c: Arguments) => c.n + 1;
const entries = (c: Arguments, read: ReadIndex) => read(c.rowStart, c.n);

/** Terms of a series, an odd number for each row. */
const terms = (c: Arguments) => c.n * ((c.order + 1) | 1) * 8;

export const trajectories = {
  /**
   * terms[r][k][lane] ← ((hA)^k x / k!)[r] for k = 0 … order in eight lanes, of the rows of `runs`; an odd number of places for each row.
   * Lanes end with a term that counts no more, looked for from `sure` on; returns the last term that any of them has.
   */
  seriesTerms: kernel(
    integer,
    i32("n"),
    i32("order"),
    i32("sure"),
    reals("h", eight),
    i32("count"),
    integers("runs", runs),
    integers("rowStart", rowStart),
    integers("columns", entries),
    reals("values", entries),
    reals("x", octets),
    reals("terms", terms),
    reals("room", () => 24),
  ),

  /**
   * y = Σ_k s^k terms[k], k ≤ last, with a place s for each of eight lanes, and its weight (Σ read·y, or Σ y² where `read` is 0).
   * By Horner's rule; sums over the rows of `runs` in order.
   */
  seriesAt: kernel(
    nothing,
    i32("n"),
    i32("order"),
    i32("last"),
    i32("count"),
    integers("runs", runs),
    reals("terms", terms),
    reals("s", eight),
    optionalReals("read", n),
    reals("out", octets),
    reals("weight", eight),
  ),

  /**
   * s[lane] ← where e^{growth·s} times the weight of the series has fallen to u, 1 where it does not; kept ← the states there. Lanes with u ≤ 0
   * are read at 0. Returns a bit for each lane whose weight falls to u. `last` is 3 at least.
   */
  seriesCrossing: kernel(
    integer,
    i32("n"),
    i32("order"),
    i32("last"),
    i32("count"),
    integers("runs", runs),
    integers("rowStart", rowStart),
    integers("columns", entries),
    reals("values", entries),
    reals("terms", terms),
    reals("h", eight),
    optionalReals("read", n),
    reals("growth", eight),
    reals("u", eight),
    reals("s", eight),
    reals("kept", octets),
    reals("scratch", (c) => 40 * c.n + 80),
  ),

  /** out[f][lane] ← Re ⟨ψ|A_f|ψ⟩ of kets x = (Re ψ, Im ψ); values are (re, im) of the entries of A_f. */
  quadraticForms: kernel(
    nothing,
    i32("count"),
    integers("start", (c) => c.count + 1),
    integers("rows", forms),
    integers("columns", forms),
    reals("values", (c, read) => 2 * forms(c, read)),
    i32("half"),
    reals("x", (c) => 2 * c.half * c.lanes),
    i32("lanes"),
    reals("out", (c) => c.count * c.lanes),
  ),

  /** `steps` steps of currents in place on x: increments drawn from normals, the map of their polynomials, division by its trace. */
  currentSteps: kernel(
    nothing,
    i32("n"),
    i32("steps"),
    i32("width"),
    i32("rounds"),
    i32("order"),
    i32("groups"),
    integers("rowStart", (c) => c.n * c.groups + 1),
    integers("columns", segments),
    reals("values", segments),
    reals("readings", (c) => c.groups * c.n),
    reals("trace", n),
    f64("root"),
    reals("noise", (c) => c.steps * c.width * c.lanes),
    reals("room", (c) => (2 * c.groups + 3 * (c.order + 1)) * c.lanes),
    reals("sums", (c) => c.width * c.lanes),
    reals("tally", (c) => 2 * c.lanes),
    reals("x", state),
    reals("scratch", state),
    i32("lanes"),
  ),

  /** `steps` collisions of one trajectory whose units are read, in place on x. Returns 0, or the step that has no outcome. */
  readingSteps: kernel(
    integer,
    i32("n"),
    i32("steps"),
    i32("memories"),
    integers("kinds", (c) => c.steps),
    integers("branchStart"),
    integers("branches"),
    integers("rowStart"),
    integers("columns"),
    reals("values"),
    reals("chances"),
    optionalReals("filter", n),
    f64("threshold"),
    i32("filterMap"),
    optionalReals("idle", (c) => c.n * c.n),
    reals("uniforms", (c) => c.steps),
    integers("walker", () => 1),
    reals("tally", () => 2),
    integers("outcomes", (c) => c.steps),
    reals("x", n),
    reals("scratch", n),
  ),
} as const;
