/** A real matrix on all Hermitian coordinates as the complex superoperator that it is, and single operators both ways. */
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { Part, type Sector } from "./sector.ts";

/**
 * S[i·d + j, k·d + l] from the matrix R (n × n, row-major) on the n = d² coordinates of a full sector: with X_ij = c_Re + i·c_Im and
 * X_ji = c_Re − i·c_Im for complex coordinates c, a map that keeps Hermiticity is real on them.
 */
export function superoperatorMatrix(sector: Sector, R: Float64Array): Matrix {
  const { dimension: d, count: n } = sector;
  const S = zeros(d * d);
  const column = new Float64Array(2 * n);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) {
      const [low, high] = [Math.min(k, l), Math.max(k, l)];
      const re = sector.indexOf(low, high, Part.Re);
      const im = k === l ? -1 : sector.indexOf(low, high, Part.Im);
      // |k⟩⟨l| = (E_Re ∓ i E_Im)/2
      const half = k === l ? 1 : 0.5;
      for (let q = 0; q < n; q++) {
        column[2 * q] = half * R[q * n + re];
        column[2 * q + 1] = im < 0 ? 0 : (k < l ? -half : half) * R[q * n + im];
      }
      eachElement(sector, column, (i, j, x, y) => {
        const at = 2 * ((i * d + j) * d * d + k * d + l);
        S.data[at] += x;
        S.data[at + 1] += y;
      });
    }
  }
  return S;
}

/** Visit what each complex coordinate c_q (interleaved) adds to the elements of the operator. */
function eachElement(
  { count, row, column, part }: Sector,
  c: Float64Array,
  visit: (i: number, j: number, re: number, im: number) => void,
): void {
  for (let q = 0; q < count; q++) {
    const [x, y] = [c[2 * q], c[2 * q + 1]];
    if (x === 0 && y === 0) continue;
    const [i, j] = [row[q], column[q]];
    if (part[q] === Part.Re) {
      visit(i, j, x, y);
      if (i !== j) visit(j, i, x, y);
    } else {
      visit(i, j, -y, x);
      visit(j, i, y, -x);
    }
  }
}

/** The operator of complex coordinates (interleaved). */
export function operatorOfComplex(space: Space, sector: Sector, c: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  eachElement(sector, c, (i, j, re, im) => {
    entries.push([i, j, re, im]);
  });
  return Operator.fromEntries(space, entries);
}

/** The operator B with Tr[B†X] = Σ_q w_q c_q(X) for every X, of complex weights (interleaved) without conjugation. */
export function dualOfComplex(space: Space, { count, row, column, part }: Sector, w: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  for (let q = 0; q < count; q++) {
    const [x, y] = [w[2 * q], w[2 * q + 1]];
    if (x === 0 && y === 0) continue;
    const [i, j] = [row[q], column[q]];
    if (i === j) entries.push([i, i, x, -y]);
    else if (part[q] === Part.Re) entries.push([i, j, x / 2, -y / 2], [j, i, x / 2, -y / 2]);
    // c_Im = (X_ij − X_ji)/2i
    else entries.push([i, j, y / 2, x / 2], [j, i, -y / 2, -x / 2]);
  }
  return Operator.fromEntries(space, entries);
}

/** The complex coordinates (interleaved) of any operator; elements outside the sector must be 0. */
export function complexCoordinates(sector: Sector, X: Operator): Float64Array {
  const c = new Float64Array(2 * sector.count);
  X.forEach((i, j, re, im) => {
    const [low, high] = [Math.min(i, j), Math.max(i, j)];
    const half = i === j ? 1 : 0.5;
    const atRe = sector.indexOf(low, high, Part.Re);
    if (atRe >= 0) {
      c[2 * atRe] += half * re;
      c[2 * atRe + 1] += half * im;
    }
    const atIm = i === j ? -1 : sector.indexOf(low, high, Part.Im);
    if (atIm < 0) return;
    const sign = i < j ? half : -half;
    c[2 * atIm] += sign * im;
    c[2 * atIm + 1] -= sign * re;
  });
  return c;
}
