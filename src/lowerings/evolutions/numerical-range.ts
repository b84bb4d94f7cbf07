/** Where the numerical range of a generator lies, from its operators and its matrix: what bounds the degree of a polynomial in it. */

import type { Generator } from "../../dynamics/generator.ts";
import { hamiltonianAt } from "../../dynamics/lower.ts";
import { eigvalsh } from "../../numerics/eigen.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { arnoldi } from "../../numerics/krylov.ts";
import { zeros } from "../../numerics/matrix.ts";
import { dag, plus, scale, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Sector } from "../../sectors/sector.ts";

/** A rectangle around the numerical range of a constant generator. */
export interface NumericalRange {
  /** Centre on the real axis. */
  readonly center: number;
  /** Half of its extent along the real and along the imaginary axis. */
  readonly real: number;
  readonly imaginary: number;
  /** Half of the extent along the imaginary axis that the Hamiltonian alone has. */
  readonly frequency: number;
  /** How far above 0 its real part may reach: the growth rate that rounding is bounded with. */
  readonly growth: number;
}

/** Dimensions up to which the energies of H are computed, and steps of Lanczos above. */
const DIAGONALISED = 32;
const LANCZOS = 24;
/** Extremal Ritz values lie inside by less than this part of their distance. */
const MARGIN = 1.05;

/** Bounds of the real part, and of the modulus of the imaginary part. */
interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly imaginary: number;
}

interface OperatorBounds extends Bounds {
  /** The spread of the energies. */
  readonly spread: number;
}

/** The smaller of two rectangles that hold the numerical range. */
export function numericalRange(generator: Generator, sector: Sector, M: SparseReal): NumericalRange {
  const [a, b] = [fromOperators(generator), fromMatrix(sector, M)];
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  const imaginary = Math.min(a.imaginary, b.imaginary);
  return {
    center: (low + high) / 2,
    real: (high - low) / 2,
    imaginary,
    frequency: Math.min(imaginary, a.spread),
    growth: Math.max(0, high),
  };
}

/**
 * For −i[H, ·] + J − ½{K, ·},  J = Σ γ L · R†,  K = Σ γ R†L: the commutator gives the spread of H along the imaginary axis, the loss [−‖K‖, 0]
 * along the real one, and J a disc of radius ‖J‖₂ ≤ √(‖Σ γ R†L‖ ‖Σ γ L R†‖) about both.
 */
function fromOperators(generator: Generator): OperatorBounds {
  const spread = spreadOf(hamiltonianAt(generator));
  const sum = (make: (left: Operator, right: Operator) => Operator) => {
    const parts = generator.dissipators.map(({ left, right, rate }) => scale(make(left, right), rate as number));
    return parts.length === 0 ? 0 : rowNorm(plus(...parts));
  };
  const loss = sum((left, right) => times(dag(right), left));
  const jump = Math.sqrt(loss * sum((left, right) => times(left, dag(right))));
  return { low: -loss - jump, high: jump, imaginary: spread + jump, spread };
}

/**
 * Circles of Gershgorin about the symmetric and the antisymmetric part, in coordinates in which ‖x‖ is that of the state: each pair of
 * entries a_rc, a_cr, one of which may be missing, adds |a_rc ± a_cr|/2 to rows r and c.
 */
function fromMatrix({ row, column }: Sector, { n, rowStart, columns, values }: SparseReal): Bounds {
  const weight = Float64Array.from({ length: n }, (_, q) => (row[q] === column[q] ? 1 : Math.SQRT2));
  const [center, radius, odd] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  // Rows come in order: in each of them, what stands across is found by going on.
  const next = rowStart.slice(0, n);
  const add = (r: number, a: number, b: number) => {
    radius[r] += Math.abs(a + b) / 2;
    odd[r] += Math.abs(a - b) / 2;
  };
  for (let r = 0; r < n; r++) {
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const c = columns[e];
      if (c === r) {
        center[r] = values[e];
        continue;
      }
      const a = (values[e] * weight[r]) / weight[c];
      while (next[c] < rowStart[c + 1] && columns[next[c]] < r) next[c]++;
      const met = next[c] < rowStart[c + 1] && columns[next[c]] === r;
      add(r, a, met ? (values[next[c]] * weight[c]) / weight[r] : 0);
      if (!met) add(c, a, 0);
    }
  }
  let [low, high, imaginary] = [0, Number.NEGATIVE_INFINITY, 0];
  for (let r = 0; r < n; r++) {
    low = Math.min(low, center[r] - radius[r]);
    high = Math.max(high, center[r] + radius[r]);
    imaginary = Math.max(imaginary, odd[r]);
  }
  return { low, high, imaginary };
}

/** Largest minus smallest eigenvalue. */
function spreadOf(H: Operator): number {
  if (H.dimension <= DIAGONALISED) {
    const energies = eigvalsh(H.toMatrix());
    return energies[energies.length - 1] - energies[0];
  }
  const { m, H: small } = arnoldi(
    (x, y) => multiply(H, x, y),
    start(2 * H.dimension),
    LANCZOS,
    (rest, image) => rest <= 1e-12 * image,
  );
  const ritz = zeros(m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) ritz.data[2 * (i * m + j)] = (small[i * m + j] + small[j * m + i]) / 2;
  const values = eigvalsh(ritz);
  return MARGIN * (values[m - 1] - values[0]);
}

/** y = H x with complex numbers interleaved: a symmetric real product. */
function multiply({ dimension, rowStart, columns, values }: Operator, x: Float64Array, y: Float64Array): void {
  for (let r = 0; r < dimension; r++) {
    let re = 0;
    let im = 0;
    for (let e = rowStart[r]; e < rowStart[r + 1]; e++) {
      const c = 2 * columns[e];
      re += values[2 * e] * x[c] - values[2 * e + 1] * x[c + 1];
      im += values[2 * e] * x[c + 1] + values[2 * e + 1] * x[c];
    }
    y[2 * r] = re;
    y[2 * r + 1] = im;
  }
}

/** A start that no symmetry annihilates. */
function start(n: number): Float64Array {
  let seed = 1;
  return Float64Array.from({ length: n }, () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647 - 0.5;
  });
}

/** The largest sum of moduli in a row: a bound of the norm of a Hermitian operator. */
function rowNorm({ rowStart, values, dimension }: Operator): number {
  let largest = 0;
  for (let row = 0; row < dimension; row++) {
    let sum = 0;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      sum += Math.sqrt(values[2 * e] * values[2 * e] + values[2 * e + 1] * values[2 * e + 1]);
    }
    largest = Math.max(largest, sum);
  }
  return largest;
}
