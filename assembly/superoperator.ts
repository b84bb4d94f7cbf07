/**
 * Matrix–vector products: a dense complex superoperator on one vector, a dense real matrix on 1–8 vectors side by side.
 *
 * These read every matrix entry once, so memory sets their speed; rows are taken four (complex) or eight (real) at a time to
 * hide the latency of additions.
 */
import { Write } from "./abi";
import { Z } from "./complex";

/**
 * y = S·x, or y = y + S·x: S is rows × columns complex with leading dimension `lds`, x and y are complex vectors.
 *
 * Each row keeps two running sums in order of the columns, p of x.re·s and q of x.im·s (p starts from y with `Write.Add`, both
 * from 0 else); then y.re = p.re − q.im and y.im = p.im + q.re.
 */
export function superoperatorTimesVector(rows: i32, columns: i32, s: usize, lds: i32, x: usize, y: usize, write: Write): void {
  const fresh = write == Write.Replace;
  const row = <usize>lds * Z;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    fourRows(columns, s, row, x, y, fresh);
    s += 4 * row;
    y += 4 * Z;
  }
  for (; i < rows; i++) {
    oneRow(columns, s, x, y, fresh);
    s += row;
    y += Z;
  }
}

/** p + i·q for p, q = (re, im). */
// @ts-ignore: decorator
@inline
function combine(p: v128, q: v128): v128 {
  return f64x2(f64x2.extract_lane(p, 0) - f64x2.extract_lane(q, 1), f64x2.extract_lane(p, 1) + f64x2.extract_lane(q, 0));
}

function fourRows(columns: i32, s: usize, row: usize, x: usize, y: usize, fresh: bool): void {
  const zero = f64x2.splat(0);
  let p0 = fresh ? zero : v128.load(y);
  let p1 = fresh ? zero : v128.load(y, 16);
  let p2 = fresh ? zero : v128.load(y, 32);
  let p3 = fresh ? zero : v128.load(y, 48);
  let q0 = zero;
  let q1 = zero;
  let q2 = zero;
  let q3 = zero;
  let s1 = s + row;
  let s2 = s1 + row;
  let s3 = s2 + row;
  for (const end = x + <usize>columns * Z; x < end; x += Z) {
    const re = v128.load_splat<f64>(x);
    const im = v128.load_splat<f64>(x, 8);
    const a0 = v128.load(s);
    const a1 = v128.load(s1);
    const a2 = v128.load(s2);
    const a3 = v128.load(s3);
    p0 = f64x2.add(p0, f64x2.mul(re, a0));
    q0 = f64x2.add(q0, f64x2.mul(im, a0));
    p1 = f64x2.add(p1, f64x2.mul(re, a1));
    q1 = f64x2.add(q1, f64x2.mul(im, a1));
    p2 = f64x2.add(p2, f64x2.mul(re, a2));
    q2 = f64x2.add(q2, f64x2.mul(im, a2));
    p3 = f64x2.add(p3, f64x2.mul(re, a3));
    q3 = f64x2.add(q3, f64x2.mul(im, a3));
    s += Z;
    s1 += Z;
    s2 += Z;
    s3 += Z;
  }
  v128.store(y, combine(p0, q0));
  v128.store(y, combine(p1, q1), 16);
  v128.store(y, combine(p2, q2), 32);
  v128.store(y, combine(p3, q3), 48);
}

function oneRow(columns: i32, s: usize, x: usize, y: usize, fresh: bool): void {
  let p = fresh ? f64x2.splat(0) : v128.load(y);
  let q = f64x2.splat(0);
  for (const end = x + <usize>columns * Z; x < end; x += Z) {
    const a = v128.load(s);
    p = f64x2.add(p, f64x2.mul(v128.load_splat<f64>(x), a));
    q = f64x2.add(q, f64x2.mul(v128.load_splat<f64>(x, 8), a));
    s += Z;
  }
  v128.store(y, combine(p, q));
}

/**
 * y = M·x, or y = y + M·x, for 1 ≤ lanes ≤ 8 vectors side by side: M is rows × columns real with leading dimension `ldm`,
 *
 *   x[column][lane], y[row][lane]   contiguous.
 *
 * Each y[row][lane] is one running sum over the columns in order, from 0 or from y, so a lane's bits depend neither on its
 * neighbours nor on how many there are. x and y do not overlap.
 */
