/** From what `masterEquation` takes to its generator, with baths that see the whole Hamiltonian: apart, because collisions never need it. */
import type { Dissipator, Generator } from "../dynamics/generator.ts";
import { globalMasterEquation } from "../dynamics/global.ts";
import { wrongValue } from "../errors.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { constantSum } from "./hamiltonian-terms.ts";
import type { MasterEquationDefinition } from "./master-equation.ts";
import { betaOf, checkCoupling } from "./master-equation-options.ts";
import { localParts } from "./master-equation-parts.ts";

/** The generator of a definition whose options were checked. */
export function generatorOf(definition: MasterEquationDefinition): Generator {
  const { global } = definition;
  const { system, terms, local } = localParts(definition);
  if (!global) return local;
  const whole = constantSum(terms);
  if (!whole) {
    const remedy = "Transitions between eigenstates exist for a constant H only: give jumps and their rates by hand.";
    throw wrongValue("global", "be left out where H depends on time", null, remedy, "it is given");
  }
  const couplings = global.couplings.map((coupling, k) => {
    const name = `global.couplings[${k}]`;
    checkCoupling(coupling, name);
    const beta = betaOf(coupling, name);
    if (beta === null) throw wrongValue(name, "have `T` or `beta`", null, "A bath of this kind is thermal.", "it has neither");
    const operator = broughtTo(system, coupling.operator, `${name}.operator`);
    return { bath: coupling.bath, operator, spectralDensity: coupling.density, beta };
  });
  return joined(globalMasterEquation({ ...global, H: broughtTo(system, whole, "H"), couplings }), local);
}

/** A global generator with the dissipators of a local one beside it. */
function joined(global: Generator, local: Generator): Generator {
  for (const [bath, { beta }] of Object.entries(local.baths)) {
    if (!(bath in global.baths) || global.baths[bath].beta === beta) continue;
    const remedy = "Give each bath its own name.";
    throw wrongValue("global.couplings", `have the temperature of the jumps of bath "${bath}"`, global.baths[bath].beta, remedy);
  }
  return {
    ...global,
    dissipators: [...local.dissipators, ...global.dissipators] as readonly Dissipator[],
    baths: { ...local.baths, ...global.baths },
    ...(local.negativeRates ? { negativeRates: true, positivityOpen: local.positivityOpen } : {}),
  };
}
