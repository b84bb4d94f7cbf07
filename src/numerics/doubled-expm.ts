/** exp(A) − 1 of small complex matrices in double-double arithmetic: what is small stays accurate relative to itself. */
import { DoubledSum } from "./doubled.ts";

/** Four numbers an entry, row-major: re + reLow, im + imLow. */
export type DoubledMatrix = Float64Array;

/** Norm up to which the series is summed. */
const SHORT = 0.0625;
/** Terms below this share of the sum are below the last bit of doubled precision. */
const LAST = 1e-34;

/** exp(A) − 1 for an n × n matrix: the series of A/2^s, then s times  Y ← 2Y + Y². */
export function doubledExpm1(n: number, A: DoubledMatrix): DoubledMatrix {
  let size = largestRowSum(n, A);
  let halvings = 0;
  for (; size > SHORT; size *= 0.5) halvings++;
  let factor = 1;
  for (let k = 0; k < halvings; k++) factor *= 0.5;
  const X = A.map((value) => value * factor);
  let Y: DoubledMatrix = X.slice();
  let term: DoubledMatrix = X.slice();
  for (let k = 2; k < 64; k++) {
    term = scaled(product(n, term, X), k);
    if (largestRowSum(n, term) <= LAST * largestRowSum(n, Y)) break;
    Y = sum(Y, term, 1);
  }
  for (let k = 0; k < halvings; k++) Y = sum(product(n, Y, Y), Y, 2);
  return Y;
}

function largestRowSum(n: number, A: DoubledMatrix): number {
  let most = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.abs(A[4 * (i * n + j)]) + Math.abs(A[4 * (i * n + j) + 2]);
    most = Math.max(most, row);
  }
  return most;
}

/** A B. */
function product(n: number, A: DoubledMatrix, B: DoubledMatrix): DoubledMatrix {
  const out = new Float64Array(4 * n * n);
  const [re, im] = [new DoubledSum(), new DoubledSum()];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      re.set(0);
      im.set(0);
      for (let k = 0; k < n; k++) {
        const [p, q] = [4 * (i * n + k), 4 * (k * n + j)];
        const [a, b, c, d] = [A[p], A[p + 1], A[p + 2], A[p + 3]];
        if (a !== 0) {
          re.addProductOfPairs(a, b, B[q], B[q + 1]);
          im.addProductOfPairs(a, b, B[q + 2], B[q + 3]);
        }
        if (c !== 0) {
          re.addProductOfPairs(-c, -d, B[q + 2], B[q + 3]);
          im.addProductOfPairs(c, d, B[q], B[q + 1]);
        }
      }
      out.set([re.high, re.low, im.high, im.low], 4 * (i * n + j));
    }
  }
  return out;
}

/** A / k. */
function scaled(A: DoubledMatrix, k: number): DoubledMatrix {
  const out = new Float64Array(A.length);
  const value = new DoubledSum();
  for (let e = 0; e < A.length; e += 2) {
    value.set(A[e], A[e + 1]).divide(k);
    out[e] = value.high;
    out[e + 1] = value.low;
  }
  return out;
}

/** A + c B, c a power of two. */
function sum(A: DoubledMatrix, B: DoubledMatrix, c: number): DoubledMatrix {
  const out = new Float64Array(A.length);
  const value = new DoubledSum();
  for (let e = 0; e < A.length; e += 2) {
    value.set(A[e], A[e + 1]).add(c * B[e], c * B[e + 1]);
    out[e] = value.high;
    out[e + 1] = value.low;
  }
  return out;
}

/** The connected blocks of a square pattern in compressed rows or columns. */
export function connectedBlocks(start: Int32Array, rows: Int32Array): number[][] {
  const n = start.length - 1;
  const neighbours: number[][] = Array.from({ length: n }, () => []);
  for (let j = 0; j < n; j++) {
    for (let e = start[j]; e < start[j + 1]; e++) {
      neighbours[j].push(rows[e]);
      neighbours[rows[e]].push(j);
    }
  }
  const seen = new Uint8Array(n);
  const blocks: number[][] = [];
  for (let first = 0; first < n; first++) {
    if (seen[first]) continue;
    seen[first] = 1;
    const block = [first];
    for (const i of block) {
      for (const j of neighbours[i]) {
        if (seen[j]) continue;
        seen[j] = 1;
        block.push(j);
      }
    }
    blocks.push(block.sort((a, b) => a - b));
  }
  return blocks;
}
