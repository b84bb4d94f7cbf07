/** Energies of one collision as they are shown: what is rounding beside the others is 0. Tables keep all digits. */
import type { PlayerAnswer } from "../../engine/player.ts";

/** A few units in the last place. */
const ROUNDING = 1e-15;

const cleaned = (value: number | null | undefined, least: number): number | null =>
  value === null || value === undefined ? null : Math.abs(value) <= least ? 0 : value;

type Energies = Pick<PlayerAnswer, "Q" | "W" | "dU">;

export function rounded(answer: PlayerAnswer): Energies {
  const { Q, W, dU, scale } = answer;
  const least = ROUNDING * Math.max(scale.energy, ...[Q, W, dU].map((value) => Math.abs(value ?? 0)));
  return { Q: cleaned(Q, least), W: cleaned(W, least), dU: cleaned(dU, least) };
}

/** The same of sums over collisions, each of which has its rounding. */
export function roundedTotals({ totals: { Q, W, dU }, n, scale }: PlayerAnswer): Energies {
  const least = ROUNDING * (n + 1) * Math.max(scale.energy, Math.abs(dU ?? 0));
  return { Q: cleaned(Q, least), W: cleaned(W, least), dU: cleaned(dU, least) };
}
