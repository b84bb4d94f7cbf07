/**
 * States resolved by what was counted: one vector of coordinates for each cell of a grid of whole numbers, carried through tilted maps by
 * shifting cells. Tails keep their relative accuracy, since nothing cancels.
 *
 *   layout: [coordinate][cell], cell = Σ_d (m_d − low_d) · stride_d
 */
import { norm1, type SparseReal } from "../../numerics/envelope.ts";

/** The cells of a grid. */
export interface GridShape {
  /** Smallest and largest whole number along each direction. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A shifted matrix: the part of a tilted step that adds `shift` quanta. */
export interface ShiftedMatrix {
  readonly shift: readonly number[];
  readonly matrix: SparseReal;
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
    const { from, to, y } = this;
    y.fill(0);
    [this.from, this.to] = this.accumulate(parts, this.x, y, from, to, 1);
    [this.x, this.y] = [this.y, this.x];
  }

  /** Carry it through exp(time · Σ L e^{shift}) by Taylor steps of norm one. */
  flow(parts: readonly ShiftedMatrix[], time: number): void {
    const pieces = Math.max(1, Math.ceil(time * parts.reduce((sum, { matrix }) => sum + norm1(matrix), 0)));
    for (let piece = 0; piece < pieces; piece++) {
      const sum = this.x.slice();
      for (let m = 1; m <= TAYLOR; m++) {
        this.y.fill(0);
        [this.from, this.to] = this.accumulate(parts, this.x, this.y, this.from, this.to, time / pieces / m);
        [this.x, this.y] = [this.y, this.x];
        for (let e = 0; e < sum.length; e++) sum[e] += this.x[e];
      }
      this.x = sum;
    }
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
    for (const { shift, matrix } of parts) {
      const by = this.offset(shift);
      const [first, last] = [Math.max(from, -by), Math.min(to, cells - by)];
      if (first >= last) continue;
      low = Math.min(low, first + by);
      high = Math.max(high, last + by);
      const { rowStart, columns, values } = matrix;
      for (let r = 0; r < n; r++) {
        for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
          const value = factor * values[e];
          const input = columns[e] * cells;
          const output = r * cells + by;
          for (let c = first; c < last; c++) y[output + c] += value * x[input + c];
        }
      }
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

/** Terms of a Taylor sum of norm one at most, to rounding. */
const TAYLOR = 18;
