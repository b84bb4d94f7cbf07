/** What happens between clicks, at them, and in steps of a current, as polynomials in one or two noisy parameters: no model for each draw. */
import type { Measurement } from "../../dynamics/measurements.ts";
import type { DrawnRange } from "../../dynamics/noise/drawn-range.ts";
import { internalFault } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { type ChebyshevPiece, chebyshevPieces, evaluate, placeIn } from "../../numerics/chebyshev-pieces.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { type ClickProcess, clickProcess } from "../../plan/trajectories/click-process.ts";
import { currentProcess } from "../../plan/trajectories/current-process.ts";
import { type CurrentProcess, powersOf } from "../../plan/trajectories/measured-parts.ts";

/** Parameters that change at once, at most. */
const VARIABLES = 2;
/** Numbers of a process, zeros included, at most. */
const MOST_NUMBERS = 100_000;

/** Processes in one frame: all have the same numbers of states, so that one goes on where another ends. */
export interface DrawnProcesses<P> {
  /** The process at values of the parameters, from polynomials where they hold; null where there is none in the frame. */
  at(values: ArrayLike<number>): P | null;
}

/** A process as numbers, zeros included, and back. */
interface Numbers<P> {
  readonly count: number;
  /** Throws for processes of another form. */
  of(process: P): Float64Array;
  /** What brings numbers, of which those that are not `alive` are always 0, into a process. */
  back(alive: (place: number) => boolean): (numbers: Float64Array) => P;
}

/**
 * Processes over what noise can draw. Each number of the process is a polynomial of the parameters to 1e-12 of the largest, checked between
 * its nodes; where none holds, and outside, the model is built. Null where polynomials are not for it: more than two parameters, rules on the
 * state, large processes, no process at the ends of the ranges.
 */
export function drawnProcesses(
  model: Model,
  by: Measurement,
  parameters: readonly string[],
  ranges: readonly DrawnRange[],
): DrawnProcesses<ClickProcess> | DrawnProcesses<CurrentProcess> | null {
  if (parameters.length > VARIABLES || (by.kind !== "current" && by.feedback?.filter)) return null;
  const modelAt = (values: ArrayLike<number>) => model.with(Object.fromEntries(parameters.map((name, p) => [name, values[p]])));
  const [low, high] = [ranges.map((range) => range.low), ranges.map((range) => range.high)];
  if (by.kind !== "current") {
    const first = attempted(() => clickProcess(modelAt(high), by));
    return first && polynomials((values) => clickProcess(modelAt(values), by, first), clickNumbers(first), ranges);
  }
  const ends = [low, high].map((values) => attempted(() => currentProcess(modelAt(values), by))).filter((process) => process !== null);
  if (ends.length === 0) return null;
  const first = ends.reduce((a, b) => (a.order > b.order ? a : b));
  return polynomials((values) => currentProcess(modelAt(values), by, first), currentNumbers(first), ranges);
}

/** A process, or null where the model or the frame refuses the values. */
function attempted<P>(make: () => P): P | null {
  try {
    return make();
  } catch {
    return null;
  }
}

function polynomials<P>(
  make: (values: ArrayLike<number>) => P,
  numbers: Numbers<P>,
  ranges: readonly DrawnRange[],
): DrawnProcesses<P> | null {
  if (numbers.count > MOST_NUMBERS) return null;
  const box = { low: ranges.map(({ low }) => low), high: ranges.map(({ high }) => high) };
  const pieces = chebyshevPieces((values) => attempted(() => numbers.of(make(values))), box).filter(({ terms }) => terms !== null);
  const back = numbers.back((place) =>
    pieces.some(({ terms }) => (terms ?? []).some(({ coefficients }) => place < coefficients.length && coefficients[place] !== 0)),
  );
  return {
    at(values) {
      const piece = pieces.find((part) => holds(part, values));
      if (!piece) return attempted(() => make(values));
      const found = evaluate(
        piece.terms ?? [],
        piece.low.map((_, a) => placeIn(piece, a, values[a])),
      );
      return back(found);
    },
  };
}

function holds({ low, high }: ChebyshevPiece, values: ArrayLike<number>): boolean {
  return low.every((border, a) => values[a] >= border && values[a] <= high[a]);
}

