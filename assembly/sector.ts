/**
 * Sector maps: real sparse matrices on the live real coordinates of a state, several realisations side by side.
 *
 * A map is  y = Σ_k w_k M_k x.  The rows of all M_k are interleaved, so that a row is finished in one go:
 *
 *   rowStart  i32[(n·groups) + 1]   segment (row r, group k) is entries rowStart[r·groups + k] … rowStart[r·groups + k + 1] − 1
 *   columns   i32[nnz]
 *   values    f64[nnz]              the same for every lane
 *   weights   f64[groups][lanes]
 *   x, y      f64[n][lanes]         lanes is even; one 64-byte line per coordinate at 8 lanes
 *
 * Order of summation, the same for every lane count: within a segment by entry, then over groups from 0.
 * A lane's bits depend on nothing in its neighbours. In both loops the accumulators stay in registers.
 */
import { expectApart, expectLanes, expectSize } from "./contract";

// @ts-expect-error: decorator
@inline
function pairAt(p: usize): v128 {
  return v128.load(p);
}

/** y ← Σ_k w_k M_k x for two lanes starting at byte offset `lane` within each entry of `stride` bytes. */
function applyPair(
  n: i32,
  groups: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  weights: usize,
  x: usize,
  y: usize,
  stride: usize,
): void {
  let e = <usize>load<i32>(rowStart);
  for (let r = 0; r < n; r++) {
    let total = f64x2.splat(0);
    for (let k = 0; k < groups; k++) {
      rowStart += 4;
      const end = <usize>load<i32>(rowStart);
      let sum = f64x2.splat(0);
      for (; e < end; e++) {
        const at = x + <usize>load<i32>(columns + (e << 2)) * stride;
        sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(values + (e << 3)), pairAt(at)));
      }
      total = f64x2.add(total, f64x2.mul(pairAt(weights + <usize>k * stride), sum));
    }
    v128.store(y, total);
    y += stride;
  }
}

/** The same for four lanes. */
function applyQuad(
  n: i32,
  groups: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  weights: usize,
  x: usize,
  y: usize,
  stride: usize,
): void {
  let e = <usize>load<i32>(rowStart);
  for (let r = 0; r < n; r++) {
    let total0 = f64x2.splat(0);
    let total1 = f64x2.splat(0);
    for (let k = 0; k < groups; k++) {
      rowStart += 4;
      const end = <usize>load<i32>(rowStart);
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      for (; e < end; e++) {
        const at = x + <usize>load<i32>(columns + (e << 2)) * stride;
        const value = v128.load64_splat(values + (e << 3));
        sum0 = f64x2.add(sum0, f64x2.mul(value, v128.load(at)));
        sum1 = f64x2.add(sum1, f64x2.mul(value, v128.load(at, 16)));
      }
      const w = weights + <usize>k * stride;
      total0 = f64x2.add(total0, f64x2.mul(v128.load(w), sum0));
      total1 = f64x2.add(total1, f64x2.mul(v128.load(w, 16), sum1));
    }
    v128.store(y, total0);
    v128.store(y, total1, 16);
    y += stride;
  }
}

/** The same for eight lanes: one index and one value serve four vector products. */
function applyOctet(n: i32, groups: i32, rowStart: usize, columns: usize, values: usize, weights: usize, x: usize, y: usize): void {
  let e = <usize>load<i32>(rowStart);
  for (let r = 0; r < n; r++) {
    let total0 = f64x2.splat(0);
    let total1 = f64x2.splat(0);
    let total2 = f64x2.splat(0);
    let total3 = f64x2.splat(0);
    for (let k = 0; k < groups; k++) {
      rowStart += 4;
      const end = <usize>load<i32>(rowStart);
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      let sum2 = f64x2.splat(0);
      let sum3 = f64x2.splat(0);
      for (; e < end; e++) {
        const at = x + (<usize>load<i32>(columns + (e << 2)) << 6);
        const value = v128.load64_splat(values + (e << 3));
        sum0 = f64x2.add(sum0, f64x2.mul(value, v128.load(at)));
        sum1 = f64x2.add(sum1, f64x2.mul(value, v128.load(at, 16)));
        sum2 = f64x2.add(sum2, f64x2.mul(value, v128.load(at, 32)));
        sum3 = f64x2.add(sum3, f64x2.mul(value, v128.load(at, 48)));
      }
      const w = weights + (<usize>k << 6);
      total0 = f64x2.add(total0, f64x2.mul(v128.load(w), sum0));
      total1 = f64x2.add(total1, f64x2.mul(v128.load(w, 16), sum1));
      total2 = f64x2.add(total2, f64x2.mul(v128.load(w, 32), sum2));
      total3 = f64x2.add(total3, f64x2.mul(v128.load(w, 48), sum3));
    }
    v128.store(y, total0);
    v128.store(y, total1, 16);
    v128.store(y, total2, 32);
    v128.store(y, total3, 48);
    y += 64;
  }
}

