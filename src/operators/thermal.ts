/** Gibbs states, and what a cut of the Fock space takes away from them. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { dagger, multiply } from "../numerics/dense.ts";
import { eigh } from "../numerics/eigen.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { exp, log } from "../numerics/scalar.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { diagonal, isReal, requireHermitian } from "./algebra.ts";
import { blockOf, components } from "./components.ts";
import { Operator } from "./operator.ts";
import { noteGibbs } from "./thermal-logarithm.ts";

/** A temperature T ≥ 0 or an inverse temperature β ≥ 0 (either may be infinite), in units of energy. */
export type Temperature = { readonly T: number; readonly beta?: never } | { readonly beta: number; readonly T?: never };

/** β of a temperature; T = 0 gives Infinity. Throws when it is negative, no number, or given twice. */
function inverseTemperature(temperature: Temperature): number {
  const { T, beta } = temperature ?? {};
  if ((T === undefined) === (beta === undefined)) {
    throw wrongKind("temperature", "be { T } or { beta }", temperature, "Give exactly one of them.");
  }
  if (beta !== undefined) return beta === Number.POSITIVE_INFINITY ? beta : finite("beta", beta, { atLeast: 0 });
  return T === Number.POSITIVE_INFINITY ? 0 : 1 / Math.abs(finite("T", T, { atLeast: 0 }));
}

interface Block {
  readonly indices: Int32Array;
  readonly energies: Float64Array;
  /** Columns are the eigenvectors; null for a one-dimensional block. */
  readonly vectors: Matrix | null;
}

/**
 * The Gibbs state e^{−βH}/Z.
 *
 * H is block-diagonalised along the connected components of its pattern, so that a diagonal H gives an exactly diagonal
 * state and a real H a real one. Energies count from the lowest, so nothing overflows. At T = 0 it is the ground state,
 * evenly mixed when the lowest level is degenerate (to 1e-13 of the largest |E|). T = Infinity gives 1/d.
 *
 * Throws a RangeError when H is not Hermitian or the temperature is negative.
 *
 * @example
 * thermal(qubitHamiltonian(qubit(), 1), { beta: Math.log(3) }).at(1, 1); // [0.75, 0]
 */
export function thermal(H: Operator, temperature: Temperature): Operator {
  const beta = inverseTemperature(temperature);
  requireHermitian("H", H);
  const blocks = components(H).map((indices) => diagonalise(H, indices));
  const energies = blocks.flatMap((block) => Array.from(block.energies));
  const ground = energies.reduce((least, E) => Math.min(least, E), Number.POSITIVE_INFINITY);
  const tolerance = 1e-13 * energies.reduce((largest, E) => Math.max(largest, Math.abs(E)), 0);
  const weight = (E: number) => (beta === Number.POSITIVE_INFINITY ? (E - ground <= tolerance ? 1 : 0) : exp(-beta * (E - ground)));
  const Z = energies.reduce((sum, E) => sum + weight(E), 0);
  const real = isReal(H);
  const entries = blocks.flatMap((block) => gibbsBlock(block, (E) => weight(E) / Z, real));
  const state = Operator.fromEntries(H.space, entries);
  return beta === Number.POSITIVE_INFINITY ? state : noteGibbs(state, { H, beta, ground, Z });
}

function diagonalise(H: Operator, indices: Int32Array): Block {
  if (indices.length === 1) return { indices, energies: Float64Array.of(H.at(indices[0], indices[0])[0]), vectors: null };
  const { values, vectors } = eigh(blockOf(H, indices));
  return { indices, energies: values, vectors };
}

/** Entries of V p V†, both triangles from the lower one so that the result is exactly Hermitian. */
function gibbsBlock({ indices, energies, vectors }: Block, population: (E: number) => number, real: boolean) {
  if (!vectors) return [[indices[0], indices[0], population(energies[0]), 0] as const];
  const n = indices.length;
  const p = energies.map(population);
  const weighted = { ...vectors, data: vectors.data.map((x, at) => x * p[Math.floor(at / 2) % n]) };
  const { data } = multiply(weighted, dagger(vectors));
  const entries: (readonly [number, number, number, number])[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const at = 2 * (i * n + j);
      const im = real || i === j ? 0 : data[at + 1];
      entries.push([indices[i], indices[j], data[at], im]);
      if (i !== j) entries.push([indices[j], indices[i], data[at], 0 - im]);
    }
  }
  return entries;
}

/**
 * The thermal state of a truncated mode, p_n ∝ e^{−nω/T}, normalised within the cut.
 * `T` ≥ 0 in units of energy; `omega` > 0 is 1 unless given. See `cutWarning` for whether the cut is large enough.
 *
 * @example
 * meanValue(thermalFock(fock(60), 1), numberOperator(fock(60))); // [0.581977, 0]
 */
export function thermalFock(space: Space, T: number, omega = 1): Operator {
  const beta = inverseTemperature({ T }) * finite("omega", omega, { above: 0 });
  if (requireSpace(space).factors.length !== 1 || space.factors[0].kind !== "fock") {
    throw wrongValue("space", "be a single truncated mode", null, "Make the state there and join with `productState`.", `it is ${space}`);
  }
  const d = space.dimension;
  const weights = Array.from({ length: d }, (_, n) => (n === 0 ? 1 : exp(-beta * n)));
  const Z = weights.reduceRight((sum, w) => sum + w, 0);
  return diagonal(
    space,
    weights.map((w) => w / Z),
  );
}

/**
 * The smallest number of levels for which a thermal mode has less than `epsilon` of its population beyond the cut.
 *
 * @example
 * levelsFor(1); // 28
 */
export function levelsFor(T: number, epsilon = 1e-12, omega = 1): number {
  finite("T", T, { atLeast: 0 });
  finite("epsilon", epsilon, { above: 0, below: 1 });
  finite("omega", omega, { above: 0 });
  return Math.max(2, Math.ceil((log(1 / epsilon) * T) / omega));
}

/**
 * What a cut does to a thermal mode, as a sentence with a remedy, or null when the untruncated state has less than
 * `epsilon` of its population, e^{−dω/T}, beyond the d levels.
 *
 * @example
 * cutWarning(fock(60), 1); // null
 */
export function cutWarning(space: Space, T: number, epsilon = 1e-6, omega = 1): string | null {
  finite("T", T, { atLeast: 0 });
  finite("epsilon", epsilon, { above: 0, below: 1 });
  finite("omega", omega, { above: 0 });
  const d = requireSpace(space).dimension;
  const lost = T === 0 ? 0 : exp((-d * omega) / T);
  if (lost <= epsilon) return null;
  const share = lost.toPrecision(2);
  return `A thermal mode at T = ${T} has ${share} of its population beyond ${d} levels; ${levelsFor(T, epsilon, omega)} levels would leave ${epsilon}.`;
}
