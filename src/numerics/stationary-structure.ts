/** The limit of dx/dt = M x class by class: what is conserved from the pattern, what is slow from numbers. */
import { type DoubledSparse, sumOfModuli } from "./doubled-sparse.ts";
import { norm1 } from "./envelope.ts";
import { normOfSmallInverse } from "./small-lu.ts";
import { type StationaryClass, sizeOf, solveClass } from "./stationary-class.ts";
import type { StrongClasses } from "./strong-classes.ts";
import { type ClassPlan, FEW, structurePlan } from "./structure-plan.ts";
import { submatrix } from "./submatrix.ts";

const EPSILON = 2.220446049250313e-16;
/** What the coordinates of a state carry by themselves. */
const ROUNDING = 4 * EPSILON;
/** How far below the resolution a rate may lie that refinement in double precision has seen: the resolution is a bound, not what rounding is. */
const CONFIRMED = 1 / 8;
/** A relative error of rates that needs no second look. */
const ROUNDED = 1e-12;

/** A stationary problem on real coordinates. */
export interface StationaryProblem {
  readonly M: DoubledSparse;
  /** 1 for populations: M conserves their sum. */
  readonly populations: Uint8Array;
  readonly start: Float64Array;
  /** An order of elimination. */
  readonly order: Int32Array;
  /** Rates below this cannot be told from rounding; those below `doubtful` are looked at in doubled precision. */
  readonly resolution: number;
  readonly doubtful: number;
  /** Absolute error of the entries of M, as a rate; and of rates between populations relative to each. */
  readonly rounding: number;
  readonly relative: number;
}

/** A class with the matrix that it was solved with. */
export interface SolvedClass {
  readonly members: Int32Array;
  readonly M: DoubledSparse;
  /** Null: not told from a singular one. */
  readonly found: StationaryClass | null;
  /** Something of the initial state gets there. */
  readonly reached: boolean;
}

/** A class that is not told from a singular one. */
export interface HiddenClass {
  readonly M: DoubledSparse;
  /** It keeps its trace: one of its stationary directions is known from the pattern. */
  readonly conserving: boolean;
}

/** The limit and its structure. */
export interface StationaryStructure {
  readonly problem: StationaryProblem;
  readonly strong: StrongClasses;
  readonly classes: readonly SolvedClass[];
  /** The limit; null where a class that the initial state gets to is not resolved, or the pattern is not one of a conserved trace. */
  readonly x: Float64Array | null;
  /** Stationary directions that the pattern conserves, whether or not their classes are resolved. */
  readonly conserved: number;
  /** Classes that are not told from singular ones. */
  readonly hidden: readonly HiddenClass[];
  /** Coherences that nothing moves. */
  readonly frozen: number;
  /** Relative error of x. */
  readonly error: number;
  /** Largest norm of an inverse that was met: 1 over the slowest rate, within a small factor. */
  readonly size: number;
  release(): void;
}

/**
 * Find the limit of the initial state. The factors of all classes stay in memory until `release` is called.
 *
 * `earlier`: the same problem with less precise entries, whose factors are used again; it is released with this one.
 */
export function stationaryStructure(problem: StationaryProblem, earlier?: StationaryStructure): StationaryStructure {
  const { M, start, populations, order } = problem;
  const { strong, plans } = structurePlan(M, populations, order);
  const norm = norm1(M);
  const place = new Int32Array(M.n).fill(-1);
  const x = new Float64Array(M.n);
  const y = new Float64Array(M.n);
  const classes: SolvedClass[] = [];
  const lent = earlier && earlier.problem.M.columns === M.columns ? earlier.classes : [];
  const solved: StationaryClass[] = [];
  const hidden: HiddenClass[] = [];
  const work = new Float64Array(2 * FEW * FEW);
  let [error, size, conserved, frozen, sound] = [0, 0, 0, 0, true];
  plans.forEach((plan, c) => {
    const { members } = plan;
    if (isAside(problem, plan, x, y, work)) {
      classes.push(new Aside(problem, plan, `class ${c}`));
      return;
    }
    const part = submatrix(M, members, `class ${c}`, place);
    // Entries made in doubled precision are exact for what they are: rounding is that of the class alone.
    const share = M.low && norm > 0 ? norm1(part) / norm : 1;
    const shape = { ...plan, leak: leakOf(M, plan), doubtful: share * problem.doubtful };
    const steady = inflow(M, plan, x);
    const passing = inflow(M, plan, y);
    const given = passing;
    for (let k = 0; k < given.length; k++) given[k] += start[members[k]];
    const reached = sumOfModuli(steady) > 0 || sumOfModuli(given) > 0;
    let found = solveClass(part, shape, lent[c]?.found);
    // Rates that only doubled precision tells from 0 are rounding of the operators themselves.
    const least = share * problem.resolution * (found?.confirmed ? CONFIRMED : 1);
    if (found?.doubled && found.size && 1 / found.size < least) {
      found.release();
      found = null;
    }
    classes.push({ members, M: part, found, reached });
    if (found) solved.push(found);
    if (found?.right || (!found && shape.conserving)) conserved++;
    if (found?.kind === "frozen") frozen++;
    if (!found) {
      hidden.push({ M: part, conserving: shape.conserving });
      if (reached) sound = false;
      return;
    }
    if (!reached) return;
    if (!fill({ members, found, shape }, steady, given, x, y)) sound = false;
    size = Math.max(size, found.size ?? 0);
    // what decays and is fed by nothing is an exact 0, and matters where it feeds others on its way
    if (found.right || shape.open || sumOfModuli(steady) > 0) error += found.error + roundingIn(problem, part.n, found);
  });
  if (!x.every(Number.isFinite)) sound = false;
  const release = () => {
    for (const found of solved) found.release();
    earlier?.release();
  };
  return { problem, strong, classes, x: sound ? x : null, conserved, hidden, frozen, error: Math.max(error, ROUNDING), size, release };
}

