/**
 * States resolved by what was counted: one vector of coordinates for each cell of a grid of whole numbers, carried through tilted maps by
 * shifting cells. Tails keep their relative accuracy, since nothing cancels.
 *
 *   layout: [coordinate][cell], cell = Σ_d (m_d − low_d) · stride_d
 */
import { coefficientAt } from "../../dynamics/coefficient.ts";
import type { Coefficient } from "../../dynamics/generator.ts";
import { norm1, type SparseReal } from "../../numerics/envelope.ts";
import type { Derivative } from "../../numerics/extrapolation.ts";

/** The cells of a grid. */
export interface GridShape {
  /** Smallest and largest whole number along each direction. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A shifted matrix: the part of a tilted step that adds `shift` quanta, with its factor in time where it has one. */
export interface ShiftedMatrix {
  readonly shift: readonly number[];
  readonly matrix: SparseReal;
  readonly coefficient?: Coefficient;
}

function piecesOf(parts: readonly ShiftedMatrix[], time: number): number {
  return Math.max(1, Math.ceil(time * parts.reduce((sum, { matrix }) => sum + norm1(matrix), 0)));
}

/** Cells of a grid. */
export function cellsOf({ low, high }: GridShape): number {
  return low.reduce((product, least, d) => product * (high[d] - least + 1), 1);
}

/** A state on a grid that is being counted. */
export class CountGrid {
  readonly shape: GridShape;
  readonly cells: number;
  private readonly strides: readonly number[];
  private readonly n: number;
  private x: Float64Array;
  private y: Float64Array;
  /** Cells outside [from, to) are empty. */
  private from: number;
  private to: number;
  /** The cells of `y` that are not empty. */
  private spare: readonly [number, number] = [0, 0];

  constructor(n: number, shape: GridShape, start: Float64Array) {
    this.shape = shape;
    this.n = n;
    this.cells = cellsOf(shape);
    const strides: number[] = [];
    let stride = 1;
    for (let d = shape.low.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape.high[d] - shape.low[d] + 1;
    }
    this.strides = strides;
    this.x = new Float64Array(n * this.cells);
    this.y = new Float64Array(n * this.cells);
    const origin = shape.low.reduce((sum, least, d) => sum - least * strides[d], 0);
    for (let q = 0; q < n; q++) this.x[q * this.cells + origin] = start[q];
    this.from = origin;
    this.to = origin + 1;
  }

  private offset(shift: readonly number[]): number {
    return shift.reduce((sum, m, d) => sum + m * this.strides[d], 0);
  }

  /** Carry the state through Σ M e^{shift}. */
  apply(parts: readonly ShiftedMatrix[]): void {
    this.advance(parts, 1);
  }

  /** Operations of one image of all cells, or of a flow for some time, at most about. */
  operations(parts: readonly ShiftedMatrix[], time?: number): number {
    const image = 2 * this.cells * parts.reduce((sum, { matrix }) => sum + matrix.values.length, 0);
    return time === undefined ? image : image * TAYLOR * piecesOf(parts, time);
  }

  /** Carry it through exp(time · Σ L e^{shift}) by Taylor steps of norm one. */
  flow(parts: readonly ShiftedMatrix[], time: number): void {
    const pieces = piecesOf(parts, time);
    for (let piece = 0; piece < pieces; piece++) {
      const sum = this.x.slice();
      let [low, high] = [this.from, this.to];
      for (let m = 1; m <= TAYLOR; m++) {
        this.advance(parts, time / pieces / m);
        for (let e = 0; e < sum.length; e++) sum[e] += this.x[e];
        [low, high] = [Math.min(low, this.from), Math.max(high, this.to)];
      }
      this.x = sum;
      [this.from, this.to] = [low, high];
    }
  }

  /** Carry it through a generator that depends on time; `carry` integrates a derivative. */
  drive(parts: readonly ShiftedMatrix[], carry: (derivative: Derivative, y: Float64Array) => void): void {
    const y = this.x.slice();
    carry((t, x, out) => {
      out.fill(0);
      for (const part of parts) this.accumulate([part], x, out, 0, this.cells, coefficientAt(part.coefficient ?? 1, t));
    }, y);
    this.x = y;
    [this.from, this.to] = [0, this.cells];
  }

  /** x ← factor · Σ M x e^{shift}, with what x was before as the spare. */
  private advance(parts: readonly ShiftedMatrix[], factor: number): void {
    const { cells, n, x, y, from, to } = this;
    const [first, last] = this.spare;
    for (let q = 0; q < n; q++) y.fill(0, q * cells + first, q * cells + last);
    this.spare = [from, to];
    let [low, high] = this.accumulate(parts, x, y, from, to, factor);
    // tails that are below the smallest number are not carried on
    while (low < high && this.isEmpty(y, low)) low++;
    while (low < high && this.isEmpty(y, high - 1)) high--;
    [this.from, this.to] = [low, high];
    [this.x, this.y] = [y, x];
  }

  private isEmpty(x: Float64Array, cell: number): boolean {
    for (let at = cell; at < x.length; at += this.cells) if (x[at] !== 0) return false;
    return true;
  }

