/** The part of a spectrum next to the imaginary axis: gap and persistent oscillations. */
import type { SparseReal } from "../numerics/envelope.ts";
import type { NullSpace } from "./kernel.ts";

/** What is next to the stationary space. */
export interface Spectrum {
  readonly gap: number | null;
  readonly peripheral: readonly (readonly [number, number])[];
}

/** Gap and peripheral eigenvalues of M; null and none where they were not looked for. */
export function spectrumOf(_M: SparseReal, _space: NullSpace, _kind: "generator" | "channel"): Spectrum {
  return { gap: null, peripheral: [] };
}
