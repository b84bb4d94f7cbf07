/**
 * The limit class by class: what is conserved is read off the exact pattern, each class is solved on its own, without
 * subtractions where it holds populations alone. Where double precision leaves too much open the matrix is made again from
 * its operators in doubled precision. What no precision of the input can tell from a degeneracy is left to the null space.
 */
import { RunFailure } from "../../errors.ts";
import { blocksOf, bytesOfBlocks } from "../../numerics/block-envelope.ts";
import { type ClassSpectrum, classSpectrum } from "../../numerics/class-spectrum.ts";
import { type DualBases, dualBases } from "../../numerics/conserved-of-classes.ts";
import type { DoubledSparse } from "../../numerics/doubled-sparse.ts";
import { fullEnvelope, multiplySparse, norm1, type SparseReal } from "../../numerics/envelope.ts";
import { type NullSpace, nullSpaceByIteration } from "../../numerics/null-space.ts";
import { knownEnvelope } from "../../numerics/regular-factors.ts";
import { type StationaryProblem, type StationaryStructure, stationaryStructure } from "../../numerics/stationary-structure.ts";
import { dot } from "../../numerics/vectors.ts";
import { once } from "../../once.ts";
import type { StationaryEquation, StationaryRequest, StationarySolution } from "../../plan/stationary-request.ts";
import { dualOperatorOf, operatorOf } from "../../sectors/operators-of.ts";
import type { Sector } from "../../sectors/sector.ts";
import { limitByProducts } from "./limit-by-products.ts";
import { isLargeMap } from "./products-with-map.ts";
import { limitFrom, type StationaryLowering, sectorInScope, severalStates, withoutMatrix } from "./stationary-lowering.ts";

const EPSILON = 2.220446049250313e-16;
/** Most flops that the factors of a map may take: those of a generator fill in less. */
const MOST_FLOPS = 4e11;
const RATE = 1.2e10;
/** Up to this size the order and the envelope cost more than they could say. */
const SMALL = 32;
/** Estimated error above which doubled precision is asked for (where few coordinates make it cheap), and entries below which share of the largest. */
const DOUBTFUL = 1e-9;
const DOUBTFUL_OF_FEW = 1e-11;
const FEW = 64;
const NEGLIGIBLE = 1e-11;
/** A gap below this share of ‖M‖ has lost digits. */
const SLOW = 1e-6;
/** Above this many coordinates the spectrum and the bases are made while the factors are there, and nothing is factored twice for them. */
const LARGE = 4000;
/** Up to this many stationary states their bases are kept as well. */
const LISTED = 4;
/** Rounding of an entry made in doubled precision, and of one made in double precision, relative to ‖M‖. */
const DOUBLED = 1e-29;
const SINGLE = 4 * EPSILON;

export const classesOfPattern: StationaryLowering = {
  name: "classes of the pattern",
  fits(request) {
    if (isLargeMap(request)) return { refused: "the map is larger than a matrix that is worth factoring" };
    const equation = request.within(request.scope);
    const impossible = withoutMatrix(equation);
    if (impossible) return impossible;
    const { n } = equation.layout();
    if (n <= SMALL) return { seconds: (n * n * n) / RATE, flops: n * n * n, bytes: 8 * n * n };
    const envelope = equation.filled() ? fullEnvelope(n) : knownEnvelope(equation.matrix(), equation.order());
    const { flops } = envelope;
    if (request.kind === "map" && flops > MOST_FLOPS) {
      return { refused: `${n} coordinates with a wide envelope are too many`, remedy: "Use fewer levels, or run until it settles." };
    }
    return { seconds: flops / RATE, flops, bytes: bytesOfBlocks(blocksOf(envelope)) + 32 * n };
  },
  sector: sectorInScope,
  stages: () => [],
  bind: (request) => ({ solve: () => solve(request) }),
};

function solve(request: StationaryRequest): StationarySolution {
  const equation = request.within(request.scope);
  const structure = structureOf(equation);
  try {
    if (!structure.x) return unresolved(request, structure);
    return solution(request, equation, structure, structure.x);
  } finally {
    structure.release();
  }
}