/** y ← Σ_k w_k M_k x for `lanes` (2, 4, 6 or 8) realisations. y must not overlap x. */
export function sectorApply(
  n: i32,
  groups: i32,
  rowStart: usize,
  columns: usize,
  values: usize,
  weights: usize,
  x: usize,
  y: usize,
  lanes: i32,
): void {
  expectSize(n);
  expectSize(groups);
  expectLanes(lanes);
  expectApart(x, y, <usize>(n * lanes) << 3);
  if (lanes == 8) {
    applyOctet(n, groups, rowStart, columns, values, weights, x, y);
    return;
  }
  const stride = <usize>lanes << 3;
  let lane = 0;
  if (lanes >= 4) {
    applyQuad(n, groups, rowStart, columns, values, weights, x, y, stride);
    lane = 4;
  }
  for (; lane < lanes; lane += 2) {
    const shift = <usize>lane << 3;
    applyPair(n, groups, rowStart, columns, values, weights + shift, x + shift, y + shift, stride);
  }
}

/** y ← M x for one vector and one group: the mat-vec of steppers and Krylov methods. */
export function sectorApplySingle(n: i32, rowStart: usize, columns: usize, values: usize, x: usize, y: usize): void {
  expectSize(n);
  expectApart(x, y, <usize>n << 3);
  let e = <usize>load<i32>(rowStart);
  for (let r = 0; r < n; r++) {
    rowStart += 4;
    const end = <usize>load<i32>(rowStart);
    let sum: f64 = 0;
    for (; e < end; e++) sum += load<f64>(values + (e << 3)) * load<f64>(x + (<usize>load<i32>(columns + (e << 2)) << 3));
    store<f64>(y + (<usize>r << 3), sum);
  }
}

/**
 * out[f][lane] ← Σ_e values[e] · x[columns[e]][lane]: sparse linear functionals (expectation values) of each lane.
 * Functional f owns entries start[f] … start[f+1] − 1.
 */
export function sectorFunctionals(count: i32, start: usize, columns: usize, values: usize, x: usize, lanes: i32, out: usize): void {
  expectSize(count);
  expectLanes(lanes);
  const stride = <usize>lanes << 3;
  for (let f = 0; f < count; f++) {
    const from = <usize>load<i32>(start + (<usize>f << 2));
    const end = <usize>load<i32>(start + (<usize>(f + 1) << 2));
    for (let lane: usize = 0; lane < stride; lane += 16) {
      let sum = f64x2.splat(0);
      for (let e = from; e < end; e++) {
        const at = x + <usize>load<i32>(columns + (e << 2)) * stride + lane;
        sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(values + (e << 3)), v128.load(at)));
      }
      v128.store(out + <usize>f * stride + lane, sum);
    }
  }
}

/** y ← y + x for `count` values, an even number. */
export function addLanes(count: i32, x: usize, y: usize): void {
  assert(count >= 0 && (count & 1) == 0, "`count` must be even and ≥ 0.");
  const end = x + (<usize>count << 3);
  for (; x < end; x += 16, y += 16) v128.store(y, f64x2.add(v128.load(y), v128.load(x)));
}
