/** How long a step of a Taylor series may be, and how many terms it needs. */
import { connectedParts, partOf } from "../../numerics/connected-parts.ts";
import { denseOf, norm1, type SparseReal, transposeSparse } from "../../numerics/envelope.ts";

/** How far a step reaches, in units of the growth of powers: what cancels in the series costs one digit and a half of sixteen. */
const REACH = 2.5;
/** What is left of the series. */
const LEFT = 1e-15;
/** Largest matrix whose eighth power is formed. */
const MOST_POWER = 200;

/** A step h and the last term of its series. */
export interface SeriesStep {
  readonly h: number;
  readonly order: number;
}

/** Terms that every series has: the search for clicks looks at so many. */
const FEWEST = 3;

/** Series of states that live in blocks of a matrix. */
export interface BlockSteps {
  /** The rows of each block: no entry leads from one to another. */
  readonly parts: readonly Int32Array[];
  /** The step of each block. */
  readonly h: Float64Array;
  readonly shortest: number;
  readonly longest: number;
  /** The last term of the longest series. */
  readonly order: number;
  /** From this term on every term is at most half of the one before; half of `order` at least. */
  readonly sure: number;
}

/** Steps at most so many times as long as the shortest: lanes that wait while another one is read at many places cost more than further series. */
const LONGEST = 2;

const steps = new WeakMap<SparseReal, SeriesStep>();
const byBlocks = new WeakMap<SparseReal, BlockSteps>();

/**
 * The step of a matrix. Powers grow as ‖A⁸‖^{1/8}, which is less than ‖A‖₁ where entries cancel:  ‖A^k‖ ≤ ‖A⁸‖^{⌊k/8⌋} ‖A‖^{k mod 8}.
 */
export function seriesStep(A: SparseReal): SeriesStep {
  let step = steps.get(A);
  if (!step) steps.set(A, (step = stepOf(A)));
  return step;
}

/** The steps of the blocks of a matrix: entries elsewhere make a state no faster. */
export function blockSteps(A: SparseReal): BlockSteps {
  let found = byBlocks.get(A);
  if (!found) byBlocks.set(A, (found = stepsOfBlocks(A)));
  return found;
}

function stepsOfBlocks(A: SparseReal): BlockSteps {
  const parts = connectedParts(A);
  const blocks = parts.map((part) => (parts.length === 1 ? A : partOf(A, part)));
  const own = blocks.map(seriesStep);
  const shortest = own.reduce((least, { h }) => Math.min(least, h), Number.POSITIVE_INFINITY);
  const h = Float64Array.from(own, (step) => Math.min(step.h, LONGEST * shortest));
  const order = own.reduce((most, step) => Math.max(most, step.order), FEWEST);
  const reach = blocks.reduce((most, block, b) => Math.max(most, h[b] * norm1(transposeSparse(block))), 0);
  return {
    parts,
    h,
    shortest,
    longest: h.reduce((a, b) => Math.max(a, b), 0),
    order,
    sure: Math.max(FEWEST, order >> 1, Math.ceil(2 * reach)),
  };
}

function stepOf(A: SparseReal): SeriesStep {
  const norm = Math.max(norm1(A), 1e-9);
  const eighth = A.n <= MOST_POWER && A.n > 0 ? eighthPower(A) : 0;
  const growth = eighth > 0 ? Math.min(norm, Math.sqrt(Math.sqrt(Math.sqrt(eighth)))) : norm;
  const h = REACH / Math.max(growth, norm / 4);
  // the bounds of (hA)^k / k!, by eights
  let [order, eights, within, factorial] = [0, 1, 1, 1];
  do {
    order += 1;
    factorial *= order / h;
    within *= norm;
    if (order % 8 === 0) {
      eights *= growth === norm ? within : eighth;
      within = 1;
    }
  } while ((eights * within) / factorial > LEFT);
  return { h, order };
}

/** ‖A⁸‖₁. */
function eighthPower(A: SparseReal): number {
  const { n } = A;
  let P = denseOf(A);
  for (let k = 0; k < 3; k++) P = squareOf(P, n);
  let most = 0;
  for (let c = 0; c < n; c++) {
    let sum = 0;
    for (let r = 0; r < n; r++) sum += Math.abs(P[r * n + c]);
    most = Math.max(most, sum);
  }
  return most;
}

function squareOf(P: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = P[i * n + k];
      if (value === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j] += value * P[k * n + j];
    }
  }
  return out;
}
