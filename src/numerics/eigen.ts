import {
  eighComplex,
  eighComplexScratch,
  eighReal,
  eighRealScratch,
  entropyOfSpectrum,
  jacobiComplex,
  jacobiReal,
  NO_VECTORS,
} from "../../bindings/eigen.ts";

import { RunFailure, wrongKind, wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { scratchScope } from "./scratch.ts";

/** Eigenvalues in ascending order and the unit eigenvectors that belong to them, one per column. */
export interface HermitianEigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** Up to this size Jacobi rotations are used: as fast there, and small eigenvalues keep their digits. */
const JACOBI = 8;
/** A relative distance from Hermiticity that rounding can explain. */
const HERMITIAN = 1e-10;
/** Moduli this close count as equal when the phase of a vector is fixed, so that rounding does not choose. */
const SAME_MODULUS = 1e-8;

/** Check that `value` is a square complex matrix with finite entries. Returns its size. */
export function squareMatrix(argument: string, value: Matrix): number {
  if (!(value?.data instanceof Float64Array)) throw wrongKind(argument, "be a matrix", value, "Make one with `matrixFrom`.");
  const { rows, columns, data } = value;
  if (rows !== columns) throw wrongValue(argument, "be square", null, "", `it is ${rows} × ${columns}`);
  if (data.length !== 2 * rows * rows)
    throw wrongValue(argument, `hold ${2 * rows * rows} numbers (re and im of each entry)`, null, "", `it holds ${data.length}`);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      const entry = Math.floor(i / 2);
      throw wrongValue(argument, "have finite entries", null, "", `entry (${Math.floor(entry / rows)}, ${entry % rows}) is ${data[i]}`);
    }
  }
  return rows;
}

/** Check that `value` is Hermitian to rounding. Returns its size. */
export function hermitianMatrix(argument: string, value: Matrix, tolerance = HERMITIAN): number {
  const n = squareMatrix(argument, value);
  const { data } = value;
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const p = 2 * (i * n + j);
      const q = 2 * (j * n + i);
      const defect = Math.max(Math.abs(data[p] - data[q]), Math.abs(data[p + 1] + data[q + 1]));
      if (defect > tolerance * largest) {
        throw wrongValue(
          argument,
          "be Hermitian",
          null,
          "Use `eigenvalues` or `schur` for a general matrix.",
          `entries (${i}, ${j}) and (${j}, ${i}) differ by ${defect} from conjugates`,
        );
      }
    }
  }
  return n;
}

/** The sets of indices that nonzero entries of an n × n matrix (1 or 2 numbers per entry) connect, ascending, ordered by first index. */
export function connectedIndices(n: number, data: Float64Array, parts: 1 | 2): number[][] {
  const linked = (i: number, j: number) => {
    const at = parts * (i * n + j);
    return data[at] !== 0 || (parts === 2 && data[at + 1] !== 0);
  };
  const seen = new Uint8Array(n);
  const blocks: number[][] = [];
  for (let first = 0; first < n; first++) {
    if (seen[first]) continue;
    seen[first] = 1;
    const block = [first];
    for (let k = 0; k < block.length; k++) {
      for (let j = 0; j < n; j++) {
        if (seen[j] || !(linked(block[k], j) || linked(j, block[k]))) continue;
        seen[j] = 1;
        block.push(j);
      }
    }
    blocks.push(block.sort((a, b) => a - b));
  }
  return blocks;
}

/** The sets of basis states that the nonzero entries of A connect. */
export function connectedBlocks(A: Matrix): number[][] {
  return connectedIndices(A.rows, A.data, 2);
}

/** One connected block: eigenvalues, unordered, and eigenvectors as rows, of unit length to rounding. */
export interface BlockEigen {
  /** The basis states of the block, ascending. */
  readonly indices: readonly number[];
  readonly values: Float64Array;
  readonly rows: Float64Array;
  /** 1: real rows; 2: interleaved complex rows. */
  readonly parts: 1 | 2;
}

/** The block of A on `indices`, made exactly Hermitian, and whether it is real. */
function gather(A: Matrix, indices: readonly number[]): { block: Float64Array; real: boolean; largest: number } {
  const n = A.rows;
  const m = indices.length;
  const block = new Float64Array(2 * m * m);
  let real = true;
  let largest = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const p = 2 * (indices[i] * n + indices[j]);
      const q = 2 * (indices[j] * n + indices[i]);
      const re = 0.5 * A.data[p] + 0.5 * A.data[q];
      const im = 0.5 * A.data[p + 1] - 0.5 * A.data[q + 1];
      block[2 * (i * m + j)] = block[2 * (j * m + i)] = re;
      block[2 * (i * m + j) + 1] = im;
      block[2 * (j * m + i) + 1] = i === j ? 0 : -im;
      if (im !== 0) real = false;
      largest = Math.max(largest, Math.abs(re), Math.abs(im));
    }
  }
  return { block, real, largest };
}

/** The power of two that brings `largest` near one, when it is so far away that squares would leave the range. */
function scaling(largest: number): number {
  let factor = 1;
  if (largest === 0) return factor;
  while (largest * factor > 1e15) factor *= 0.5;
  while (largest * factor < 1e-15 && factor < 1e300) factor *= 2;
  return factor;
}

/** Entries below this, after scaling, would make squares underflow; they move no eigenvalue by more than this. */
const FLUSH = 1e-140;

