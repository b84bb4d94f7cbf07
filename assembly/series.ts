/**
 * Taylor series of e^{Aτ}x of several states at once, each read at a place of its own, and what is read of kets.
 *
 * Values are stored [coordinate][lane] as in `sector.ts`. Nothing in a lane depends on its neighbours.
 */
import { both, index, pair, place, putPair } from "./access";
import { expectLanes, expectSize } from "./contract";

/** A term counts while one of its numbers is larger than this part of the largest of the state. */
const LEFT: f64 = 1e-16;

/**
 * The terms of a Taylor series, (hA)^k x / k! for k = 0, 1, …, in eight lanes, each with a step h of its own:
 *
 *   terms  f64[n][room][8]   room = order + 1, or one more so that it is odd: rows then spread over all sets of the cache
 *   runs   i32[count][2]     rows from … to − 1 that are not 0 in all lanes, in order; they read no others, and those are left as they are
 *   room   f64[3][8]         steps of lanes that still count, and sizes
 *
 * From `sure` on, where terms fall by a half at least, a lane ends with a term of even number that does not count: all its later ones are 0.
 * The series ends where all lanes have ended, with term `order` at the latest; returns the last term. A row is summed by entry, then multiplied
 * with h/k.
 */
export function seriesTerms(
  n: i32, order: i32, sure: i32, h: usize, count: i32, runs: usize, rowStart: usize, columns: usize, values: usize, x: usize, terms: usize,
  room: usize,
): i32 {
  expectSize(n);
  expectSize(order);
  expectSize(count);
  const row = <usize>((order + 1) | 1) << 6;
  const begin = place(room, 8);
  const sizes = place(room, 16);
  memory.copy(room, h, 64);
  for (let i = 0; i < count; i++) {
    const end = <usize>index(runs, 2 * i + 1);
    for (let r = <usize>index(runs, 2 * i); r < end; r++) {
      for (let lane: usize = 0; lane < 64; lane += 16) v128.store(terms + r * row + lane, v128.load(x + (r << 6) + lane));
    }
  }
  for (let k = 0; k <= order; k++) {
    const term = terms + (<usize>k << 6);
    if (k) imagesOf(count, runs, row, 1.0 / <f64>k, room, rowStart, columns, values, term - 64, term);
    if (k & 1 || (k && k < sure)) continue;
    sizesOf(count, runs, row, term, k ? sizes : begin);
    if (!k) continue;
    let ended = true;
    for (let lane: usize = 0; lane < 64; lane += 8) {
      if (load<f64>(sizes + lane) > LEFT * load<f64>(begin + lane)) ended = false;
      else store<f64>(room + lane, 0);
    }
    if (ended) return k;
  }
  return order;
}

/** The largest |value| of each lane in states whose rows lie `row` bytes apart. */
function sizesOf(count: i32, runs: usize, row: usize, x: usize, out: usize): void {
  for (let lane: usize = 0; lane < 64; lane += 16) {
    let most = f64x2.splat(0);
    for (let i = 0; i < count; i++) {
      const end = x + <usize>index(runs, 2 * i + 1) * row;
      for (let p = x + <usize>index(runs, 2 * i) * row; p < end; p += row) most = f64x2.pmax(most, f64x2.abs(v128.load(p + lane)));
    }
    v128.store(out + lane, most);
  }
}

/** to ← (factor·h)·(A from) of the rows of `runs`, in states whose rows lie `row` bytes apart: one index and one value serve four products. */
function imagesOf(
  count: i32, runs: usize, row: usize, factor: f64, h: usize, rowStart: usize, columns: usize, values: usize, from: usize, to: usize,
): void {
  const part = f64x2.splat(factor);
  const h0 = f64x2.mul(part, pair(h, 0));
  const h1 = f64x2.mul(part, pair(h, 2));
  const h2 = f64x2.mul(part, pair(h, 4));
  const h3 = f64x2.mul(part, pair(h, 6));
  for (let i = 0; i < count; i++) {
    const first = index(runs, 2 * i);
    const last = index(runs, 2 * i + 1);
    let e = index(rowStart, first);
    let out = to + <usize>first * row;
    for (let r = first; r < last; r++) {
      const end = index(rowStart, r + 1);
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      let sum2 = f64x2.splat(0);
      let sum3 = f64x2.splat(0);
      for (; e < end; e++) {
        const at = from + <usize>index(columns, e) * row;
        const value = both(values, e);
        sum0 = f64x2.add(sum0, f64x2.mul(value, pair(at, 0)));
        sum1 = f64x2.add(sum1, f64x2.mul(value, pair(at, 2)));
        sum2 = f64x2.add(sum2, f64x2.mul(value, pair(at, 4)));
        sum3 = f64x2.add(sum3, f64x2.mul(value, pair(at, 6)));
      }
      putPair(out, 0, f64x2.mul(h0, sum0));
      putPair(out, 2, f64x2.mul(h1, sum1));
      putPair(out, 4, f64x2.mul(h2, sum2));
      putPair(out, 6, f64x2.mul(h3, sum3));
      out += row;
    }
  }
}

