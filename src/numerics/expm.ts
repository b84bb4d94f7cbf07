import { gemm, gemmScratch, Op, Write } from "../../bindings/dense.ts";
import {
  luComplex,
  luComplexScratch,
  luReal,
  luRealScratch,
  luSolveComplex,
  luSolveReal,
  oneNormComplex,
  oneNormReal,
  productReal,
} from "../../bindings/linear.ts";
import type { F64Block, Scope } from "../../bindings/memory.ts";
import { wrongValue } from "../errors.ts";
import { connectedIndices, squareMatrix } from "./eigen.ts";
import { realArray } from "./lu.ts";
import { type Matrix, zeros } from "./matrix.ts";
import { cos, exp, log, sin } from "./scalar.ts";

export { hermitianFunction, unitary } from "./hermitian.ts";

import { scratchScope } from "./scratch.ts";

/** One Padé approximant: up to what norm it is exact to rounding, its coefficients, and 1/|c_{2m+1}| of its error series. */
interface Pade {
  readonly degree: number;
  readonly theta: number;
  readonly inverseError: number;
  readonly b: readonly number[];
}

/** Al-Mohy, Higham, SIAM J. Matrix Anal. Appl. 31, 970 (2009), doi:10.1137/09074721X: tables 3.1 and eq. (2.6). */
const THETA: readonly (readonly [degree: number, theta: number])[] = [
  [3, 1.495585217958292e-2],
  [5, 2.53939833006323e-1],
  [7, 9.504178996162932e-1],
  [9, 2.097847961257068],
  [13, 4.25],
];
const ROUNDING = 1.1102230246251565e-16;
const { LN2 } = Math;

/** Numerator of the [m/m] approximant:  b_j = (2m − j)! / ((m − j)! j!), scaled so that b_m = 1; and C(2m, m)·(2m + 1)!. */
function pade(degree: number, theta: number): Pade {
  const b = new Array<number>(degree + 1);
  b[degree] = 1;
  for (let j = degree; j > 0; j--) b[j - 1] = (b[j] * j * (2 * degree - j + 1)) / (degree - j + 1);
  let inverseError = 1;
  for (let k = 1; k <= degree; k++) inverseError = (inverseError * (degree + k)) / k;
  for (let k = 2; k <= 2 * degree + 1; k++) inverseError *= k;
  return { degree, theta, inverseError, b };
}

const APPROXIMANTS = THETA.map(([degree, theta]) => pade(degree, theta));
const LAST = APPROXIMANTS[APPROXIMANTS.length - 1];

/** Square matrices of one size in linear memory, and what exponentials do with them. */
interface Algebra {
  readonly n: number;
  readonly parts: 1 | 2;
  block(): F64Block;
  multiply(a: F64Block, b: F64Block, c: F64Block): void;
  oneNorm(a: F64Block): number;
  /** b ← a⁻¹ b, a destroyed. */
  solveInto(a: F64Block, b: F64Block): void;
}

function algebra(s: Scope, n: number, parts: 1 | 2): Algebra {
  const real = parts === 1;
  const scratch = s.f64(Math.max(n, real ? luRealScratch() : Math.max(luComplexScratch(n, n), gemmScratch(n, n, n))));
  const pivots = s.i32(n);
  return {
    n,
    parts,
    block: () => s.f64(parts * n * n),
    multiply(a, b, c) {
      if (real) productReal(n, n, n, 1, a.pointer, n, b.pointer, n, c.pointer, n, Write.Replace, scratch.pointer);
      else gemm(Op.None, Op.None, n, n, n, a.pointer, n, b.pointer, n, c.pointer, n, Write.Replace, scratch.pointer);
    },
    oneNorm: (a) => (real ? oneNormReal : oneNormComplex)(n, a.pointer, n, scratch.pointer),
    solveInto(a, b) {
      (real ? luReal : luComplex)(n, a.pointer, n, pivots.pointer, scratch.pointer);
      (real ? luSolveReal : luSolveComplex)(n, a.pointer, n, pivots.pointer, b.pointer, n, scratch.pointer);
    },
  };
}

/** out ← Σ c_k M_k + diagonal·1. */
function combine({ n, parts }: Algebra, out: F64Block, terms: readonly (readonly [number, F64Block])[], diagonal: number): void {
  const to = out.view();
  const from = terms.map(([, block]) => block.view());
  for (let i = 0; i < to.length; i++) {
    let sum = 0;
    for (let k = 0; k < terms.length; k++) sum += terms[k][0] * from[k][i];
    to[i] = sum;
  }
  for (let i = 0; i < n; i++) to[parts * i * (n + 1)] += diagonal;
}

