/** Common eigenbases of commuting Hermitian operators, block by block, so that exact zeros of their patterns stay exact. */
import { connectedParts } from "../../numerics/connected-parts.ts";
import { eigh } from "../../numerics/eigen.ts";
import { zeros } from "../../numerics/matrix.ts";
import { dag, plus, scale, times } from "../../operators/algebra.ts";
import { isDiagonal } from "../../operators/checks.ts";
import { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";

/** Differences of eigenvalues, relative to the largest, that count as rounding. */
const EQUAL = 1e-11;

/** A basis in which all of some operators are diagonal. */
export interface SpectralBasis {
  /** Columns are the common eigenvectors; null for the basis of the space itself. */
  readonly vectors: Operator | null;
  /** `values[m][x]`: eigenvalue of operator m in the x-th vector. */
  readonly values: readonly Float64Array[];
}

/** Find a common basis; null where the operators do not commute to 1e-10 of their size. */
export function commonBasis(space: Space, operators: readonly Operator[]): SpectralBasis | null {
  if (operators.every(isDiagonal)) return { vectors: null, values: operators.map(diagonalOf) };
  // one combination with weights that no degeneracy meets by accident
  const mixed = plus(...operators.map((A, m) => scale(A, 1 / (1 + 0.6180339887 * m + 0.1234567 * m * m) / (sizeOf(A) || 1))));
  const vectors = blockwiseVectors(space, mixed);
  const turned = operators.map((A) => times(dag(vectors), A, vectors));
  const commute = turned.every((A, m) => {
    let worst = 0;
    A.forEach((i, j, re, im) => {
      if (i !== j) worst = Math.max(worst, Math.abs(re), Math.abs(im));
    });
    return worst <= 1e-10 * (sizeOf(operators[m]) || 1);
  });
  return commute ? { vectors, values: turned.map(diagonalOf) } : null;
}

/** The eigenvectors of a Hermitian operator as columns, those of each connected block of its pattern within that block. */
function blockwiseVectors(space: Space, A: Operator): Operator {
  const { dimension } = space;
  const pattern = { n: dimension, rowStart: A.rowStart, columns: A.columns, values: A.values.filter((_, e) => e % 2 === 0) };
  A.values.forEach((value, e) => {
    if (e % 2 === 1 && value !== 0) pattern.values[e >> 1] = 1;
  });
  const entries: [number, number, number, number][] = [];
  for (const part of connectedParts(pattern)) {
    if (part.length === 1) {
      entries.push([part[0], part[0], 1, 0]);
      continue;
    }
    const block = zeros(part.length);
    const place = new Map<number, number>();
    part.forEach((i, k) => {
      place.set(i, k);
    });
    A.forEach((i, j, re, im) => {
      const [r, c] = [place.get(i), place.get(j)];
      if (r === undefined || c === undefined) return;
      block.data[2 * (r * part.length + c)] = re;
      block.data[2 * (r * part.length + c) + 1] = im;
    });
    const { vectors } = eigh(block);
    part.forEach((i, r) =>
      part.forEach((j, c) => {
        const at = 2 * (r * part.length + c);
        if (vectors.data[at] !== 0 || vectors.data[at + 1] !== 0) entries.push([i, j, vectors.data[at], vectors.data[at + 1]]);
      }),
    );
  }
  return Operator.fromEntries(space, entries);
}

/** An eigenvalue with the projector on its whole eigenspace. */
export interface SpectralPiece {
  readonly value: number;
  readonly projector: Operator;
}

/** A = Σ value · projector, eigenvalues that differ by rounding as one. */
export function spectralPieces(A: Operator): readonly SpectralPiece[] {
  const { space } = A;
  const { vectors, values } = commonBasis(space, [A]) as SpectralBasis;
  return levelsOf(values[0]).map(({ value, members }) => {
    const inside = Operator.fromEntries(
      space,
      members.map((x) => [x, x, 1] as const),
    );
    return { value, projector: vectors ? times(vectors, inside, dag(vectors)) : inside };
  });
}

/** Equal values grouped, ascending. */
export function levelsOf(values: Float64Array): readonly { readonly value: number; readonly members: readonly number[] }[] {
  const order = Array.from(values, (_, x) => x).sort((x, y) => values[x] - values[y] || x - y);
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const levels: { value: number; members: number[] }[] = [];
  for (const x of order) {
    const last = levels.at(-1);
    if (last && values[x] - values[last.members.at(-1) as number] <= EQUAL * size) last.members.push(x);
    else levels.push({ value: values[x], members: [x] });
  }
  return levels;
}

/** Are two vectors of counts equal up to rounding? `size`: of the largest count. */
export function sameCounts(a: readonly number[], b: readonly number[], size: number): boolean {
  return a.every((value, f) => Math.abs(value - b[f]) <= EQUAL * size);
}

/** An operator in another basis, V†AV on the left factor's or the whole space; the same where the basis is that of the space. */
export function inBasis(A: Operator, vectors: Operator | null): Operator {
  return vectors ? times(dag(vectors), A, vectors) : A;
}

function diagonalOf(A: Operator): Float64Array {
  const values = new Float64Array(A.dimension);
  A.forEach((i, j, re) => {
    if (i === j) values[i] = re;
  });
  return values;
}

function sizeOf(A: Operator): number {
  return A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
