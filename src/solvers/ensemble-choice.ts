/** How noisy realisations, or their exact average, will be carried out. */
import { averageLowerings, realisationLowerings } from "../lowerings/index.ts";
import { type Choice, choose } from "../plan/choose.ts";
import type { AverageEngine, AverageRequest, RealisationRequest, Realisations } from "../plan/ensemble-request.ts";
import type { Lowering } from "../plan/lowering.ts";

const subject = { argument: "noise", value: null, must: "fit the model", remedy: "" };

/** Choose how realisations run. Throws a RangeError with all reasons when no way fits. */
export function chooseRealisations(request: RealisationRequest): Choice<Realisations> {
  return choose<RealisationRequest, Realisations, Lowering<RealisationRequest, Realisations>>(request, realisationLowerings, subject);
}

/** Choose how the average is followed. Throws a RangeError with all reasons when no way fits. */
export function chooseAverage(request: AverageRequest): Choice<AverageEngine> {
  return choose<AverageRequest, AverageEngine, Lowering<AverageRequest, AverageEngine>>(request, averageLowerings, subject);
}