function solveBlock(A: Matrix, indices: readonly number[], vectors: boolean): BlockEigen {
  const m = indices.length;
  const { block, real, largest } = gather(A, indices);
  const parts = real ? 1 : 2;
  if (m === 1) return { indices, values: block.slice(0, 1), rows: Float64Array.of(1), parts: 1 };
  const factor = scaling(largest);
  return scratchScope((s) => {
    const a = s.f64(parts * m * m);
    const view = a.view();
    for (let i = 0; i < view.length; i++) {
      const entry = factor * block[real ? 2 * i : i];
      view[i] = Math.abs(entry) < FLUSH ? 0 : entry;
    }
    const z = vectors ? s.f64(parts * m * m) : undefined;
    const values = s.f64(m);
    const rows = z?.pointer ?? NO_VECTORS;
    let failed: number;
    if (m <= JACOBI) failed = (real ? jacobiReal : jacobiComplex)(m, a.pointer, rows, values.pointer);
    else {
      const scratch = s.f64(real ? eighRealScratch(m) : eighComplexScratch(m));
      failed = (real ? eighReal : eighComplex)(m, a.pointer, rows, values.pointer, scratch.pointer);
    }
    if (failed) throw new RunFailure(`The eigenvalues of a Hermitian ${m} × ${m} block did not settle.`);
    return { indices, values: values.view().map((x) => x / factor), rows: z ? z.view().slice() : new Float64Array(0), parts };
  });
}

/** Write row `k` of a block as a unit column whose largest component (the first of equals) is real and positive. */
function placeVector(block: BlockEigen, k: number, vectors: Matrix, column: number): void {
  const { indices, rows, parts } = block;
  const m = indices.length;
  const start = parts * k * m;
  const squares = new Float64Array(m);
  let norm = 0;
  let largest = 0;
  for (let i = 0; i < m; i++) {
    const re = rows[start + parts * i];
    const im = parts === 2 ? rows[start + 2 * i + 1] : 0;
    squares[i] = re * re + im * im;
    norm += squares[i];
    largest = Math.max(largest, squares[i]);
  }
  let pivot = 0;
  while (squares[pivot] < (1 - SAME_MODULUS) * largest) pivot++;
  const length = Math.sqrt(squares[pivot]) * Math.sqrt(norm);
  const wr = rows[start + parts * pivot] / length;
  const wi = parts === 2 ? -rows[start + 2 * pivot + 1] / length : 0;
  for (let i = 0; i < m; i++) {
    const re = rows[start + parts * i];
    const im = parts === 2 ? rows[start + 2 * i + 1] : 0;
    const to = 2 * (indices[i] * vectors.columns + column);
    vectors.data[to] = wr * re - wi * im;
    vectors.data[to + 1] = i === pivot ? 0 : wr * im + wi * re;
  }
}

/** Every eigenvalue with where it came from: ascending, equal values in the order of their blocks. */
function ordered(blocks: readonly BlockEigen[]): { value: number; block: number; k: number }[] {
  const all: { value: number; block: number; k: number }[] = [];
  for (let block = 0; block < blocks.length; block++) {
    const { values } = blocks[block];
    for (let k = 0; k < values.length; k++) all.push({ value: values[k] + 0, block, k });
  }
  return all.sort((a, b) => a.value - b.value || a.block - b.block || a.k - b.k);
}

/** Check and diagonalise a Hermitian matrix block by block, for functions of it. */
export function blockEigen(argument: string, A: Matrix, options: { tolerance?: number } = {}): BlockEigen[] {
  hermitianMatrix(argument, A, options.tolerance);
  return connectedBlocks(A).map((indices) => solveBlock(A, indices, true));
}

/**
 * Diagonalise a Hermitian matrix.
 *
 *   A = Σ_k λ_k |v_k⟩⟨v_k|
 *
 * States that no entry connects are never mixed, so eigenvectors keep the symmetries that the pattern of A shows, also inside a
 * degenerate level. A real matrix is treated with real arithmetic and gets real vectors.
 *
 * `A`: n × n, Hermitian to `tolerance` (1e-10) relative to its largest entry; its Hermitian part is used.
 * Returns `values` (n, ascending) and `vectors` (n × n, column k belongs to value k; the component of largest modulus, the first
 * of equals, is real and positive; equal values keep the order of the basis states they come from).
 * Throws RangeError when A is not square, not finite or not Hermitian.
 * Source: Wilkinson, The Algebraic Eigenvalue Problem (1965); small blocks: Demmel, Veselić, doi:10.1137/0613074.
 */
export function eigh(A: Matrix, options: { tolerance?: number } = {}): HermitianEigen {
  const blocks = blockEigen("A", A, options);
  const n = A.rows;
  const order = ordered(blocks);
  const vectors = zeros(n, n);
  for (let column = 0; column < n; column++) placeVector(blocks[order[column].block], order[column].k, vectors, column);
  return { values: Float64Array.from(order, ({ value }) => value), vectors };
}

/** The eigenvalues alone of a Hermitian matrix (n, ascending); arguments and errors as in `eigh`. */
export function eigvalsh(A: Matrix, options: { tolerance?: number } = {}): Float64Array {
  hermitianMatrix("A", A, options.tolerance);
  const blocks = connectedBlocks(A).map((block) => solveBlock(A, block, false));
  return Float64Array.from(ordered(blocks), ({ value }) => value);
}

/**
 * The entropy −Σ p ln p of a spectrum, in nats, with 0·ln 0 = 0; a negative p, which only rounding makes, counts as 0.
 *
 * `values`: probabilities in any order; they are summed in that order. Returns NaN when one of them is NaN.
 */
export function entropyOf(values: ArrayLike<number>): number {
  return scratchScope((s) => entropyOfSpectrum(values.length, s.f64(values).pointer));
}
