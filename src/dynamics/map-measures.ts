/** How close a channel is to another one or to a unitary, and how much of a state it keeps. The diamond norm is not among them. */
import { wrongValue } from "../errors.ts";
import { multiply } from "../numerics/dense.ts";
import { hermitianFunction } from "../numerics/hermitian.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { singularValues } from "../numerics/svd.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { requireUnitary } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import { requireSuperoperator, unitaryChannel } from "./channels.ts";
import { blochBasis } from "./map-forms.ts";
import type { Superoperator } from "./superoperator.ts";

/** What a channel is compared with: a unitary, another channel, or doing nothing. */
export type Target = Operator | Superoperator;

/**
 * The process fidelity (entanglement fidelity) with a target: the fidelity of the normalised Choi states, 1 for equal channels.
 *
 *   F = Tr[S_U† S]/d²   with a unitary,   (Tr √(√J_Ψ J_Φ √J_Ψ))²   with another channel, J = Choi/d
 *
 * `target`: a unitary operator, a superoperator, or the identity when left out. Throws when Φ is a generator, or the spaces differ.
 * Source: Gilchrist, Langford and Nielsen, Phys. Rev. A 71, 062310 (2005).
 *
 * @example
 * processFidelity(unitaryChannel(hadamard(qubit())), hadamard(qubit())); // 1
 */
export function processFidelity(channel: Superoperator, target?: Target): number {
  const map = requireMap("channel", channel);
  const d = map.space.dimension;
  if (target === undefined) return map.trace()[0] / (d * d);
  if (target instanceof Operator) return overlap(requireUnitaryOn(map, target).matrix, map.matrix) / (d * d);
  const other = requireMap("target", target);
  requireSameSpace(map, other);
  const [A, B] = [map.choi(), other.choi()].map((C) => hermitianFunction(C, (x) => Math.sqrt(Math.max(0, x) / d)));
  const root = singularValues(multiply(A, B)).reduce((sum, x) => sum + x, 0);
  return root * root;
}

/**
 * The average gate fidelity ∫dψ ⟨ψ|U†Φ(|ψ⟩⟨ψ|)U|ψ⟩ over Haar-random kets:
 *
 *   F̄ = (d F + Tr Φ(1/d))/(d + 1),   F the process fidelity; Tr Φ(1/d) = 1 for a channel
 *
 * `target`: a unitary, or the identity when left out (of two channels no average is meant). Throws when it is not unitary.
 * Source: Horodecki, Horodecki and Horodecki, Phys. Rev. A 60, 1888 (1999); Nielsen, Phys. Lett. A 303, 249 (2002).
 *
 * @example
 * averageGateFidelity(unitaryChannel(sigmaX(qubit())), identity(qubit())); // 0.333333
 */
export function averageGateFidelity(channel: Superoperator, target?: Operator): number {
  const map = requireMap("channel", channel);
  const d = map.space.dimension;
  if (target !== undefined) requireUnitaryOn(map, target);
  return (d * processFidelity(map, target) + keptTrace(map.matrix, d)) / (d + 1);
}

/**
 * The unitarity u = Tr[A†A]/(d² − 1), A the channel on traceless operators: 1 for unitaries alone, (1 − p)² for depolarising p.
 *
 * It is what purity a random pure state keeps, shift of the identity apart. Throws when Φ is a generator or d = 1.
 * Source: Wallman, Granade, Harper and Flammia, New J. Phys. 17, 113020 (2015).
 *
 * @example
 * unitarity(unitaryChannel(hadamard(qubit()))); // 1
 */
export function unitarity(channel: Superoperator): number {
  const map = requireMap("channel", channel);
  const d = map.space.dimension;
  if (d === 1) throw wrongValue("channel", "act on at least two levels", d);
  const basis = blochBasis(d);
  const { data: S } = map.matrix;
  let sum = 0;
  for (const output of basis) {
    for (const input of basis) {
      let [re, im] = [0, 0];
      for (const [j, i, p, q] of output) {
        for (const [k, l, x, y] of input) {
          const at = 2 * ((i * d + j) * d * d + k * d + l);
          const [u, v] = [S[at] * x - S[at + 1] * y, S[at] * y + S[at + 1] * x];
          re += p * u - q * v;
          im += p * v + q * u;
        }
      }
      sum += (re * re + im * im) / 4;
    }
  }
  return sum / (d * d - 1);
}

function requireMap(argument: string, value: unknown): Superoperator {
  const map = requireSuperoperator(argument, value);
  if (map.kind === "map" || map.kind === "combination") return map;
  const remedy = map.kind === "generator" ? "Take propagator(model, t)." : "";
  throw wrongValue(argument, "be a map", null, remedy, `it is of kind ${map.kind}`);
}

function requireUnitaryOn(map: Superoperator, U: Operator): Superoperator {
  return unitaryChannel(requireUnitary("target", broughtTo(map.space, U, "target", "the channel's space")));
}

function requireSameSpace(map: Superoperator, other: Superoperator): void {
  if (other.space.equals(map.space)) return;
  throw wrongValue("target", `act on operators of ${map.space}`, null, "", `it acts on those of ${other.space}`);
}

/** Re Tr[A†B]. */
function overlap(A: Matrix, B: Matrix): number {
  return A.data.reduce((sum, x, at) => sum + x * B.data[at], 0);
}

/** Tr Φ(1)/d. */
function keptTrace(S: Matrix, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) sum += S.data[2 * (i * (d + 1) * d * d + k * (d + 1))];
  return sum / d;
}
