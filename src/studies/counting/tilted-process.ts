/** What counting works on: states, maps and readings that depend on the counting fields s as sums Σ_v e^{s·v}(…), on real coordinates. */
import type { SparseReal } from "../../numerics/envelope.ts";
import type { SectorMatrices } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import type { GroupMark } from "./tilted-terms.ts";

/** One term e^{s·v} of a sum: v holds one number per field. */
export interface Weighted<T> {
  readonly value: readonly number[];
  readonly part: T;
}

/** A tilted map Σ_v e^{s·v} M_v, or with a duration the map exp(duration · Σ_v e^{s·v} L_v). */
export interface TiltedStep {
  /** Group k of the matrices belongs to `values[k]` and `marks[k]`. */
  readonly matrices: SectorMatrices;
  readonly values: readonly (readonly number[])[];
  readonly marks: readonly GroupMark[];
  readonly duration: number | null;
  /** Time up to which functions of time are looked at before anything steps. */
  readonly horizon?: number;
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
  /** The generator depends on time. */
  readonly driven: boolean;
  /** The time after which a driven generator repeats: a cycle. */
  readonly period: number | null;
}

/** Σ_k w_k M_k without entries that are exactly 0; null when nothing is left. */
export function weightedSum(matrices: SectorMatrices, weights: readonly number[]): SparseReal | null {
  if (weights.every((weight) => weight === 0)) return null;
  const { n, groups, rowStart, columns, values } = matrices;
  const start = new Int32Array(n + 1);
  const to = new Int32Array(columns.length);
  const kept = new Float64Array(columns.length);
  const sums = new Float64Array(n);
  const seen = new Uint8Array(n);
  const touched = new Int32Array(n);
  let count = 0;
  for (let r = 0; r < n; r++) {
    let length = 0;
    for (let k = 0; k < groups; k++) {
      const weight = weights[k];
      if (weight === 0) continue;
      for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
        const c = columns[e];
        if (!seen[c]) {
          seen[c] = 1;
          touched[length++] = c;
        }
        sums[c] += weight * values[e];
      }
    }
    sortFirst(touched, length);
    for (let t = 0; t < length; t++) {
      const c = touched[t];
      if (sums[c] !== 0) {
        to[count] = c;
        kept[count++] = sums[c];
      }
      sums[c] = 0;
      seen[c] = 0;
    }
    start[r + 1] = count;
  }
  return count === 0 ? null : { n, rowStart: start, columns: to.slice(0, count), values: kept.slice(0, count) };
}

/** Sort the first entries of a list; rows are short. */
function sortFirst(list: Int32Array, length: number): void {
  if (length > 40) {
    list.subarray(0, length).sort();
    return;
  }
  for (let i = 1; i < length; i++) {
    const value = list[i];
    let j = i;
    for (; j > 0 && list[j - 1] > value; j--) list[j] = list[j - 1];
    list[j] = value;
  }
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
    steps: process.steps.map((step) => ({ ...step, values: step.values.map(taken), marks: step.marks.map((mark) => markOf(mark, taken)) })),
  };
}

function markOf(mark: GroupMark, taken: (value: readonly number[]) => number[]): GroupMark {
  const { degree, changing } = mark;
  const kept = degree && taken(degree);
  const lost = degree?.some((d) => d > 0) && !kept?.some((d) => d > 0);
  return {
    ...mark,
    ...(kept ? { degree: kept } : {}),
    ...(changing ? { changing: (t: number) => taken(changing(t)) } : {}),
    ...(lost ? { absent: true } : {}),
  };
}

/** Are rates those of a generator, and not of a map of a cycle or a period? */
export function hasGenerator({ continuous, driven }: TiltedProcess): boolean {
  return continuous && !driven;
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
