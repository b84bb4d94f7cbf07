/** Where several states are stationary: the parts that a state may end in, each with its weight from the start and its own rates. */
import { denseOf, type SparseReal } from "../../numerics/envelope.ts";
import { luFactorReal, luSolveReal } from "../../numerics/lu.ts";
import { strongClasses } from "../../numerics/strong-classes.ts";
import type { JetCarrier } from "./jet-steps.ts";
import { untiltedMatrix } from "./stationary-cycle.ts";

/** Coordinates at most. */
const MOST = 2500;

/** A set of coordinates that nothing leaves, with the probability that the start ends there. */
export interface Component {
  readonly members: Int32Array;
  readonly weight: number;
}

/**
 * The closed classes of the pattern that hold populations. Null where they do not explain the stationary space: where coordinates outside
 * of them do not decay.
 */
export function closedComponents(carrier: JetCarrier, start: Float64Array): readonly Component[] | null {
  const { trace } = carrier.process;
  const n = trace.length;
  if (n > MOST) return null;
  const matrix = denseOf(untiltedMatrix(carrier));
  const pattern = patternOf(matrix, n, carrier);
  const { members, of } = strongClasses(pattern);
  const closed = members.map((_, k) => k).filter((k) => !leaves(pattern, of, k));
  const holding = closed.filter((k) => members[k].some((q) => trace[q] !== 0));
  const isHeld = new Uint8Array(n);
  for (const k of holding) for (const q of members[k]) isHeld[q] = 1;
  const outside = Int32Array.from(Array.from({ length: n }, (_, q) => q).filter((q) => !isHeld[q]));
  if (outside.length === 0) return holding.map((k) => ({ members: members[k], weight: traceWithin(members[k], trace, start) }));
  // (1 − Λ₀)ᵀ ℓ = 0 with ℓ the trace on one class and 0 on the others
  const m = outside.length;
  const transposed = new Float64Array(m * m);
  outside.forEach((q, r) =>
    outside.forEach((p, c) => {
      transposed[r * m + c] = matrix[p * n + q];
    }),
  );
  const factors = luFactorReal(m, transposed);
  if (!(factors.condition < 1e13)) return null;
  return holding.map((k) => {
    const b = Float64Array.from(outside, (q) => members[k].reduce((sum, p) => sum - matrix[p * n + q] * trace[p], 0));
    const reach = luSolveReal(factors, b);
    const weight = outside.reduce((sum, q, e) => sum + reach[e] * start[q], traceWithin(members[k], trace, start));
    return { members: members[k], weight };
  });
}

function traceWithin(members: Int32Array, trace: Float64Array, start: Float64Array): number {
  return members.reduce((sum, q) => sum + trace[q] * start[q], 0);
}

/** The union of the patterns of all steps, so that a class is closed under each of them. */
function patternOf(matrix: Float64Array, n: number, carrier: JetCarrier): SparseReal {
  const rows: Set<number>[] = Array.from({ length: n }, (_, r) => new Set([r]));
  for (let r = 0; r < n; r++) for (let q = 0; q < n; q++) if (matrix[r * n + q] !== 0) rows[r].add(q);
  for (const { matrices } of carrier.process.steps) {
    const { groups, rowStart, columns, values } = matrices;
    for (let r = 0; r < n; r++) {
      for (let e = rowStart[r * groups]; e < rowStart[(r + 1) * groups]; e++) if (values[e] !== 0) rows[r].add(columns[e] % n);
    }
  }
  const rowStart = new Int32Array(n + 1);
  const columns = rows.flatMap((row, r) => {
    rowStart[r + 1] = rowStart[r] + row.size;
    return [...row].sort((a, b) => a - b);
  });
  return { n, rowStart, columns: Int32Array.from(columns), values: new Float64Array(columns.length).fill(1) };
}

/** Does something outside of class k read a coordinate of it? */
function leaves({ n, rowStart, columns }: SparseReal, of: Int32Array, k: number): boolean {
  for (let r = 0; r < n; r++) {
    if (of[r] === k) continue;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) if (of[columns[e]] === k) return true;
  }
  return false;
}
