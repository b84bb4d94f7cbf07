/** Lowering when every coordinate is live and terms are many: one dense product gives all coefficients at once. */
import type { Term, TermMap } from "../dynamics/terms.ts";
import { multiply } from "../numerics/dense.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import type { SectorMatrices } from "./matrices.ts";
import { Part, type Sector } from "./sector.ts";

/** Products of entries above which the dense way is faster than scattering them one by one. */
const WORTHWHILE = 100_000;
/** Largest dimension whose D² × D² complex matrix is made. */
const LARGEST = 40;

/** Does a map on a sector call for the dense way? */
export function lowersWhole(map: TermMap, sector: Sector): boolean {
  const D = sector.dimension;
  if (D > LARGEST || sector.count !== D * D) return false;
  let products = 0;
  for (const { left, right } of map.terms) products += left.count * right.count;
  return products > WORTHWHILE && map.groups.length * D * D * D * D < 2 * products;
}

/** The matrices M_k of a map on all D² coordinates, from S[(i,k),(j,l)] = Σ_t c_t ⟨i|L|k⟩ ⟨j|R|l⟩*. */
export function lowerWhole(map: TermMap, sector: Sector): SectorMatrices {
  const groups = map.groups.length;
  const n = sector.count;
  const coefficients = map.groups.map((_, k) =>
    transfer(
      map.terms.filter(({ group }) => group === k),
      sector.dimension,
    ),
  );
  const rowStart = new Int32Array(n * groups + 1);
  const columns: number[] = [];
  const values: number[] = [];
  const row = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    coefficients.forEach((S, k) => {
      fillRow(row, S.data, sector, r);
      for (let q = 0; q < n; q++) {
        if (row[q] === 0) continue;
        columns.push(q);
        values.push(row[q]);
      }
      rowStart[r * groups + k + 1] = columns.length;
    });
  }
  return { n, groups, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

function transfer(terms: readonly Term[], D: number): Matrix {
  const count = Math.max(1, terms.length);
  const [A, B] = [zeros(D * D, count), zeros(count, D * D)];
  terms.forEach(({ left, right, re, im }, t) => {
    left.forEach((i, k, a, b) => {
      const at = 2 * ((i * D + k) * count + t);
      A.data[at] += re * a - im * b;
      A.data[at + 1] += re * b + im * a;
    });
    right.forEach((j, l, a, b) => {
      const at = 2 * (t * D * D + j * D + l);
      B.data[at] += a;
      B.data[at + 1] -= b;
    });
  });
  return multiply(A, B);
}

/** Row r of the real matrix: Re or Im of ⟨a|Φ(E_q)|b⟩, E_q = |k⟩⟨l| + h.c. or i|k⟩⟨l| + h.c. */
function fillRow(row: Float64Array, S: Float64Array, sector: Sector, r: number): void {
  const { dimension: D, row: rows, column, part } = sector;
  const [a, b] = [rows[r], column[r]];
  const wide = D * D;
  const place = part[r] === Part.Re ? 0 : 1;
  for (let q = 0; q < sector.count; q++) {
    const [k, l] = [rows[q], column[q]];
    const first = 2 * ((a * D + k) * wide + b * D + l);
    if (k === l) {
      row[q] = S[first + place];
      continue;
    }
    const second = 2 * ((a * D + l) * wide + b * D + k);
    if (part[q] === Part.Re) row[q] = S[first + place] + S[second + place];
    else row[q] = place === 0 ? S[second + 1] - S[first + 1] : S[first] - S[second];
  }
}
