/** Units that arrive at random: a Poisson stream of collisions is a master equation, dρ/dt = −i[H_S, ρ] + p(Φ − 1)ρ, exactly. */

import { finite, wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { commutator, hermitianPart, plus, scale, zero } from "../operators/algebra.ts";
import { blockOf, components } from "../operators/components.ts";
import { type Operator, requireOperator } from "../operators/operator.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { channelTerms, jointOperators, unitBlocks } from "./channel.ts";
import type { Collision } from "./collisions.ts";
import type { Dissipator, Generator } from "./generator.ts";
import type { RatesOfUnit } from "./generator-limit.ts";
import { unitState } from "./joint.ts";
import { adjointDissipator, hamiltonianAt } from "./lower.ts";
import { krausOperators } from "./representations.ts";
import { requireCollision } from "./require-dynamics.ts";

/**
 * The generator p(Φ − 1) of instantaneous collisions at rate p, whose exponential e^{pt(Φ−1)} averages over all arrivals.
 *
 * @param HS Hamiltonian between arrivals; null for none (an interaction picture)
 * @param rate p ≥ 0, arrivals per unit time
 */
export function poissonGenerator(system: Space, HS: Operator | null, collision: Collision, rate: number): Generator {
  if (HS !== null) requireOperator("HS", HS);
  requireSpace(system, "system");
  requireCollision(collision);
  finite("rate", rate, { atLeast: 0 });
  if (collision.evaluation === "second") {
    throw wrongValue("evaluation", 'be "exact" for random arrivals', "second", "A second-order step has no Kraus operators.");
  }
  const kraus = krausOperators(channelTerms(system, collision), system);
  const dissipators: Dissipator[] = kraus.map((K) => ({ left: K, right: K, rate, bath: collision.bath }));
  return {
    kind: "generator",
    system,
    hamiltonian: [{ operator: HS ?? zero(system), coefficient: 1 }],
    dissipators,
    arrivals: [{ collision, rate }],
    baths: { [collision.bath]: { beta: collision.beta !== null && Number.isFinite(collision.beta) ? collision.beta : null } },
  };
}

/**
 * The jumps of p(Φ − 1) from the blocks of the collision's own operators, for systems of any size: with η = Σ_k w_k |k⟩⟨k|,
 *
 *   p(Φ − 1)ρ = Σ_c Σ_{x,k} p w_k D[⟨x|W_c|k⟩]ρ
 *
 * An η that is diagonal keeps the pattern of the blocks exactly. Every state of the unit has its jumps, those of weight 0 too.
 *
 * @param rate p ≥ 0, arrivals per unit time
 */
export function arrivalJumps(system: Space, collision: Collision, rate: number): readonly Dissipator[] {
  finite("rate", rate, { atLeast: 0 });
  if (collision.evaluation === "second") {
    throw wrongValue("evaluation", 'be "exact" for random arrivals', "second", "A second-order step has no Kraus operators.");
  }
  const { unit, bath } = collision;
  const states = eigenstatesOf(unitState(collision.state));
  return jointOperators(system, collision).flatMap((W) => {
    const blocks = unitBlocks(system, unit, W);
    return states.flatMap(({ weight, amplitudes }) =>
      Array.from({ length: unit.dimension }, (_, x): Dissipator[] => {
        const parts = amplitudes.flatMap(([y, re, im]) => {
          const block = blocks[x * unit.dimension + y];
          return block ? [re === 1 && im === 0 ? block : scale(block, re, im)] : [];
        });
        if (parts.length === 0) return [];
        const L = parts.length === 1 ? parts[0] : plus(...parts);
        return [{ left: L, right: L, rate: rate * weight, bath }];
      }).flat(),
    );
  });
}

/**
 * What acts beside arrivals, all the time, gives to the energy H_S: heat by bath, Tr H_S D_b(ρ), and the work of a Hamiltonian that is not
 * H_S, i[H, H_S].
 */
export function ratesBeside(own: Generator, HS: Operator): readonly RatesOfUnit[] {
  const none = scale(HS, 0);
  const power = scale(commutator(hamiltonianAt(own), HS), 0, 1);
  const drive = power.values.some((value) => value !== 0) ? [{ bath: null, dU: power, Q: none, W: power, flux: none }] : [];
  const baths = [...new Set(own.dissipators.map(({ bath }) => bath))];
  return [
    ...drive,
    ...baths.map((bath): RatesOfUnit => {
      const Q = hermitianPart(adjointDissipator(own, bath, HS));
      const beta = own.baths[bath]?.beta ?? null;
      return { bath, dU: Q, Q, W: none, flux: beta !== null && Number.isFinite(beta) ? scale(Q, -beta) : null };
    }),
  ];
}

/** A state of the unit with its weight: amplitudes of the basis states that it is made of. */
export interface Eigenstate {
  readonly weight: number;
  readonly amplitudes: readonly (readonly [y: number, re: number, im: number])[];
}

/** η ≥ 0 by its eigenstates, block by block of its pattern; basis states stay basis states. */
export function eigenstatesOf(eta: Operator): readonly Eigenstate[] {
  return components(eta).flatMap((indices): Eigenstate[] => {
    if (indices.length === 1) return [{ weight: Math.max(0, eta.at(indices[0], indices[0])[0]), amplitudes: [[indices[0], 1, 0]] }];
    const { values, vectors } = eigh(blockOf(eta, indices));
    const n = indices.length;
    return Array.from(values, (value, k) => ({
      weight: Math.max(0, value),
      amplitudes: Array.from(indices, (y, i) => [y, vectors.data[2 * (i * n + k)], vectors.data[2 * (i * n + k) + 1]] as const),
    }));
  });
}
