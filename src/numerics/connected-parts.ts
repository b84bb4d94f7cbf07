/** The connected parts of a sparse matrix: sets of unknowns that no entry joins. */
import { denseOf, type SparseReal } from "./envelope.ts";

/** The parts, each ascending, in order of their first unknown. Entries that are exactly 0 join nothing. */
export function connectedParts({ n, rowStart, columns, values }: SparseReal): Int32Array[] {
  const root = Int32Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    let r = i;
    while (root[r] !== r) r = root[r];
    for (let k = i; root[k] !== r; ) [k, root[k]] = [root[k], r];
    return r;
  };
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      if (values[e] === 0) continue;
      const [a, b] = [find(r), find(columns[e])];
      if (a !== b) root[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const parts = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const r = find(i);
    const part = parts.get(r);
    if (part) part.push(i);
    else parts.set(r, [i]);
  }
  return [...parts.values()].map((part) => Int32Array.from(part));
}

/** The rows and columns of a matrix that belong to a part, which no entry leaves. */
export function partOf({ rowStart, columns, values }: SparseReal, part: Int32Array): SparseReal {
  const place = new Map<number, number>();
  part.forEach((index, k) => {
    place.set(index, k);
  });
  const start = new Int32Array(part.length + 1);
  const to: number[] = [];
  const kept: number[] = [];
  part.forEach((r, k) => {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const column = place.get(columns[e]);
      if (column === undefined || values[e] === 0) continue;
      to.push(column);
      kept.push(values[e]);
    }
    start[k + 1] = to.length;
  });
  return { n: part.length, rowStart: start, columns: Int32Array.from(to), values: Float64Array.from(kept) };
}

/** The same as a dense row-major array. */
export function densePart(M: SparseReal, part: Int32Array): Float64Array {
  return denseOf(partOf(M, part));
}
