/** Distributions of counts, of one or of several together: exact atoms where few quanta make all values, else stated bins. */
import type { Coefficient } from "../../dynamics/generator.ts";
import { type StopSignal, stopIfAborted, wrongValue } from "../../errors.ts";
import { CountGrid, cellsOf, type GridShape, type ShiftedMatrix } from "./count-grid.ts";
import { carryDriven, EVALUATIONS_PER_STEP, stepsAlong } from "./driven-flow.ts";
import { type TiltedProcess, type TiltedStep, weightedSum } from "./tilted-process.ts";
import { quantaOf } from "./value-lattice.ts";

/** The distribution of one count, or of several together. */
export interface CountDistribution {
  readonly of: readonly string[];
  /** Step count, or time. */
  readonly at: number;
  /** `values[f][k]`: the k-th value of count f, ascending in the first count. */
  readonly values: readonly (readonly number[])[];
  /** Probabilities, or quasi-probabilities, which may be negative. */
  readonly P: readonly number[];
  /** Imaginary parts of complex quasi-probabilities; null where all are real. */
  readonly imaginary: readonly number[] | null;
  /** The quantum of each count; null where its values are no lattice. */
  readonly quantum: readonly (number | null)[];
  /** 1 − Σ P: what lies beyond the grid of a count without bounds, and rounding. */
  readonly missing: number;
  /** Where values were put into bins: their width for each count, each value shared by its two neighbours so that means stay exact. */
  readonly bins: readonly (number | null)[];
}

/** Limits of a distribution. */
export interface DistributionLimits {
  /** Values (cells) at most. */
  readonly mostValues: number;
  /** Width of bins for each count; null for exact atoms. */
  readonly binWidth: number | null;
  readonly signal: StopSignal | undefined;
  /** Hears about how many operations a distribution in continuous time takes. */
  readonly tell: (operations: number) => void;
}

/** How values of each field become whole numbers along the directions of a grid. */
interface Directions {
  /** For each direction: its field and its quantum. */
  readonly of: readonly { readonly field: number; readonly quantum: number }[];
  readonly parts: readonly (readonly ShiftedMatrix[])[];
  readonly bins: readonly (number | null)[];
  readonly quantum: readonly (number | null)[];
}

/** Room for a state on a grid, in numbers. */
const MOST_NUMBERS = 60_000_000;
/** The same where a driven equation is stepped with many states at once. */
const MOST_DRIVEN = 4_000_000;

/**
 * The distribution of a process at a step count or time.
 *
 * @param reach for counts without bounds in continuous time: the values that are expected, one interval per field
 * Throws a RangeError where there are more values than the limit, with their number.
 */
export function distributionOf(
  process: TiltedProcess,
  names: readonly string[],
  at: number,
  reach: readonly (readonly [number, number])[],
  limits: DistributionLimits,
): CountDistribution {
  const directions = directionsOf(process, names, limits.binWidth);
  const shape = gridOf(process, directions, at, reach);
  const cells = cellsOf(shape);
  if (cells > limits.mostValues || cells * process.n > (process.driven ? MOST_DRIVEN : MOST_NUMBERS)) {
    const remedy = directions.bins.every((bin) => bin === null)
      ? "Count fewer collisions, give `mostValues`, or put values into bins: `binWidth`."
      : "Take wider bins.";
    throw wrongValue("distribution", `have at most ${limits.mostValues} values`, null, remedy, `it would have ${cells}`);
  }
  const atoms: { value: number[]; re: number; im: number }[] = [];
  const end = process.end.length > 0 ? process.end : [{ value: names.map(() => 0), part: process.trace }];
  for (const start of process.start) {
    const grid = new CountGrid(process.n, shape, start.part);
    carry(process, directions, grid, at, limits);
    for (const reading of end) {
      grid.read(reading.part, (numbers, re, im) => {
        const value = names.map((_, f) => start.value[f] + reading.value[f]);
        directions.of.forEach(({ field, quantum }, d) => {
          value[field] += numbers[d] * quantum;
        });
        atoms.push({ value, re, im });
      });
    }
  }
  return { ...assembled(atoms, names, process.complex), at, quantum: directions.quantum, bins: directions.bins };
}

function carry(process: TiltedProcess, { parts }: Directions, grid: CountGrid, at: number, { signal, tell }: DistributionLimits): void {
  if (process.driven) {
    const [step] = process.steps;
    tell(stepsAlong(step, 0, at) * EVALUATIONS_PER_STEP * grid.operations(parts[0]));
    grid.drive(parts[0], (derivative, y) => carryDriven(step, derivative, y, [0, at], y.length));
    return;
  }
  if (process.continuous) {
    tell(grid.operations(parts[0], at));
    grid.flow(parts[0], at);
    return;
  }
  for (let n = 1; n <= at; n++) {
    if ((n & 255) === 0) stopIfAborted(signal, { step: n });
    for (const step of process.stepsOf(n)) {
      const { duration } = process.steps[step];
      if (duration === null) grid.apply(parts[step]);
      else grid.flow(parts[step], duration);
    }
  }
}

