/** The limit τ → 0 of the units of a document: `evaluation: generator`. */
import type { Contact } from "../../dynamics/contact.ts";
import { type GeneratorLimit, generatorLimit } from "../../dynamics/generator-limit.ts";
import { averageOverUnit } from "../../dynamics/joint.ts";
import { commutator, plus, scale, zero } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { fromCore } from "./core-refusals.ts";
import { energyOf } from "./operators-of-document.ts";
import type { Reading } from "./reading.ts";
import { jointSection, systemFactors } from "./sections-of-document.ts";
import { sharesOf, streamKind } from "./stream-of-units.ts";
import { durationOf, mannerOf, unitParts, unitsOf } from "./unit.ts";

/** A unit in the limit: one contact, and the Hamiltonian that the order of several visits leaves. */
interface LimitOfUnit {
  readonly contact: Contact;
  readonly cascade: Operator | null;
}

/**
 * One unit in the limit. Visits of durations c_j τ become one interaction, and those of a later visit see what an earlier one has done:
 *
 *   V = Σ_j √c_j V_j,   H = −(i/2) Σ_{j>k} √(c_j c_k) Tr_E([V_j, V_k] η)      (V/√τ; without that scaling V = Σ_j c_j V_j)
 */
function limitOfUnit(reading: Reading, k: number, share: number): LimitOfUnit {
  const { visits, ...parts } = unitParts(reading, k, null);
  const { scaling } = mannerOf(reading);
  const system = systemFactors(reading).space;
  const tau = durationOf(reading, k, null);
  const couplings = visits.map((visit, j) => {
    if (visit.kind === "unitary") return { V: visit.V, c: (visit.tau / tau) * share };
    const must = "be left out with evaluation generator";
    throw reading.refuse("structure", `/units/${k}/visits/${j}/channel`, must, "it is given", {
      remedy: "a channel has no limit of short collisions",
    });
  });
  const weight = (c: number) => (scaling === "1" ? c : Math.sqrt(c));
  const terms = couplings.map(({ V, c }) => (c === 1 ? V : scale(V, weight(c))));
  const V = terms.length === 1 ? terms[0] : plus(...terms);
  const contact = { ...parts, V, system, HS: energyOf(reading), tau, scaling };
  if (couplings.length === 1 || scaling === "1") return { contact, cascade: null };
  const pairs = terms.flatMap((later, j) => terms.slice(0, j).map((earlier) => scale(commutator(later, earlier), 0, -0.5)));
  jointSection(reading, k, null);
  return { contact, cascade: averageOverUnit(plus(...pairs), system, parts.unit, parts.state) };
}

/** The limit of all units, with its rates where every unit has a single visit. */
export function limitOfUnits(reading: Reading): GeneratorLimit {
  return reading.once("limit", () => {
    if (streamKind(reading) === "schedule") {
      throw reading.refuse("structure", "/evaluation", "be exact or second for a schedule", "it is generator");
    }
    const { picture } = mannerOf(reading);
    const shares = sharesOf(reading);
    const units = unitsOf(reading).map((_, k) => limitOfUnit(reading, k, shares[k]));
    const limit = fromCore("/scaling", () => generatorLimit(...units.map(({ contact }) => contact)), "structure");
    const cascades = units.flatMap(({ cascade }) => (cascade ? [cascade] : []));
    const free = picture === "interaction";
    if (!free && cascades.length === 0) return limit;
    const none = zero(systemFactors(reading).space);
    const { generator } = free ? generatorLimit(...units.map(({ contact }) => ({ ...contact, HS: none }))) : limit;
    const extra = cascades.map((operator) => ({ operator, coefficient: 1 }));
    return {
      generator: { ...generator, hamiltonian: [...generator.hamiltonian, ...extra], ...(free ? { energy: energyOf(reading) } : {}) },
      rates: cascades.length === 0 ? limit.rates : null,
    };
  });
}
