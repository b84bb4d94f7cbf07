/**
 * Trajectories: conditional states that move on by what was seen.
 *
 * Currents run several trajectories side by side, values stored [coordinate][lane] as in `sector.ts`; readings run one after the other, for
 * each of them takes another map. Nothing in a lane depends on its neighbours. Clicks: `series.ts`.
 */
import { at, both, index, pair, place, put, putIndex, putPair } from "./access";
import { expectApart, expectLanes, expectSize } from "./contract";
import { sectorApply } from "./sector";

/** Products of probabilities that are below this, or above its inverse, go into the logarithm. */
const SMALL: f64 = 1e-200;

/** The longest Newton step, and how short the last may be: what is left is its square. */
const LONGEST: f64 = 1;
const CLOSE: f64 = 1e-8;

/**
 * z = z₀ + w with F(z) = Φ(z₀), for a density φ(z) Σ_k b_k He_k(z), b_0 = 1, in two lanes: Newton's method, each lane until it is close.
 * In units of φ(z) the integral from z₀ to z is Σ_j He_j(z) w^{j+1}/(j+1)!. out[k][lane] ← He_k(z).
 */
function drawn(rounds: i32, order: i32, b: usize, out: usize, lane: i32, lanes: i32, z0: v128): v128 {
  const b1 = pair(b, lanes + lane);
  const bend = f64x2.sub(pair(b, 2 * lanes + lane), f64x2.mul(f64x2.splat(0.5), f64x2.mul(b1, b1)));
  let w = f64x2.add(b1, f64x2.mul(z0, bend));
  let live = i64x2.splat(-1);
  for (let round = 0; ; round++) {
    const z = f64x2.add(z0, w);
    let older = f64x2.splat(0);
    let newer = f64x2.splat(1);
    let power = w;
    let density = newer;
    let tail = older;
    let between = w;
    putPair(out, lane, newer);
    for (let j = 1; j <= order; j++) {
      const next = f64x2.sub(f64x2.mul(z, newer), f64x2.mul(f64x2.splat(j - 1), older));
      older = newer;
      newer = next;
      putPair(out, j * lanes + lane, newer);
      const own = pair(b, j * lanes + lane);
      density = f64x2.add(density, f64x2.mul(own, newer));
      tail = f64x2.add(tail, f64x2.mul(own, older));
      power = f64x2.mul(power, f64x2.mul(w, f64x2.splat(1.0 / <f64>(j + 1))));
      between = f64x2.add(between, f64x2.mul(newer, power));
    }
    if (round >= rounds || !v128.any_true(live)) return z;
    const whole = f64x2.div(f64x2.sub(between, tail), density);
    const step = f64x2.max(f64x2.splat(-LONGEST), f64x2.min(f64x2.splat(LONGEST), whole));
    w = v128.bitselect(f64x2.sub(w, step), w, live);
    live = v128.and(live, f64x2.gt(f64x2.abs(step), f64x2.splat(CLOSE)));
  }
  return w;
}

/**
 * `steps` steps of one current or two. Each: increments root·z whose numbers z have the density φ(z₁)φ(z₂) Σ_kl He_k(z₁) He_l(z₂) ⟨reading_kl⟩
 * divided by ⟨reading_00⟩, drawn one after the other by at most so many Newton rounds; the map Σ_kl He_k He_l T_kl; and the division by its trace.
 *
 *   groups      (k, l) with k + l ≤ order, l fastest; of one current k
 *   noise       f64[steps][width][lanes]   standard normals in, increments out
 *   room        f64[lanes] times: groups chances, groups weights, and order + 1 each of coefficients and two lists of polynomials
 *   sums        f64[width][lanes]          increments so far
 *   tally       f64[2][lanes]              product of traces over ⟨reading_00⟩, and the logarithm of what was taken out of it
 *   x, scratch  f64[n][lanes]              the state, and room for the next one
 */