  private accumulate(
    parts: readonly ShiftedMatrix[],
    x: Float64Array,
    y: Float64Array,
    from: number,
    to: number,
    factor: number,
  ): [number, number] {
    const { cells, n } = this;
    let [low, high] = [cells, 0];
    const reached = parts.flatMap(({ shift, matrix }) => {
      const by = this.offset(shift);
      const [first, last] = [Math.max(from, -by) + by, Math.min(to, cells - by) + by];
      if (first >= last) return [];
      low = Math.min(low, first);
      high = Math.max(high, last);
      return [{ by, first, last, matrix }];
    });
    for (let r = 0; r < n; r++) {
      const row = r * cells;
      // an entry that stands alone waits for one of another shift, so that each cell is written half as often
      let waiting: ShiftedRow | null = null;
      for (const { by, first, last, matrix } of reached) {
        const { rowStart, columns, values } = matrix;
        const end = rowStart[r + 1];
        let e = rowStart[r];
        if (waiting && e + 1 < end) {
          addRow(y, row, x, waiting, waiting.first, waiting.last);
          waiting = null;
        }
        for (; e + 1 < end; e += 2) {
          const [p, q] = [columns[e] * cells + first - by, columns[e + 1] * cells + first - by];
          addPair(y, row + first, x, p, q, factor * values[e], factor * values[e + 1], last - first);
        }
        if (e === end) continue;
        const own: ShiftedRow = { first, last, at: columns[e] * cells - by, factor: factor * values[e] };
        if (waiting) addRows(y, row, x, waiting, own);
        waiting = waiting ? null : own;
      }
      if (waiting) addRow(y, row, x, waiting, waiting.first, waiting.last);
    }
    return low < high ? [low, high] : [0, 0];
  }

  /** Visit the cells that anything reached: their whole numbers and the value of a functional there (with an imaginary part where n is twice as long). */
  read(f: Float64Array, visit: (numbers: readonly number[], re: number, im: number) => void): void {
    const { cells, shape, strides } = this;
    const complex = this.n > f.length;
    for (let c = this.from; c < this.to; c++) {
      let [re, im, size] = [0, 0, 0];
      for (let q = 0; q < f.length; q++) {
        const value = this.x[q * cells + c];
        re += f[q] * value;
        size += Math.abs(value);
        if (!complex) continue;
        const other = this.x[(q + f.length) * cells + c];
        im += f[q] * other;
        size += Math.abs(other);
      }
      if (size === 0) continue;
      let rest = c;
      const numbers = shape.low.map((least, d) => {
        const m = Math.floor(rest / strides[d]);
        rest -= m * strides[d];
        return m + least;
      });
      visit(numbers, re, im);
    }
  }
}

/** A multiple of a row of cells that is added to cells `first` … `last` − 1 of another; cell c comes from x[at + c]. */
interface ShiftedRow {
  readonly first: number;
  readonly last: number;
  readonly at: number;
  readonly factor: number;
}

/** Add cells `first` … `last` − 1 of one row. */
function addRow(y: Float64Array, row: number, x: Float64Array, { at, factor }: ShiftedRow, first: number, last: number): void {
  for (let c = first; c < last; c++) y[row + c] += factor * x[at + c];
}

/** Add one row, and then another, with one look at each cell that both reach. */
function addRows(y: Float64Array, row: number, x: Float64Array, one: ShiftedRow, two: ShiftedRow): void {
  const first = Math.max(one.first, two.first);
  const last = Math.max(first, Math.min(one.last, two.last));
  for (const own of [one, two]) {
    addRow(y, row, x, own, own.first, Math.min(first, own.last));
    addRow(y, row, x, own, Math.max(last, own.first), own.last);
  }
  addInOrder(y, row + first, x, one.at + first, two.at + first, one.factor, two.factor, last - first);
}

/** y ← (y + a p) + b q over `count` cells, four at a time. */
function addInOrder(y: Float64Array, to: number, x: Float64Array, p: number, q: number, a: number, b: number, count: number): void {
  let c = 0;
  for (; c + 3 < count; c += 4) {
    y[to + c] = y[to + c] + a * x[p + c] + b * x[q + c];
    y[to + c + 1] = y[to + c + 1] + a * x[p + c + 1] + b * x[q + c + 1];
    y[to + c + 2] = y[to + c + 2] + a * x[p + c + 2] + b * x[q + c + 2];
    y[to + c + 3] = y[to + c + 3] + a * x[p + c + 3] + b * x[q + c + 3];
  }
  for (; c < count; c++) y[to + c] = y[to + c] + a * x[p + c] + b * x[q + c];
}

/** y ← y + (a p + b q) over `count` cells, four at a time. */
function addPair(y: Float64Array, to: number, x: Float64Array, p: number, q: number, a: number, b: number, count: number): void {
  let c = 0;
  for (; c + 3 < count; c += 4) {
    y[to + c] += a * x[p + c] + b * x[q + c];
    y[to + c + 1] += a * x[p + c + 1] + b * x[q + c + 1];
    y[to + c + 2] += a * x[p + c + 2] + b * x[q + c + 2];
    y[to + c + 3] += a * x[p + c + 3] + b * x[q + c + 3];
  }
  for (; c < count; c++) y[to + c] += a * x[p + c] + b * x[q + c];
}

/** Terms of a Taylor sum of norm one at most, to rounding. */
const TAYLOR = 18;
