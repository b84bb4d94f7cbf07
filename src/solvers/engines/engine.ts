/** A plan bound to linear memory, ready to step several realisations side by side. */
import type { F64Pointer } from "../../../bindings/memory.ts";
import type { Sector } from "../../sectors/sector.ts";

export interface Engine {
  readonly sector: Sector;
  /** Realisations side by side; even. The state is stored [coordinate][lane]. */
  readonly lanes: number;
  /** Put the initial state into every lane. */
  reset(): void;
  /**
   * Carry out collision n = 1, 2, …. `draws` holds the noisy parameters of this collision, [parameter][lane], in the
   * order given when the engine was bound; null when nothing is noisy.
   */
  step(n: number, draws: Float64Array | null): void;
  /** Where the current state is; changes from step to step. */
  state(): F64Pointer;
  /** Give the memory back. */
  release(): void;
}
