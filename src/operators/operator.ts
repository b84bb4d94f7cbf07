import { markMade } from "../copy.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { requireSpace, type Space } from "../spaces/space.ts";

/** Entries that one operator may store: beyond them lists of entries outgrow what JavaScript engines hold. */
export const MOST_ENTRIES = 8_388_608;

/** Refuse an operator with too many entries, before it is made. Throws a RangeError with the bytes that it would need. */
export function requireRoom(space: Space, entries: number): void {
  if (entries <= MOST_ENTRIES) return;
  const but = `one on ${space} would store ${entries}, which need ${20 * entries} bytes`;
  throw wrongValue("operator", `store at most ${MOST_ENTRIES} entries`, entries, "Use fewer levels, or a start with less coherence.", but);
}

/**
 * A linear operator on a space, immutable, as sorted sparse rows.
 *
 *   row i owns entries rowStart[i] … rowStart[i+1] − 1;   entry e is  values[2e] + i·values[2e+1]  in column columns[e]
 *
 * The pattern is symbolic: an entry is there because the formula has a term there. Scaling by zero keeps it and adding
 * opposite terms keeps it, so a pattern never depends on parameters or on rounding.
 */
export class Operator {
  readonly space: Space;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  /** Interleaved re, im. */
  readonly values: Float64Array;

  constructor(space: Space, rowStart: Int32Array, columns: Int32Array, values: Float64Array) {
    this.space = space;
    this.rowStart = rowStart;
    this.columns = columns;
    this.values = values;
  }

  /** Number of rows, which is the dimension of the space. */
  get dimension(): number {
    return this.space.dimension;
  }

  /** Number of stored entries. */
  get count(): number {
    return this.columns.length;
  }

  /** From entries `[row, column, re, im?]` in any order; repeated places add up. */
  static fromEntries(space: Space, entries: Iterable<readonly [number, number, number, number?]>): Operator {
    const n = requireSpace(space).dimension;
    if (typeof entries?.[Symbol.iterator] !== "function") throw wrongKind("entries", "be a list of [row, column, re, im]", entries);
    const rows = new Map<number, Map<number, [number, number]>>();
    let count = 0;
    for (const entry of entries) {
      if (!Array.isArray(entry)) throw wrongKind("entries", "be lists [row, column, re, im]", entry);
      const [i, j, re, im = 0] = entry as readonly [number, number, number, number?];
      requireRoom(space, ++count);
      if (typeof i !== "number" || typeof j !== "number")
        throw wrongKind("entries", "have numbers as rows and columns", typeof i === "number" ? j : i);
      if (!(Number.isInteger(i) && i >= 0 && i < n && Number.isInteger(j) && j >= 0 && j < n))
        throw wrongValue("entries", `lie inside ${n} × ${n}, counted from 0`, [i, j]);
      if (typeof re !== "number" || typeof im !== "number") throw wrongKind("entries", "hold numbers", typeof re === "number" ? im : re);
      let row = rows.get(i);
      if (!row) rows.set(i, (row = new Map()));
      const old = row.get(j);
      if (old) {
        old[0] += re;
        old[1] += im;
      } else row.set(j, [re, im]);
    }
    return Operator.fromRows(space, (i) => rows.get(i));
  }

  /** From a function that gives each row as a map column → [re, im]. */
  static fromRows(space: Space, rowOf: (i: number) => ReadonlyMap<number, readonly [number, number]> | undefined): Operator {
    const n = requireSpace(space).dimension;
    if (typeof rowOf !== "function") throw wrongKind("rowOf", "be a function that gives row i as a map of columns", rowOf);
    const rowStart = new Int32Array(n + 1);
    const columns: number[] = [];
    const values: number[] = [];
    for (let i = 0; i < n; i++) {
      const row = rowOf(i);
      if (row) {
        if (!(row instanceof Map)) throw wrongKind("rowOf", "give maps from column to [re, im]", row);
        for (const j of [...row.keys()].sort((a, b) => a - b)) {
          const [re, im] = row.get(j) as readonly [number, number];
          columns.push(j);
          values.push(re, im);
        }
      }
      requireRoom(space, columns.length);
      rowStart[i + 1] = columns.length;
    }
    return new Operator(space, rowStart, new Int32Array(columns), new Float64Array(values));
  }

