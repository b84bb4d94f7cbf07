/** From terms to real sparse matrices on a sector, and between states and coordinate vectors. */

import type { Term, TermMap } from "../dynamics/terms.ts";
import { internalFault } from "../errors.ts";
import type { Operator } from "../operators/operator.ts";
import { eachOfTwo, lowerByProgram } from "./lowering-program.ts";
import { Class, type Columns, classOf, classOfProduct, columnsOf, Part, type Sector, termsByColumn } from "./sector.ts";
import { lowersWhole, lowerWhole } from "./whole-matrices.ts";

/**
 * Real sparse matrices M_k on one coordinate vector, rows interleaved as in assembly/sector.ts: segment (row r, group k)
 * is entries rowStart[r·groups + k] … rowStart[r·groups + k + 1] − 1.
 */
export interface SectorMatrices {
  readonly n: number;
  readonly groups: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Sums contributions to one output vector and remembers which entries were touched. */
class Scatter {
  readonly sums: Float64Array;
  readonly touched: number[] = [];
  private readonly mark: Uint8Array;

  constructor(n: number) {
    this.sums = new Float64Array(n);
    this.mark = new Uint8Array(n);
  }

  add(at: number, value: number): void {
    if (at < 0) throw internalFault("The map reaches elements of the state that are not in the sector.");
    if (!this.mark[at]) {
      this.mark[at] = 1;
      this.touched.push(at);
    }
    this.sums[at] += value;
  }