/**
 * The Taylor series  y = Σ_k s^k terms[k], k ≤ last,  and its weight; a place s for each of eight lanes. `terms` and `runs` as of `seriesTerms`;
 * other rows of y are left as they are, and count as 0.
 *
 *   weight Σ_r read[r]·y[r], or with read = 0 (kets) Σ_r y[r]²
 *
 * By Horner's rule from the last term on; sums over r from 0.
 */
export function seriesAt(
  n: i32, order: i32, last: i32, count: i32, runs: usize, terms: usize, s: usize, read: usize, out: usize, weight: usize,
): void {
  expectSize(n);
  expectSize(order);
  const row = <usize>((order + 1) | 1) << 6;
  const final = <usize>last << 6;
  const z0 = pair(s, 0);
  const z1 = pair(s, 2);
  const z2 = pair(s, 4);
  const z3 = pair(s, 6);
  let w0 = f64x2.splat(0);
  let w1 = f64x2.splat(0);
  let w2 = f64x2.splat(0);
  let w3 = f64x2.splat(0);
  for (let i = 0; i < count; i++) {
    const end = index(runs, 2 * i + 1);
    let r = index(runs, 2 * i);
    let begin = terms + <usize>r * row;
    let to = out + (<usize>r << 6);
    for (; r < end; r++) {
      let p = begin + final;
      let y0 = pair(p, 0);
      let y1 = pair(p, 2);
      let y2 = pair(p, 4);
      let y3 = pair(p, 6);
      while (p > begin) {
        p -= 64;
        y0 = f64x2.add(f64x2.mul(y0, z0), pair(p, 0));
        y1 = f64x2.add(f64x2.mul(y1, z1), pair(p, 2));
        y2 = f64x2.add(f64x2.mul(y2, z2), pair(p, 4));
        y3 = f64x2.add(f64x2.mul(y3, z3), pair(p, 6));
      }
      putPair(to, 0, y0);
      putPair(to, 2, y1);
      putPair(to, 4, y2);
      putPair(to, 6, y3);
      begin += row;
      to += 64;
      if (read) {
        const f = both(read, r);
        w0 = f64x2.add(w0, f64x2.mul(f, y0));
        w1 = f64x2.add(w1, f64x2.mul(f, y1));
        w2 = f64x2.add(w2, f64x2.mul(f, y2));
        w3 = f64x2.add(w3, f64x2.mul(f, y3));
      } else {
        w0 = f64x2.add(w0, f64x2.mul(y0, y0));
        w1 = f64x2.add(w1, f64x2.mul(y1, y1));
        w2 = f64x2.add(w2, f64x2.mul(y2, y2));
        w3 = f64x2.add(w3, f64x2.mul(y3, y3));
      }
    }
  }
  putPair(weight, 0, w0);
  putPair(weight, 2, w1);
  putPair(weight, 4, w2);
  putPair(weight, 6, w3);
}

/**
 * out[f][lane] ← Re ⟨ψ|A_f|ψ⟩ of kets x = (Re ψ, Im ψ), `half` amplitudes. Form f owns entries start[f] … start[f + 1] − 1 of A:
 *
 *   Σ_e re·(a_i a_j + b_i b_j) − im·(a_i b_j − b_i a_j),   ψ = a + ib,   of the diagonal the first alone
 */
export function quadraticForms(
  count: i32, start: usize, rows: usize, columns: usize, values: usize, half: i32, x: usize, lanes: i32, out: usize,
): void {
  expectSize(count);
  expectLanes(lanes);
  const stride = <usize>lanes << 3;
  const imaginary = <usize>half * stride;
  for (let f = 0; f < count; f++) {
    const end = index(start, f + 1);
    for (let lane: usize = 0; lane < stride; lane += 16) {
      let sum = f64x2.splat(0);
      for (let e = index(start, f); e < end; e++) {
        const row = index(rows, e);
        const column = index(columns, e);
        const i = x + <usize>row * stride + lane;
        const a = v128.load(i);
        const b = v128.load(i + imaginary);
        const re = both(values, 2 * e);
        if (row == column) {
          sum = f64x2.add(sum, f64x2.mul(re, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b))));
          continue;
        }
        const j = x + <usize>column * stride + lane;
        const c = v128.load(j);
        const d = v128.load(j + imaginary);
        const even = f64x2.add(f64x2.mul(a, c), f64x2.mul(b, d));
        const odd = f64x2.sub(f64x2.mul(a, d), f64x2.mul(b, c));
        sum = f64x2.add(sum, f64x2.sub(f64x2.mul(re, even), f64x2.mul(both(values, 2 * e + 1), odd)));
      }
      v128.store(out + <usize>f * stride + lane, sum);
    }
  }
}
