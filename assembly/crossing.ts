/**
 * Where the weights of several states that move along Taylor series have fallen to given numbers, and the states there.
 *
 * Panels of states are f64[n][8]. Nothing in a lane depends on its neighbours: a lane that is done is looked at again in the same place.
 */
import { at, both, index, place, put } from "./access";
import { expectApart, expectSize } from "./contract";
import { imagesOf, seriesAt } from "./series";

/** How far from the last look the meeting may be: the state is moved there to second order, and what that leaves out is below rounding. */
const CLOSE: f64 = 1e-5;
/** Shortest interval that is halved. */
const SHORT: f64 = 1e-15;
/** Looks after which intervals are halved. */
const PATIENCE: i32 = 6;

/**
 * For each of eight lanes with u > 0 the place in [0, 1] at which its weight  e^{growth·s} w(s)  has fallen to u, or 1 where it does not, and
 * the state there (without the growth). Returns a bit for each lane that meets its number. Lanes with u ≤ 0 are read at 0.
 *
 *   w        Σ_r read[r]·y[r], or with read = 0 (kets) Σ_r y[r]²; it falls
 *   terms    of seriesTerms, `last` ≥ 4 of them
 *   scratch  f64[2][n][8] images, then f64[8][8]
 *
 * The first look is where the fourth-order series of ln w about 0 meets ln u; each look takes value, slope and curvature.
 */
export function seriesCrossing(
  n: i32, order: i32, last: i32, count: i32, runs: usize, rowStart: usize, columns: usize, values: usize, terms: usize, h: usize, read: usize,
  growth: usize, u: usize, s: usize, kept: usize, scratch: usize,
): i32 {
  expectSize(n);
  expectSize(last - 4);
  expectApart(kept, scratch, <usize>n << 6);
  const image = scratch;
  const second = place(image, n << 3);
  const sums = place(second, n << 3);
  const low = place(sums, 40);
  const high = place(sums, 48);
  const aside = place(sums, 56);
  firstSums(order, count, runs, terms, read, sums);
  let live = 0;
  let met = 0;
  for (let lane = 0; lane < 8; lane++) {
    put(low, lane, 0);
    put(high, lane, 1);
    put(aside, lane, 0);
    put(s, lane, 0);
    if (!(at(u, lane) > 0)) continue;
    live |= 1 << lane;
    put(s, lane, expected(sums, lane, at(growth, lane), at(u, lane)));
  }
  let looks = 0;
  do {
    looks += 1;
    seriesAt(n, order, last, count, runs, terms, s, read, kept, sums);
    imagesOf(count, runs, 64, 1, h, rowStart, columns, values, kept, image);
    imagesOf(count, runs, 64, 1, h, rowStart, columns, values, image, second);
    slopesAt(count, runs, read, kept, image, second, place(sums, 8));
    for (let lane = 0; lane < 8; lane++) {
      const bit = 1 << lane;
      if (!(live & bit)) continue;
      const here = at(s, lane);
      const weight = at(sums, lane);
      const fall = at(sums, 8 + lane) / weight;
      const slope = fall + at(growth, lane);
      const bend = 0.5 * (at(sums, 16 + lane) / weight - fall * fall);
      const above = weight > 0 ? NativeMath.log(weight / at(u, lane)) + at(growth, lane) * here : -Infinity;
      if (above > 0) put(low, lane, here);
      else {
        put(high, lane, here);
        met |= bit;
      }
      // above + slope·t + bend·t² = 0
      let t = -above / slope;
      t = -above / (slope + bend * t);
      t = -above / (slope + bend * t);
      const found = here + t;
      const between = at(high, lane) - at(low, lane);
      if (above > 0 && here == 1) live &= ~bit;
      else if (abs(t) <= CLOSE) {
        // a meeting beyond the end is none
        if (found < 1 || met & bit) met |= bit;
        put(aside, lane, max<f64>(0, min<f64>(1, found)) - here);
        live &= ~bit;
      } else if (between <= SHORT) {
        met |= bit;
        live &= ~bit;
      } else {
        const inside = found > at(low, lane) && found < at(high, lane) && looks <= PATIENCE;
        put(s, lane, inside ? found : met & bit ? at(low, lane) + 0.5 * between : 1);
      }
    }
  } while (live);
  moveAside(count, runs, aside, kept, image, second);
  for (let lane = 0; lane < 8; lane++) put(s, lane, at(s, lane) + at(aside, lane));
  return met;
}

