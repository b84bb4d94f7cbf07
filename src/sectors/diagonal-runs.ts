/** Sorting the entries of a real sparse matrix into runs along diagonals and rows, as assembly/flow.ts stores them. */
import type { SectorMatrices } from "./matrices.ts";

/** One group's matrix in the two parts of assembly/flow.ts. */
export interface RunMatrix {
  readonly n: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** (row, column, length) of each run. */
  readonly runs: Int32Array;
  readonly runValues: Float64Array;
}

/** Shorter runs cost more than rows do. */
const SHORTEST = 6;

/**
 * Sort the entries of group k into runs (row + q, column + q), q = 0, 1, …, of at least six, ordered by row, and rows for
 * what is left. Entries that are exactly zero are left out: here the pattern no longer matters.
 */
export function runMatrix(matrices: SectorMatrices, k: number): RunMatrix {
  const { n, groups } = matrices;
  const entries = entriesByDiagonal(matrices, k);
  const inRun = new Uint8Array(entries.order.length);
  const runs: { row: number; column: number; from: number; length: number }[] = [];
  let from = 0;
  for (let at = 1; at <= entries.order.length; at++) {
    if (at < entries.order.length && follows(entries, at)) continue;
    if (at - from >= SHORTEST) {
      const e = entries.order[from];
      runs.push({ row: entries.rows[e], column: matrices.columns[e], from, length: at - from });
      inRun.fill(1, from, at);
    }
    from = at;
  }
  runs.sort((a, b) => a.row - b.row || a.column - b.column);
  const runValues = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const run of runs) for (let q = 0; q < run.length; q++) runValues[to++] = matrices.values[entries.order[run.from + q]];
  return {
    ...rest(matrices, n, groups, k, entries, inRun),
    n,
    runs: Int32Array.from(runs.flatMap(({ row, column, length }) => [row, column, length])),
    runValues,
  };
}

interface Entries {
  /** Row of each entry of the matrices. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** Nonzero entries of the group, by column − row, then by row. */
  readonly order: Int32Array;
}

function entriesByDiagonal({ n, groups, rowStart, columns, values }: SectorMatrices, k: number): Entries {
  const rows = new Int32Array(columns.length);
  const counts = new Int32Array(2 * n);
  const each = (visit: (e: number, diagonal: number) => void) => {
    for (let r = 0; r < n; r++) {
      for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
        rows[e] = r;
        if (values[e] !== 0) visit(e, columns[e] - r + n - 1);
      }
    }
  };
  each((_, diagonal) => counts[diagonal + 1]++);
  for (let d = 0; d + 1 < counts.length; d++) counts[d + 1] += counts[d];
  const order = new Int32Array(counts[counts.length - 1]);
  each((e, diagonal) => {
    order[counts[diagonal]++] = e;
  });
  return { rows, columns, order };
}

function follows({ rows, columns, order }: Entries, at: number): boolean {
  const [before, here] = [order[at - 1], order[at]];
  return rows[here] === rows[before] + 1 && columns[here] === columns[before] + 1;
}

function rest(
  matrices: SectorMatrices,
  n: number,
  groups: number,
  k: number,
  { order }: Entries,
  inRun: Uint8Array,
): Pick<RunMatrix, "rowStart" | "columns" | "values"> {
  const keep = new Uint8Array(matrices.columns.length);
  order.forEach((e, at) => {
    if (!inRun[at]) keep[e] = 1;
  });
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let r = 0; r < n; r++) {
    for (let e = matrices.rowStart[r * groups + k]; e < matrices.rowStart[r * groups + k + 1]; e++) {
      if (!keep[e]) continue;
      columns.push(matrices.columns[e]);
      values.push(matrices.values[e]);
    }
    rowStart[r + 1] = columns.length;
  }
  return { rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}