/** Whether a few coordinates decay for certain, and nothing of the initial state gets to them. */
function isAside(
  { M, start, doubtful }: StationaryProblem,
  plan: ClassPlan,
  x: Float64Array,
  y: Float64Array,
  work: Float64Array,
): boolean {
  const { members, few, feeds, conserving } = plan;
  if (!few || conserving) return false;
  for (let k = 0; k < members.length; k++) if (start[members[k]] !== 0) return false;
  for (let k = 0; k < feeds.entries.length; k++) {
    const from = M.columns[feeds.entries[k]];
    if (x[from] !== 0 || y[from] !== 0) return false;
  }
  const n = members.length;
  work.fill(0, 0, 2 * n * n);
  for (let k = 0; k < n; k++) work[2 * n * k + n + k] = 1;
  for (let k = 0; k < few.entries.length; k++) work[few.places[k]] = M.values[few.entries[k]];
  return normOfSmallInverse(n, work) * doubtful <= 1;
}

/** A class that the limit does without: cut out and solved only where something else asks for it. */
class Aside implements SolvedClass {
  readonly reached = false;
  private readonly problem: StationaryProblem;
  private readonly plan: ClassPlan;
  private readonly name: string;
  private part: DoubledSparse | null = null;
  private solved: StationaryClass | null | undefined;

  constructor(problem: StationaryProblem, plan: ClassPlan, name: string) {
    this.problem = problem;
    this.plan = plan;
    this.name = name;
  }

  get members(): Int32Array {
    return this.plan.members;
  }

  get M(): DoubledSparse {
    const { M } = this.problem;
    this.part ??= submatrix(M, this.members, this.name, new Int32Array(M.n).fill(-1));
    return this.part;
  }

  get found(): StationaryClass | null {
    const { problem, plan } = this;
    if (this.solved === undefined) this.solved = solveClass(this.M, { ...plan, leak: leakOf(problem.M, plan), doubtful: problem.doubtful });
    return this.solved;
  }
}

/** What the rounding of its entries does to a class: relative to each rate, or through the inverse where small rates drown but matter little. */
function roundingIn({ relative, rounding }: StationaryProblem, n: number, found: StationaryClass): number {
  if (found.size !== null) return rounding * found.size;
  return relative <= ROUNDED ? relative : Math.min(relative, rounding * sizeOf(n, found));
}

/** The rate from each population of a class to populations of other classes. */
function leakOf(M: DoubledSparse, { members, leaks }: ClassPlan): Float64Array {
  const leak = new Float64Array(members.length);
  for (let k = 0; k < leaks.entries.length; k++) leak[leaks.from[k]] += M.values[leaks.entries[k]];
  return leak;
}

/** Σ M_rq v_q over what feeds a class from outside. */
function inflow(M: DoubledSparse, { feeds: { start, entries } }: ClassPlan, v: Float64Array): Float64Array {
  const out = new Float64Array(start.length - 1);
  if (entries.length === 0) return out;
  for (let k = 0; k < out.length; k++) {
    let sum = 0;
    for (let i = start[k]; i < start[k + 1]; i++) sum += M.values[entries[i]] * v[M.columns[entries[i]]];
    out[k] = sum;
  }
  return out;
}

interface Filling {
  readonly members: Int32Array;
  readonly found: StationaryClass;
  readonly shape: { readonly populations: Uint8Array; readonly open: boolean };
}

/**
 * The limit x of a class and y = ∫(x(t) − x) dt, from what flows in for ever (`steady`) and what it is given in all:
 *
 *   M x = −steady,  M y = x − given;  where a class keeps its trace, x = w r − M^D steady with w the trace that it is given.
 *
 * Returns false for what no conserved trace does: a steady flow into a class that keeps it.
 */
function fill({ members, found, shape }: Filling, steady: Float64Array, given: Float64Array, x: Float64Array, y: Float64Array): boolean {
  const { right, kind } = found;
  const flows = sumOfModuli(steady) > 0;
  if (!right) {
    const value = flows ? found.inverse(steady.map((v) => -v)) : steady;
    const late = found.inverse(value.map((v, k) => v - given[k]));
    members.forEach((index, k) => {
      x[index] = value[k];
      y[index] = late[k];
    });
    return true;
  }
  if (flows) return false;
  const weight = kind === "frozen" ? given[0] : given.reduce((sum, value, k) => sum + shape.populations[k] * value, 0);
  const value = right.map((v) => weight * v);
  const late = shape.open ? found.inverse(value.map((v, k) => v - given[k])) : null;
  members.forEach((index, k) => {
    x[index] = value[k];
    if (late) y[index] = late[k];
  });
  return true;
}
