import type { AverageEngine, AverageRequest, PlannedSteps } from "../../plan/ensemble-request.ts";
import type { Lowering } from "../../plan/lowering.ts";

/** A way to follow the average over noise. */
export interface AverageLowering extends Lowering<AverageRequest, AverageEngine> {
  /** The collisions, or pieces of slices, that it steps. */
  steps(request: AverageRequest): PlannedSteps;
}
