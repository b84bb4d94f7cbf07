/** What counting works on: states, maps and readings that depend on the counting fields s as sums Σ_v e^{s·v}(…), on real coordinates. */
import type { SparseReal } from "../../numerics/envelope.ts";
import { combine, type SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";

/** One term e^{s·v} of a sum: v holds one number per field. */
export interface Weighted<T> {
  readonly value: readonly number[];
  readonly part: T;
}

/** A tilted map Σ_v e^{s·v} M_v, or with a duration the map exp(duration · Σ_v e^{s·v} L_v). */
export interface TiltedStep {
  /** Group k of the matrices belongs to `values[k]`. */
  readonly matrices: SectorMatrices;
  readonly values: readonly (readonly number[])[];
  readonly duration: number | null;
}

/** A tilted dynamics with its start and its reading at the end. */
export interface TiltedProcess {
  readonly fields: number;
  readonly sector: Sector;
  /** The coordinates of the sector that states hold: those that can ever reach what is read. */
  readonly coordinates: Int32Array;
  /** Length of a state: coordinates, twice as many (re, then im) where quasi-probabilities are complex. */
  readonly n: number;
  readonly complex: boolean;
  readonly start: readonly Weighted<Float64Array>[];
  /** Functionals on (real) coordinates that are read at the end; the trace alone unless the system's energy is counted. */
  readonly end: readonly Weighted<Float64Array>[];
  readonly trace: Float64Array;
  /** The distinct steps. */
  readonly steps: readonly TiltedStep[];
  /** Steps of collision n = 1, 2, … of a stream, in order; a master equation has its generator alone. */
  stepsOf(n: number): readonly number[];
  /** Collisions of one cycle; null where there is none (a schedule). */
  readonly cycle: number | null;
  /** Steps are generators: time runs continuously. */
  readonly continuous: boolean;
}

/** Σ_k w_k M_k without entries that are exactly 0; null when nothing is left. */
export function weightedSum(matrices: SectorMatrices, weights: readonly number[]): SparseReal | null {
  const groups = weights.every((weight) => weight === 0);
  if (groups) return null;
  const { n, rowStart, columns, values } = combine(matrices, weights);
  const start = new Int32Array(n + 1);
  let count = 0;
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      if (values[e] === 0) continue;
      columns[count] = columns[e];
      values[count++] = values[e];
    }
    start[r + 1] = count;
  }
  return count === 0 ? null : { n, rowStart: start, columns: columns.slice(0, count), values: values.slice(0, count) };
}

/**
 * Real matrices on (re, im) of a complex state: a group marked imaginary acts as i·M.
 *
 *   [ M  0 ]        [ 0 −M ]
 *   [ 0  M ]        [ M  0 ]
 */
export function onComplexStates(matrices: SectorMatrices, imaginary: readonly boolean[]): SectorMatrices {
  const { n, groups, rowStart, columns, values } = matrices;
  const start = new Int32Array(2 * n * groups + 1);
  const outColumns = new Int32Array(2 * columns.length);
  const outValues = new Float64Array(2 * values.length);
  let count = 0;
  for (let row = 0; row < 2 * n; row++) {
    const upper = row < n;
    for (let k = 0; k < groups; k++) {
      const s = (upper ? row : row - n) * groups + k;
      const shifted = upper === imaginary[k];
      for (let e = rowStart[s]; e < rowStart[s + 1]; e++) {
        outColumns[count] = columns[e] + (shifted ? n : 0);
        outValues[count++] = upper && imaginary[k] ? -values[e] : values[e];
      }
      start[row * groups + k + 1] = count;
    }
  }
  return { n: 2 * n, groups, rowStart: start, columns: outColumns, values: outValues };
}

/** The process with some of its fields alone. */
export function ofFields(process: TiltedProcess, fields: readonly number[]): TiltedProcess {
  const taken = (value: readonly number[]) => fields.map((f) => value[f]);
  const one = ({ value, part }: Weighted<Float64Array>) => ({ value: taken(value), part });
  return {
    ...process,
    fields: fields.length,
    start: process.start.map(one),
    end: process.end.map(one),
    steps: process.steps.map((step) => ({ ...step, values: step.values.map(taken) })),
  };
}

/** The process without coordinates that never feed the trace or what is read at the end: they change no count. */
export function observedPart(process: TiltedProcess): TiltedProcess {
  const count = process.trace.length;
  const reaches = new Uint8Array(count);
  const open: number[] = [];
  const reach = (q: number): void => {
    if (reaches[q]) return;
    reaches[q] = 1;
    open.push(q);
  };
  for (const f of [process.trace, ...process.end.map(({ part }) => part)]) for (let q = 0; q < count; q++) if (f[q] !== 0) reach(q);
  for (let r = open.pop(); r !== undefined; r = open.pop()) {
    for (const { matrices } of process.steps) {
      const { groups, rowStart, columns, values } = matrices;
      for (const row of process.complex ? [r, r + count] : [r]) {
        for (let e = rowStart[row * groups]; e < rowStart[(row + 1) * groups]; e++) if (values[e] !== 0) reach(columns[e] % count);
      }
    }
  }
  const members = Int32Array.from(Array.from({ length: count }, (_, q) => q).filter((q) => reaches[q]));
  return members.length === count ? process : restrictedTo(process, members);
}

/** A process on some of the coordinates (ascending), which no step leaves or nothing else feeds; start and readings go along. */
export function restrictedTo(process: TiltedProcess, members: Int32Array): TiltedProcess {
  const isMember = new Uint8Array(process.trace.length);
  for (const q of members) isMember[q] = 1;
  const whole = process.complex ? Int32Array.from([...members, ...members.map((q) => q + process.n / 2)]) : members;
  const place = new Map<number, number>();
  whole.forEach((q, k) => {
    place.set(q, k);
  });
  const steps = process.steps.map((step) => ({ ...step, matrices: restrictedMatrices(step.matrices, whole, place) }));
  const taken = <T extends Float64Array | Int32Array>(x: T) => (members.length === x.length ? x : (x.filter((_, q) => isMember[q]) as T));
  return {
    ...process,
    coordinates: taken(process.coordinates),
    n: whole.length,
    steps,
    trace: taken(process.trace),
    start: process.start.map(({ value, part }) => ({ value, part: Float64Array.from(whole, (q) => part[q]) })),
    end: process.end.map(({ value, part }) => ({ value, part: taken(part) })),
  };
}

function restrictedMatrices(matrices: SectorMatrices, members: Int32Array, place: ReadonlyMap<number, number>): SectorMatrices {
  const { groups, rowStart, columns, values } = matrices;
  const start = new Int32Array(members.length * groups + 1);
  const to: number[] = [];
  const kept: number[] = [];
  members.forEach((r, row) => {
    for (let k = 0; k < groups; k++) {
      const s = r * groups + k;
      for (let e = rowStart[s]; e < rowStart[s + 1]; e++) {
        const column = place.get(columns[e]);
        if (column === undefined) continue;
        to.push(column);
        kept.push(values[e]);
      }
      start[row * groups + k + 1] = to.length;
    }
  });
  return { n: members.length, groups, rowStart: start, columns: Int32Array.from(to), values: Float64Array.from(kept) };
}
