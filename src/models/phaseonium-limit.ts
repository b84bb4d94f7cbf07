/** The master equation that the phaseonium cascade tends to as θ → 0, with time τ = θ²k. */
import type { Generator } from "../dynamics/generator.ts";
import { generator } from "../dynamics/lindblad.ts";
import { wrongKind } from "../errors.ts";
import { expectation } from "../observables/catalogue.ts";
import { correlationObservables, gaussianObservables } from "../observables/correlations.ts";
import { dag, lift, plus, scale, times, zero } from "../operators/algebra.ts";
import { annihilate, number } from "../operators/named.ts";
import { fock, type Space, tensor } from "../spaces/space.ts";
import { equationModel } from "./equation.ts";
import type { Model, ModelDefinition, ParameterSpec, Parameters } from "./model.ts";
import { completeParameters } from "./parameters.ts";
import { rates } from "./phaseonium-formulas.ts";
import { cavityTemperature } from "./phaseonium-observables.ts";
import { phaseoniumParameters } from "./phaseonium-parameters.ts";
import { chooseLevels, initialState, parseStarts } from "./phaseonium-start.ts";
import { noStationaryState } from "./phaseonium-warnings.ts";

const { cavities, alpha, phi, T0, initial, levels } = phaseoniumParameters;
const parameters: Readonly<Record<string, ParameterSpec>> = { cavities: { ...cavities, atMost: 8 }, alpha, phi, T0, initial, levels };

/**
 * The coarse-grained equation on given modes, first crossed first, with a_Σ = Σ a_k:
 *
 *   dρ/dτ = −i[H, ρ] + γβ D[a_Σ]ρ + γα D[a_Σ†]ρ,   H = i(γβ − γα)/2 Σ_{j<k} (a_j†a_k − a_k†a_j)
 *
 * H comes from the order of the crossings, [V₂, V₁]; it makes the chain one-way, so that no cavity feels a later one.
 * Source: Amato et al., PRA 109, 043705 (2024), Eq. (B7).
 */
export function phaseoniumLimitGenerator(alphaValue: number, phiValue: number, modes: readonly Space[]): Generator {
  if (!Array.isArray(modes) || modes.length === 0) throw wrongKind("modes", "be a list of modes", modes, 'Write [fock(8, "a")].');
  const system = tensor(...modes);
  const { gammaAlpha, gammaBeta } = rates(alphaValue, phiValue);
  const a = modes.map((mode) => lift(system, annihilate(mode)));
  const sum = plus(...a);
  const hops = a.flatMap((later, k) => a.slice(0, k).map((earlier) => times(dag(earlier), later)));
  const half = (gammaBeta - gammaAlpha) / 2;
  const H = hops.length === 0 ? zero(system) : plus(...hops.flatMap((hop) => [scale(hop, 0, half), scale(dag(hop), 0, -half)]));
  const jumps = [
    { operator: sum, rate: gammaBeta, bath: "atoms" },
    { operator: dag(sum), rate: gammaAlpha, bath: "atoms" },
  ].filter(({ rate }) => rate > 0);
  return generator({ system, H, jumps });
}

/**
 * The phaseonium cascade in the limit of short crossings, as a master equation in τ = θ²k. It is quadratic, so that
 * `quadraticGenerator(model.dynamics)` evolves its Gaussian states without any Fock space.
 *
 * @example
 * steady(phaseoniumLimit({ cavities: 1, alpha: 0.25, phi: 2.404315987 }), { observables: ["T1"] }).observables.T1; // 1.5
 */
export function phaseoniumLimit(given: Parameters = {}): Model {
  const p = completeParameters("phaseonium-limit", parameters, given);
  const full = completeParameters("phaseonium", phaseoniumParameters, p);
  const starts = parseStarts(full, p.cavities as number);
  const dimensions = chooseLevels(full, starts, null);
  const modes = dimensions.map((d, k) => fock(d, "abcdefgh"[k]));
  const dynamics = phaseoniumLimitGenerator(p.alpha as number, p.phi as number, modes);
  const { system } = dynamics;
  const numbers = modes.map((mode) => lift(system, number(mode)));
  const missing = noStationaryState(full);
  return equationModel({
    name: "phaseonium-limit",
    parameters: { ...p, levels: dimensions },
    generator: dynamics,
    initial: initialState(system, modes, starts),
    observables: [
      ...numbers.map((n, k) => cavityTemperature(`T${k + 1}`, `${k + 1}`, n)),
      ...numbers.map((n, k) => expectation(`n${k + 1}`, n, `mean photon number of cavity ${k + 1}`, undefined, "1")),
      ...(modes.length > 1 ? pairObservables(system, modes[0], modes[1]) : []),
    ],
    defaults: numbers.map((_, k) => `T${k + 1}`),
    H: plus(...numbers),
    warnings: missing === null ? [] : [missing],
    noStationaryState: missing,
    rebuild: (changes) => phaseoniumLimit({ ...given, ...changes }),
  });
}

function pairObservables(system: Space, first: Space, second: Space) {
  const hop = times(lift(system, dag(annihilate(first))), lift(system, annihilate(second)));
  return [
    expectation("adag_b", hop, "Re Tr[ρ a†b] of the first two cavities", "re", "1"),
    ...correlationObservables(system, [first.factors[0].label]),
    ...gaussianObservables(system, [first, second]),
  ];
}

export const phaseoniumLimitDefinition: ModelDefinition = {
  name: "phaseonium-limit",
  title: "phaseonium cascade in the limit of short crossings, a master equation in τ = θ²k",
  source: "F. Amato et al., PRA 109, 043705 (2024), Eq. (B7)",
  parameters,
  build: phaseoniumLimit,
};
