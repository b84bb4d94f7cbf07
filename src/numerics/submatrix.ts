/** Rows and columns of a sparse matrix, cut out by the places of their entries, which a known pattern keeps. */
import type { DoubledSparse } from "./doubled-sparse.ts";
import { fromPattern, isKnown, markPattern } from "./known-patterns.ts";

interface Places {
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  /** The entry of M that each entry is. */
  readonly entries: Int32Array;
}

/**
 * The rows and columns `members` of M, in that order, without stored zeros. `name` stands for `members` among the parts of one pattern;
 * `place` holds −1 wherever the index is no member, before and after.
 */
export function submatrix(M: DoubledSparse, members: Int32Array, name: string, place: Int32Array): DoubledSparse {
  if (members.length === M.n) return M;
  const { rowStart, columns, entries } = fromPattern(M, name, () => {
    const places = placesOf(M, members, place);
    if (isKnown(M)) markPattern(places);
    return places;
  });
  const values = new Float64Array(entries.length);
  for (let k = 0; k < values.length; k++) values[k] = M.values[entries[k]];
  let low: Float64Array | null = null;
  if (M.low) {
    low = new Float64Array(entries.length);
    for (let k = 0; k < low.length; k++) low[k] = M.low[entries[k]];
  }
  return { n: members.length, rowStart, columns, values, low };
}

function placesOf(M: DoubledSparse, members: Int32Array, place: Int32Array): Places {
  for (let k = 0; k < members.length; k++) place[members[k]] = k;
  const columns: number[] = [];
  const entries: number[] = [];
  const rowStart = new Int32Array(members.length + 1);
  for (let k = 0; k < members.length; k++) {
    for (let e = M.rowStart[members[k]]; e < M.rowStart[members[k] + 1]; e++) {
      const at = place[M.columns[e]];
      if (at < 0 || M.values[e] === 0) continue;
      columns.push(at);
      entries.push(e);
    }
    rowStart[k + 1] = columns.length;
  }
  for (const index of members) place[index] = -1;
  return { rowStart, columns: Int32Array.from(columns), entries: Int32Array.from(entries) };
}