/** The structure in double precision where that will do, else in doubled. */
function structureOf(equation: StationaryEquation): StationaryStructure {
  const matrix = equation.matrix();
  const first = isAmbiguous(equation, matrix) ? null : stationaryStructure(problemOf(equation, matrix));
  if (first?.x && first.hidden.length === 0 && first.error <= (matrix.n <= FEW ? DOUBTFUL_OF_FEW : DOUBTFUL)) return first;
  const exact = equation.doubled();
  if (!exact) return first ?? stationaryStructure(problemOf(equation, matrix));
  return stationaryStructure(problemOf(equation, exact), first ?? undefined);
}

/**
 * Entries that may be rounding: far below the largest, or below the numbers (of size `unit`) that cancelled in them; and coherences that
 * nothing moves only because all of it cancelled.
 */
function isAmbiguous({ unit, populations }: StationaryEquation, { n, rowStart, values }: DoubledSparse): boolean {
  if (unit > 0) {
    const isPopulation = populations();
    for (let r = 0; r < n; r++) if (!isPopulation[r] && rowStart[r] === rowStart[r + 1]) return true;
  }
  let [least, most] = [Number.POSITIVE_INFINITY, unit];
  for (let e = 0; e < values.length; e++) {
    const size = Math.abs(values[e]);
    if (size > most) most = size;
    if (size > 0 && size < least) least = size;
  }
  return least < NEGLIGIBLE * most;
}

function problemOf(equation: StationaryEquation, M: DoubledSparse): StationaryProblem {
  const { dimension } = equation.layout().space;
  const scale = M.low ? norm1(M) : Math.max(norm1(M), equation.unit);
  return {
    M,
    populations: equation.populations(),
    start: equation.start(),
    order: M.n <= SMALL ? asTheyStand(M.n) : equation.order(),
    resolution: EPSILON * scale,
    doubtful: 2 * dimension * EPSILON * scale,
    rounding: M.low ? DOUBLED * Math.max(scale, M.madeOf ?? equation.unit) : SINGLE * scale,
    relative: M.low ? 0 : relativeRounding(M, equation.unit),
  };
}

function asTheyStand(n: number): Int32Array {
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  return order;
}

/** Rounding of rates that are differences of numbers of size `unit`, relative to each. */
function relativeRounding({ values }: DoubledSparse, unit: number): number {
  if (unit === 0) return 4 * EPSILON;
  let least = unit;
  for (let e = 0; e < values.length; e++) if (values[e] !== 0) least = Math.min(least, Math.abs(values[e]));
  return (SINGLE * unit) / least;
}

function solution(
  request: StationaryRequest,
  equation: StationaryEquation,
  structure: StationaryStructure,
  x: Float64Array,
): StationarySolution {
  const { problem, conserved, frozen, size, error } = structure;
  const { hides = 0 } = problem.M;
  const hidden = hides > 0 && frozen > 0 ? perhapsMoved(hides, frozen) : null;
  const open = slowModes(structure);
  const layout = equation.layout();
  const norm = norm1(problem.M);
  const image = multiplySparse(problem.M, x);
  const length = norm * Math.sqrt(dot(x, x));
  // Factors of large matrices are too dear to be made again for the spectrum or the bases alone.
  const large = problem.M.n > LARGE;
  const early = large ? attempted(() => classSpectrum(structure, request.kind)) : null;
  const known = large && open === 0 && conserved <= LISTED ? attempted(() => dualBases(structure)) : null;
  const bases = once(() => {
    if (open > 0) return basesOf(nullSpaceByIteration(problem.M, null, equation.order(), 4 * problem.doubtful), conserved + open);
    return known ? known() : afresh(problem, dualBases);
  });
  return {
    layout,
    sector: equation.sector() as Sector,
    x,
    image: () => image,
    dimension: conserved + open,
    truncated: false,
    scope: request.scope,
    residual: length === 0 ? 0 : Math.sqrt(dot(image, image)) / length,
    condition: size > 0 ? size * norm : null,
    error,
    comparesCuts: true,
    basis: once(() => bases().right.map((vector) => operatorOf(layout, vector))),
    conserved: once(() => bases().left.map((vector) => dualOperatorOf(layout, vector))),
    spectrum: once(() => {
      const found = early ? early() : spectrumOf(request, equation, problem);
      return hidden === null ? found : { ...found, gap: null, reason: hidden };
    }),
    warnings: [
      ...(open > 0 ? [notResolved(problem.resolution, open, "coherences")] : []),
      ...(hidden === null ? [] : [hidden]),
      ...severalStates(conserved, false),
    ],
  };
}

