/** Sparse factors anew at every shift: for large parts with a narrow band. */
import { addPair, factorBanded } from "../../numerics/banded.ts";
import { envelopeOf, type SparseReal } from "../../numerics/envelope.ts";
import type { Lowering } from "../../plan/lowering.ts";
import { type ResolventRequest, type ResolventSolver, type StationaryPair, sizeOf } from "../../plan/resolvent-request.ts";

/** Measured: flops per second of the factors, and what one shift costs beside per coordinate, in seconds. */
const RATE = 9e9;
const PER_COORDINATE = 3.7e-6;
/** Shifts below this times the size of M are solved with a row of the trace in place of one equation. */
const NEAR = 1e-6;

export const factorsPerShift: Lowering<ResolventRequest, ResolventSolver> = {
  name: "sparse factors per shift",
  fits(request) {
    const { matrix, shifts, undamped } = request;
    if (undamped) return { refused: "modes that do not decay are projected on" };
    // The complex system in real numbers is twice as long and its band twice as wide.
    const { flops: real, first } = envelopeOf(matrix, request.order());
    const flops = 8 * real;
    const seconds = (shifts.length / 2) * (flops / RATE + PER_COORDINATE * matrix.n);
    return { seconds, flops, bytes: bandBytes(2 * matrix.n, 2 * widthOf(first)), about: true };
  },
  bind: (request) => ({ values: () => solveAll(request) }),
};

/** The widest row of an envelope. */
export function widthOf(first: Int32Array): number {
  return first.reduce((most, column, row) => Math.max(most, row - column), 0);
}

/** The front and the factors of n rows in a band, with room for exchanges. */
export function bandBytes(n: number, width: number): number {
  return 8 * (4 * width * width + 4 * width * n);
}

function solveAll({ matrix, stationary, x, functional, shifts, order }: ResolventRequest): Float64Array {
  const out = new Float64Array(shifts.length);
  const places = Int32Array.from(order(), (q) => q);
  const doubled = Int32Array.from({ length: 2 * matrix.n }, (_, k) => 2 * places[k >> 1] + (k & 1));
  const near = NEAR * sizeOf(matrix);
  for (let k = 0; k < shifts.length / 2; k++) {
    const [re, im] = [shifts[2 * k], shifts[2 * k + 1]];
    const close = stationary !== null && Math.abs(re) + Math.abs(im) <= near ? stationary : null;
    const y = solveOne(shifted(matrix, re, im, close), close ? withoutRow(x, close) : x, doubled);
    if (stationary) takeOut(y, stationary);
    for (let q = 0; q < matrix.n; q++) {
      out[2 * k] += functional[2 * q] * y[2 * q] - functional[2 * q + 1] * y[2 * q + 1];
      out[2 * k + 1] += functional[2 * q] * y[2 * q + 1] + functional[2 * q + 1] * y[2 * q];
    }
  }
  return out;
}

/** Solve with one correction from a residual in doubled precision. */
function solveOne(S: SparseReal, b: Float64Array, order: Int32Array): Float64Array {
  const factors = factorBanded(S, { order, threshold: 0.5 });
  try {
    const y = factors.solve(b);
    const delta = new Float64Array(y.length);
    addPair(y, delta, factors.solve(factors.residual(b, y, delta)));
    return y;
  } finally {
    factors.release();
  }
}

/** y ← y − r (l·y). */
function takeOut(y: Float64Array, { right, left }: StationaryPair): void {
  let [re, im] = [0, 0];
  for (let q = 0; q < left.length; q++) {
    re += left[q] * y[2 * q];
    im += left[q] * y[2 * q + 1];
  }
  for (let q = 0; q < right.length; q++) {
    y[2 * q] -= right[q] * re;
    y[2 * q + 1] -= right[q] * im;
  }
}

/** The equation that the row of the trace stands in for: that of the functional's largest coordinate. */
function replaced({ left }: StationaryPair): number {
  return left.reduce((best, value, q) => (Math.abs(value) > Math.abs(left[best]) ? q : best), 0);
}

function withoutRow(x: Float64Array, pair: StationaryPair): Float64Array {
  const b = x.slice();
  const row = replaced(pair);
  b[2 * row] = b[2 * row + 1] = 0;
  return b;
}

/** s − M in real numbers, rows and columns interleaved as re, im; one row is l·y = 0 where `pair` is given. */
function shifted({ n, rowStart, columns, values }: SparseReal, re: number, im: number, pair: StationaryPair | null): SparseReal {
  const row = pair ? replaced(pair) : -1;
  const start = new Int32Array(2 * n + 1);
  const to: number[] = [];
  const kept: number[] = [];
  const put = (column: number, value: number) => {
    to.push(column);
    kept.push(value);
  };
  for (let r = 0; r < n; r++) {
    for (const part of [0, 1]) {
      if (r === row && pair) {
        pair.left.forEach((value, q) => {
          if (value !== 0) put(2 * q + part, value);
        });
      } else fillRow(r, part, { rowStart, columns, values }, re, im, put);
      start[2 * r + part + 1] = to.length;
    }
  }
  return { n: 2 * n, rowStart: start, columns: Int32Array.from(to), values: Float64Array.from(kept) };
}

/** One row of s − M, columns ascending. */
function fillRow(
  r: number,
  part: number,
  { rowStart, columns, values }: Pick<SparseReal, "rowStart" | "columns" | "values">,
  re: number,
  im: number,
  put: (column: number, value: number) => void,
): void {
  let own = re;
  for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (columns[e] === r) own -= values[e];
  const diagonal = () => {
    if (part === 0) {
      put(2 * r, own);
      put(2 * r + 1, -im);
    } else {
      put(2 * r, im);
      put(2 * r + 1, own);
    }
  };
  let done = false;
  for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
    if (columns[e] === r) continue;
    if (!done && columns[e] > r) {
      diagonal();
      done = true;
    }
    put(2 * columns[e] + part, -values[e]);
  }
  if (!done) diagonal();
}
