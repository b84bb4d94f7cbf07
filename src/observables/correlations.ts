/** Observables of what two parts of a system share. */
import { wrongKind } from "../errors.ts";
import { dag, lift, times } from "../operators/algebra.ts";
import { annihilate, number } from "../operators/named.ts";
import { requireLabels } from "../operators/tensor.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { stateObservable } from "./catalogue.ts";
import { discord } from "./discord.ts";
import { logNegativity, negativity } from "./entanglement.ts";
import { mutualInformation } from "./entropy.ts";
import {
  covarianceDiscord,
  covarianceMutualInformation,
  gaussianDiscord,
  gaussianMutualInformation,
  type PassiveMoments,
} from "./gaussian-measures.ts";
import { gaussianOf, type ModeMoments, type Pair, passiveOf } from "./moments.ts";
import type { Observable } from "./observable.ts";
import { subspace } from "./view.ts";

/**
 * Record `mutual_information` (nats), `negativity` and `log_negativity` (base 2) between the named factors and all others,
 * and `discord` (nats) when the named part or the rest is one qubit, which is then measured (the rest before the part).
 */
export function correlationObservables(space: Space, labels: readonly string[]): Observable[] {
  requireLabels("labels", labels);
  requireSpace(space);
  for (const label of labels) space.position(label);
  const part = labels.join(", ");
  const rest = space.factors.map(({ label }) => label).filter((label) => !labels.includes(label));
  const measured = [rest, labels].find((side) => side.length === 1 && subspace(space, side).dimension === 2)?.[0];
  const all = [
    stateObservable(
      "mutual_information",
      `mutual information of ${part} with the rest, in nats`,
      (state) => mutualInformation(state, labels),
      "1",
    ),
    stateObservable("negativity", `negativity of the partial transpose on ${part}`, (state) => negativity(state, labels), "1"),
    stateObservable(
      "log_negativity",
      `logarithmic negativity of ${part} with the rest, base 2`,
      (state) => logNegativity(state, labels),
      "1",
    ),
  ];
  if (measured === undefined) return all;
  return [
    ...all,
    stateObservable("discord", `quantum discord with ${measured} measured, in nats`, (state) => discord(state, measured), "1"),
  ];
}

/**
 * Record the correlations (nats) of the Gaussian state with the first and second moments of two modes:
 * `gaussian_mutual_information`, `discord` measured on the second mode and `discord_1` measured on the first.
 *
 * Functions of expectation values, so that a solver needs dot products only. Where ⟨a⟩, ⟨a²⟩ and ⟨ab⟩ vanish exactly, as
 * they do from number-diagonal starts, the phase-free formulas apply, which do not cancel; else the covariance matrix
 * does. Null where rounding broke the uncertainty relation.
 */
export function gaussianObservables(space: Space, modes: readonly [Space, Space]): Observable[] {
  if (!Array.isArray(modes) || modes.length !== 2) throw wrongKind("modes", "be two modes", modes, 'Write [fock(8, "a"), fock(8, "b")].');
  const [a, b] = modes.map((mode) => lift(space, annihilate(mode)));
  const [n1, n2] = modes.map((mode) => lift(space, number(mode)));
  const operators = [n1, n2, times(dag(a), b), a, b, times(a, a), times(b, b), times(a, b)];
  const of = (name: string, what: string, passive: (m: PassiveMoments) => number, general: (V: Float64Array) => number): Observable => ({
    kind: "expectation",
    name,
    description: `${what} of the Gaussian state with the same moments, in nats`,
    unit: "1",
    operators,
    value: (expectations) => gaussianValue(momentsFrom(expectations), passive, general),
  });
  return [
    of("gaussian_mutual_information", "mutual information", gaussianMutualInformation, covarianceMutualInformation),
    of(
      "discord",
      "Gaussian discord, second mode measured,",
      (m) => gaussianDiscord(m, 2),
      (V) => covarianceDiscord(V, 2),
    ),
    of(
      "discord_1",
      "Gaussian discord, first mode measured,",
      (m) => gaussianDiscord(m, 1),
      (V) => covarianceDiscord(V, 1),
    ),
  ];
}

function momentsFrom(expectations: Float64Array): ModeMoments {
  const pair = (k: number): [number, number] => [expectations[2 * k], expectations[2 * k + 1]];
  const hop = pair(2);
  const adagA = [
    [pair(0), hop],
    [[hop[0], -hop[1]] satisfies Pair, pair(1)],
  ];
  const ab = pair(7);
  return {
    a: [pair(3), pair(4)],
    aa: [
      [pair(5), ab],
      [ab, pair(6)],
    ],
    adagA,
  };
}

function gaussianValue(moments: ModeMoments, passive: (m: PassiveMoments) => number, general: (V: Float64Array) => number): number | null {
  const { a, aa } = moments;
  if ([...a, ...aa.flat()].flat().every((part) => part === 0)) {
    const { n1, n2, adag_b } = passiveOf(moments);
    const [low, high] = [Math.max(0, n1), Math.max(0, n2)];
    return adag_b * adag_b <= low * high * (1 + 1e-9) + 1e-15 ? passive({ n1: low, n2: high, adag_b }) : null;
  }
  try {
    return general(gaussianOf(moments).covariance);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