/** The matrices between clicks and at them. */
function clickNumbers(frame: ClickProcess): Numbers<ClickProcess> {
  const { n } = frame;
  const size = n * n;
  return {
    count: size * (1 + frame.clicks.length),
    of({ A, clicks }) {
      const out = new Float64Array(size * (1 + clicks.length));
      [A, ...clicks].forEach(({ rowStart, columns, values }, k) => {
        for (let row = 0; row < n; row++)
          for (let e = rowStart[row]; e < rowStart[row + 1]; e++) out[k * size + row * n + columns[e]] += values[e];
      });
      return out;
    },
    back(alive) {
      const shapes = Array.from({ length: 1 + frame.clicks.length }, (_, k) => shapeOf(n, 1, k * size, alive));
      return (numbers) => {
        const [A, ...clicks] = shapes.map((shape) => filled(shape, numbers));
        return { ...frame, A, clicks, shift: 0 };
      };
    },
  };
}

/**
 * The maps of a step and what is read of them, by their powers (k, l) of the increments; powers that a process has not have no weight in it.
 * Numbers are those in front of He_k/√k!, polynomials of one size: an error of each is one of the step.
 */
function currentNumbers(frame: CurrentProcess): Numbers<CurrentProcess> {
  const { start, matrices, outcomes, order, step } = frame;
  const { groups } = matrices;
  const n = start.length;
  const size = n * groups * n;
  const powers = powersOf(outcomes.length, order);
  const places = new Map(powers.map((power, g) => [String(power), g]));
  const sizes = powers.map(([k, l]) => rootOfFactorial(k) * rootOfFactorial(l));
  return {
    count: size + groups * n,
    of(process) {
      const own = powersOf(outcomes.length, process.order);
      const { rowStart, columns, values } = process.matrices;
      const out = new Float64Array(size + groups * n);
      if (process.step !== step || process.outcomes.length !== outcomes.length)
        throw internalFault("The current has steps of another kind.");
      own.forEach((power, g) => {
        const to = places.get(String(power));
        if (to === undefined) throw internalFault("The step has more powers of the increments.");
        for (let row = 0; row < n; row++) {
          const s = row * own.length + g;
          for (let e = rowStart[s]; e < rowStart[s + 1]; e++) out[(row * groups + to) * n + columns[e]] += sizes[to] * values[e];
        }
        process.readings[g].forEach((value, q) => {
          out[size + to * n + q] = sizes[to] * value;
        });
      });
      return out;
    },
    back(alive) {
      const shape = shapeOf(n, groups, 0, alive);
      return (numbers) => {
        const matrix = filled(shape, numbers);
        for (let s = 0; s < n * groups; s++) {
          for (let e = matrix.rowStart[s]; e < matrix.rowStart[s + 1]; e++) matrix.values[e] /= sizes[s % groups];
        }
        const reading = (g: number) => numbers.slice(size + g * n, size + (g + 1) * n).map((value) => value / sizes[g]);
        return { ...frame, matrices: { ...matrix, groups }, readings: sizes.map((_, g) => reading(g)) };
      };
    },
  };
}

/** √(k!). */
function rootOfFactorial(k: number): number {
  let product = 1;
  for (let j = 2; j <= k; j++) product *= j;
  return Math.sqrt(product);
}

interface Shape {
  readonly n: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  /** Where each entry stands among the numbers. */
  readonly places: Int32Array;
}

/** The entries of n·groups rows of n numbers. */
function shapeOf(n: number, groups: number, from: number, alive: (place: number) => boolean): Shape {
  const rowStart = new Int32Array(n * groups + 1);
  const [columns, places]: [number[], number[]] = [[], []];
  for (let row = 0; row < n * groups; row++) {
    for (let column = 0; column < n; column++) {
      const place = from + row * n + column;
      if (!alive(place)) continue;
      columns.push(column);
      places.push(place);
    }
    rowStart[row + 1] = columns.length;
  }
  return { n, rowStart, columns: Int32Array.from(columns), places: Int32Array.from(places) };
}

/** The entries of a shape; those behind the last number are 0. */
function filled({ n, rowStart, columns, places }: Shape, numbers: Float64Array): SparseReal {
  const values = new Float64Array(places.length);
  for (let e = 0; e < places.length; e++) values[e] = numbers[places[e]] ?? 0;
  return { n, rowStart, columns, values };
}
