/**
 * Rectification of a current between two baths: how it changes when their temperatures are exchanged.
 * Source: H. Leitch, K. Hammam and G. De Chiara, Thermodynamics of hybrid quantum rotor devices (2024), Eqs. (38)–(44).
 */
import { finite, holding } from "../errors.ts";

/** A current in one direction and, with the baths exchanged, in the other. */
export interface CurrentPair {
  readonly forward: number;
  readonly swapped: number;
}

/**
 * R = |(Q − Q_swap)/(Q + Q_swap)| (39), (42); null where the two currents cancel (a pole) or both vanish (0/0).
 *
 * For currents of one sign 0 ≤ R ≤ 1. Currents of opposite sign, as angular momenta have, give R > 1.
 *
 * @example
 * rectification({ forward: 2, swapped: -1 }); // 3
 */
export function rectification(pair: CurrentPair): number | null {
  const { forward, swapped } = holding("pair", pair, "forward", "swapped");
  const sum = forward + swapped;
  return sum === 0 ? null : Math.abs((forward - swapped) / sum);
}

/**
 * J = max(|Q|, |Q_swap|)/scale (40), (43); `scale` is λg² for heat and 1 for angular momentum.
 *
 * @example
 * currentMagnitude({ forward: 2, swapped: -1 }); // 2
 */
export function currentMagnitude(pair: CurrentPair, scale = 1): number {
  const { forward, swapped } = holding("pair", pair, "forward", "swapped");
  finite("scale", scale, { above: 0 });
  return Math.max(Math.abs(forward), Math.abs(swapped)) / scale;
}

/**
 * Γ_α = α R + (1 − α) J (41), (44), `alpha` from 0 to 1; null where R is, unless α = 0. Throws a RangeError for a scale ≤ 0.
 *
 * @example
 * rectificationPerformance({ forward: 2, swapped: -1 }, 0.5); // 2.5
 */
export function rectificationPerformance(pair: CurrentPair, alpha: number, scale = 1): number | null {
  finite("scale", scale, { above: 0 });
  finite("alpha", alpha, { atLeast: 0, atMost: 1 });
  const R = rectification(pair);
  if (R === null) return alpha === 0 ? currentMagnitude(pair, scale) : null;
  return alpha * R + (1 - alpha) * currentMagnitude(pair, scale);
}
