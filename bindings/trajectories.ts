/** Conditional states that move on by what was seen: `assembly/series.ts`, `crossing.ts` and `trajectories.ts`. */
import { sleeping, whenStarted } from "./wasm.ts";

export let { currentSteps, quadraticForms, readingSteps, seriesAt, seriesCrossing, seriesTerms } = sleeping;
whenStarted((kernels) => {
  ({ currentSteps, quadraticForms, readingSteps, seriesAt, seriesCrossing, seriesTerms } = kernels);
});