function directionsOf(process: TiltedProcess, names: readonly string[], binWidth: number | null): Directions {
  const marks = process.steps.flatMap((step) => step.marks);
  if (marks.some(({ changing }) => changing))
    throw wrongValue("distribution", "be of counts with few quanta", null, "Ask for cumulants.", "a drive changes what each jump carries");
  const found = names.map((name, f) => {
    if (marks.some(({ degree, absent }) => !absent && (degree?.[f] ?? 0) > 0))
      throw wrongValue("distribution", "be of counts with values apart", null, "Ask for cumulants.", `\`${name}\` is a continuous current`);
    const values = process.steps.flatMap((step) => step.values.map((value) => value[f]));
    const quanta = quantaOf(values);
    if (quanta && binWidth === null) return { ...quanta, bin: null };
    if (binWidth === null) {
      throw wrongValue(
        "distribution",
        "be of counts with few quanta",
        null,
        "Put its values into bins: `binWidth`.",
        `\`${name}\` has more than four that are independent`,
      );
    }
    return { quanta: [binWidth], numbers: values.map((value) => [value / binWidth]), bin: binWidth };
  });
  const of = found.flatMap(({ quanta }, field) => quanta.map((quantum) => ({ field, quantum })));
  let first = 0;
  const parts = process.steps.map((step) => {
    const shifts = step.values.map((_, k) => found.flatMap(({ numbers }) => numbers[first + k]));
    first += step.values.length;
    return shiftedParts(step, shifts);
  });
  return {
    of,
    parts,
    bins: found.map(({ bin }) => bin),
    quantum: found.map(({ quanta, bin }) => (bin === null && quanta.length === 1 ? quanta[0] : null)),
  };
}

/** The matrices of a step by whole shifts (and functions of time), those of one shift added up. */
function shiftedParts(step: TiltedStep, shifts: readonly (readonly number[])[]): readonly ShiftedMatrix[] {
  const parts: { readonly shift: readonly number[]; readonly coefficient?: Coefficient; readonly weights: number[] }[] = [];
  shifts.forEach((numbers, k) => {
    const { coefficient, absent } = step.marks[k];
    if (absent) return;
    for (const { shift, weight } of sharedBetween(numbers)) {
      let known = parts.find((part) => part.coefficient === coefficient && part.shift.join() === shift.join());
      if (!known) {
        known = { shift, ...(coefficient === undefined ? {} : { coefficient }), weights: shifts.map(() => 0) };
        parts.push(known);
      }
      known.weights[k] += weight;
    }
  });
  return parts.flatMap(({ weights, ...part }) => {
    const matrix = weightedSum(step.matrices, weights);
    return matrix ? [{ ...part, matrix }] : [];
  });
}

/** A shift by fractions of bins as whole ones with weights that keep the mean. */
function sharedBetween(numbers: readonly number[]): readonly { readonly shift: readonly number[]; readonly weight: number }[] {
  let parts: { shift: number[]; weight: number }[] = [{ shift: [], weight: 1 }];
  for (const m of numbers) {
    const low = Math.floor(m);
    const above = m - low;
    parts = parts.flatMap(({ shift, weight }) => [
      { shift: [...shift, low], weight: weight * (1 - above) },
      ...(above > 0 ? [{ shift: [...shift, low + 1], weight: weight * above }] : []),
    ]);
  }
  return parts;
}

/** The whole numbers that can be reached: exact for maps, from the expected reach for flows that count. */
function gridOf(process: TiltedProcess, { of, parts }: Directions, at: number, reach: readonly (readonly [number, number])[]): GridShape {
  const low = of.map(() => 0);
  const high = of.map(() => 0);
  const counts = new Map<number, number>();
  if (process.continuous) counts.set(0, 1);
  else for (let n = 1; n <= at; n++) for (const step of process.stepsOf(n)) counts.set(step, (counts.get(step) ?? 0) + 1);
  let unbounded = false;
  for (const [step, times] of counts) {
    const flows = (process.steps[step] as TiltedStep).duration !== null;
    of.forEach((_, d) => {
      const shifts = parts[step].map(({ shift }) => shift[d]);
      const [least, most] = [Math.min(0, ...shifts), Math.max(0, ...shifts)];
      if (flows && (least !== 0 || most !== 0)) unbounded = true;
      low[d] += flows ? Math.sign(least) : times * least;
      high[d] += flows ? Math.sign(most) : times * most;
    });
  }
  if (!unbounded) return { low, high };
  of.forEach(({ field, quantum }, d) => {
    // several quanta share the reach of their count
    const [from, to] = reach[field];
    const wide = of.filter((other) => other.field === field).length > 1;
    const size = Math.max(Math.abs(from), Math.abs(to));
    low[d] = low[d] < 0 ? Math.floor((wide ? -size : from) / quantum) - 2 : 0;
    high[d] = high[d] > 0 ? Math.ceil((wide ? size : to) / quantum) + 2 : 0;
    low[d] = Math.min(low[d], 0);
    high[d] = Math.max(high[d], 0);
  });
  return { low, high };
}

/** Atoms in order, equal values as one. */
function assembled(atoms: { value: number[]; re: number; im: number }[], names: readonly string[], complex: boolean) {
  const size = names.map((_, f) => atoms.reduce((most, { value }) => Math.max(most, Math.abs(value[f])), 0));
  const same = (a: number, b: number, f: number) => Math.abs(a - b) <= 1e-9 * size[f];
  const order = (a: readonly number[], b: readonly number[]): number => {
    for (let f = 0; f < a.length; f++) if (!same(a[f], b[f], f)) return a[f] - b[f];
    return 0;
  };
  atoms.sort((a, b) => order(a.value, b.value));
  const merged: { value: number[]; re: number; im: number }[] = [];
  for (const atom of atoms) {
    const last = merged.at(-1);
    if (last && order(last.value, atom.value) === 0) {
      last.re += atom.re;
      last.im += atom.im;
    } else merged.push(atom);
  }
  const P = merged.map(({ re }) => re);
  return {
    of: names,
    values: names.map((_, f) => merged.map(({ value }) => value[f])),
    P,
    imaginary: complex ? merged.map(({ im }) => im) : null,
    missing: 1 - P.reduce((sum, p) => sum + p, 0),
  };
}
