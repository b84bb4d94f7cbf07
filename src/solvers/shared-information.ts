/** What the system and the unit that leaves it know of each other, and how far that unit is from a fresh one. */
import { entropy, shannonTerm, spectrum } from "../observables/entropy.ts";
import { hermitianPart } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import type { CollisionFunctionals } from "../thermodynamics/ledger.ts";

/** I(S:E) and D(η′‖η) of one collision, in nats. */
export interface SharedInformation {
  /** Null where the map to second order leaves no state of system and unit. */
  readonly I: number | null;
  /** Null where the flux is. */
  readonly D: number | null;
}

/** Eigenvalues below −10⁻⁹ are no rounding: there is no state. */
const NEGATIVE = -1e-9;

/**
 * I = S(ρ′) + S(η′) − S(R′) and D = flux − S(η′) + S(η) of a collision with the system in state ρ. A unitary keeps S(R′) = S(ρ) + S(η), so that
 * nothing larger than the unit is looked at; a channel on the unit, and a map to second order, do not.
 * @param change S(ρ′) − S(ρ) of the system, with a carried unit where there is one
 * @param flux Tr[(η − η′) ln η]
 */
export function sharedInformation(book: CollisionFunctionals, rho: Operator, change: number, flux: number | null): SharedInformation {
  const kept = change + entropy(book.outgoing(rho)) - entropy(book.incoming);
  const D = flux === null ? null : change + flux - kept;
  if (!book.joint) return { I: kept, D };
  const after = spectrum(hermitianPart(book.joint(rho)));
  if (after.some(([value]) => value < NEGATIVE)) return { I: null, D };
  const gained = after.reduce((sum, [value, copies]) => sum + copies * shannonTerm(value), 0) - entropy(rho) - entropy(book.incoming);
  return { I: Math.max(0, kept - gained), D };
}
