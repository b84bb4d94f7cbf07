/** Complex matrices in fixed-point integers of 700 binary places, and stationary states solved with them: slow, plain, and independent. */
import type { Generator } from "../../src/dynamics/generator.ts";
import type { Operator } from "../../src/operators/operator.ts";

const PLACES = 700n;
const UNIT = 1n << PLACES;

/** A complex number times 2⁷⁰⁰. */
export type Fixed = readonly [bigint, bigint];
/** Rows of complex numbers. */
export type FixedMatrix = readonly (readonly Fixed[])[];

/** A double, exactly (down to 2⁻⁷⁰⁰). */
export function fixed(value: number): bigint {
  if (value === 0) return 0n;
  let [mantissa, exponent] = [value, 0n];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return (BigInt(mantissa) * UNIT) >> exponent;
}

/** Back to a double. */
export function rounded(value: bigint): number {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString(2);
  const head = Number(BigInt(`0b${digits.slice(0, 64)}`));
  let result = head;
  for (let k = digits.length - Math.min(64, digits.length); k > 0; k--) result *= 2;
  // 2⁷⁰⁰ is within the range of numbers, and so is what is worth comparing.
  result /= Number(UNIT);
  return negative ? -result : result;
}

const shift = (value: bigint) => value >> PLACES;
export const add = ([a, b]: Fixed, [c, d]: Fixed): Fixed => [a + c, b + d];
export const times = ([a, b]: Fixed, [c, d]: Fixed): Fixed => [shift(a * c - b * d), shift(a * d + b * c)];
const conjugate = ([a, b]: Fixed): Fixed => [a, -b];
const negative = ([a, b]: Fixed): Fixed => [-a, -b];
const zero: Fixed = [0n, 0n];

export function matrixOf(A: Operator, factor = 1): FixedMatrix {
  const rows = Array.from({ length: A.dimension }, () => Array.from({ length: A.dimension }, (): Fixed => zero));
  const c = fixed(factor);
  A.forEach((i, j, re, im) => {
    rows[i][j] = [shift(fixed(re) * c), shift(fixed(im) * c)];
  });
  return rows;
}

export function product(A: FixedMatrix, B: FixedMatrix): FixedMatrix {
  return A.map((row) => B[0].map((_, j) => row.reduce((sum, a, k) => (a[0] || a[1] ? add(sum, times(a, B[k][j])) : sum), zero)));
}

export function adjoint(A: FixedMatrix): FixedMatrix {
  return A[0].map((_, j) => A.map((row) => conjugate(row[j])));
}

export function plus(A: FixedMatrix, B: FixedMatrix): FixedMatrix {
  return A.map((row, i) => row.map((a, j) => add(a, B[i][j])));
}

export function scaled(A: FixedMatrix, z: Fixed): FixedMatrix {
  return A.map((row) => row.map((a) => times(a, z)));
}

/** exp(−iHt) by its series. */
export function unitary(H: Operator, t: number): FixedMatrix {
  const A = scaled(matrixOf(H, t), [0n, -UNIT]);
  const one = A.map((row, i) => row.map((_, j): Fixed => (i === j ? [UNIT, 0n] : zero)));
  let [sum, term] = [one as FixedMatrix, one as FixedMatrix];
  for (let k = 1; k < 400; k++) {
    term = product(term, A).map((row) => row.map(([a, b]): Fixed => [a / BigInt(k), b / BigInt(k)]));
    sum = plus(sum, term);
    if (term.every((row) => row.every(([a, b]) => a === 0n && b === 0n))) break;
  }
  return sum;
}

/** −i[H, ρ] + Σ γ(LρR† − ½{R†L, ρ}). */
export function applied({ hamiltonian, dissipators }: Generator): (rho: FixedMatrix) => FixedMatrix {
  const minusI: Fixed = [0n, -UNIT];
  const half = fixed(-0.5);
  const H = hamiltonian.map(({ operator, coefficient }) => matrixOf(operator, coefficient as number));
  const parts = dissipators.map(({ left, right, rate }) => {
    const [L, R] = [matrixOf(left, rate as number), adjoint(matrixOf(right))];
    return { L, R, loss: scaled(product(R, L), [half, 0n]) };
  });
  return (rho) => {
    const commutators = H.map((h) => scaled(plus(product(h, rho), scaled(product(rho, h), [-UNIT, 0n])), minusI));
    const jumps = parts.map(({ L, R, loss }) => plus(product(product(L, rho), R), plus(product(loss, rho), product(rho, loss))));
    return [...commutators, ...jumps].reduce(plus);
  };
}

/**
 * The state with f(ρ) = 0 and trace 1 of a linear map on n × n matrices, by elimination with one diagonal equation replaced
 * by the trace; null where a pivot is smaller than `least`.
 */
export function stationaryState(
  n: number,
  f: (rho: FixedMatrix) => FixedMatrix,
  least = 1e-60,
): readonly (readonly [number, number])[] | null {
  const size = n * n;
  const rows: Fixed[][] = Array.from({ length: size }, () => Array.from({ length: size + 1 }, (): Fixed => zero));
  for (let q = 0; q < size; q++) {
    const unit = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j): Fixed => (i * n + j === q ? [UNIT, 0n] : zero)));
    f(unit)
      .flat()
      .forEach((value, r) => {
        rows[r][q] = value;
      });
  }
  rows[0] = Array.from({ length: size + 1 }, (_, q): Fixed => (q === size || Math.floor(q / n) === q % n ? [UNIT, 0n] : zero));
  const smallest = fixed(least);
  const modulus = ([a, b]: Fixed) => (a < 0n ? -a : a) + (b < 0n ? -b : b);
  for (let k = 0; k < size; k++) {
    let p = k;
    for (let r = k + 1; r < size; r++) if (modulus(rows[r][k]) > modulus(rows[p][k])) p = r;
    if (modulus(rows[p][k]) <= smallest) return null;
    [rows[k], rows[p]] = [rows[p], rows[k]];
    for (let r = 0; r < size; r++) {
      if (r === k || modulus(rows[r][k]) === 0n) continue;
      const factor = negative(quotient(rows[r][k], rows[k][k]));
      for (let c = k; c <= size; c++) rows[r][c] = add(rows[r][c], times(factor, rows[k][c]));
    }
  }
  return rows.map((row, k) => {
    const [re, im] = quotient(row[size], row[k]);
    return [rounded(re), rounded(im)];
  });
}

function quotient([a, b]: Fixed, [c, d]: Fixed): Fixed {
  const norm = c * c + d * d;
  return [((a * c + b * d) << PLACES) / norm, ((b * c - a * d) << PLACES) / norm];
}
