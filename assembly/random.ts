/**
 * Counter-based random numbers: Philox 4×32-10 and what is made from its bits.
 *
 *   key      = seed, low word · high word
 *   counter  = trajectory · step · stream · attempt          (four 32-bit words)
 *   uniform  = (2k + 1)·2⁻⁵³,  k = the top 52 bits of the first two output words
 *
 * There is no state: a number is a function of key and counter, so neither threads nor lanes nor the order of
 * drawing can change it. Zero and one never occur, and 1 − u is exact, which keeps both tails equally fine.
 * see: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405
 */
import { MAX_LANES, MAX_STEPS, RANDOM_ROOM } from "./abi";
import { expectSize } from "./contract";

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
/** The golden ratio and √3 − 1 as 32-bit fractions: what the key grows by from round to round. */
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;
const ROUNDS: i32 = 10;
const TWO_TO_MINUS_53: f64 = 1.1102230246251565e-16;

/** Where the fill kernels leave their values when the caller has no place of its own in linear memory. */
const out: usize = memory.data(8 * RANDOM_ROOM, 16);

/** Address of the kernels' own room: one value per lane for each of `MAX_STEPS` steps. */
export function randomRoom(): usize {
  return out;
}

// @ts-ignore: decorator
@inline
function unit(high: u32, low: u32): f64 {
  const k = (<u64>high << 20) | (<u64>low >> 12);
  return <f64>(<i64>((k << 1) | 1)) * TWO_TO_MINUS_53;
}

/**
 * Four neighbouring trajectories at once; one 32-bit word of each in a vector:
 *
 *   x0 = trajectory + (0, 1, 2, 3) │ x1 = step │ x2 = stream │ x3 = attempt
 *
 * The product of two words is 64 bits wide, so it comes in two halves (lanes 0 1 and lanes 2 3) and is sorted back
 * into low and high words.
 */
// @ts-ignore: decorator
@inline
function fourUniforms(into: usize, k0: u32, k1: u32, trajectory: u32, step: u32, stream: u32, attempt: u32): void {
  let x0 = i32x4.add(i32x4.splat(trajectory), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(step);
  let x2 = i32x4.splat(stream);
  let x3 = i32x4.splat(attempt);
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(x0, m0);
    const high0 = i64x2.extmul_high_i32x4_u(x0, m0);
    const low1 = i64x2.extmul_low_i32x4_u(x2, m1);
    const high1 = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), x1), i32x4.splat(k0));
    x1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
    x2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), x3), i32x4.splat(k1));
    x3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
    k0 += W0;
    k1 += W1;
  }
  store<f64>(into, unit(i32x4.extract_lane(x0, 0), i32x4.extract_lane(x1, 0)));
  store<f64>(into, unit(i32x4.extract_lane(x0, 1), i32x4.extract_lane(x1, 1)), 8);
  store<f64>(into, unit(i32x4.extract_lane(x0, 2), i32x4.extract_lane(x1, 2)), 16);
  store<f64>(into, unit(i32x4.extract_lane(x0, 3), i32x4.extract_lane(x1, 3)), 24);
}

/**
 * Write one uniform for each of `lanes` neighbouring trajectories and each of `steps` steps: [step][lane].
 * A step is written for 8 trajectories, or for 4 when no more are asked for: `into` has room for what the last one has beyond its lanes.
 */
export function fillUniform(
  into: usize, lanes: i32, steps: i32, k0: u32, k1: u32, trajectory: u32, step: u32, stream: u32, attempt: u32,
): void {
  assert(lanes >= 1 && lanes <= MAX_LANES, "`lanes` must be one of 1 … 8.");
  assert(steps >= 1 && steps <= MAX_STEPS, "`steps` must be one of 1 … 32.");
  for (let s = 0; s < steps; s++) {
    fourUniforms(into, k0, k1, trajectory, step + s, stream, attempt);
    if (lanes > 4) fourUniforms(into + 32, k0, k1, trajectory + 4, step + s, stream, attempt);
    into += <usize>lanes << 3;
  }
}

/** Beyond so far from p = 1/2 the centre's fraction gives way to those of the tails. */
const CENTRE: f64 = 0.425;

/**
 * The z ≤ 0 below which a standard normal lies with probability p ≤ 1/2, to about 1e-16.
 * see: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37, 477 (1988), doi:10.2307/2347330
 */
function lowerQuantile(p: f64): f64 {
  const q = p - 0.5;
  return q >= -CENTRE ? f64x2.extract_lane(centre(f64x2.splat(q)), 0) : inTail(p);
}

