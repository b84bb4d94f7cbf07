/**
 * Where the weights of several states that move along Taylor series have fallen to given numbers, and the states there.
 *
 * Panels of states are f64[n][8]. Nothing in a lane depends on its neighbours: a lane that is done is looked at again in the same place.
 */
import { both, index, place } from "./access";
import { expectApart, expectSize } from "./contract";
import { seriesAt, seriesTerms } from "./series";

/** The last term of the series about a look, and how far from there the meeting may be: what it leaves out is below rounding. */
const NEARBY: i32 = 3;
const CLOSE: f64 = 1e-4;
/** Shortest interval that is halved. */
const SHORT: f64 = 1e-15;
/** Looks after which intervals are halved. */
const PATIENCE: i32 = 6;

/** Bytes from a lane's coefficients to the interval that is left to it, and how far from its last look it goes. */
const LOW: usize = 256;
const HIGH: usize = 320;
const ASIDE: usize = 384;

/**
 * For each of eight lanes with u > 0 the place in [0, 1] at which its weight  e^{growth·s} w(s)  has fallen to u, or 1 where it does not, and
 * the state there (without the growth). Returns a bit for each lane that meets its number. Lanes with u ≤ 0 are read at 0.
 *
 *   w        Σ_r read[r]·y[r], or with read = 0 (kets) Σ_r y[r]²; it falls
 *   terms    of seriesTerms, `last` ≥ 3 of them
 *   scratch  f64[n][5][8] series about the last look, f64[3][8] room of seriesTerms, f64[7][8] what is known of each lane
 *
 * About 0, and about each place that is looked at, the series of ln w to third order says where to look next; a meeting near to it is met.
 */
export function seriesCrossing(
  n: i32, order: i32, last: i32, count: i32, runs: usize, rowStart: usize, columns: usize, values: usize, terms: usize, h: usize, read: usize,
  growth: usize, u: usize, s: usize, kept: usize, scratch: usize,
): i32 {
  expectSize(n);
  expectSize(last - NEARBY);
  expectApart(kept, scratch, <usize>n << 6);
  const room = place(scratch, n * 40);
  const known = place(room, 24);
  let live = 0;
  for (let lane: usize = 0; lane < 64; lane += 8) {
    if (load<f64>(u + lane) > 0) live |= 1 << <i32>(lane >> 3);
    store<f64>(s + lane, 0);
    store<f64>(known + lane, 0, LOW);
    store<f64>(known + lane, 1, HIGH);
    store<f64>(known + lane, 0, ASIDE);
  }
  let met = 0;
  let from = terms;
  let row = <usize>((order + 1) | 1) << 6;
  for (let looks = 0; ; looks++) {
    weightsOf(row, count, runs, from, read, known);
    for (let lane: usize = 0; lane < 64; lane += 8) {
      const bit = 1 << <i32>(lane >> 3);
      if (!(live & bit)) continue;
      const own = known + lane;
      const here = load<f64>(s + lane);
      const rate = load<f64>(growth + lane);
      const goal = NativeMath.log(load<f64>(u + lane) / load<f64>(own)) - rate * here;
      const above = goal < 0;
      if (above) store<f64>(own, here, LOW);
      else {
        store<f64>(own, here, HIGH);
        met |= bit;
      }
      const t = meeting(own, rate, goal);
      const found = here + t;
      const low = load<f64>(own, LOW);
      const between = load<f64>(own, HIGH) - low;
      const end = above && here == 1;
      const close = abs(t) <= CLOSE;
      if (looks && (end || close || between <= SHORT)) {
        live &= ~bit;
        if (end) continue;
        // a meeting beyond the end is none
        if (!close || found < 1) met |= bit;
        if (close) store<f64>(own, max<f64>(0, min<f64>(1, found)) - here, ASIDE);
        continue;
      }
      const inside = found > low && looks <= PATIENCE && found < low + between;
      store<f64>(s + lane, inside ? found : met & bit ? low + 0.5 * between : 1);
    }
    if (looks && !live) break;
    seriesAt(n, order, last, count, runs, terms, s, read, kept, known);
    seriesTerms(n, NEARBY, NEARBY + 1, h, count, runs, rowStart, columns, values, kept, scratch, room);
    from = scratch;
    row = 320;
  }
  seriesAt(n, NEARBY, NEARBY, count, runs, scratch, known + ASIDE, read, kept, known);
  for (let lane: usize = 0; lane < 64; lane += 16) v128.store(s + lane, f64x2.add(v128.load(s + lane), v128.load(known + lane, ASIDE)));
  return met;
}

/** out[k][lane] ← the k-th coefficient of the weight's series, k = 0 … 3, from terms whose rows lie `row` bytes apart. */
function weightsOf(row: usize, count: i32, runs: usize, terms: usize, read: usize, out: usize): void {
  // with f = 2a of kets, else f = read:  f·a (its half), f·b, f·c + b², f·d + 2bc
  const own = f64x2.splat(read ? 0 : 1);
  const zeroth = f64x2.splat(read ? 1 : 0.5);
  for (let lane: usize = 0; lane < 64; lane += 16) {
    let w0 = f64x2.splat(0);
    let w1 = w0;
    let w2 = w0;
    let w3 = w0;
    for (let i = 0; i < count; i++) {
      const end = index(runs, 2 * i + 1);
      let p = terms + <usize>index(runs, 2 * i) * row + lane;
      for (let r = index(runs, 2 * i); r < end; r++) {
        const a = v128.load(p);
        const b = v128.load(p, 64);
        const c = v128.load(p, 128);
        const f = read ? both(read, r) : f64x2.add(a, a);
        const g = f64x2.mul(own, b);
        w0 = f64x2.add(w0, f64x2.mul(f, a));
        w1 = f64x2.add(w1, f64x2.mul(f, b));
        w2 = f64x2.add(w2, f64x2.add(f64x2.mul(f, c), f64x2.mul(g, b)));
        w3 = f64x2.add(w3, f64x2.add(f64x2.mul(f, v128.load(p, 192)), f64x2.mul(f64x2.add(g, g), c)));
        p += row;
      }
    }
    v128.store(out + lane, f64x2.mul(zeroth, w0));
    v128.store(out + lane, w1, 64);
    v128.store(out + lane, w2, 128);
    v128.store(out + lane, w3, 192);
  }
}

/** t with  growth·t + ln w(t) = goal + ln w(0)  by the third-order series of the logarithm: Newton's method. */
function meeting(weights: usize, growth: f64, goal: f64): f64 {
  const w0 = load<f64>(weights);
  const q1 = load<f64>(weights, 64) / w0;
  const q2 = load<f64>(weights, 128) / w0;
  const l2 = q2 - 0.5 * (q1 * q1);
  const l3 = load<f64>(weights, 192) / w0 - (q1 * q2 + 2 * (l2 * q1)) / 3;
  const l1 = q1 + growth;
  let t = l1 < 0 ? max<f64>(-1, min<f64>(1, goal / l1)) : 1;
  for (let round = 0; round < 8; round++) {
    const step = (t * (l1 + t * (l2 + t * l3)) - goal) / (l1 + t * (2 * l2 + t * (3 * l3)));
    t -= step;
    if (!(abs(step) > 1e-9)) break;
  }
  return t;
}
