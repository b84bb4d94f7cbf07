/** Real sparse matrices: products, and the envelope that they have in reverse Cuthill–McKee order. */

/** A real sparse square matrix by rows, columns ascending. */
export interface SparseReal {
  readonly n: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** y = A x. */
export function multiplySparse({ n, rowStart, columns, values }: SparseReal, x: Float64Array): Float64Array {
  const y = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) sum += values[e] * x[columns[e]];
    y[r] = sum;
  }
  return y;
}

/** Aᵀ. */
export function transposeSparse({ n, rowStart, columns, values }: SparseReal): SparseReal {
  const start = new Int32Array(n + 1);
  for (const column of columns) start[column + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const next = start.slice();
  const to = { n, rowStart: start, columns: new Int32Array(columns.length), values: new Float64Array(values.length) };
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const at = next[columns[e]]++;
      to.columns[at] = r;
      to.values[at] = values[e];
    }
  }
  return to;
}

/** A as a dense row-major array. */
export function denseOf({ n, rowStart, columns, values }: SparseReal): Float64Array {
  const dense = new Float64Array(n * n);
  for (let r = 0; r < n; r++) for (let e = rowStart[r]; e < rowStart[r + 1]; e++) dense[r * n + columns[e]] += values[e];
  return dense;
}

/** The largest column sum of moduli, ‖A‖₁. */
export function norm1({ n, columns, values }: SparseReal): number {
  const sums = new Float64Array(n);
  for (let e = 0; e < columns.length; e++) sums[columns[e]] += Math.abs(values[e]);
  let most = 0;
  for (let c = 0; c < n; c++) most = Math.max(most, sums[c]);
  return most;
}

/** Neighbours of each index in the symmetrised pattern, without itself, by increasing degree (ties by index). */
function adjacency(A: SparseReal): { start: Int32Array; list: Int32Array } {
  const T = transposeSparse(A);
  const start = new Int32Array(A.n + 1);
  const list: number[] = [];
  const mark = new Int32Array(A.n).fill(-1);
  for (let r = 0; r < A.n; r++) {
    mark[r] = r;
    for (const { rowStart, columns } of [A, T]) {
      for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
        if (mark[columns[e]] === r) continue;
        mark[columns[e]] = r;
        list.push(columns[e]);
      }
    }
    start[r + 1] = list.length;
  }
  const flat = Int32Array.from(list);
  const degree = (i: number) => start[i + 1] - start[i];
  for (let r = 0; r < A.n; r++) flat.subarray(start[r], start[r + 1]).sort((a, b) => degree(a) - degree(b) || a - b);
  return { start, list: flat };
}

/** Breadth-first levels from `root`, appended to `order`; returns the number of levels and where the last one starts. */
function levels(
  graph: { start: Int32Array; list: Int32Array },
  root: number,
  seen: Uint8Array,
  order: number[],
): { depth: number; last: number } {
  let from = order.length;
  const first = from;
  seen[root] = 1;
  order.push(root);
  let depth = 0;
  let last = from;
  while (from < order.length) {
    last = from;
    const end = order.length;
    for (; from < end; from++) {
      const i = order[from];
      for (let e = graph.start[i]; e < graph.start[i + 1]; e++) {
        const j = graph.list[e];
        if (seen[j]) continue;
        seen[j] = 1;
        order.push(j);
      }
    }
    depth++;
  }
  return { depth, last: last - first };
}

/**
 * The reverse Cuthill–McKee order of a matrix' pattern: `order[k]` is the index that comes k-th. Each connected part starts
 * from a pseudo-peripheral index. Stored zeros belong to the pattern: the order does not depend on values.
 *
 * Source: A. George and J. W. H. Liu, Computer Solution of Large Sparse Positive Definite Systems (1981), Ch. 4.
 */
export function envelopeOrder(A: SparseReal): Int32Array {
  const graph = adjacency(A);
  const done = new Uint8Array(A.n);
  const order: number[] = [];
  for (let i = 0; i < A.n; i++) {
    if (!done[i]) levels(graph, peripheral(graph, i, done), done, order);
  }
  return Int32Array.from(order.reverse());
}

function peripheral(graph: { start: Int32Array; list: Int32Array }, from: number, done: Uint8Array): number {
  let root = from;
  let depth = 0;
  for (let attempt = 0; attempt < 8; attempt++) {
    const part: number[] = [];
    const found = levels(graph, root, done.slice(), part);
    if (found.depth <= depth) break;
    depth = found.depth;
    root = part
      .slice(found.last)
      .reduce((best, j) => (graph.start[j + 1] - graph.start[j] < graph.start[best + 1] - graph.start[best] ? j : best));
  }
  return root;
}

/** The envelope of A in an order: first column of each row, and the place of each row. */
export interface Envelope {
  readonly order: Int32Array;
  readonly place: Int32Array;
  readonly first: Int32Array;
  /** Doubles: 32 bits end at 65,537 full rows. What does not fit linear memory is refused before the kernels see it. */
  readonly start: Float64Array;
  /** Floating-point operations of the factorisation. */
  readonly flops: number;
}

/** The envelope of A in `order`. */
export function envelopeOf(A: SparseReal, order = envelopeOrder(A)): Envelope {
  const { n } = A;
  const place = new Int32Array(n);
  order.forEach((index, k) => {
    place[index] = k;
  });
  const first = Int32Array.from({ length: n }, (_, k) => k);
  for (let r = 0; r < n; r++) {
    for (let e = A.rowStart[r]; e < A.rowStart[r + 1]; e++) {
      if (A.values[e] === 0) continue;
      const [i, j] = [place[r], place[A.columns[e]]];
      const late = Math.max(i, j);
      first[late] = Math.min(first[late], i, j);
    }
  }
  return envelopeFrom(order, place, first);
}

/** The envelope of a matrix of which every entry may differ from zero. */
export function fullEnvelope(n: number): Envelope {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  return envelopeFrom(order, order, new Int32Array(n));
}

function envelopeFrom(order: Int32Array, place: Int32Array, first: Int32Array): Envelope {
  const n = order.length;
  const start = new Float64Array(n + 1);
  let flops = 0;
  for (let i = 0; i < n; i++) {
    const width = i - first[i];
    start[i + 1] = start[i] + width;
    flops += 2 * width * width;
  }
  return { order, place, first, start, flops };
}