/** How many modes are not told from stationary ones, beside the traces that the pattern conserves. */
function slowModes({ hidden, problem }: StationaryStructure): number {
  return hidden.reduce((sum, { M, conserving }) => sum + Math.max(1, nullity(M, 4 * problem.doubtful) - (conserving ? 1 : 0)), 0);
}

/** How many directions of a class are not told from 0: one at least, where they cannot be counted. */
function nullity(M: DoubledSparse, zero: number): number {
  try {
    return nullSpaceByIteration(M, null, undefined, zero).right.length;
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    return 1;
  }
}

/** Bases from the null space of the whole, where it holds as many directions as were counted class by class. */
function basesOf({ right, left }: NullSpace, dimension: number): DualBases {
  if (right.length !== dimension || left.length !== dimension) {
    throw new RunFailure("Slow modes that are not resolved leave it open which states are stationary.");
  }
  return { right, left };
}

/** Work done at once whose failure waits for whoever asks for it. */
function attempted<T>(work: () => T): () => T {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Solve again for something beside the limit, and give the factors back. */
function afresh<T>(problem: StationaryProblem, use: (structure: StationaryStructure) => T): T {
  const structure = stationaryStructure(problem);
  try {
    return use(structure);
  } finally {
    structure.release();
  }
}

/** The spectrum; a gap far below ‖M‖ is looked at again in doubled precision. */
function spectrumOf({ kind }: StationaryRequest, equation: StationaryEquation, problem: StationaryProblem): ClassSpectrum {
  const found = afresh(problem, (structure) => classSpectrum(structure, kind));
  const settled = found.gap === null ? found.reason === undefined : found.gap > SLOW * norm1(problem.M);
  if (problem.M.low || settled) return found;
  const exact = equation.doubled();
  return exact ? afresh(problemOf(equation, exact), (structure) => classSpectrum(structure, kind)) : found;
}

/** Modes that cannot be told from stationary ones hold part of the limit: it is that of times before they decay. */
function unresolved(request: StationaryRequest, structure: StationaryStructure): StationarySolution {
  const equation = request.within(request.scope);
  const { doubtful: resolution } = structure.problem;
  // Of a map less the identity double precision holds nothing of what weak collisions do.
  const exact = equation.unit > 0 && structure.problem.M.low;
  const found = fromNullSpace(request, equation, exact ? structure.problem.M : equation.matrix(), 4 * resolution);
  const slow = found.dimension - structure.conserved;
  if (!exact && !found.truncated && slow <= 0) return found;
  // What rounding hides is no degeneracy: only what the pattern conserves is counted in a sentence.
  const sentences = [notResolved(resolution, Math.max(slow, 1), "modes"), ...severalStates(Math.max(structure.conserved, 1), false)];
  return { ...found, warnings: sentences };
}

function fromNullSpace(request: StationaryRequest, equation: StationaryEquation, M: SparseReal, zero: number): StationarySolution {
  try {
    return limitFrom(request, M, nullSpaceByIteration(M, equation.trace(), equation.order(), zero));
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    return limitByProducts(request, error);
  }
}

/** Of weak collisions rounding may hide all that they do to a coherence. */
function perhapsMoved(hides: number, frozen: number): string {
  const what =
    frozen === 1
      ? "one part of a coherence that no collision moves by more is"
      : `${frozen} parts of coherences that no collision moves by more are`;
  return `Not resolved below r = ${hides.toExponential(1)}: ${what} taken as stationary. What they are after 1/r collisions numbers in doubled precision cannot decide.`;
}

function notResolved(resolution: number, count: number, what: string): string {
  return `Not resolved below r = ${resolution.toExponential(1)}: ${count} slow ${what} that no structure conserves are taken as stationary. The state is that of times well below 1/r; numbers in double precision cannot decide what comes after.`;
}