  /** From a dense matrix; exact zeros are left out of the pattern unless `keepZeros`. */
  static fromMatrix(space: Space, matrix: Matrix, keepZeros = false): Operator {
    const n = requireSpace(space).dimension;
    if (!(matrix?.data instanceof Float64Array && typeof matrix.rows === "number" && typeof matrix.columns === "number"))
      throw wrongKind("matrix", "be a matrix", matrix, "Make one with `matrixFrom`.");
    if (matrix.rows !== n || matrix.columns !== n) {
      throw wrongValue("matrix", `be ${n} × ${n} to act on ${space}`, null, "", `it is ${matrix.rows} × ${matrix.columns}`);
    }
    if (matrix.data.length !== 2 * n * n)
      throw wrongValue("matrix.data", `hold ${2 * n * n} numbers`, null, "", `it holds ${matrix.data.length}`);
    requireRoom(space, n * n);
    const entries: [number, number, number, number][] = [];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = 2 * (i * n + j);
        const re = matrix.data[at];
        const im = matrix.data[at + 1];
        if (keepZeros || re !== 0 || im !== 0) entries.push([i, j, re, im]);
      }
    }
    return Operator.fromEntries(space, entries);
  }

  /** Lists in place of typed arrays, which JSON would write as objects. */
  toJSON(): object {
    const { space, rowStart, columns, values } = this;
    return { space: { factors: space.factors }, rowStart: [...rowStart], columns: [...columns], values: [...values] };
  }

  /** Call `visit(row, column, re, im)` for each stored entry, row by row. */
  forEach(visit: (row: number, column: number, re: number, im: number) => void): void {
    if (typeof visit !== "function") throw wrongKind("visit", "be a function of row, column, re and im", visit);
    for (let i = 0; i < this.dimension; i++) {
      for (let e = this.rowStart[i]; e < this.rowStart[i + 1]; e++) visit(i, this.columns[e], this.values[2 * e], this.values[2 * e + 1]);
    }
  }

  /** The element ⟨i|A|j⟩ as [re, im]. */
  at(i: number, j: number): readonly [number, number] {
    if (typeof i !== "number") throw wrongKind("i", "be the number of a row", i);
    if (!(i >= 0 && i < this.dimension)) throw wrongValue("i", `be a row from 0 to ${this.dimension - 1}`, i);
    for (let e = this.rowStart[i]; e < this.rowStart[i + 1]; e++) {
      if (this.columns[e] === j) return [this.values[2 * e], this.values[2 * e + 1]];
    }
    return [0, 0];
  }

  /** Tr A as [re, im]. */
  trace(): readonly [number, number] {
    let re = 0;
    let im = 0;
    this.forEach((i, j, x, y) => {
      if (i === j) {
        re += x;
        im += y;
      }
    });
    return [re, im];
  }

  /** The dense matrix, row-major, interleaved. */
  toMatrix(): Matrix {
    const n = this.dimension;
    const matrix = zeros(n, n);
    this.forEach((i, j, re, im) => {
      matrix.data[2 * (i * n + j)] = re;
      matrix.data[2 * (i * n + j) + 1] = im;
    });
    return matrix;
  }

  /** The same operator read on another space of equal dimension (labels change, numbers do not). */
  on(space: Space): Operator {
    if (requireSpace(space).dimension !== this.dimension)
      throw wrongValue("space", `have dimension ${this.dimension}`, null, "", `${space} has ${space.dimension}`);
    return new Operator(space, this.rowStart, this.columns, this.values);
  }
}

markMade(Operator.prototype, "operator");

/** Check that a value is an operator, and return it. */
export function requireOperator(argument: string, value: unknown): Operator {
  if (!(value instanceof Operator)) throw wrongKind(argument, "be an operator", value);
  return value;
}
