/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import type { EvolutionLowering } from "../../plan/evolution-request.ts";
import { chebyshevSteps } from "./chebyshev-steps.ts";
import { dormandPrince } from "./dormand-prince.ts";
import { exponentialSteps } from "./exponential-steps.ts";
import { krylovSteps } from "./krylov-steps.ts";
import { magnusSteps } from "./magnus-steps.ts";
import { piecewiseExponential } from "./piecewise-exponential.ts";
import { positiveSeries } from "./positive-series.ts";
import { radauSteps } from "./radau-steps.ts";
import { rungeKutta4 } from "./runge-kutta-4.ts";

/** Ways to step in time; each has the name of the method that asks for it, but for those that more than one method takes. */
export const evolutionLowerings: readonly EvolutionLowering[] = [
  krylovSteps,
  dormandPrince,
  exponentialSteps,
  chebyshevSteps,
  positiveSeries,
  piecewiseExponential,
  radauSteps,
  magnusSteps,
  rungeKutta4,
];
