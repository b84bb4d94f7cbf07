/** Real matrices on pairs (Re z, Im z) that are complex-linear maps of z, or of its conjugates: half as large in complex numbers. */
import type { SparseReal } from "./envelope.ts";

/** Coordinates re[k] and im[k] of each complex number. */
export interface RealPairs {
  readonly re: Int32Array;
  readonly im: Int32Array;
}

/** Which of both conjugates is taken: z_k = c_re + i·sign[k]·c_im. */
export interface ComplexPairs extends RealPairs {
  readonly sign: Int8Array;
}

/** A real matrix in complex numbers: z ↦ P z, P n/2 × n/2, row-major, interleaved. */
export interface ComplexStructure {
  readonly pairs: ComplexPairs;
  readonly P: Float64Array;
}

/** Of the largest entry, what two entries that should be equal may differ by. */
const EQUAL = 1e-14;

/**
 * Choose conjugates so that M is complex-linear on them. Each 2 × 2 block of M on the pairs must be [a, −c; c, a], which joins two numbers of
 * one sign, or [a, c; c, −a], which joins a number to a conjugate; then P_kl = a + i·sign[k]·c. Null where a block is neither, or where
 * signs contradict each other: z and z* take part in one another.
 */
export function complexStructure(M: SparseReal, pairs: RealPairs): ComplexStructure | null {
  const half = pairs.re.length;
  if (2 * half !== M.n) return null;
  const { blocks, largest } = blocksOf(M, pairs);
  const same: Map<number, boolean>[] = Array.from({ length: half }, () => new Map());
  const least = EQUAL * largest;
  for (const [key, [a, b, c, d]] of blocks) {
    const [k, l] = [Math.floor(key / half), key % half];
    const linear = Math.abs(a - d) <= least && Math.abs(b + c) <= least;
    const conjugate = Math.abs(a + d) <= least && Math.abs(b - c) <= least;
    if (!linear && !conjugate) return null;
    if (linear && conjugate) continue;
    if ((same[k].get(l) ?? linear) !== linear) return null;
    same[k].set(l, linear);
    same[l].set(k, linear);
  }
  const sign = signsOf(same);
  if (!sign) return null;
  const P = new Float64Array(2 * half * half);
  for (const [key, [a, , c]] of blocks) {
    P[2 * key] = a;
    P[2 * key + 1] = sign[Math.floor(key / half)] * c;
  }
  return { pairs: { ...pairs, sign }, P };
}

/** The blocks [a, b; c, d] between pairs, and the largest entry. */
function blocksOf({ n, rowStart, columns, values }: SparseReal, { re, im }: RealPairs) {
  const half = re.length;
  const place = new Int32Array(n);
  const odd = new Uint8Array(n);
  re.forEach((q, k) => {
    place[q] = k;
    place[im[k]] = k;
    odd[im[k]] = 1;
  });
  const blocks = new Map<number, [number, number, number, number]>();
  let largest = 0;
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      if (values[e] === 0) continue;
      largest = Math.max(largest, Math.abs(values[e]));
      const key = place[r] * half + place[columns[e]];
      let block = blocks.get(key);
      if (!block) blocks.set(key, (block = [0, 0, 0, 0]));
      block[2 * odd[r] + odd[columns[e]]] += values[e];
    }
  }
  return { blocks, largest };
}

/** Signs of all numbers, equal or opposite along every edge; null where that cannot be. */
function signsOf(same: readonly ReadonlyMap<number, boolean>[]): Int8Array | null {
  const sign = new Int8Array(same.length);
  for (let root = 0; root < same.length; root++) {
    if (sign[root] !== 0) continue;
    sign[root] = 1;
    const open = [root];
    for (let k = open.pop(); k !== undefined; k = open.pop()) {
      for (const [l, equal] of same[k]) {
        const wanted = equal ? sign[k] : -sign[k];
        if (sign[l] === 0) {
          sign[l] = wanted;
          open.push(l);
        } else if (sign[l] !== wanted) return null;
      }
    }
  }
  return sign;
}