export function realTimesLanes(rows: i32, columns: i32, m: usize, ldm: i32, x: usize, y: usize, lanes: i32, write: Write): void {
  const fresh = write == Write.Replace;
  const row = <usize>ldm << 3;
  if (lanes == 1) {
    realTimesOne(rows, columns, m, row, x, y, fresh);
    return;
  }
  const step = <usize>lanes << 3;
  for (let i = 0; i < rows; i += 4) {
    const several = min(rows - i, 4);
    let lane = 0;
    if (several == 4) {
      for (; lane + 4 <= lanes; lane += 4) fourRowsQuad(columns, m, row, x + (<usize>lane << 3), y + (<usize>lane << 3), step, fresh);
    }
    for (; lane + 2 <= lanes; lane += 2) {
      const from = x + (<usize>lane << 3);
      const to = y + (<usize>lane << 3);
      if (several == 4) fourRowsPair(columns, m, row, from, to, step, fresh);
      else for (let r: usize = 0; r < <usize>several; r++) oneRowPair(columns, m + r * row, from, to + r * step, step, fresh);
    }
    if (lane < lanes) {
      const tail = <usize>lane << 3;
      for (let r: usize = 0; r < <usize>several; r++) oneRowLane(columns, m + r * row, x + tail, y + tail + r * step, step, fresh);
    }
    m += 4 * row;
    y += 4 * step;
  }
}

/** Four rows by four lanes: eight sums, enough to hide the latency of their additions. */
function fourRowsQuad(columns: i32, m: usize, row: usize, x: usize, y: usize, step: usize, fresh: bool): void {
  const zero = f64x2.splat(0);
  const y1 = y + step;
  const y2 = y1 + step;
  const y3 = y2 + step;
  let c0 = fresh ? zero : v128.load(y);
  let d0 = fresh ? zero : v128.load(y, 16);
  let c1 = fresh ? zero : v128.load(y1);
  let d1 = fresh ? zero : v128.load(y1, 16);
  let c2 = fresh ? zero : v128.load(y2);
  let d2 = fresh ? zero : v128.load(y2, 16);
  let c3 = fresh ? zero : v128.load(y3);
  let d3 = fresh ? zero : v128.load(y3, 16);
  let m1 = m + row;
  let m2 = m1 + row;
  let m3 = m2 + row;
  for (const end = m + (<usize>columns << 3); m < end; m += 8) {
    const b = v128.load(x);
    const d = v128.load(x, 16);
    let a = v128.load_splat<f64>(m);
    c0 = f64x2.add(c0, f64x2.mul(a, b));
    d0 = f64x2.add(d0, f64x2.mul(a, d));
    a = v128.load_splat<f64>(m1);
    c1 = f64x2.add(c1, f64x2.mul(a, b));
    d1 = f64x2.add(d1, f64x2.mul(a, d));
    a = v128.load_splat<f64>(m2);
    c2 = f64x2.add(c2, f64x2.mul(a, b));
    d2 = f64x2.add(d2, f64x2.mul(a, d));
    a = v128.load_splat<f64>(m3);
    c3 = f64x2.add(c3, f64x2.mul(a, b));
    d3 = f64x2.add(d3, f64x2.mul(a, d));
    m1 += 8;
    m2 += 8;
    m3 += 8;
    x += step;
  }
  v128.store(y, c0);
  v128.store(y, d0, 16);
  v128.store(y1, c1);
  v128.store(y1, d1, 16);
  v128.store(y2, c2);
  v128.store(y2, d2, 16);
  v128.store(y3, c3);
  v128.store(y3, d3, 16);
}

function fourRowsPair(columns: i32, m: usize, row: usize, x: usize, y: usize, step: usize, fresh: bool): void {
  const zero = f64x2.splat(0);
  let c0 = fresh ? zero : v128.load(y);
  let c1 = fresh ? zero : v128.load(y + step);
  let c2 = fresh ? zero : v128.load(y + 2 * step);
  let c3 = fresh ? zero : v128.load(y + 3 * step);
  let m1 = m + row;
  let m2 = m1 + row;
  let m3 = m2 + row;
  for (const end = m + (<usize>columns << 3); m < end; m += 8) {
    const b = v128.load(x);
    c0 = f64x2.add(c0, f64x2.mul(v128.load_splat<f64>(m), b));
    c1 = f64x2.add(c1, f64x2.mul(v128.load_splat<f64>(m1), b));
    c2 = f64x2.add(c2, f64x2.mul(v128.load_splat<f64>(m2), b));
    c3 = f64x2.add(c3, f64x2.mul(v128.load_splat<f64>(m3), b));
    m1 += 8;
    m2 += 8;
    m3 += 8;
    x += step;
  }
  v128.store(y, c0);
  v128.store(y + step, c1);
  v128.store(y + 2 * step, c2);
  v128.store(y + 3 * step, c3);
}

