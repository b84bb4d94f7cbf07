import type { RealisationRequest, Realisations } from "../../plan/ensemble-request.ts";
import type { Lowering } from "../../plan/lowering.ts";

/** A way to run noisy realisations. */
export interface RealisationLowering extends Lowering<RealisationRequest, Realisations> {
  /** Several realisations go through the collisions together; else each has a run of its own. */
  readonly together: boolean;
}
