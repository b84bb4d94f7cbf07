/**
 * Rectification of a current between two baths: how it changes when their temperatures are exchanged.
 * Source: H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024), Eqs. (38)–(44).
 */
import { finite } from "../errors.ts";

/** A current in one direction and, with the baths exchanged, in the other. */
export interface CurrentPair {
  readonly forward: number;
  readonly swapped: number;
}

/**
 * R = |(Q − Q_swap)/(Q + Q_swap)| (39), (42); null where the two currents cancel (a pole) or both vanish (0/0).
 *
 * For currents of one sign 0 ≤ R ≤ 1. Currents of opposite sign, as angular momenta have, give R > 1.
 */
export function rectification({ forward, swapped }: CurrentPair): number | null {
  const sum = forward + swapped;
  return sum === 0 ? null : Math.abs((forward - swapped) / sum);
}

/** J = max(|Q|, |Q_swap|)/scale (40), (43); `scale` is λg² for heat and 1 for angular momentum. */
export function currentMagnitude({ forward, swapped }: CurrentPair, scale = 1): number {
  finite("scale", scale, { above: 0 });
  return Math.max(Math.abs(forward), Math.abs(swapped)) / scale;
}

/** Γ_α = α R + (1 − α) J (41), (44); null where R is. */
export function rectificationPerformance(pair: CurrentPair, alpha: number, scale = 1): number | null {
  finite("alpha", alpha, { atLeast: 0, atMost: 1 });
  const R = rectification(pair);
  if (R === null) return alpha === 0 ? currentMagnitude(pair, scale) : null;
  return alpha * R + (1 - alpha) * currentMagnitude(pair, scale);
}
