/** How far the three evaluations of one contact are apart, and with which order in τ: measured on their maps. */

import { wrongValue } from "../errors.ts";
import { expm } from "../numerics/expm.ts";
import type { Matrix } from "../numerics/matrix.ts";
import { log } from "../numerics/scalar.ts";
import { channelTerms } from "./channel.ts";
import { type Contact, contactCollision } from "./contact.ts";
import { generatorLimit } from "./generator-limit.ts";
import { generatorTerms } from "./lower.ts";
import { diagnoseMap, type MapDiagnosis, superoperator } from "./representations.ts";
import { requireContact } from "./require-dynamics.ts";

/** Distance of two evaluations at the contact's τ and at τ/2, and the order that follows. */
export interface EvaluationGap {
  /** Largest entry of the difference of the one-step superoperators. */
  readonly gap: number;
  readonly halved: number;
  /** log₂(gap/halved): the power of τ with which they approach each other; null where both are rounding. */
  readonly order: number | null;
}

/** The three evaluations of a contact side by side. */
export interface Comparison {
  readonly second: EvaluationGap;
  /** Exact step against e^{τL} of the limit; null where the limit does not exist, `problem` says why. */
  readonly generator: EvaluationGap | null;
  readonly problem: string | null;
  readonly exactMap: MapDiagnosis;
  readonly secondMap: MapDiagnosis;
}

/**
 * Measure the gaps between exact collision, second order and limit of a contact with a system of at most 8 levels.
 *
 * The one-step gap to second order closes as τ³ (scaling "1") or τ^{3/2} and faster (1/√τ); that of the limit as τ², but
 * as τ^{3/2} under 1/√τ where the third moment Tr_E[V³η] does not vanish.
 */
export function compareEvaluations(contact: Contact): Comparison {
  requireContact(contact);
  const d = contact.system.dimension;
  if (d > 8) throw wrongValue("contact", "have a system of at most 8 levels to be compared map by map", d);
  const half = { ...contact, tau: contact.tau / 2 };
  const map = (one: Contact, evaluation: "exact" | "second") => channelTerms(one.system, contactCollision(one, evaluation));
  const matrix = (one: Contact, evaluation: "exact" | "second") => superoperator(map(one, evaluation), d);
  const exact = [matrix(contact, "exact"), matrix(half, "exact")];
  const second = gapOf(exact, [matrix(contact, "second"), matrix(half, "second")]);
  const limit = limitSteps(contact, half, d);
  return {
    second,
    generator: "steps" in limit ? gapOf(exact, limit.steps) : null,
    problem: "problem" in limit ? limit.problem : null,
    exactMap: diagnoseMap(map(contact, "exact"), d, "The exact map"),
    secondMap: diagnoseMap(map(contact, "second"), d, "The second-order map"),
  };
}

function limitSteps(contact: Contact, half: Contact, d: number): { readonly steps: Matrix[] } | { readonly problem: string } {
  try {
    const L = superoperator(generatorTerms(generatorLimit(contact).generator), d);
    return { steps: [contact.tau, half.tau].map((tau) => expm({ ...L, data: L.data.map((value) => value * tau) })) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}

function gapOf(a: readonly Matrix[], b: readonly Matrix[]): EvaluationGap {
  const [gap, halved] = a.map((A, k) => A.data.reduce((most, value, e) => Math.max(most, Math.abs(value - b[k].data[e])), 0));
  return { gap, halved, order: halved > 1e-14 ? log(gap / halved) / log(2) : null };
}
