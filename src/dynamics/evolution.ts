/** The evolution operator exp(−iHt), block by block, with the class of every entry kept exact. */

import { finite } from "../errors.ts";
import { dagger, multiply } from "../numerics/dense.ts";
import { eigh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { cos, sin } from "../numerics/scalar.ts";
import { requireHermitian } from "../operators/checks.ts";
import { anyNoted, EntryClass, entryClasses, noteClasses } from "../operators/classes.ts";
import { Operator, requireRoom } from "../operators/operator.ts";

/** A connected block of a Hermitian pattern, and the gauge that makes −iH real in it, where there is one. */
interface Block {
  readonly indices: readonly number[];
  /** Quarter-turn parity of each index: entry (a, b) of U is real where parities agree, imaginary elsewhere. Null: complex. */
  readonly parity: readonly number[] | null;
}

/**
 * The unitary U = exp(−iHt) of a Hermitian operator, on the same space.
 *
 * The pattern of H falls into connected blocks and U fills each of them. Where the entries of a block are exactly real
 * or exactly imaginary and a choice of quarter-turn phases |a⟩ → i^{g_a}|a⟩ makes −iH real throughout, every entry of
 * U is exactly real or exactly imaginary too, and its other part is an exact zero rather than a rounded one. Blocks of
 * one and two states use closed forms; larger ones their eigenvectors.
 *
 * `t` is in units of 1/energy. Throws when H is not Hermitian.
 *
 * @example
 * evolution(sigmaX(qubit()), Math.PI / 2).at(0, 1); // [0, -1]
 */
export function evolution(H: Operator, t: number): Operator {
  finite("t", t);
  requireHermitian("H", H);
  const rows = new Array<Map<number, [number, number]>>(H.dimension);
  const blocks = blocksOf(H);
  requireRoom(H.space, entriesOf(blocks));
  for (const block of blocks) {
    const U = evolveBlock(H, block.indices, t);
    const n = block.indices.length;
    for (let a = 0; a < n; a++) {
      const row = new Map<number, [number, number]>();
      for (let b = 0; b < n; b++) {
        const re = U.data[2 * (a * n + b)];
        const im = U.data[2 * (a * n + b) + 1];
        const odd = block.parity ? block.parity[a] !== block.parity[b] : null;
        row.set(block.indices[b], [odd === true ? 0 : re, odd === false ? 0 : im]);
      }
      rows[block.indices[a]] = row;
    }
  }
  const U = Operator.fromRows(H.space, (i) => rows[i]);
  return anyNoted([H]) ? noteClasses(U, classesIn(blocks, U)) : U;
}

/** The classes of an evolution: those of a gauge where its block has one, both parts elsewhere. */
function classesIn(blocks: readonly Block[], U: Operator): Uint8Array {
  const classes = new Uint8Array(U.count);
  for (const { indices, parity } of blocks) {
    indices.forEach((i, a) => {
      indices.forEach((_, b) => {
        const same = parity && parity[a] === parity[b];
        classes[U.rowStart[i] + b] = parity === null ? EntryClass.Complex : same ? EntryClass.Real : EntryClass.Imaginary;
      });
    });
  }
  return classes;
}

/**
 * The pattern of exp(−iHt) without its numbers: 1, i or 1 + i stand where an entry is exactly real, exactly imaginary, or neither.
 *
 * What a plan needs of a large evolution, at the cost of its entries alone. Throws a RangeError when there are too many of them.
 */
export function evolutionPattern(H: Operator): Operator {
  const blocks = blocksOf(H);
  const count = entriesOf(blocks);
  requireRoom(H.space, count);
  const rowStart = new Int32Array(H.dimension + 1);
  for (const { indices } of blocks) for (const i of indices) rowStart[i + 1] = indices.length;
  for (let i = 0; i < H.dimension; i++) rowStart[i + 1] += rowStart[i];
  const columns = new Int32Array(count);
  const values = new Float64Array(2 * count);
  for (const { indices, parity } of blocks) {
    indices.forEach((i, a) => {
      for (let b = 0; b < indices.length; b++) {
        const at = rowStart[i] + b;
        columns[at] = indices[b];
        values[2 * at] = parity && parity[a] !== parity[b] ? 0 : 1;
        values[2 * at + 1] = parity && parity[a] === parity[b] ? 0 : 1;
      }
    });
  }
  return new Operator(H.space, rowStart, columns, values);
}

/** Entries of an operator that fills its blocks. */
function entriesOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { indices }) => sum + indices.length * indices.length, 0);
}

