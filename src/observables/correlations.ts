/** Observables of what two parts of a system share. */
import { dag, lift, times } from "../operators/algebra.ts";
import { annihilate, number } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { stateObservable } from "./catalogue.ts";
import { discord } from "./discord.ts";
import { logNegativity, negativity } from "./entanglement.ts";
import { mutualInformation } from "./entropy.ts";
import { gaussianDiscord, gaussianMutualInformation, type PassiveMoments } from "./gaussian.ts";
import type { Observable } from "./observable.ts";
import { subspace } from "./view.ts";

/**
 * Record `mutual_information` (nats), `negativity` and `log_negativity` (base 2) between the named factors and all others,
 * and `discord` (nats) when the named part or the rest is one qubit, which is then measured (the rest before the part).
 */
export function correlationObservables(space: Space, labels: readonly string[]): Observable[] {
  for (const label of labels) space.position(label);
  const part = labels.join(", ");
  const rest = space.factors.map(({ label }) => label).filter((label) => !labels.includes(label));
  const measured = [rest, labels].find((side) => side.length === 1 && subspace(space, side).dimension === 2)?.[0];
  const all = [
    stateObservable("mutual_information", `mutual information of ${part} with the rest, in nats`, (state) =>
      mutualInformation(state, labels),
    ),
    stateObservable("negativity", `negativity of the partial transpose on ${part}`, (state) => negativity(state, labels)),
    stateObservable("log_negativity", `logarithmic negativity of ${part} with the rest, base 2`, (state) => logNegativity(state, labels)),
  ];
  if (measured === undefined) return all;
  return [...all, stateObservable("discord", `quantum discord with ${measured} measured, in nats`, (state) => discord(state, measured))];
}

/**
 * Record the Gaussian correlations of two modes in a zero-mean state without phase, from ⟨n₁⟩, ⟨n₂⟩ and ⟨a†b⟩ alone:
 * `gaussian_mutual_information`, `gaussian_discord_1` and `gaussian_discord_2` (measured on the first, the second mode), in
 * nats. Being functions of three expectation values they cost three dot products. For number-diagonal Gaussian states
 * they are exact; for others they belong to the Gaussian state with the same moments. Null where rounding broke the
 * moments.
 */
export function gaussianObservables(space: Space, modes: readonly [Space, Space]): Observable[] {
  const [a, b] = modes.map((mode) => lift(space, annihilate(mode)));
  const operators = [...modes.map((mode) => lift(space, number(mode))), times(dag(a), b)];
  const of = (name: string, description: string, value: (moments: PassiveMoments) => number) =>
    momentObservable(name, `${description}, in nats, from ⟨n₁⟩, ⟨n₂⟩, ⟨a†b⟩`, operators, value);
  return [
    of("gaussian_mutual_information", "mutual information of the Gaussian state with these moments", gaussianMutualInformation),
    of("gaussian_discord_1", "Gaussian discord, measured on the first mode", (moments) => gaussianDiscord(moments, 1)),
    of("gaussian_discord_2", "Gaussian discord, measured on the second mode", (moments) => gaussianDiscord(moments, 2)),
  ];
}

function momentObservable(
  name: string,
  description: string,
  operators: readonly Operator[],
  value: (moments: PassiveMoments) => number,
): Observable {
  return {
    kind: "expectation",
    name,
    description,
    operators,
    value: ([n1, , n2, , re, im]) => {
      const square = re * re + im * im;
      const [low, high] = [Math.max(0, n1), Math.max(0, n2)];
      if (!(square <= low * high * (1 + 1e-9) + 1e-15)) return null;
      return value({ n1: low, n2: high, adag_b: Math.sqrt(square) });
    },
  };
}
