/** Which amplitudes of a ket ever become nonzero, and operators on them as real matrices [Re A, −Im A; Im A, Re A]. */
import type { SparseReal } from "../../numerics/envelope.ts";
import type { Operator } from "../../operators/operator.ts";
import { Part, type Sector } from "../../sectors/sector.ts";

/** An operator's entries on the amplitudes. */
export interface KetForm {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** (re, im) of each entry. */
  readonly values: readonly number[];
}

/** The amplitudes that live: a ket is (Re ψ, Im ψ), 2·count numbers. */
export class Amplitudes {
  readonly count: number;
  /** Basis states of the space, in order. */
  readonly states: Int32Array;
  private readonly place: Int32Array;

  private constructor(states: Int32Array, dimension: number) {
    this.states = states;
    this.count = states.length;
    this.place = new Int32Array(dimension).fill(-1);
    states.forEach((state, k) => {
      this.place[state] = k;
    });
  }

  /** Those that operators reach from a ket of the whole space. */
  static reached(ket: Float64Array, operators: readonly Operator[]): Amplitudes {
    const d = ket.length / 2;
    const seen = new Uint8Array(d);
    const front: number[] = [];
    const add = (i: number): void => {
      if (seen[i]) return;
      seen[i] = 1;
      front.push(i);
    };
    const reaches = Array.from({ length: d }, () => [] as number[]);
    for (const A of operators) A.forEach((i, j) => void reaches[j].push(i));
    for (let i = 0; i < d; i++) if (ket[i] !== 0 || ket[d + i] !== 0) add(i);
    for (let k = 0; k < front.length; k++) reaches[front[k]].forEach(add);
    return new Amplitudes(Int32Array.from(front).sort(), d);
  }

  /** Are these among them? */
  hold({ states }: Amplitudes): boolean {
    return states.every((state) => this.place[state] >= 0);
  }

  /** The live part of a ket of the whole space. */
  pick(ket: Float64Array): Float64Array {
    const { states, count } = this;
    const d = ket.length / 2;
    return Float64Array.from({ length: 2 * count }, (_, k) => (k < count ? ket[states[k]] : ket[d + states[k - count]]));
  }

  /** The entries of an operator between live amplitudes. */
  form(A: Operator): KetForm {
    const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
    A.forEach((i, j, re, im) => {
      const [r, c] = [this.place[i], this.place[j]];
      if (r < 0 || c < 0 || (re === 0 && im === 0)) return;
      rows.push(r);
      columns.push(c);
      values.push(re, im);
    });
    return { rows, columns, values };
  }

  /** The operator on (Re ψ, Im ψ), less a number times one. */
  matrix(A: Operator, [shiftRe, shiftIm]: readonly [number, number] = [0, 0]): SparseReal {
    const m = this.count;
    const rows: [number, number][][] = Array.from({ length: 2 * m }, () => []);
    const { rows: is, columns: js, values } = this.form(A);
    const seen = new Uint8Array(m);
    const add = (i: number, j: number, re: number, im: number): void => {
      if (re !== 0) {
        rows[i].push([j, re]);
        rows[m + i].push([m + j, re]);
      }
      if (im !== 0) {
        rows[i].push([m + j, -im]);
        rows[m + i].push([j, im]);
      }
    };
    is.forEach((i, e) => {
      const j = js[e];
      const diagonal = i === j;
      if (diagonal) seen[i] = 1;
      add(i, j, values[2 * e] - (diagonal ? shiftRe : 0), values[2 * e + 1] - (diagonal ? shiftIm : 0));
    });
    for (let i = 0; i < m; i++) if (!seen[i]) add(i, i, -shiftRe, -shiftIm);
    const rowStart = new Int32Array(2 * m + 1);
    rows.forEach((row, r) => {
      row.sort(([a], [b]) => a - b);
      rowStart[r + 1] = rowStart[r] + row.length;
    });
    const flat = rows.flat();
    return { n: 2 * m, rowStart, columns: Int32Array.from(flat, ([c]) => c), values: Float64Array.from(flat, ([, v]) => v) };
  }

  /** The operator less the number that halves the ranges of its diagonal; of that number the real part matters alone. */
  centred(A: Operator): { readonly A: SparseReal; readonly shift: number } {
    const ranges = [
      [0, 0],
      [0, 0],
    ];
    const { rows, columns, values } = this.form(A);
    const diagonal = new Float64Array(2 * this.count);
    rows.forEach((i, e) => {
      if (columns[e] === i) diagonal.set([values[2 * e], values[2 * e + 1]], 2 * i);
    });
    ranges.forEach((range, part) => {
      for (let i = 0; i < this.count; i++) {
        const value = diagonal[2 * i + part];
        range[0] = i === 0 ? value : Math.min(range[0], value);
        range[1] = i === 0 ? value : Math.max(range[1], value);
      }
    });
    const [re, im] = ranges.map(([low, high]) => (low + high) / 2);
    return { A: this.matrix(A, [re, im]), shift: re };
  }

  /** The coordinates of |ψ⟩⟨ψ| on a sector, divided by a weight; `x` holds a ket with `stride` numbers from one entry to the next. */
  density({ row, column, part, count }: Sector, x: Float64Array, stride: number, lane: number, weight: number, out: Float64Array): void {
    const { place, count: m } = this;
    for (let q = 0; q < count; q++) {
      const [i, j] = [place[row[q]], place[column[q]]];
      if (i < 0 || j < 0) {
        out[q] = 0;
        continue;
      }
      const [a, b] = [x[i * stride + lane], x[(m + i) * stride + lane]];
      const [c, d] = [x[j * stride + lane], x[(m + j) * stride + lane]];
      // ρ_ij = ψ_i ψ_j*
      out[q] = (part[q] === Part.Re ? a * c + b * d : b * c - a * d) / weight;
    }
  }
}