  clear(): void {
    for (const at of this.touched) {
      this.mark[at] = 0;
      this.sums[at] = 0;
    }
    this.touched.length = 0;
  }
}

/** The matrices M_k of  Σ_k w_k Σ_{t in k} coefficient · L ρ R†  on a sector that these terms keep closed. */
export function lowerTerms(map: TermMap, sector: Sector): SectorMatrices {
  return lowersWhole(map, sector) ? lowerWhole(map, sector) : (lowerByProgram(map, sector) ?? lowerDirectly(map, sector));
}

/** The same without a list of products, for the largest maps. */
export function lowerDirectly(map: TermMap, sector: Sector): SectorMatrices {
  const groups = map.groups.length;
  const n = sector.count;
  const byGroup = map.groups.map((_, k) =>
    bound(
      map.terms.filter(({ group }) => group === k),
      sector.dimension,
    ),
  );
  const segment: number[] = [];
  const input: number[] = [];
  const value: number[] = [];
  const scatter = new Scatter(n);
  for (let q = 0; q < n; q++) {
    byGroup.forEach(({ terms, leaving }, k) => {
      eachOfTwo(leaving[sector.row[q]], leaving[sector.column[q]], (t) => scatterTerm(scatter, terms[t], sector, q));
      for (const out of scatter.touched) {
        segment.push(out * groups + k);
        input.push(q);
        value.push(scatter.sums[out]);
      }
      scatter.clear();
    });
  }
  return compress(n, groups, segment, input, value);
}

/** A term with both factors by columns. */
interface BoundTerm {
  readonly term: Term;
  readonly left: Columns;
  readonly right: Columns;
}

function bound(list: readonly Term[], dimension: number) {
  const terms = list.map((term): BoundTerm => ({ term, left: columnsOf(term.left), right: columnsOf(term.right) }));
  const leaving = termsByColumn(
    terms.map(({ left }) => left),
    dimension,
  );
  return { terms, leaving };
}

/** Counting sort of (segment, input, value) triplets, stable in the input: rows come out with ascending columns. */
function compress(n: number, groups: number, segment: number[], input: number[], value: number[]): SectorMatrices {
  const rowStart = new Int32Array(n * groups + 1);
  for (const s of segment) rowStart[s + 1]++;
  for (let s = 0; s < n * groups; s++) rowStart[s + 1] += rowStart[s];
  const fill = rowStart.slice();
  const columns = new Int32Array(segment.length);
  const values = new Float64Array(segment.length);
  for (let t = 0; t < segment.length; t++) {
    const at = fill[segment[t]]++;
    columns[at] = input[t];
    values[at] = value[t];
  }
  return { n, groups, rowStart, columns, values };
}

/** Add the image of the unit vector of coordinate q:  E_ij z + E_ji z*,  z = 1 or i. */
function scatterTerm(scatter: Scatter, { term, left, right }: BoundTerm, sector: Sector, q: number): void {
  const i = sector.row[q];
  const j = sector.column[q];
  const imaginary = sector.part[q] === Part.Im;
  const own = imaginary ? Class.Imaginary : Class.Real;
  const factor = classOfProduct(own, classOf(term.re, term.im));
  const zRe = imaginary ? -term.im : term.re;
  const zIm = imaginary ? term.re : term.im;
  scatterProduct(scatter, sector, left, right, i, j, zRe, zIm, factor);
  if (i === j) return;
  const cRe = imaginary ? term.im : term.re;
  const cIm = imaginary ? -term.re : term.im;
  scatterProduct(scatter, sector, left, right, j, i, cRe, cIm, factor);
}

/** Add z · L|i⟩⟨j|R† in the upper triangle. */
function scatterProduct(
  scatter: Scatter,
  sector: Sector,
  left: Columns,
  right: Columns,
  i: number,
  j: number,
  zRe: number,
  zIm: number,
  factor: number,
): void {
  for (let e = left.start[i]; e < left.start[i + 1]; e++) {
    const a = left.rows[e];
    const lRe = left.values[2 * e] * zRe - left.values[2 * e + 1] * zIm;
    const lIm = left.values[2 * e] * zIm + left.values[2 * e + 1] * zRe;
    const partial = classOfProduct(factor, left.classes[e]);
    for (let f = right.start[j]; f < right.start[j + 1]; f++) {
      const b = right.rows[f];
      if (a > b) continue;
      const entry = classOfProduct(partial, right.classes[f]);
      const rRe = right.values[2 * f];
      const rIm = -right.values[2 * f + 1];
      if (entry & Class.Real) scatter.add(sector.indexOf(a, b, Part.Re), lRe * rRe - lIm * rIm);
      if (a !== b && entry & Class.Imaginary) scatter.add(sector.indexOf(a, b, Part.Im), lRe * rIm + lIm * rRe);
    }
  }
}

/** Σ_k w_k M_k as one matrix. */
export function combine(matrices: SectorMatrices, weights: readonly number[]): SectorMatrices {
  const { n, groups } = matrices;
  if (groups === 1) return { ...matrices, values: matrices.values.map((value) => 0 + weights[0] * value) };
  const rowStart = new Int32Array(n + 1);
  const columns = new Int32Array(matrices.columns.length);
  const values = new Float64Array(matrices.columns.length);
  const sums = new Float64Array(n);
  const row = new Int32Array(n).fill(-1);
  let end = 0;
  for (let r = 0; r < n; r++) {
    const from = end;
    for (let k = 0; k < groups; k++) {
      const s = r * groups + k;
      for (let e = matrices.rowStart[s]; e < matrices.rowStart[s + 1]; e++) {
        const column = matrices.columns[e];
        if (row[column] !== r) {
          row[column] = r;
          sums[column] = 0;
          columns[end++] = column;
        }
        sums[column] += weights[k] * matrices.values[e];
      }
    }
    columns.subarray(from, end).sort();
    for (let e = from; e < end; e++) values[e] = sums[columns[e]];
    rowStart[r + 1] = end;
  }
  return { n, groups: 1, rowStart, columns: columns.slice(0, end), values: values.slice(0, end) };
}

/** Coordinates of a Hermitian operator; entries outside the sector are an error of the caller and throw. */
export function toCoordinates(sector: Sector, rho: Operator): Float64Array {
  const x = new Float64Array(sector.count);
  rho.forEach((i, j, re, im) => {
    if (i > j) return;
    const atRe = sector.indexOf(i, j, Part.Re);
    const atIm = i === j ? -1 : sector.indexOf(i, j, Part.Im);
    if ((atRe < 0 && re !== 0) || (atIm < 0 && im !== 0 && i !== j)) throw internalFault(`ρ[${i}, ${j}] lies outside the sector.`);
    if (atRe >= 0) x[atRe] = re;
    if (atIm >= 0) x[atIm] = im;
  });
  return x;
}

/** A sparse linear functional on coordinates. */
export interface Functional {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** The functionals x ↦ Re Tr[A ρ] and x ↦ Im Tr[A ρ] on a sector. */
export function expectationFunctionals(sector: Sector, A: Operator): { readonly re: Functional; readonly im: Functional } {
  const re = new Map<number, number>();
  const im = new Map<number, number>();
  const add = (target: Map<number, number>, at: number, value: number) => {
    if (at >= 0) target.set(at, (target.get(at) ?? 0) + value);
  };
  // A[r, c] multiplies ρ[c, r]; below the diagonal ρ is the conjugate of a stored element.
  A.forEach((r, c, aRe, aIm) => {
    const sign = c <= r ? 1 : -1;
    const i = Math.min(r, c);
    const j = Math.max(r, c);
    const atRe = sector.indexOf(i, j, Part.Re);
    const atIm = i === j ? -1 : sector.indexOf(i, j, Part.Im);
    add(re, atRe, aRe);
    add(im, atRe, aIm);
    add(re, atIm, -sign * aIm);
    add(im, atIm, sign * aRe);
  });
  return { re: pack(re), im: pack(im) };
}

function pack(entries: Map<number, number>): Functional {
  const columns = new Int32Array(entries.size);
  let count = 0;
  let ascending = true;
  for (const [at, value] of entries) {
    if (value === 0) continue;
    if (count > 0 && columns[count - 1] > at) ascending = false;
    columns[count++] = at;
  }
  const sorted = columns.slice(0, count);
  if (!ascending) sorted.sort();
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = entries.get(sorted[k]) as number;
  return { columns: sorted, values };
}
