/**
 * Sectors: the smallest set of real coordinates of a density matrix that a dynamics keeps closed.
 *
 * A Hermitian matrix is a real vector: ρ_ii, Re ρ_ij and Im ρ_ij for i < j. Starting from the coordinates that the
 * initial state has, a graph search follows every term L ρ R† from each live coordinate to those it feeds. Whether a
 * product is real, imaginary or both is decided by the *class* of its factors (imaginary part exactly zero, real part
 * exactly zero, neither), which operators keep exactly; rounded numbers are never compared with a threshold. Where a
 * phase gauge makes all of a dynamics real, the search finds it by itself: the other half is never reached.
 */
import type { Term } from "../dynamics/terms.ts";
import { classOfValue, EntryClass, entryClasses, productClass } from "../operators/classes.ts";
import type { Operator } from "../operators/operator.ts";

/** Which real number of ρ_ij a coordinate is. */
export const Part = { Re: 0, Im: 1 } as const;
export type Part = (typeof Part)[keyof typeof Part];

/** Which parts of a complex number can be nonzero: a bit set. */
export const Class = EntryClass;

/** The class of a number, by its value; of a product, by its factors. */
export const classOf = classOfValue;
export const classOfProduct = productClass;

/** The live coordinates of a D-dimensional state; coordinate q is `part[q]` of ρ[row[q], column[q]], row ≤ column. */
export interface Sector {
  readonly dimension: number;
  readonly count: number;
  readonly row: Int32Array;
  readonly column: Int32Array;
  readonly part: Uint8Array;
  /** Index of a coordinate, or −1. */
  indexOf(row: number, column: number, part: Part): number;
}

/** Columns of an operator with the class of each entry: what the search walks along. */
export interface Columns {
  readonly start: Int32Array;
  readonly rows: Int32Array;
  readonly classes: Uint8Array;
  readonly values: Float64Array;
}

const columnCache = new WeakMap<Operator, Columns>();

/** The operator by columns (transposed storage), with entry classes. */
export function columnsOf(A: Operator): Columns {
  const known = columnCache.get(A);
  if (known) return known;
  const start = new Int32Array(A.dimension + 1);
  A.forEach((_, j) => {
    start[j + 1]++;
  });
  for (let j = 0; j < A.dimension; j++) start[j + 1] += start[j];
  const fill = start.slice();
  const rows = new Int32Array(A.count);
  const classes = new Uint8Array(A.count);
  const values = new Float64Array(2 * A.count);
  const own = entryClasses(A);
  let e = 0;
  A.forEach((i, j, re, im) => {
    const at = fill[j]++;
    rows[at] = i;
    classes[at] = own[e++];
    values[2 * at] = re;
    values[2 * at + 1] = im;
  });
  const columns = { start, rows, classes, values };
  columnCache.set(A, columns);
  return columns;
}

/** Dimensions up to which coordinates are found in a table instead of a hash map. */
const TABLED = 512;

/** Coordinates up to which what was seen is a table of bits (at most 64 MiB) instead of a set. */
const BITS = 1 << 29;

/** Numbers that were seen before, below a bound. */
function seenBelow(bound: number): (key: number) => boolean {
  if (bound <= BITS) {
    const bits = new Uint8Array((bound + 7) >> 3);
    return (key) => {
      const bit = 1 << (key & 7);
      if (bits[key >> 3] & bit) return true;
      bits[key >> 3] |= bit;
      return false;
    };
  }
  const seen = new Set<number>();
  return (key) => seen.size === seen.add(key).size;
}

/** Grows as the search finds coordinates; keys are (row·D + column)·2 + part. Beyond its limit it takes no more and says so. */
class Frontier {
  readonly keys: number[] = [];
  readonly dimension: number;
  private readonly known: (key: number) => boolean;
  private readonly most: number;
  /** More than `most` coordinates were found. */
  overflows = false;

  constructor(dimension: number, most: number) {
    this.dimension = dimension;
    this.most = most;
    this.known = seenBelow(2 * dimension * dimension);
  }

  /** Every coordinate of the space is live: nothing is left to find. */
  get full(): boolean {
    return this.keys.length === this.dimension * this.dimension;
  }

  add(row: number, column: number, part: Part): void {
    const key = (row * this.dimension + column) * 2 + part;
    if (this.overflows || this.known(key)) return;
    if (this.keys.length >= this.most) this.overflows = true;
    else this.keys.push(key);
  }

  /** Add the parts that a value of class `entry` at (a, b), a ≤ b, can have. */
  addClass(a: number, b: number, entry: number): void {
    if (entry & Class.Real) this.add(a, b, Part.Re);
    if (a !== b && entry & Class.Imaginary) this.add(a, b, Part.Im);
  }

  /** Coordinates sorted by (row, column, part): the order does not depend on how the search walked. */
  finish(): Sector {
    const D = this.dimension;
    const sorted = Float64Array.from(this.keys).sort();
    const count = sorted.length;
    const row = new Int32Array(count);
    const column = new Int32Array(count);
    const part = new Uint8Array(count);
    const index = D <= TABLED ? new Int32Array(2 * D * D).fill(-1) : new Map<number, number>();
    for (let q = 0; q < count; q++) {
      const key = sorted[q];
      const place = Math.floor(key / 2);
      row[q] = Math.floor(place / D);
      column[q] = place - row[q] * D;
      part[q] = key - 2 * place;
      if (index instanceof Map) index.set(key, q);
      else index[key] = q;
    }
    const indexOf =
      index instanceof Map
        ? (i: number, j: number, p: Part) => index.get((i * D + j) * 2 + p) ?? -1
        : (i: number, j: number, p: Part) => index[(i * D + j) * 2 + p];
    return { dimension: D, count, row, column, part, indexOf };
  }
}

