/**
 * Symbolic once, numeric often: the products of entries that make up the matrices of a map on a sector, as a flat list that is kept with
 * the pattern of its terms. New values cost one pass over it, with the sums in the same order and so with the same bits.
 */

import type { Term, TermMap } from "../dynamics/terms.ts";
import { internalFault } from "../errors.ts";
import { equalLists } from "../numerics/known-patterns.ts";
import type { SectorMatrices } from "./matrices.ts";
import { Growing, sortedBySegment } from "./product-list.ts";
import { Class, type Columns, classOf, classOfProduct, columnsOf, Part, type Sector, termsByColumn } from "./sector.ts";
import { patternOfTerms } from "./term-pattern.ts";

/** More products are not kept: their list would be larger than the matrices. */
const MOST_PRODUCTS = 1_500_000;
const KEPT = 3;

/** A product adds to an entry the real or imaginary part of  (left entry · coefficient) · (right entry)*. */
interface Program {
  readonly pattern: Int32Array;
  readonly groups: Int32Array;
  readonly n: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  /** Per product: the entry, and the places of the left and the right factor in the tables of them. */
  readonly products: Int32Array;
}

const programs = new WeakMap<Sector, (Program | null)[]>();

/** The matrices of a map on a sector by its program; null where it has too many products for one. */
export function lowerByProgram(map: TermMap, sector: Sector): SectorMatrices | null {
  const program = programOf(map, sector);
  return program && evaluate(program, map);
}

function programOf(map: TermMap, sector: Sector): Program | null {
  const pattern = patternOfTerms(map.terms, sector.dimension);
  const groups = Int32Array.from([map.groups.length, ...map.terms.map(({ group }) => group)]);
  let known = programs.get(sector);
  if (!known) programs.set(sector, (known = []));
  for (const program of known) if (program && equalLists(program.pattern, pattern) && equalLists(program.groups, groups)) return program;
  const program = trace(map, sector, pattern, groups);
  if (program) known.push(program);
  if (known.length > KEPT) known.shift();
  return program;
}

/** Where the entries of each term stand in the tables of factors: three turns of the left ones, 1, i and −i; two forms of the right ones. */
function offsetsOf(terms: readonly Term[]): { readonly left: readonly number[]; readonly right: readonly number[] } {
  const [left, right]: [number[], number[]] = [[], []];
  let [l, r] = [0, 0];
  for (const term of terms) {
    left.push(l);
    right.push(r);
    l += 3 * term.left.count;
    r += 2 * term.right.count;
  }
  return { left, right };
}

const TURN = { None: 0, Plus: 1, Minus: 2 } as const;

