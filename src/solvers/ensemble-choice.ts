/** How noisy realisations, or their exact average, will be carried out. */
import type { AverageLowering } from "../lowerings/ensembles/average-lowering.ts";
import { averageLowerings, realisationLowerings } from "../lowerings/ensembles/index.ts";
import type { RealisationLowering } from "../lowerings/ensembles/realisation-lowering.ts";
import { type Choice, choose } from "../plan/choose.ts";
import type { AverageEngine, AverageRequest, RealisationRequest, Realisations } from "../plan/ensemble-request.ts";

const subject = { argument: "noise", value: null, must: "fit the model", remedy: "" };

/** Choose how realisations run. Throws a RangeError with all reasons when no way fits. */
export function chooseRealisations(request: RealisationRequest): Choice<Realisations, RealisationLowering> {
  return choose<RealisationRequest, Realisations, RealisationLowering>(request, realisationLowerings, subject);
}

/** Choose how the average is followed. Throws a RangeError with all reasons when no way fits. */
export function chooseAverage(request: AverageRequest): Choice<AverageEngine, AverageLowering> {
  return choose<AverageRequest, AverageEngine, AverageLowering>(request, averageLowerings, subject);
}
