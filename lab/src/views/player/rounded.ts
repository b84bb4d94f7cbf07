/** Energies of one collision as they are shown: what is rounding beside the others is 0. Tables keep all digits. */
import type { PlayerAnswer } from "../../engine/player.ts";

/** A few units in the last place. */
const ROUNDING = 1e-15;

export function rounded(answer: PlayerAnswer): Pick<PlayerAnswer, "Q" | "W" | "dU"> {
  const { Q, W, dU, scale } = answer;
  const least = ROUNDING * Math.max(scale.energy, ...[Q, W, dU].map((value) => Math.abs(value ?? 0)));
  const clean = (value: number | null): number | null => (value !== null && Math.abs(value) <= least ? 0 : value);
  return { Q: clean(Q), W: clean(W), dU: clean(dU) };
}