export function currentSteps(
  n: i32, steps: i32, width: i32, rounds: i32, order: i32, groups: i32, rowStart: usize, columns: usize, values: usize, readings: usize,
  trace: usize, root: f64, noise: usize, room: usize, sums: usize, tally: usize, x: usize, scratch: usize, lanes: i32,
): void {
  expectSize(n);
  expectSize(steps);
  expectLanes(lanes);
  expectApart(x, scratch, <usize>(n * lanes) << 3);
  const weights = place(room, groups * lanes);
  const b = place(weights, groups * lanes);
  const list = (order + 1) * lanes;
  const first = place(b, list);
  const second = place(first, list);
  const begin = x;
  let y = scratch;
  for (let step = 0; step < steps; step++) {
    for (let lane = 0; lane < lanes; lane += 2) {
      for (let g = 0; g < groups; g++) {
        let chance = f64x2.splat(0);
        for (let q = 0; q < n; q++) chance = f64x2.add(chance, f64x2.mul(both(readings, g * n + q), pair(x, q * lanes + lane)));
        putPair(room, g * lanes + lane, chance);
      }
      putPair(second, lane, f64x2.splat(1));
      for (let j = 0; j < width; j++) {
        // of the first alone b_m = ⟨m0⟩; of the second, given the first, b_m = Σ_k He_k ⟨km⟩
        let inverse = f64x2.splat(1);
        for (let m = 0; m <= order; m++) {
          let sum = pair(room, (j ? m : runOf(m, order, width)) * lanes + lane);
          if (j) for (let k = 1; k <= order - m; k++) {
            sum = f64x2.add(sum, f64x2.mul(pair(first, k * lanes + lane), pair(room, (runOf(k, order, width) + m) * lanes + lane)));
          }
          if (!m) inverse = f64x2.div(inverse, sum);
          putPair(b, m * lanes + lane, f64x2.mul(sum, inverse));
        }
        const here = j * lanes + lane;
        const z = drawn(rounds, order, b, place(first, j * list), lane, lanes, pair(noise, here));
        const dY = f64x2.mul(f64x2.splat(root), z);
        putPair(noise, here, dY);
        putPair(sums, here, f64x2.add(pair(sums, here), dY));
      }
      let g = lane;
      for (let k = 0; k <= order; k++) {
        for (let l = 0; l < runOf(k + 1, order, width) - runOf(k, order, width); l++) {
          putPair(weights, g, f64x2.mul(pair(first, k * lanes + lane), pair(second, l * lanes + lane)));
          g += lanes;
        }
      }
    }
    sectorApply(n, groups, rowStart, columns, values, weights, x, y, lanes);
    normalise(n, trace, room, tally, y, lanes);
    noise = place(noise, width * lanes);
    const other = x;
    x = y;
    y = other;
  }
  if (x != begin) memory.copy(begin, x, <usize>(n * lanes) << 3);
}

/** The place of (k, 0) among the groups. */
function runOf(k: i32, order: i32, width: i32): i32 {
  return width == 1 ? k : k * (order + 1) - ((k * (k - 1)) >> 1);
}

/** Divide states by their traces, which go into the tally over what their sum over all increments was. */
function normalise(n: i32, trace: usize, sums: usize, tally: usize, y: usize, lanes: i32): void {
  for (let lane = 0; lane < lanes; lane += 2) {
    let total = f64x2.splat(0);
    for (let q = 0; q < n; q++) total = f64x2.add(total, f64x2.mul(both(trace, q), pair(y, q * lanes + lane)));
    const inverse = f64x2.div(f64x2.splat(1), total);
    for (let q = 0; q < n; q++) putPair(y, q * lanes + lane, f64x2.mul(pair(y, q * lanes + lane), inverse));
    putPair(tally, lane, f64x2.mul(pair(tally, lane), f64x2.div(total, pair(sums, lane))));
  }
  for (let lane = 0; lane < lanes; lane++) {
    const product = at(tally, lane);
    if (product >= SMALL && product <= 1 / SMALL) continue;
    put(tally, lanes + lane, at(tally, lanes + lane) + NativeMath.log(product));
    put(tally, lane, 1);
  }
}

/** Σ f·x, places of even and of odd number apart. */
function readOf(n: i32, f: usize, x: usize): f64 {
  let sum = f64x2.splat(0);
  const wide = n & ~1;
  for (let q = 0; q < wide; q += 2) sum = f64x2.add(sum, f64x2.mul(pair(f, q), pair(x, q)));
  let even = f64x2.extract_lane(sum, 0);
  if (n & 1) even += at(f, wide) * at(x, wide);
  return even + f64x2.extract_lane(sum, 1);
}