/** The same for two numbers at once. */
// @ts-ignore: decorator
@inline
function lowerQuantiles(p: v128): v128 {
  const q = f64x2.sub(p, f64x2.splat(0.5));
  const z = centre(q);
  const outside = f64x2.lt(q, f64x2.splat(-CENTRE));
  if (!v128.any_true(outside)) return z;
  const z0 = i64x2.extract_lane(outside, 0) ? inTail(f64x2.extract_lane(p, 0)) : f64x2.extract_lane(z, 0);
  const z1 = i64x2.extract_lane(outside, 1) ? inTail(f64x2.extract_lane(p, 1)) : f64x2.extract_lane(z, 1);
  return f64x2(z0, z1);
}

function inTail(p: f64): f64 {
  const r = sqrt<f64>(-NativeMath.log(p));
  return r <= 5.0 ? -tail(r - 1.6) : -farTail(r - 5.0);
}

/** a·r + b. */
// @ts-ignore: decorator
@inline
function next(a: v128, r: v128, b: f64): v128 {
  return f64x2.add(f64x2.mul(a, r), f64x2.splat(b));
}

/** q times the fraction of the centre, in r = CENTRE² − q². */
// @ts-ignore: decorator
@inline
function centre(q: v128): v128 {
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  let above = next(f64x2.splat(2509.0809287301227), r, 33430.57558358813);
  above = next(above, r, 67265.7709270087);
  above = next(above, r, 45921.95393154987);
  above = next(above, r, 13731.69376550946);
  above = next(above, r, 1971.5909503065513);
  above = next(above, r, 133.14166789178438);
  above = next(above, r, 3.3871328727963665);
  let below = next(f64x2.splat(5226.495278852854), r, 28729.085735721943);
  below = next(below, r, 39307.89580009271);
  below = next(below, r, 21213.794301586597);
  below = next(below, r, 5394.196021424751);
  below = next(below, r, 687.1870074920579);
  below = next(below, r, 42.31333070160091);
  below = next(below, r, 1.0);
  return f64x2.mul(q, f64x2.div(above, below));
}

// @ts-ignore: decorator
@inline
function tail(r: f64): f64 {
  const numerator =
    ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
      3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
    1.4234371107496835;
  const denominator =
    ((((((1.0507500716444169e-09 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) * r +
      0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
    1.0;
  return numerator / denominator;
}

// @ts-ignore: decorator
@inline
function farTail(r: f64): f64 {
  const numerator =
    ((((((2.0103343992922881e-07 * r + 2.7115555687434876e-05) * r + 0.0012426609473880784) * r + 0.026532189526576124) * r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
    6.657904643501103;
  const denominator =
    ((((((2.0442631033899397e-15 * r + 1.421511758316446e-07) * r + 1.8463183175100548e-05) * r + 0.0007868691311456133) * r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
    1.0;
  return numerator / denominator;
}

/** Replace each uniform by the normal with that distribution-function value: mean + std·Φ⁻¹(u). */
export function uniformToNormal(values: usize, count: i32, mean: f64, std: f64): void {
  expectSize(count);
  const end = values + (<usize>count << 3);
  let at = values;
  for (; at + 8 < end; at += 16) {
    const u = v128.load(at);
    const lower = f64x2.lt(u, f64x2.splat(0.5));
    const z = lowerQuantiles(v128.bitselect(u, f64x2.sub(f64x2.splat(1.0), u), lower));
    // the sign changes where the upper tail was taken
    const signed = v128.xor(z, v128.andnot(f64x2.splat(-0.0), lower));
    v128.store(at, f64x2.add(f64x2.splat(mean), f64x2.mul(f64x2.splat(std), signed)));
  }
  if (at < end) {
    const u = load<f64>(at);
    const z = u < 0.5 ? lowerQuantile(u) : -lowerQuantile(1.0 - u);
    store<f64>(at, mean + std * z);
  }
}

/**
 * Replace each uniform by a normal confined to an interval, by its inverse distribution function.
 *
 *   below ──┤ a ·········· mass ·········· b ├── above        (three probabilities that sum to 1)
 *
 * The draw's lower tail is below + u·mass and its upper tail above + (1 − u)·mass; the smaller of the two goes into
 * the quantile, so that an interval far out on either side keeps its full relative accuracy.
 */
export function uniformToTruncated(values: usize, count: i32, mean: f64, std: f64, below: f64, mass: f64, above: f64): void {
  expectSize(count);
  for (let at = values, end = values + (<usize>count << 3); at < end; at += 8) {
    const u = load<f64>(at);
    const lower = below + u * mass;
    const upper = above + (1.0 - u) * mass;
    const z = lower < upper ? lowerQuantile(lower) : -lowerQuantile(upper);
    store<f64>(at, mean + std * z);
  }
}