/** What a search may not exceed before it gives up: beyond this the dense lowerings are cheaper anyway. */
export interface SectorLimits {
  readonly coordinates: number;
}

/**
 * Find the closed sector of a list of terms from the support of some initial states, or of every state ("full").
 *
 * `terms` must be complete (Hermiticity-preserving as a whole) on a space of the given dimension. Returns null when
 * more than `limits.coordinates` coordinates are live.
 */
export function discoverSector(
  terms: readonly Term[],
  dimension: number,
  initial: readonly Operator[] | "full",
  limits: SectorLimits = { coordinates: 4_000_000 },
): Sector | null {
  const frontier = new Frontier(dimension, limits.coordinates);
  if (initial === "full") {
    if (dimension * dimension > limits.coordinates) return null;
    for (let i = 0; i < dimension; i++) for (let j = i; j < dimension; j++) frontier.addClass(i, j, Class.Complex);
    return frontier.finish();
  }
  for (const state of initial) {
    const classes = entryClasses(state);
    let e = 0;
    state.forEach((i, j) => {
      const own = classes[e++];
      if (i <= j) frontier.addClass(i, j, i === j ? Class.Real : own);
    });
  }
  const walks = distinctWalks(terms);
  const leaving = termsByColumn(
    walks.map(({ left }) => left),
    dimension,
  );
  for (let head = 0; head < frontier.keys.length && !frontier.full; head++) {
    if (frontier.overflows) return null;
    const key = frontier.keys[head];
    const place = Math.floor(key / 2);
    const i = Math.floor(place / dimension);
    const j = place - i * dimension;
    const own = key % 2 === 0 ? Class.Real : Class.Imaginary;
    for (const t of leaving[i]) follow(frontier, walks[t], i, j, own);
    if (i !== j) for (const t of leaving[j]) follow(frontier, walks[t], j, i, own);
  }
  return frontier.overflows ? null : frontier.finish();
}

/** Terms as walks, one for all that lead the same ways: the blocks of a unitary often differ in numbers alone. */
function distinctWalks(terms: readonly Term[]): readonly Walk[] {
  const shapeOf = shapes();
  const walks = new Map<string, Walk>();
  for (const { left, right, re, im } of terms) {
    const factor = classOf(re, im);
    const key = `${shapeOf(left)} ${shapeOf(right)} ${factor}`;
    if (!walks.has(key)) walks.set(key, { left: columnsOf(left), right: columnsOf(right), factor });
  }
  return [...walks.values()];
}

/** A number for each pattern of places and classes; operators with one pattern get the same. */
function shapes(): (A: Operator) => number {
  const numbers = new Map<Operator, number>();
  const byHash = new Map<number, { readonly columns: Columns; readonly number: number }[]>();
  let next = 0;
  return (A) => {
    const known = numbers.get(A);
    if (known !== undefined) return known;
    const columns = columnsOf(A);
    let hash = 17;
    for (let j = 0; j < columns.start.length; j++) hash = Math.imul(hash, 31) + columns.start[j];
    for (let e = 0; e < columns.rows.length; e++) hash = Math.imul(hash, 31) + 4 * columns.rows[e] + columns.classes[e];
    const alike = byHash.get(hash) ?? [];
    let found = alike.find((other) => samePattern(other.columns, columns));
    if (!found) {
      found = { columns, number: next++ };
      byHash.set(hash, [...alike, found]);
    }
    numbers.set(A, found.number);
    return found.number;
  };
}

function samePattern(a: Columns, b: Columns): boolean {
  return sameNumbers(a.start, b.start) && sameNumbers(a.rows, b.rows) && sameNumbers(a.classes, b.classes);
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

/** For each basis state the numbers, increasing, of the operators with entries in its column: of a thousand jumps few leave one state. */
export function termsByColumn(lefts: readonly Columns[], dimension: number): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length: dimension }, () => []);
  lefts.forEach(({ start }, t) => {
    for (let i = 0; i < dimension; i++) if (start[i + 1] > start[i]) lists[i].push(t);
  });
  return lists;
}

/** A term reduced to what the search needs. */
interface Walk {
  readonly left: Columns;
  readonly right: Columns;
  readonly factor: number;
}

/** Add what L |i⟩⟨j| R† reaches, in the upper triangle, for an input of class `own`. */
function follow(frontier: Frontier, { left, right, factor }: Walk, i: number, j: number, own: number): void {
  const input = classOfProduct(own, factor);
  for (let e = left.start[i]; e < left.start[i + 1]; e++) {
    const a = left.rows[e];
    const partial = classOfProduct(input, left.classes[e]);
    for (let f = right.start[j]; f < right.start[j + 1]; f++) {
      const b = right.rows[f];
      if (a <= b) frontier.addClass(a, b, classOfProduct(partial, right.classes[f]));
    }
  }
}
