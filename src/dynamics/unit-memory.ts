/**
 * Memory: after its collision each ancilla meets the next one in a partial swap before it leaves.
 *
 *   R_n → S = exp(−iφ SWAP) between the ancilla that collided and a fresh one, then the old one is traced out
 *
 * The carried state is system ⊗ the ancilla that will collide next, so the model stays a constant collision model: the
 * fresh ancilla is the unit, and a full swap that hands it the memory's place turns e^{−iφ SWAP} into e^{−i(φ+π/2) SWAP}.
 * Source: Ciccarello, Palma, Giovannetti, PRA 87, 040103 (2013); measure: Breuer, Laine, Piilo, PRL 103, 210401 (2009).
 */

import { finite, finiteList, wrongValue } from "../errors.ts";
import { asin, PI } from "../numerics/scalar.ts";
import { lift, plus } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { Space, tensor } from "../spaces/space.ts";
import type { Collisions } from "./collisions.ts";
import { jointHamiltonian, singleVisit, unitState } from "./joint.ts";
import { requireCollisions } from "./require-dynamics.ts";

/** Label of the carried ancilla in the enlarged system. */
export const MEMORY = "memory";

/**
 * A collision model whose system carries the last ancilla. Its H_S is that of both; `carried` says which part is the ancilla's, so that
 * the ledger books the two apart: ΔU of the system + ΔE of the carried unit = Q + W, with Q from the unit that leaves.
 */
export interface MemoryModel {
  readonly collisions: Collisions;
  /** system ⊗ memory; observables of the system alone are lifted to it. */
  readonly space: Space;
  /** The carried state that a system state starts from: ρ ⊗ η. */
  readonly carry: (rho: Operator) => Operator;
}

/** SWAP on two equal spaces. */
export function swap(left: Space, right: Space): Operator {
  if (left.dimension !== right.dimension) throw wrongValue("right", `have dimension ${left.dimension}`, right.dimension);
  const d = left.dimension;
  return Operator.fromEntries(
    tensor(left, right),
    Array.from({ length: d * d }, (_, k) => [(k % d) * d + Math.floor(k / d), k, 1] as const),
  );
}

/**
 * Give a constant collision model a memory.
 *
 * @param model constant stream of one unitary visit
 * @param strength sin²φ of the partial swap: 0 forgets everything, 1 meets the same ancilla for ever
 */
export function withMemory(model: Collisions, strength: number): MemoryModel {
  requireCollisions(model, "model");
  finite("memory", strength, { atLeast: 0, atMost: 1 }, "It is the probability that ancillae exchange their states.");
  if (model.stream.kind !== "constant") throw wrongValue("stream", "be constant for a memory", model.stream.kind);
  const { collision } = model.stream;
  const visit = singleVisit(collision);
  const unit = collision.unit;
  const memory = new Space(unit.factors.map((factor) => ({ ...factor, label: `${MEMORY}.${factor.label}` })));
  const space = tensor(model.system, memory);
  const joint = tensor(space, unit);
  const H = jointHamiltonian(visit.H, model.system, unit).on(space);
  const eta = unitState(collision.state);
  const angle = asin(Math.sqrt(strength)) + PI / 2;
  const energies = [model.HS ? lift(space, model.HS) : null, collision.HE ? lift(space, collision.HE.on(memory)) : null];
  return {
    space,
    carry: (rho) => lift(space, rho, eta.on(memory)),
    collisions: {
      kind: "collisions",
      system: space,
      HS: energies[0] && energies[1] ? plus(energies[0], energies[1]) : null,
      ...(energies[0] && energies[1] ? { carried: { name: MEMORY, energy: energies[1] } } : {}),
      stream: {
        kind: "constant",
        collision: {
          unit,
          state: [{ name: "fresh", weight: 1, state: eta }],
          visits: [
            { kind: "unitary", H: lift(joint, H), duration: visit.duration },
            { kind: "unitary", H: lift(joint, swap(memory, unit)), duration: angle },
          ],
          HE: collision.HE,
          beta: collision.beta,
          bath: collision.bath,
        },
      },
      tau: model.tau,
    },
  };
}

/**
 * Non-Markovianity of a pair of trajectories: the sum of all revivals of their trace distance.
 *
 * @param distances D(ρ₁(n), ρ₂(n)) for n = 0, 1, …
 * @returns Σ_n max(0, D(n) − D(n − 1)) beyond rounding; 0 for every memoryless model
 * @example
 * revivals([1, 0.5, 0.7, 0.2]); // 0.2
 */
export function revivals(distances: ArrayLike<number>, tolerance = 1e-13): number {
  finiteList("distances", distances);
  finite("tolerance", tolerance);
  let sum = 0;
  for (let n = 1; n < distances.length; n++) {
    const gain = distances[n] - distances[n - 1];
    if (gain > tolerance) sum += gain;
  }
  return sum;
}
