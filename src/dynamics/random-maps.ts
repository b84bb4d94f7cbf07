/** Random channels and random master equations, by an explicit seed. */
import { dagger, multiply } from "../numerics/dense.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { normalDraws } from "../numerics/normal-draws.ts";
import { zero } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { ginibre, haar, RANDOM_RULES, type RandomOptions, randomChecks, randomHermitian } from "../operators/random-objects.ts";
import { aNumber, anInteger, checkOptions, type OptionChecks } from "../options.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { krausChannel } from "./channels.ts";
import type { Generator } from "./generator.ts";
import { generator } from "./lindblad.ts";
import { blochBasis } from "./map-forms.ts";
import { requireSmall } from "./representations.ts";
import type { Superoperator } from "./superoperator.ts";

/** A random channel. */
export interface RandomChannelOptions extends RandomOptions {
  /** Number of Kraus operators: d² unless given; 1 is a Haar unitary. */
  readonly rank?: number;
}

/**
 * A random channel: a Haar-random isometry into d × rank levels, the second factor traced out. By rank d² it is the measure of Lebesgue on
 * all channels. Throws without a seed, or beyond 32 levels. Source: Bruzda, Cappellini, Sommers and Życzkowski, Phys. Lett. A 373, 320 (2009).
 *
 * @example
 * randomChannel(qubit(), { seed: 1, rank: 2 }).kraus().length; // 2
 */
export function randomChannel(space: Space, options: RandomChannelOptions): Superoperator {
  const d = requireSpace(space).dimension;
  requireSmall(d);
  const checks: OptionChecks<RandomChannelOptions> = { ...randomChecks, rank: anInteger(1, d * d) };
  const { seed, index = 0, rank = d * d } = checkOptions("options", options, checks, RANDOM_RULES);
  const { data } = haar(normalDraws(seed, index, "random channel"), d * rank, d);
  const kraus = Array.from({ length: rank }, (_, k) =>
    Operator.fromMatrix(space, { rows: d, columns: d, data: data.subarray(2 * k * d * d, 2 * (k + 1) * d * d) }, true),
  );
  return krausChannel(space, kraus);
}

/** A random master equation. */
export interface RandomGeneratorOptions extends RandomOptions {
  /** Number of independent jumps: d² − 1 unless given, 0 for a Hamiltonian alone. */
  readonly jumps?: number;
  /** Half the width of the levels of H, beside jumps with Σ Tr L†L = d: 0 unless given. */
  readonly radius?: number;
}

/**
 * A random generator of Lindblad form: Kossakowski's matrix K = d·G G†/Tr G G† on an orthonormal basis of traceless operators, G of complex
 * normals, and a Hamiltonian of the Gaussian unitary ensemble. Its eigenvalues other than 0 lie around −1 without H.
 *
 * Returns a generator to run, or to put into `liouvillian`. Throws without a seed, or beyond 32 levels.
 * Source: Denisov, Laptyeva, Tarnowski, Chruściński and Życzkowski, Phys. Rev. Lett. 123, 140403 (2019).
 *
 * @example
 * hamiltonianAt(randomGenerator(qubit(), { seed: 1 })).space.dimension; // 2
 */
export function randomGenerator(space: Space, options: RandomGeneratorOptions): Generator {
  const d = requireSpace(space).dimension;
  requireSmall(d);
  const checks: OptionChecks<RandomGeneratorOptions> = { ...randomChecks, jumps: anInteger(0, d * d - 1), radius: aNumber({ atLeast: 0 }) };
  const { seed, index = 0, jumps = d * d - 1, radius = 0 } = checkOptions("options", options, checks, RANDOM_RULES);
  const G = ginibre(normalDraws(seed, index, "random generator"), d * d - 1, jumps);
  const operators = jumps === 0 ? [] : jumpsOf(space, G);
  return generator({
    system: space,
    H: radius === 0 ? zero(space) : randomHermitian(space, { seed, index, radius }),
    jumps: operators.map((operator) => ({ operator, rate: 1 })),
  });
}

/** L_k = √(d/Tr G G†) Σ_m G_mk F_m with the orthonormal F_m = B_m/√2 of the generalised Bloch basis. */
function jumpsOf(space: Space, G: Matrix): Operator[] {
  const d = space.dimension;
  const square = multiply(dagger(G), G);
  let trace = 0;
  for (let k = 0; k < G.columns; k++) trace += square.data[2 * k * (G.columns + 1)];
  const factor = Math.sqrt(d / trace) * Math.SQRT1_2;
  const basis = blochBasis(d);
  return Array.from({ length: G.columns }, (_, k) =>
    Operator.fromEntries(
      space,
      basis.flatMap((entries, m) => {
        const at = 2 * (m * G.columns + k);
        const [x, y] = [factor * G.data[at], factor * G.data[at + 1]];
        return entries.map(([i, j, re, im]): [number, number, number, number] => [i, j, x * re - y * im, x * im + y * re]);
      }),
    ),
  );
}