function scaleBlock(a: F64Block, factor: number): void {
  const view = a.view();
  for (let i = 0; i < view.length; i++) view[i] *= factor;
}

/**
 * Extra halvings that keep the backward error of a degree below rounding for matrices whose powers are far smaller than the powers of
 * their moduli: the smallest ℓ with  |c_{2m+1}| ‖|A|^{2m+1}‖₁ / ‖A‖₁ ≤ u·2^{2mℓ}.
 */
function extraHalvings({ n, parts }: Algebra, a: F64Block, norm: number, { degree, inverseError }: Pade): number {
  const view = a.view();
  const moduli = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) {
    moduli[i] = parts === 1 ? Math.abs(view[i]) : Math.sqrt(view[2 * i] * view[2 * i] + view[2 * i + 1] * view[2 * i + 1]);
  }
  let x = new Float64Array(n).fill(1);
  let logarithm = 0;
  for (let power = 0; power < 2 * degree + 1; power++) {
    const y = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) y[j] += x[i] * moduli[i * n + j];
    let largest = 0;
    for (let j = 0; j < n; j++) largest = Math.max(largest, y[j]);
    if (largest === 0) return 0;
    for (let j = 0; j < n; j++) y[j] /= largest;
    logarithm += log(largest);
    x = y;
  }
  const excess = logarithm - log(norm) - log(inverseError) - log(ROUNDING);
  return Math.max(0, Math.ceil(excess / (2 * degree * LN2)));
}

/** The even powers of A as far as a degree needs them. */
function evenPowers(algebra: Algebra, a: F64Block, known: F64Block[], count: number): F64Block[] {
  while (known.length < count) {
    const next = algebra.block();
    const half = Math.floor(known.length / 2);
    if (known.length === 0) algebra.multiply(a, a, next);
    else algebra.multiply(known[half], known[known.length - 1 - half], next);
    known.push(next);
  }
  return known;
}

/** Numerator and denominator sums: returns U (odd part) and V (even part) of the approximant. */
function padeParts(algebra: Algebra, a: F64Block, powers: readonly F64Block[], { degree, b }: Pade): [F64Block, F64Block] {
  const U = algebra.block();
  const V = algebra.block();
  const inner = algebra.block();
  const terms = (first: number, count: number) => powers.slice(0, count).map((power, k) => [b[first + 2 * k], power] as const);
  if (degree < 13) {
    combine(algebra, inner, terms(3, (degree - 1) / 2), b[1]);
    algebra.multiply(a, inner, U);
    combine(algebra, V, terms(2, (degree - 1) / 2), b[0]);
    return [U, V];
  }
  const high = algebra.block();
  combine(algebra, inner, terms(9, 3), 0);
  algebra.multiply(powers[2], inner, high);
  combine(algebra, inner, [[1, high], ...terms(3, 3)], b[1]);
  algebra.multiply(a, inner, U);
  combine(algebra, inner, terms(8, 3), 0);
  algebra.multiply(powers[2], inner, high);
  combine(algebra, V, [[1, high], ...terms(2, 3)], b[0]);
  return [U, V];
}

/** The approximant to use, the powers it needs, and how often A must be halved. */
function choose(algebra: Algebra, a: F64Block): { approximant: Pade; powers: F64Block[]; halvings: number } {
  const norm = algebra.oneNorm(a);
  const powers: F64Block[] = [];
  for (const approximant of APPROXIMANTS.slice(0, 2)) {
    if (norm <= approximant.theta && extraHalvings(algebra, a, norm, approximant) === 0) {
      return { approximant, powers: evenPowers(algebra, a, powers, (approximant.degree - 1) / 2), halvings: 0 };
    }
  }
  evenPowers(algebra, a, powers, 3);
  const n4 = algebra.oneNorm(powers[1]);
  const n6 = algebra.oneNorm(powers[2]);
  const d4 = Math.sqrt(Math.sqrt(n4));
  const d6 = sixthRoot(n6);
  const eta = Math.max(d4, d6);
  for (const approximant of APPROXIMANTS.slice(2, 4)) {
    if (eta <= approximant.theta && extraHalvings(algebra, a, norm, approximant) === 0) {
      return { approximant, powers: evenPowers(algebra, a, powers, (approximant.degree - 1) / 2), halvings: 0 };
    }
  }
  // ‖A⁸‖ ≤ ‖A⁴‖² stands in for its own norm
  let halvings = 0;
  for (let size = Math.min(norm, eta); size > LAST.theta; size /= 2) halvings++;
  const factor = powerOfTwo(-halvings);
  scaleBlock(a, factor);
  const extra = extraHalvings(algebra, a, norm * factor, LAST);
  scaleBlock(a, powerOfTwo(-extra));
  halvings += extra;
  powers.forEach((power, k) => scaleByHalvings(power, 2 * (k + 1) * halvings));
  return { approximant: LAST, powers, halvings };
}

