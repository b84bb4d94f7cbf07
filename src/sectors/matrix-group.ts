/** One matrix out of several whose rows are interleaved. */
import type { SparseReal } from "../numerics/envelope.ts";
import type { SectorMatrices } from "./matrices.ts";

/** M_k alone, without entries that are exactly 0. */
export function matrixGroup({ n, groups, rowStart, columns, values }: SectorMatrices, k: number): SparseReal {
  const start = new Int32Array(n + 1);
  const [to, kept]: [number[], number[]] = [[], []];
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
      if (values[e] === 0) continue;
      to.push(columns[e]);
      kept.push(values[e]);
    }
    start[r + 1] = to.length;
  }
  return { n, rowStart: start, columns: Int32Array.from(to), values: Float64Array.from(kept) };
}

/** The functional x ↦ f·(M x). */
export function functionalOf({ n, rowStart, columns, values }: SparseReal, f: Float64Array): Float64Array {
  const out = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    if (f[r] === 0) continue;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) out[columns[e]] += f[r] * values[e];
  }
  return out;
}
