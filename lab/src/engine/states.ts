/** States as plain data for pictures: the whole matrix where it is small, reduced states of single factors always. */
import type { StateView } from "ancilla";

export interface StateFacts {
  /** Row-major, interleaved [re, im]; null above 64 levels. */
  readonly whole: Float64Array | null;
  /** Reduced states of the factors (of the first six), in their order. */
  readonly factors: readonly { readonly label: string; readonly matrix: Float64Array }[];
}

const LARGEST = 64;
const MOST = 6;

export function stateFacts(state: StateView): StateFacts {
  const { factors, dimension } = state.space;
  return {
    whole: dimension <= LARGEST ? Float64Array.from(state.matrix().data) : null,
    factors: factors.slice(0, MOST).map(({ label }) => ({ label, matrix: Float64Array.from(state.reduced([label]).data) })),
  };
}
