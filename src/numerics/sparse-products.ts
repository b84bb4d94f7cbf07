/** Products of real sparse matrices, and maps less the identity. */
import type { SparseReal } from "./envelope.ts";

/** A B; entries are summed in the order of A's columns. */
export function composeSparse(A: SparseReal, B: SparseReal): SparseReal {
  const sums = new Float64Array(A.n);
  const seen = new Uint8Array(A.n);
  return fromRows(A.n, (r, add) => {
    const touched: number[] = [];
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      const k = A.columns[e];
      for (let f = B.rowStart[k]; f < B.rowStart[k + 1]; f++) {
        const c = B.columns[f];
        if (!seen[c]) {
          seen[c] = 1;
          touched.push(c);
        }
        sums[c] += A.values[e] * B.values[f];
      }
    }
    for (const c of touched.sort((a, b) => a - b)) {
      add(c, sums[c]);
      sums[c] = 0;
      seen[c] = 0;
    }
  });
}

/** The entries of a dense matrix (row-major) that are not 0. */
export function sparseOf(n: number, dense: Float64Array): SparseReal {
  return fromRows(n, (r, add) => {
    for (let c = 0; c < n; c++) if (dense[r * n + c] !== 0) add(c, dense[r * n + c]);
  });
}

/** A − 1. */
export function withoutIdentity(A: SparseReal): SparseReal {
  return fromRows(A.n, (r, add) => {
    let done = false;
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      const c = A.columns[e];
      if (!done && c > r) add(r, -1);
      done ||= c >= r;
      add(c, c === r ? A.values[e] - 1 : A.values[e]);
    }
    if (!done) add(r, -1);
  });
}

function fromRows(n: number, fill: (r: number, add: (column: number, value: number) => void) => void): SparseReal {
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let r = 0; r < n; r++) {
    fill(r, (column, value) => {
      columns.push(column);
      values.push(value);
    });
    rowStart[r + 1] = columns.length;
  }
  return { n, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}
