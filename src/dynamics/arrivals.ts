/** Units that arrive at random: a Poisson stream of collisions is a master equation, dρ/dt = −i[H_S, ρ] + p(Φ − 1)ρ, exactly. */
import { finite, wrongValue } from "../errors.ts";
import { zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { channelTerms } from "./channel.ts";
import type { Collision } from "./collisions.ts";
import type { Dissipator, Generator } from "./generator.ts";
import { krausOperators } from "./representations.ts";

/**
 * The generator p(Φ − 1) of instantaneous collisions at rate p, whose exponential e^{pt(Φ−1)} averages over all arrivals.
 *
 * @param HS Hamiltonian between arrivals; null for none (an interaction picture)
 * @param rate p ≥ 0, arrivals per unit time
 */
export function poissonGenerator(system: Space, HS: Operator | null, collision: Collision, rate: number): Generator {
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
