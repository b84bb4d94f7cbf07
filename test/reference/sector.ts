/** Sector maps in plain TypeScript, with the kernels' interface on typed arrays and their order of summation. */

export interface PlainMap {
  readonly n: number;
  readonly groups: number;
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** y ← Σ_k w_k M_k x for all lanes; weights is [group][lane], x and y are [coordinate][lane]. */
export function sectorApply(
  { n, groups, rowStart, columns, values }: PlainMap,
  weights: Float64Array,
  x: Float64Array,
  y: Float64Array,
  lanes: number,
): void {
  const total = new Float64Array(lanes);
  const sum = new Float64Array(lanes);
  for (let r = 0; r < n; r++) {
    total.fill(0);
    for (let k = 0; k < groups; k++) {
      sum.fill(0);
      for (let e = rowStart[r * groups + k]; e < rowStart[r * groups + k + 1]; e++) {
        const at = columns[e] * lanes;
        const value = values[e];
        for (let l = 0; l < lanes; l++) sum[l] += value * x[at + l];
      }
      for (let l = 0; l < lanes; l++) total[l] += weights[k * lanes + l] * sum[l];
    }
    y.set(total, r * lanes);
  }
}

/** out[f][lane] ← Σ_e values[e] · x[columns[e]][lane]. */
export function sectorFunctionals(
  start: Int32Array,
  columns: Int32Array,
  values: Float64Array,
  x: Float64Array,
  lanes: number,
  out: Float64Array,
): void {
  for (let f = 0; f + 1 < start.length; f++) {
    for (let l = 0; l < lanes; l++) {
      let sum = 0;
      for (let e = start[f]; e < start[f + 1]; e++) sum += values[e] * x[columns[e] * lanes + l];
      out[f * lanes + l] = sum;
    }
  }
}
