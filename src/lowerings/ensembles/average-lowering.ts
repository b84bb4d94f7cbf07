import type { PlannedCollisions } from "../../plan/collision-request.ts";
import type { AverageEngine, AverageRequest } from "../../plan/ensemble-request.ts";
import type { Lowering } from "../../plan/lowering.ts";

/** A way to follow the average over noise. */
export interface AverageLowering extends Lowering<AverageRequest, AverageEngine> {
  /** The collisions that it steps. */
  collisions(request: AverageRequest): PlannedCollisions;
}