/** The connected blocks of a Hermitian pattern with their parities, in order of their first index. */
function blocksOf(H: Operator): Block[] {
  const parity = new Int8Array(H.dimension).fill(-1);
  const blocks: Block[] = [];
  const classes = entryClasses(H);
  const known = anyNoted([H]);
  for (let first = 0; first < H.dimension; first++) {
    if (parity[first] >= 0) continue;
    parity[first] = 0;
    const indices = [first];
    let real = true;
    for (const a of indices) {
      for (let e = H.rowStart[a]; e < H.rowStart[a + 1]; e++) {
        const b = H.columns[e];
        // −iH_ab is imaginary where H_ab is real: then the parities of a and b must differ.
        const turn = classes[e] === EntryClass.Real ? 1 : 0;
        if (classes[e] === EntryClass.Complex) real = false;
        if (a === b) real &&= H.values[2 * e] === 0 && !known;
        else if (parity[b] < 0) {
          parity[b] = parity[a] ^ turn;
          indices.push(b);
        } else if (parity[b] !== (parity[a] ^ turn)) real = false;
      }
    }
    indices.sort((a, b) => a - b);
    blocks.push({ indices, parity: real ? indices.map((i) => parity[i]) : null });
  }
  return blocks;
}

function evolveBlock(H: Operator, indices: readonly number[], t: number): Matrix {
  if (indices.length === 1) return evolveOne(H.at(indices[0], indices[0])[0], t);
  if (indices.length === 2) return evolveTwo(H, indices[0], indices[1], t);
  const n = indices.length;
  const place = new Map(indices.map((index, k) => [index, k]));
  const block = zeros(n, n);
  indices.forEach((i, a) => {
    for (let e = H.rowStart[i]; e < H.rowStart[i + 1]; e++) {
      const b = place.get(H.columns[e]) as number;
      block.data[2 * (a * n + b)] = H.values[2 * e];
      block.data[2 * (a * n + b) + 1] = H.values[2 * e + 1];
    }
  });
  return fromEigenphases(block, t);
}

function evolveOne(energy: number, t: number): Matrix {
  return { rows: 1, columns: 1, data: Float64Array.of(cos(energy * t), energy === 0 ? 0 : -sin(energy * t)) };
}

/** exp(−iHt) = e^{−imt} [cos Ωt − i (H − m) sin Ωt / Ω] with m the mean energy and Ω² = δ² + |v|². */
function evolveTwo(H: Operator, i: number, j: number, t: number): Matrix {
  const upper = H.at(i, i)[0];
  const lower = H.at(j, j)[0];
  const [vRe, vIm] = H.at(i, j);
  const mean = (upper + lower) / 2;
  const delta = (upper - lower) / 2;
  const Omega = Math.sqrt(delta * delta + vRe * vRe + vIm * vIm);
  const c = cos(Omega * t);
  const s = Omega === 0 ? t : sin(Omega * t) / Omega;
  // −i (H − m) s, entry by entry, then the common phase.
  const entries = [
    [c, -delta * s],
    [vIm * s, -vRe * s],
    [-vIm * s, -vRe * s],
    [c, delta * s],
  ];
  const pRe = cos(mean * t);
  const pIm = mean === 0 ? 0 : -sin(mean * t);
  return { rows: 2, columns: 2, data: Float64Array.from(entries.flatMap(([re, im]) => [re * pRe - im * pIm, re * pIm + im * pRe])) };
}

/** Blocks from this size on are multiplied by the packed kernel: with hundreds of states the plain loop would take minutes. */
const LARGE = 96;

/** V diag(e^{−iEt}) V†. */
function fromEigenphases(H: Matrix, t: number): Matrix {
  const n = H.rows;
  const { values, vectors } = eigh(H);
  const U = zeros(n, n);
  const cosines = Float64Array.from(values, (E) => cos(E * t));
  const sines = Float64Array.from(values, (E) => -sin(E * t));
  const v = vectors.data;
  if (n >= LARGE) {
    const turned = v.slice();
    for (let at = 0; at < n * n; at++) {
      const [x, y, k] = [v[2 * at], v[2 * at + 1], at % n];
      turned[2 * at] = x * cosines[k] - y * sines[k];
      turned[2 * at + 1] = x * sines[k] + y * cosines[k];
    }
    return multiply({ ...vectors, data: turned }, dagger(vectors));
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < n; k++) {
        const x = v[2 * (a * n + k)];
        const y = v[2 * (a * n + k) + 1];
        const u = v[2 * (b * n + k)];
        const w = v[2 * (b * n + k) + 1];
        const oRe = x * u + y * w;
        const oIm = y * u - x * w;
        re += oRe * cosines[k] - oIm * sines[k];
        im += oRe * sines[k] + oIm * cosines[k];
      }
      U.data[2 * (a * n + b)] = re;
      U.data[2 * (a * n + b) + 1] = im;
    }
  }
  return U;
}