function trace(map: TermMap, sector: Sector, pattern: Int32Array, groups: Int32Array): Program | null {
  const { terms } = map;
  const count = map.groups.length;
  const { count: n } = sector;
  const offsets = offsetsOf(terms);
  const columns: readonly { left: Columns; right: Columns }[] = terms.map(({ left, right }) => ({
    left: columnsOf(left),
    right: columnsOf(right),
  }));
  const byGroup = map.groups.map((_, k) => {
    const list = terms.flatMap(({ group }, t) => (group === k ? [t] : []));
    return {
      list,
      leaving: termsByColumn(
        list.map((t) => columns[t].left),
        sector.dimension,
      ),
    };
  });
  const products = new Growing();
  const [segments, inputs] = [new Growing(), new Growing()];
  const slot = new Int32Array(n).fill(-1);
  const touched: number[] = [];
  let fits = true;
  const add = (at: number, k: number, q: number, a: number, b: number) => {
    if (at < 0) throw internalFault("The map reaches elements of the state that are not in the sector.");
    if (slot[at] < 0) {
      slot[at] = segments.length;
      touched.push(at);
      segments.push(at * count + k);
      inputs.push(q);
    }
    products.push(slot[at]);
    products.push(a);
    products.push(b);
  };
  const walk = (t: number, k: number, q: number, i: number, j: number, turn: number, factor: number) => {
    const { left, right } = columns[t];
    const size = terms[t].left.count;
    for (let e = left.start[i]; e < left.start[i + 1]; e++) {
      const a = left.rows[e];
      const partial = classOfProduct(factor, left.classes[e]);
      for (let f = right.start[j]; f < right.start[j + 1]; f++) {
        const b = right.rows[f];
        if (a > b) continue;
        const entry = classOfProduct(partial, right.classes[f]);
        const [l, r] = [offsets.left[t] + turn * size + e, offsets.right[t] + f];
        if (entry & Class.Real) add(sector.indexOf(a, b, Part.Re), k, q, l, r);
        if (a !== b && entry & Class.Imaginary) add(sector.indexOf(a, b, Part.Im), k, q, l, r + terms[t].right.count);
      }
    }
  };
  for (let q = 0; q < n && fits; q++) {
    const [i, j] = [sector.row[q], sector.column[q]];
    const imaginary = sector.part[q] === Part.Im;
    byGroup.forEach(({ list, leaving }, k) => {
      eachOfTwo(leaving[i], leaving[j], (u) => {
        const { re, im } = terms[list[u]];
        const factor = classOfProduct(imaginary ? Class.Imaginary : Class.Real, classOf(re, im));
        walk(list[u], k, q, i, j, imaginary ? TURN.Plus : TURN.None, factor);
        if (i !== j) walk(list[u], k, q, j, i, imaginary ? TURN.Minus : TURN.None, factor);
      });
      for (const at of touched) slot[at] = -1;
      touched.length = 0;
    });
    fits = products.length <= 3 * MOST_PRODUCTS;
  }
  if (!fits) return null;
  const { place, ...entries } = sortedBySegment(n * count, segments.finish(), inputs.finish());
  const list = products.finish();
  for (let p = 0; p < list.length; p += 3) list[p] = place[list[p]];
  return { pattern, groups, n, ...entries, products: list };
}

/** Visit the union of two increasing lists in order, each number once: terms add up in their own order. */
export function eachOfTwo(a: readonly number[], b: readonly number[], visit: (t: number) => void): void {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const t = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    if (a[i] === t) i++;
    if (b[j] === t) j++;
    visit(t);
  }
}

function evaluate({ n, rowStart, columns, products }: Program, { terms, groups }: TermMap): SectorMatrices {
  const { left, right } = factorsOf(terms);
  const values = new Float64Array(columns.length);
  for (let p = 0; p < products.length; p += 3) {
    const a = 2 * products[p + 1];
    const b = 2 * products[p + 2];
    values[products[p]] += left[a] * right[b] - left[a + 1] * right[b + 1];
  }
  return { n, groups: groups.length, rowStart, columns, values };
}

/**
 * Left entries times the coefficient, in three turns; conjugated right ones r, and r* turned by a quarter: the real part of a product with r is
 * the first, the imaginary part  l.re r.im + l.im r.re  is the real part of a product with  r.im − i r.re.
 */
function factorsOf(terms: readonly Term[]): { readonly left: Float64Array; readonly right: Float64Array } {
  let [l, r] = [0, 0];
  for (const term of terms) {
    l += 6 * term.left.count;
    r += 4 * term.right.count;
  }
  const left = new Float64Array(l);
  const right = new Float64Array(r);
  [l, r] = [0, 0];
  for (const term of terms) {
    const { re, im } = term;
    const [L, R] = [columnsOf(term.left).values, columnsOf(term.right).values];
    for (let turn = 0; turn < 3; turn++) {
      const zRe = turn === TURN.None ? re : turn === TURN.Plus ? -im : im;
      const zIm = turn === TURN.None ? im : turn === TURN.Plus ? re : -re;
      for (let e = 0; e < L.length; e += 2) {
        left[l++] = L[e] * zRe - L[e + 1] * zIm;
        left[l++] = L[e] * zIm + L[e + 1] * zRe;
      }
    }
    for (let f = 0; f < R.length; f += 2) {
      right[r] = R[f];
      right[r + 1] = -R[f + 1];
      right[r + R.length] = -R[f + 1];
      right[r + R.length + 1] = -R[f];
      r += 2;
    }
    r += R.length;
  }
  return { left, right };
}
