/** What happens inside a collision: the joint state on its way, exactly. */
import type { StreamElement } from "../dynamics/channel.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { evolution } from "../dynamics/evolution.ts";
import { averageOverSystem, averageOverUnit, jointHamiltonian, unitState } from "../dynamics/joint.ts";
import { entropy } from "../observables/entropy.ts";
import type { StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import { dag, hermitianPart, identity, lift, minus, plus, times } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { tensor } from "../spaces/space.ts";

/** System and unit in the midst of a collision. */
export interface InsideCollision {
  /** The part of the duration that is over. */
  readonly s: number;
  /** On system ⊗ unit. */
  readonly joint: StateView;
  readonly system: StateView;
  readonly unit: StateView;
  /** Mutual information between the two, in nats. */
  readonly I: number;
  /**
   * Energies of the two and of what couples them: their sum does not change. Null in the interaction picture, where H_S and H_E take no
   * part, and where energies are not defined.
   */
  readonly energy: { readonly system: number; readonly unit: number; readonly coupling: number } | null;
}

/** Joint dimension up to which the way is shown. */
const MOST = 64;

/** The joint state at parts s of the duration, or the sentence that says why it is not there. */
export function insideCollision(
  { system, HS }: Collisions,
  element: StreamElement,
  rho: Operator,
  parts: readonly number[],
): readonly InsideCollision[] | string {
  const [{ collision }] = element;
  const { unit, visits, HE, evaluation } = collision;
  const joint = tensor(system, unit);
  if (element.length > 1) return "The stream sends one of several units at random.";
  if (evaluation === "second") return "The collision is its expansion to second order, which has no inside.";
  const [visit] = visits;
  if (visits.length > 1 || visit.kind !== "unitary") return "The unit makes more than one visit.";
  if (joint.dimension > MOST) return `System and unit have ${joint.dimension} states together; ${MOST} are shown at most.`;
  const H = jointHamiltonian(visit.H, system, unit);
  const start = lift(joint, rho, unitState(collision.state));
  const free = HS && HE && plus(lift(joint, HS), lift(joint, HE));
  const coupling = free && holds(H, free) ? minus(H, free) : null;
  const before = entropy(start);
  return parts.map((s) => {
    const U = lift(joint, evolution(visit.H, s * visit.duration));
    const now = hermitianPart(times(U, start, dag(U)));
    const S = hermitianPart(averageOverUnit(now, system, unit, identity(unit)));
    const E = hermitianPart(averageOverSystem(now, system, unit, identity(system)));
    const energy = coupling && {
      system: traceOf(HS as Operator, S),
      unit: traceOf(HE as Operator, E),
      coupling: traceOf(coupling, now),
    };
    return { s, joint: view(now), system: view(S), unit: view(E), I: entropy(S) + entropy(E) - before, energy };
  });
}

const view = (A: Operator): StateView => stateView(A.space, A);

/** Re Tr[A B]. */
export function traceOf(A: Operator, B: Operator): number {
  let sum = 0;
  A.forEach((i, j, re, im) => {
    const [x, y] = B.at(j, i);
    sum += re * x - im * y;
  });
  return sum;
}

/** Whether a Hamiltonian has the free part in it: couplings have (next to) no overlap with it. */
function holds(H: Operator, free: Operator): boolean {
  const n = free.dimension;
  const mean = free.trace()[0] / n;
  const centred = (A: Operator) => traceOf(A, free) - mean * A.trace()[0];
  const size = centred(free);
  return size > 0 && centred(H) > size / 2;
}
