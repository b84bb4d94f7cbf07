/**
 * Elements that do not mix with their transposes as complex numbers, z = X_ij and w = X_ji: M acts on z as a complex matrix P of half its
 * size, and on w as P*. One complex Schur form serves both.
 */
import type { ComplexPairs } from "../../numerics/complex-structure.ts";
import type { ComplexSchurForm } from "../../numerics/schur-complex.ts";
import { resolventOfTriangular } from "../../numerics/triangular-resolvent.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { ResolventRequest, ResolventSolver } from "../../plan/resolvent-request.ts";

/** Measured: seconds of the form over the cube of its size, flops per second of substitutions, and what one request costs beside. */
const PER_CUBE = 4.5e-8;
const RATE_OF_SOLVES = 1.8e9;
const OVERHEAD = 3e-5;

export const complexSchurResolvent: Lowering<ResolventRequest, ResolventSolver> = {
  name: "complex Schur form",
  fits({ pairs, shifts, formed, undamped }) {
    if (!pairs) return { refused: "elements mix with their transposes" };
    if (undamped) return { refused: "modes that do not decay are projected on" };
    const n = pairs.re.length;
    const flops = 4 * n * n;
    const setup = formed ? 0 : PER_CUBE * n * n * n;
    const seconds = setup + ((shifts.length / 2) * flops) / RATE_OF_SOLVES + OVERHEAD;
    return { seconds, flops, bytes: 32 * n * n, setup: 80 * n * n * n };
  },
  bind: (request) => ({ values: () => solve(request) }),
};

function solve({ pairs, x, functional, shifts, complexSchur }: ResolventRequest): Float64Array {
  const own = pairs as ComplexPairs;
  const form = complexSchur();
  const out = new Float64Array(shifts.length);
  // f·c = f_z z + f_w w, f_z = (f_re − i f_im)/2, f_w = (f_re + i f_im)/2
  const direct = part(own, x, 1);
  if (direct) add(out, half(form, direct, dual(own, functional, 1), shifts), 1);
  const other = part(own, x, -1);
  if (other) {
    const mirrored = shifts.map((value, e) => (e % 2 === 0 ? value : 0 - value));
    add(out, half(form, conjugate(other), conjugate(dual(own, functional, -1)), mirrored), -1);
  }
  return out;
}

/** z = c_re + i c_im (side 1) or w = c_re − i c_im (side −1) of all pairs, with their own signs; null where all are 0. */
function part({ re, im, sign: own }: ComplexPairs, c: Float64Array, side: 1 | -1): Float64Array | null {
  const out = new Float64Array(2 * re.length);
  let any = false;
  for (let k = 0; k < re.length; k++) {
    const [p, q, sign] = [2 * re[k], 2 * im[k], side * own[k]];
    out[2 * k] = c[p] - sign * c[q + 1];
    out[2 * k + 1] = c[p + 1] + sign * c[q];
    any ||= out[2 * k] !== 0 || out[2 * k + 1] !== 0;
  }
  return any ? out : null;
}

/** The weights of z (side 1) or w (side −1). */
function dual({ re, im, sign: own }: ComplexPairs, f: Float64Array, side: 1 | -1): Float64Array {
  const out = new Float64Array(2 * re.length);
  for (let k = 0; k < re.length; k++) {
    const [p, q, sign] = [2 * re[k], 2 * im[k], side * own[k]];
    out[2 * k] = (f[p] + sign * f[q + 1]) / 2;
    out[2 * k + 1] = (f[p + 1] - sign * f[q]) / 2;
  }
  return out;
}

/** f·(s − P)⁻¹x = (f Z)·(s − T)⁻¹(Z†x). */
function half({ n, T, Z }: ComplexSchurForm, x: Float64Array, f: Float64Array, shifts: Float64Array): Float64Array {
  const [a, b] = [new Float64Array(2 * n), new Float64Array(2 * n)];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const [u, v] = [Z[2 * (i * n + k)], Z[2 * (i * n + k) + 1]];
      a[2 * k] += u * x[2 * i] + v * x[2 * i + 1];
      a[2 * k + 1] += u * x[2 * i + 1] - v * x[2 * i];
      b[2 * k] += u * f[2 * i] - v * f[2 * i + 1];
      b[2 * k + 1] += u * f[2 * i + 1] + v * f[2 * i];
    }
  }
  return resolventOfTriangular(n, T, a, b, shifts);
}

function conjugate(c: Float64Array): Float64Array {
  return c.map((value, e) => (e % 2 === 0 ? value : 0 - value));
}

/** out ← out + values, conjugated for sign −1. */
function add(out: Float64Array, values: Float64Array, sign: 1 | -1): void {
  for (let e = 0; e < out.length; e += 2) {
    out[e] += values[e];
    out[e + 1] += sign * values[e + 1];
  }
}