/** sums[k][lane] ← the k-th coefficient of the weight's series, k = 0 … 4. */
function firstSums(order: i32, count: i32, runs: usize, terms: usize, read: usize, sums: usize): void {
  const row = <usize>((order + 1) | 1) << 6;
  const two = f64x2.splat(2);
  for (let lane: usize = 0; lane < 64; lane += 16) {
    let w0 = f64x2.splat(0);
    let w1 = w0;
    let w2 = w0;
    let w3 = w0;
    let w4 = w0;
    for (let i = 0; i < count; i++) {
      const end = index(runs, 2 * i + 1);
      let p = terms + <usize>index(runs, 2 * i) * row + lane;
      for (let r = index(runs, 2 * i); r < end; r++) {
        const a = v128.load(p);
        const b = v128.load(p, 64);
        const c = v128.load(p, 128);
        const d = v128.load(p, 192);
        const e = v128.load(p, 256);
        p += row;
        if (read) {
          const f = both(read, r);
          w0 = f64x2.add(w0, f64x2.mul(f, a));
          w1 = f64x2.add(w1, f64x2.mul(f, b));
          w2 = f64x2.add(w2, f64x2.mul(f, c));
          w3 = f64x2.add(w3, f64x2.mul(f, d));
          w4 = f64x2.add(w4, f64x2.mul(f, e));
        } else {
          const twice = f64x2.mul(two, a);
          w0 = f64x2.add(w0, f64x2.mul(a, a));
          w1 = f64x2.add(w1, f64x2.mul(twice, b));
          w2 = f64x2.add(w2, f64x2.add(f64x2.mul(b, b), f64x2.mul(twice, c)));
          w3 = f64x2.add(w3, f64x2.add(f64x2.mul(f64x2.mul(two, b), c), f64x2.mul(twice, d)));
          w4 = f64x2.add(w4, f64x2.add(f64x2.mul(c, c), f64x2.add(f64x2.mul(f64x2.mul(two, b), d), f64x2.mul(twice, e))));
        }
      }
    }
    v128.store(sums + lane, w0);
    v128.store(sums + lane, w1, 64);
    v128.store(sums + lane, w2, 128);
    v128.store(sums + lane, w3, 192);
    v128.store(sums + lane, w4, 256);
  }
}

/** Where the weight meets u by the fourth-order series of its logarithm; 1 where that lies beyond the end, or is not to be seen. */
function expected(sums: usize, lane: i32, growth: f64, u: f64): f64 {
  const w0 = at(sums, lane);
  const goal = NativeMath.log(u / w0);
  if (!(goal < 0)) return 0;
  const q1 = at(sums, 8 + lane) / w0;
  const q2 = at(sums, 16 + lane) / w0;
  const q3 = at(sums, 24 + lane) / w0;
  const l2 = q2 - 0.5 * (q1 * q1);
  const l3 = q3 - (q1 * q2 + 2 * (l2 * q1)) / 3;
  const l4 = at(sums, 32 + lane) / w0 - 0.25 * (q1 * q3 + 2 * (l2 * q2) + 3 * (l3 * q1));
  const l1 = q1 + growth;
  let t = l1 < 0 ? min<f64>(1, goal / l1) : 1;
  for (let round = 0; round < 8; round++) {
    const step = (t * (l1 + t * (l2 + t * (l3 + t * l4))) - goal) / (l1 + t * (2 * l2 + t * (3 * l3 + t * (4 * l4))));
    t -= step;
    if (!(abs(step) > 1e-9)) break;
  }
  return t > 0 && t < 1 ? t : 1;
}

/** out[2][lane] ← slope and curvature of weights from states and their first two images under hA. */
function slopesAt(count: i32, runs: usize, read: usize, y: usize, image: usize, second: usize, out: usize): void {
  for (let lane: usize = 0; lane < 64; lane += 16) {
    let slope = f64x2.splat(0);
    let bend = slope;
    for (let i = 0; i < count; i++) {
      const end = index(runs, 2 * i + 1);
      for (let r = index(runs, 2 * i); r < end; r++) {
        const p = (<usize>r << 6) + lane;
        const z = v128.load(image + p);
        const zz = v128.load(second + p);
        if (read) {
          const f = both(read, r);
          slope = f64x2.add(slope, f64x2.mul(f, z));
          bend = f64x2.add(bend, f64x2.mul(f, zz));
        } else {
          const x = v128.load(y + p);
          slope = f64x2.add(slope, f64x2.mul(x, z));
          bend = f64x2.add(bend, f64x2.add(f64x2.mul(z, z), f64x2.mul(x, zz)));
        }
      }
    }
    const factor = f64x2.splat(read ? 1 : 2);
    v128.store(out + lane, f64x2.mul(factor, slope));
    v128.store(out + lane, f64x2.mul(factor, bend), 64);
  }
}

/** y ← y + t·image + (t²/2)·second. */
function moveAside(count: i32, runs: usize, aside: usize, y: usize, image: usize, second: usize): void {
  for (let lane: usize = 0; lane < 64; lane += 16) {
    const t = v128.load(aside + lane);
    const half = f64x2.mul(f64x2.splat(0.5), t);
    for (let i = 0; i < count; i++) {
      const end = <usize>index(runs, 2 * i + 1) << 6;
      for (let p = (<usize>index(runs, 2 * i) << 6) + lane; p < end; p += 64) {
        const moved = f64x2.mul(t, f64x2.add(v128.load(image + p), f64x2.mul(half, v128.load(second + p))));
        v128.store(y + p, f64x2.add(v128.load(y + p), moved));
      }
    }
  }
}
