/** Random kets, states, unitaries and Hermitian operators of the standard ensembles, by an explicit seed. */
import { dagger, multiply, traceOf } from "../numerics/dense.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { type NormalDraws, normalDraws } from "../numerics/normal-draws.ts";
import { aNumber, anInteger, checkOptions, type OptionChecks, oneOf } from "../options.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { Ket } from "./kets.ts";
import { Operator, requireRoom } from "./operator.ts";

/** Which of the objects of an ensemble: they are functions of these two numbers alone, the same on every host. */
export interface RandomOptions {
  /** An integer ≥ 0. */
  readonly seed: number;
  /** Counts independent objects of one seed, from 0 on; 0 unless given. */
  readonly index?: number;
}

/** A random state. */
export interface RandomStateOptions extends RandomOptions {
  /** Largest number of eigenvalues that are not 0: all d unless given. 1 is a Haar-random pure state. */
  readonly rank?: number;
  /** `"hilbert-schmidt"` (default): G G†/Tr with G of complex normals. `"bures"`: (1 + U) G G† (1 + U†)/Tr with U Haar. */
  readonly measure?: "hilbert-schmidt" | "bures";
}

/** A random Hermitian operator. */
export interface RandomHermitianOptions extends RandomOptions {
  /** Half the width of the spectrum of a large one: 2 unless given. */
  readonly radius?: number;
}

/** The checks of a seed and an index. */
export const randomChecks: OptionChecks<RandomOptions> = {
  seed: anInteger(0, Number.MAX_SAFE_INTEGER, "Any integer: the same one gives the same object."),
  index: anInteger(0, 4294967295),
};

/** How random objects are asked for. */
export const RANDOM_RULES = { required: ["seed"], remedy: "Write { seed: 7 }." };

/**
 * A ket distributed evenly over all directions (Haar), of norm 1. Throws without a seed.
 *
 * @example
 * randomKet(qubit(), { seed: 1 }).norm(); // 1
 */
export function randomKet(space: Space, options: RandomOptions): Ket {
  const { seed, index = 0 } = checkOptions<RandomOptions>("options", options, randomChecks, RANDOM_RULES);
  const draws = normalDraws(seed, index, "random ket");
  return new Ket(requireSpace(space), draws.normals(2 * space.dimension)).normalised();
}

/**
 * A random mixed state. Mean purity: (d + k)/(dk + 1) for rank k by Hilbert and Schmidt, (5d² + 1)/(2d(d² + 2)) by Bures
 * at full rank.
 *
 * Throws without a seed, or with a rank above d.
 * Source: Życzkowski and Sommers, J. Phys. A 34, 7111 (2001); Osipov, Sommers and Życzkowski, J. Phys. A 43, 055302 (2010).
 *
 * @example
 * trace(randomState(qubit(), { seed: 1 })); // 1
 */
export function randomState(space: Space, options: RandomStateOptions): Operator {
  const d = requireSpace(space).dimension;
  const checks: OptionChecks<RandomStateOptions> = {
    ...randomChecks,
    rank: anInteger(1, d),
    measure: oneOf("hilbert-schmidt", "bures"),
  };
  const { seed, index = 0, rank = d, measure = "hilbert-schmidt" } = checkOptions("options", options, checks, RANDOM_RULES);
  requireRoom(space, d * d);
  const draws = normalDraws(seed, index, "random state");
  const G = ginibre(draws, d, rank);
  const factor = measure === "bures" ? multiply(onePlus(haar(draws, d, d)), G) : G;
  return normalisedSquare(space, factor);
}

/**
 * A unitary distributed evenly over the group (Haar, circular unitary ensemble). Source: Mezzadri, Notices AMS 54, 592 (2007).
 *
 * @example
 * unitarity(unitaryChannel(randomUnitary(qubit(), { seed: 1 }))); // 1
 */
export function randomUnitary(space: Space, options: RandomOptions): Operator {
  const { seed, index = 0 } = checkOptions<RandomOptions>("options", options, randomChecks, RANDOM_RULES);
  const d = requireSpace(space).dimension;
  requireRoom(space, d * d);
  return Operator.fromMatrix(space, haar(normalDraws(seed, index, "random unitary"), d, d), true);
}

/**
 * A Hermitian operator of the Gaussian unitary ensemble, ⟨|H_ij|²⟩ = radius²/4d: its levels fill the semicircle from −radius to radius.
 * Throws without a seed.
 *
 * @example
 * randomHermitian(fock(3), { seed: 1 }).at(0, 0)[1]; // 0
 */
export function randomHermitian(space: Space, options: RandomHermitianOptions): Operator {
  const checks: OptionChecks<RandomHermitianOptions> = { ...randomChecks, radius: aNumber({ above: 0 }) };
  const { seed, index = 0, radius = 2 } = checkOptions("options", options, checks, RANDOM_RULES);
  const d = requireSpace(space).dimension;
  requireRoom(space, d * d);
  const { data } = ginibre(normalDraws(seed, index, "random Hermitian"), d, d);
  const factor = radius / Math.sqrt(8 * d);
  const entries: [number, number, number, number][] = [];
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const [p, q] = [2 * (i * d + j), 2 * (j * d + i)];
      entries.push([i, j, factor * (data[p] + data[q]), factor * (data[p + 1] - data[q + 1])]);
    }
  }
  return Operator.fromEntries(space, entries);
}

/** Complex normals with ⟨|G_ij|²⟩ = 1. */
export function ginibre(draws: NormalDraws, rows: number, columns: number): Matrix {
  return { rows, columns, data: draws.normals(2 * rows * columns).map((x) => x * Math.SQRT1_2) };
}

/** The first `columns` columns of a Haar unitary: normals made orthonormal one after the other, twice, so that rounding leaves no trace. */
export function haar(draws: NormalDraws, rows: number, columns: number): Matrix {
  const vectors: Float64Array[] = [];
  for (let k = 0; k < columns; k++) {
    const v = draws.normals(2 * rows);
    for (const u of [...vectors, ...vectors]) {
      let [re, im] = [0, 0];
      for (let at = 0; at < v.length; at += 2) {
        re += u[at] * v[at] + u[at + 1] * v[at + 1];
        im += u[at] * v[at + 1] - u[at + 1] * v[at];
      }
      for (let at = 0; at < v.length; at += 2) {
        v[at] -= re * u[at] - im * u[at + 1];
        v[at + 1] -= re * u[at + 1] + im * u[at];
      }
    }
    const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    vectors.push(v.map((x) => x / norm));
  }
  const U = zeros(rows, columns);
  vectors.forEach((v, k) => {
    for (let i = 0; i < rows; i++) U.data.set(v.subarray(2 * i, 2 * i + 2), 2 * (i * columns + k));
  });
  return U;
}

function onePlus(U: Matrix): Matrix {
  const data = U.data.slice();
  for (let i = 0; i < U.rows; i++) data[2 * i * (U.rows + 1)] += 1;
  return { ...U, data };
}

/** F F†/Tr, exactly Hermitian. */
function normalisedSquare(space: Space, F: Matrix): Operator {
  const square = multiply(F, dagger(F));
  const [trace] = traceOf(square);
  const d = square.rows;
  const entries: [number, number, number, number][] = [];
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      const at = 2 * (i * d + j);
      const [re, im] = [square.data[at] / trace, i === j ? 0 : square.data[at + 1] / trace];
      entries.push([i, j, re, im]);
      if (i !== j) entries.push([j, i, re, 0 - im]);
    }
  }
  return Operator.fromEntries(space, entries);
}
