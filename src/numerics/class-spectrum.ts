/** Eigenvalues class by class: the matrix is block triangular, so its spectrum is that of its strongly connected classes. */
import { denseOf, norm1 } from "./envelope.ts";
import { arnoldi } from "./krylov.ts";
import { refinePairs } from "./refine-pairs.ts";
import { hypot, log1p } from "./scalar.ts";
import { eigenvalues } from "./schur.ts";
import type { StationaryClass } from "./stationary-class.ts";
import type { SolvedClass, StationaryStructure } from "./stationary-structure.ts";
import { pseudoRandom } from "./vectors.ts";

/** [re, im] of an eigenvalue of M: of a generator, or of a map minus the identity. */
export type Eigenvalue = readonly [number, number];

/** Up to this many coordinates all eigenvalues of a class are found. */
const COMPLETE = 200;
/** An eigenvalue below this share of ‖M‖ loses digits in a dense solve: it is looked for with the inverse. */
const SMALL = 1e-4;
const STEPS = 40;
const EPSILON = 2.220446049250313e-16;
/** Rates below this share of the norm of a class are rounding of its eigenvalues, in double precision. */
const STILL = 1e-14;

/** What is next to the stationary space. */
export interface ClassSpectrum {
  /** Slowest rate: −Re λ, or −ln|1 + μ|; null where nothing decays. */
  readonly gap: number | null;
  /** Eigenvalues of the generator, or of the map, that neither decay nor stand still. */
  readonly peripheral: readonly Eigenvalue[];
  /** Why the gap is null although something decays. */
  readonly reason?: string;
}

/** The gap and the persistent oscillations of a solved structure whose factors are still there. */
export function classSpectrum({ classes, problem }: StationaryStructure, kind: "generator" | "map"): ClassSpectrum {
  const norm = norm1(problem.M);
  const all = classes.flatMap((part) => {
    const own = norm1(part.M);
    const rounding = problem.M.low ? (problem.resolution * own) / norm : problem.resolution;
    // The real part of a pair of a 2 × 2 matrix is half its trace: it has no rounding of the larger imaginary part.
    const damping = kind === "generator" && problem.M.low ? dampingOfPair(part.M) : null;
    if (damping !== null) {
      const least = EPSILON * damping + problem.rounding;
      return eigenvaluesOf(part, norm).map((value) => ({ value, hidden: least, rounding: least }));
    }
    return eigenvaluesOf(part, norm).map((value) => ({ value, hidden: STILL * own, rounding }));
  });
  const rate = ([re, im]: Eigenvalue) => (kind === "generator" ? -re : -0.5 * log1p(2 * re + (re * re + im * im)));
  const still = ({ value, hidden, rounding }: (typeof all)[number]) =>
    Math.abs(rate(value)) <= hidden && hypot(value[0], value[1]) > Math.max(rounding, 2 * Math.abs(rate(value)));
  const decaying = all.filter((one) => !still(one) && rate(one.value) > one.rounding).map(({ value }) => rate(value));
  const slowest = decaying.length > 0 ? decaying.reduce((a, b) => Math.min(a, b)) : null;
  const peripheral = all.filter(still);
  const hidden = peripheral.reduce((most, one) => Math.max(most, one.hidden), 0);
  const open = slowest !== null && slowest < hidden;
  return {
    gap: open ? null : slowest,
    peripheral: peripheral
      .map(({ value: [re, im] }): Eigenvalue => (kind === "generator" ? [0, im] : [1 + re, im]))
      .sort((a, b) => a[1] - b[1] || a[0] - b[0]),
    ...(open ? { reason: unknownGap(slowest, hidden) } : {}),
  };
}

function unknownGap(slowest: number, hidden: number): string {
  const [least, bound] = [slowest, hidden].map((rate) => rate.toExponential(1));
  return `The gap is at most ${least}: rounding hides whether oscillations decay more slowly than that, below ${bound}.`;
}

/** −2a of a pair of coordinates [[a, b], [c, a]]; null for anything else. */
function dampingOfPair({ n, rowStart, columns, values }: SolvedClass["M"]): number | null {
  if (n !== 2) return null;
  const diagonal = [0, 0];
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (columns[e] === r) diagonal[r] = values[e];
  return diagonal[0] === diagonal[1] ? -2 * diagonal[0] : null;
}

/** All eigenvalues of a class, or those nearest to 0, without the one of its stationary vector. */
function eigenvaluesOf({ M, found }: SolvedClass, norm: number): readonly Eigenvalue[] {
  const { n } = M;
  if (n === 1) return found?.right ? [] : [[M.values[0] ?? 0, 0]];
  if (!found) return n <= COMPLETE ? eigenvalues(n, denseOf(M)) : [];
  if (n > COMPLETE) return nearest(M, found);
  const all = eigenvalues(n, denseOf(M)).sort((a, b) => hypot(a[0], a[1]) - hypot(b[0], b[1]));
  const rest = found.right ? all.slice(1) : all;
  return rest.length > 0 && hypot(rest[0][0], rest[0][1]) < SMALL * norm && n > 2 ? [...nearest(M, found), ...rest.slice(1)] : rest;
}

/** The eigenvalues next to 0 from Ritz values of the inverse, each solve refined. */
function nearest(M: SolvedClass["M"], found: StationaryClass): readonly Eigenvalue[] {
  const accurate = (b: Float64Array, out: Float64Array) => {
    const x = found.inverse(b);
    refinePairs(M, x, found.range(b), found.inverse);
    out.set(x);
  };
  const start = found.inverse(pseudoRandom(M.n, 77));
  const { m, H } = arnoldi(accurate, start, Math.min(STEPS, M.n - (found.right ? 1 : 0)), (rest, image) => rest <= 1e-13 * image);
  return eigenvalues(m, H)
    .sort((a, b) => hypot(b[0], b[1]) - hypot(a[0], a[1]))
    .slice(0, Math.max(1, m >> 1))
    .map(([re, im]): Eigenvalue => {
      const d = re * re + im * im;
      return [re / d, -im / d];
    });
}
