/** When fluctuation theorems must hold: temperatures, unital channels, real Hamiltonians; or the condition that fails. */
import type { Collision } from "../../dynamics/collisions.ts";
import type { Generator } from "../../dynamics/generator.ts";
import type { Model } from "../../models/model.ts";
import { dag, identity, isReal, minus, plus, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { besideArrivals, countedCollisions, jumpGenerator } from "./counts.ts";
import { elementsOf } from "./process-of-model.ts";
import { countedUnit } from "./tilted-collision.ts";
import { isUnital } from "./tilted-generator.ts";

/** Each bath with its β, or why they have none. */
export function bathsWithTemperature(model: Model, steps: number): readonly { readonly bath: string; readonly beta: number }[] | string {
  const collisions = countedCollisions(model, elementsOf(model, steps));
  const found = new Map<string, number>();
  for (const { bath, beta, HE } of collisions) {
    if (beta === null || !HE) return `units of bath "${bath}" are not thermal`;
    if (!Number.isFinite(beta)) return `units of bath "${bath}" are at T = 0`;
    if (beta <= 0) return `units of bath "${bath}" have no temperature above 0`;
    if (found.has(bath) && found.get(bath) !== beta) return `units of bath "${bath}" have several temperatures`;
    found.set(bath, beta);
  }
  const { dynamics } = model;
  if (dynamics.kind === "generator") {
    const { baths, dissipators } = besideArrivals(dynamics);
    for (const [bath, { beta }] of Object.entries(baths)) {
      if (!dissipators.some((jump) => jump.bath === bath)) continue;
      if (beta === null || !Number.isFinite(beta) || beta <= 0) return `bath "${bath}" has no temperature above 0`;
      if (found.has(bath) && found.get(bath) !== beta) return `units and jumps of bath "${bath}" have several temperatures`;
      found.set(bath, beta);
    }
  }
  return found.size === 0 ? "nothing exchanges heat" : [...found].map(([bath, beta]) => ({ bath, beta }));
}

/** Why Λ_β(1) = 1 need not hold; null where it must. */
export function whyNotUnital(model: Model, steps: number): string | null {
  const { dynamics } = model;
  if (dynamics.kind === "collisions" && dynamics.idle && !isUnital(dynamics.idle.generator)) {
    return "the evolution between collisions dissipates, and its heat is not counted";
  }
  for (const collision of countedCollisions(model, elementsOf(model, steps))) {
    if (collision.evaluation === "second") return "collisions are of second order";
    const channel = collision.visits.find((visit) => visit.kind === "channel");
    if (channel?.kind === "channel" && !unitalChannel(channel.kraus))
      return `a channel on the units of bath "${collision.bath}" is not unital`;
    if (countedUnit(null, collision, [{ kind: "heat", name: "Q", bath: null }]).coherent)
      return `units of bath "${collision.bath}" have coherence`;
  }
  return dynamics.kind === "generator" && dynamics.negativeRates ? "rates may be negative" : null;
}

function unitalChannel(kraus: readonly Operator[]): boolean {
  const rest = minus(plus(...kraus.map((K) => times(K, dag(K)))), identity(kraus[0].space));
  return rest.values.every((value) => Math.abs(value) <= 1e-12);
}

/** Why Λ_{β−s} = Λ_sᵀ need not hold where Λ_β(1) = 1 does; null where it must. */
export function whyNotTransposed(model: Model, steps: number): string | null {
  const real = (collision: Collision) => {
    const [visit] = collision.visits;
    if (collision.visits.length !== 1 || visit.kind !== "unitary") return `units of bath "${collision.bath}" make several visits`;
    return isReal(visit.H) && (!collision.HE || isReal(collision.HE)) ? null : "a Hamiltonian is not real in this basis";
  };
  const generator = jumpGenerator(model);
  return (
    countedCollisions(model, elementsOf(model, steps))
      .map(real)
      .find((reason) => reason !== null) ?? (generator ? whyNotReal(generator) : null)
  );
}

function whyNotReal({ hamiltonian, dissipators }: Generator): string | null {
  if (!hamiltonian.every(({ operator }) => isReal(operator))) return "a Hamiltonian is not real in this basis";
  return dissipators.every(({ left, right }) => isReal(left) && isReal(right)) ? null : "a jump is not real in this basis";
}