function mapTo(n: i32, rowStart: usize, columns: usize, values: usize, factor: f64, x: usize, y: usize): void {
  let e = index(rowStart, 0);
  for (let r = 0; r < n; r++) {
    const end = index(rowStart, r + 1);
    let sum: f64 = 0;
    for (; e < end; e++) sum += at(values, e) * at(x, index(columns, e));
    put(y, r, factor * sum);
  }
}

/**
 * `steps` collisions of one trajectory whose units are read. The collision's kind and the memory of the record name a list of branches,
 * one for each outcome, and a uniform number picks one of them by its chance:
 *
 *   branchStart  i32[kinds·memories + 1]       branches of (kind, memory)
 *   branches     i32[][4]                      map · map of what is done then, or −1 · next memory · outcome, −1 where nothing is read
 *   rowStart     i32[maps][n + 1]              maps one after the other; entries count from the first map on
 *   chances      f64[maps][n]                  x ↦ Tr M x
 *   uniforms     f64[steps], outcomes i32[steps]
 *   walker       i32[1] memory;   tally f64[2] product of chances, and the logarithm of what was taken out of it
 *   x, scratch   f64[n] each
 *
 * After that the map `filterMap` acts where the functional `filter` of the state is above `threshold`, and a dense `idle` (0: none of them).
 * Returns 0, or the number of the step at which no outcome is possible.
 */
export function readingSteps(
  n: i32, steps: i32, memories: i32, kinds: usize, branchStart: usize, branches: usize, rowStart: usize, columns: usize, values: usize,
  chances: usize, filter: usize, threshold: f64, filterMap: i32, idle: usize, uniforms: usize, walker: usize, tally: usize,
  outcomes: usize, x: usize, scratch: usize,
): i32 {
  expectSize(n);
  expectSize(steps);
  expectApart(x, scratch, <usize>n << 3);
  const begin = x;
  const room = scratch;
  for (let step = 0; step < steps; step++) {
    const state = index(kinds, step) * memories + index(walker, 0);
    const first = index(branchStart, state);
    const end = index(branchStart, state + 1);
    let total: f64 = 0;
    for (let b = first; b < end; b++) total += max<f64>(0, readOf(n, place(chances, index(branches, 4 * b) * n), x));
    const u = at(uniforms, step) * total;
    let taken = -1;
    let sum: f64 = 0;
    let chance: f64 = 1;
    for (let b = first; b < end; b++) {
      const own = readOf(n, place(chances, index(branches, 4 * b) * n), x);
      if (!(own > 0)) continue;
      taken = b;
      chance = own;
      sum += own;
      if (u < sum) break;
    }
    if (taken < 0) return step + 1;
    const map = index(branches, 4 * taken);
    const then = index(branches, 4 * taken + 1);
    const outcome = index(branches, 4 * taken + 3);
    mapTo(n, rowStart + (<usize>(map * (n + 1)) << 2), columns, values, 1 / chance, x, scratch);
    let other = x;
    x = scratch;
    scratch = other;
    putIndex(walker, 0, index(branches, 4 * taken + 2));
    putIndex(outcomes, step, outcome);
    if (outcome >= 0) {
      put(tally, 0, at(tally, 0) * chance);
      if (at(tally, 0) < SMALL) {
        put(tally, 1, at(tally, 1) + NativeMath.log(at(tally, 0)));
        put(tally, 0, 1);
      }
    }
    let action = then;
    if (filter && outcome >= 0 && readOf(n, filter, x) > threshold) action = filterMap;
    if (action >= 0) {
      mapTo(n, rowStart + (<usize>(action * (n + 1)) << 2), columns, values, 1, x, scratch);
      other = x;
      x = scratch;
      scratch = other;
    }
    if (idle) {
      for (let r = 0; r < n; r++) put(scratch, r, readOf(n, place(idle, r * n), x));
      other = x;
      x = scratch;
      scratch = other;
    }
  }
  if (x != begin) memory.copy(begin, room, <usize>n << 3);
  return 0;
}
