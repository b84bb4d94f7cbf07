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

/** What follows from where the entries of a group stand. */
interface Shape extends Omit<RunMatrix, "values" | "runValues"> {
  readonly entriesOfRuns: number;
  /** Where each entry of the matrices goes: places of `values`, and behind them those of `runValues`; −1 for zeros. */
  readonly targets: Int32Array;
}

/** Shapes of the groups by the list of columns, which matrices of one program share. */
const shapes = new WeakMap<Int32Array, Shape[]>();

/**
 * Sort the entries of group k into runs (row + q, column + q), q = 0, 1, …, of at least six, ordered by row, and rows for
 * what is left. Entries that are exactly zero are left out: here the pattern no longer matters.
 */
export function runMatrix(matrices: SectorMatrices, k: number): RunMatrix {
  const known = shapes.get(matrices.columns) ?? [];
  shapes.set(matrices.columns, known);
  const filled = known[k] && fill(matrices, k, known[k]);
  if (filled) return filled;
  known[k] = shapeOf(matrices, k);
  return fill(matrices, k, known[k]) as RunMatrix;
}

/** The values in their places; null where zeros stand elsewhere than in the shape. */
function fill(matrices: SectorMatrices, k: number, { targets, entriesOfRuns, ...shape }: Shape): RunMatrix | null {
  const { n, groups, rowStart } = matrices;
  const ofRows = shape.columns.length;
  const values = new Float64Array(ofRows);
  const runValues = new Float64Array(entriesOfRuns);
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
      const [to, value] = [targets[e], matrices.values[e]];
      if (to >= 0 !== (value !== 0)) return null;
      if (to >= ofRows) runValues[to - ofRows] = value;
      else if (to >= 0) values[to] = value;
    }
  }
  return { ...shape, values, runValues };
}

function shapeOf(matrices: SectorMatrices, k: number): Shape {
  const { n, groups } = matrices;
  const entries = entriesByDiagonal(matrices, k);
  const inRun = new Uint8Array(matrices.columns.length);
  const runs: { row: number; column: number; from: number; length: number }[] = [];
  let from = 0;
  for (let at = 1; at <= entries.order.length; at++) {
    if (at < entries.order.length && follows(entries, at)) continue;
    if (at - from >= SHORTEST) {
      const e = entries.order[from];
      runs.push({ row: entries.rows[e], column: matrices.columns[e], from, length: at - from });
      for (let q = from; q < at; q++) inRun[entries.order[q]] = 1;
    }
    from = at;
  }
  runs.sort((a, b) => a.row - b.row || a.column - b.column);
  const targets = new Int32Array(matrices.columns.length).fill(-1);
  const rowStart = new Int32Array(n + 1);
  const columns: number[] = [];
  for (let r = 0; r < n; r++) {
    for (let e = matrices.rowStart[r * groups + k]; e < matrices.rowStart[r * groups + k + 1]; e++) {
      if (matrices.values[e] === 0 || inRun[e]) continue;
      targets[e] = columns.length;
      columns.push(matrices.columns[e]);
    }
    rowStart[r + 1] = columns.length;
  }
  let to = columns.length;
  for (const run of runs) for (let q = 0; q < run.length; q++) targets[entries.order[run.from + q]] = to++;
  return {
    n,
    rowStart,
    columns: Int32Array.from(columns),
    runs: Int32Array.from(runs.flatMap(({ row, column, length }) => [row, column, length])),
    entriesOfRuns: to - columns.length,
    targets,
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