function oneRowPair(columns: i32, m: usize, x: usize, y: usize, step: usize, fresh: bool): void {
  let sum = fresh ? f64x2.splat(0) : v128.load(y);
  for (const end = m + (<usize>columns << 3); m < end; m += 8) {
    sum = f64x2.add(sum, f64x2.mul(v128.load_splat<f64>(m), v128.load(x)));
    x += step;
  }
  v128.store(y, sum);
}

function oneRowLane(columns: i32, m: usize, x: usize, y: usize, step: usize, fresh: bool): void {
  let sum = fresh ? 0 : load<f64>(y);
  for (const end = m + (<usize>columns << 3); m < end; m += 8) {
    sum += load<f64>(m) * load<f64>(x);
    x += step;
  }
  store<f64>(y, sum);
}

/** One vector: eight rows at a time, two rows to a register, so that the sums stay in order and the register full. */
function realTimesOne(rows: i32, columns: i32, m: usize, row: usize, x: usize, y: usize, fresh: bool): void {
  let i = 0;
  for (; i + 8 <= rows; i += 8) {
    eightRows(columns, m, row, x, y, fresh);
    m += 8 * row;
    y += 64;
  }
  for (; i < rows; i++) {
    oneRowLane(columns, m, x, y, 8, fresh);
    m += row;
    y += 8;
  }
}

/** Columns l and l + 1 of two rows, turned: (a, b) and (c, d) become (a, c) and (b, d). */
// @ts-ignore: decorator
@inline
function twoRows(sum: v128, upper: v128, lower: v128, x0: v128, x1: v128): v128 {
  const left = f64x2.add(sum, f64x2.mul(v128.shuffle<f64>(upper, lower, 0, 2), x0));
  return f64x2.add(left, f64x2.mul(v128.shuffle<f64>(upper, lower, 1, 3), x1));
}

function eightRows(columns: i32, m: usize, row: usize, x: usize, y: usize, fresh: bool): void {
  const zero = f64x2.splat(0);
  let c0 = fresh ? zero : v128.load(y);
  let c1 = fresh ? zero : v128.load(y, 16);
  let c2 = fresh ? zero : v128.load(y, 32);
  let c3 = fresh ? zero : v128.load(y, 48);
  const m2 = row + row;
  const m4 = m2 + m2;
  const m6 = m4 + m2;
  for (const end = x + (<usize>(columns & ~1) << 3); x < end; x += 16) {
    const x0 = v128.load_splat<f64>(x);
    const x1 = v128.load_splat<f64>(x, 8);
    const odd = m + row;
    c0 = twoRows(c0, v128.load(m), v128.load(odd), x0, x1);
    c1 = twoRows(c1, v128.load(m + m2), v128.load(odd + m2), x0, x1);
    c2 = twoRows(c2, v128.load(m + m4), v128.load(odd + m4), x0, x1);
    c3 = twoRows(c3, v128.load(m + m6), v128.load(odd + m6), x0, x1);
    m += 16;
  }
  if (columns & 1) {
    const last = v128.load_splat<f64>(x);
    c0 = f64x2.add(c0, f64x2.mul(column(m, row), last));
    c1 = f64x2.add(c1, f64x2.mul(column(m + m2, row), last));
    c2 = f64x2.add(c2, f64x2.mul(column(m + m4, row), last));
    c3 = f64x2.add(c3, f64x2.mul(column(m + m6, row), last));
  }
  v128.store(y, c0);
  v128.store(y, c1, 16);
  v128.store(y, c2, 32);
  v128.store(y, c3, 48);
}

/** One column of two rows. */
// @ts-ignore: decorator
@inline
function column(m: usize, row: usize): v128 {
  return f64x2(load<f64>(m), load<f64>(m + row));
}