function powerOfTwo(exponent: number): number {
  let x = 1;
  for (let k = 0; k < Math.abs(exponent); k++) x *= exponent < 0 ? 0.5 : 2;
  return x;
}

/** Multiply by 2^{−count} in steps that do not underflow on the way. */
function scaleByHalvings(a: F64Block, count: number): void {
  for (let left = count; left > 0; left -= 512) scaleBlock(a, powerOfTwo(-Math.min(left, 512)));
}

/** x^{1/6} to a few digits from above is all that is needed, so that no cube root enters: √ of a Newton cube root. */
function sixthRoot(x: number): number {
  if (x === 0) return 0;
  const target = Math.sqrt(x);
  let y = Math.max(1, target);
  for (let step = 0; step < 2000; step++) {
    const next = (2 * y + target / (y * y)) / 3;
    if (!(next < y)) break;
    y = next;
  }
  return y;
}

function checked(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw wrongValue("A", "have an exponential within the range of numbers", null, "", "it overflows");
  }
  return values;
}

function scalarExponential([re, im = 0]: Float64Array): Float64Array {
  const size = exp(re);
  return checked(im === 0 ? Float64Array.of(size, 0) : Float64Array.of(size * cos(im), size * sin(im)));
}

function exponential(n: number, parts: 1 | 2, values: Float64Array): Float64Array {
  return scratchScope((s) => {
    const matrices = algebra(s, n, parts);
    const a = s.f64(values);
    const { approximant, powers, halvings } = choose(matrices, a);
    const [U, V] = padeParts(matrices, a, powers, approximant);
    const denominator = matrices.block();
    combine(
      matrices,
      denominator,
      [
        [1, V],
        [-1, U],
      ],
      0,
    );
    let X = matrices.block();
    combine(
      matrices,
      X,
      [
        [1, V],
        [1, U],
      ],
      0,
    );
    matrices.solveInto(denominator, X);
    let other = denominator;
    for (let k = 0; k < halvings; k++) {
      matrices.multiply(X, X, other);
      [X, other] = [other, X];
    }
    return checked(X.view().slice());
  });
}

/** exp of each connected block, put in its place. */
function blockwise(n: number, parts: 1 | 2, data: Float64Array): Float64Array {
  const out = new Float64Array(data.length);
  for (const indices of connectedIndices(n, data, parts)) {
    const m = indices.length;
    const block = new Float64Array(parts * m * m);
    const copy = (from: Float64Array, to: Float64Array, gather: boolean) => {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < m; j++) {
          for (let p = 0; p < parts; p++) {
            const inner = parts * (i * m + j) + p;
            const outer = parts * (indices[i] * n + indices[j]) + p;
            if (gather) to[inner] = from[outer];
            else to[outer] = from[inner];
          }
        }
      }
    };
    copy(data, block, true);
    copy(m === 1 ? scalarExponential(block) : exponential(m, parts, block), out, false);
  }
  return out;
}

/**
 * Exponentiate a general complex matrix.
 *
 *   exp(A) = Σ_k A^k / k!
 *
 * Padé approximants of degree 3 to 13 with scaling and squaring; blocks that no entry connects are treated apart, and a matrix without
 * imaginary parts is treated with real arithmetic. For exp(−iHt) use `unitary`, which is unitary to rounding.
 *
 * `A`: n × n. Returns exp(A), n × n. Throws RangeError when A is not square or not finite, or when exp(A) overflows.
 * Source: Al-Mohy, Higham, SIAM J. Matrix Anal. Appl. 31, 970 (2009), doi:10.1137/09074721X.
 */
export function expm(A: Matrix): Matrix {
  const n = squareMatrix("A", A);
  let real = true;
  for (let i = 1; i < A.data.length && real; i += 2) real = A.data[i] === 0;
  if (!real) return { rows: n, columns: n, data: blockwise(n, 2, A.data) };
  const values = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) values[i] = A.data[2 * i];
  const result = blockwise(n, 1, values);
  const out = zeros(n);
  for (let i = 0; i < n * n; i++) out.data[2 * i] = result[i];
  return out;
}

/** Exponentiate a real n × n matrix given row by row; returns exp(A) row by row. Errors and source as in `expm`. */
export function expmReal(n: number, A: Float64Array): Float64Array {
  realArray("A", A, n * n);
  return blockwise(n, 1, A);
}
