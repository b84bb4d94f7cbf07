/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import { averagedMap } from "./averaged-map.ts";
import { averagedOverChain } from "./averaged-over-chain.ts";
import { averagedWeights } from "./averaged-weights.ts";
import { modelPerRealisation } from "./model-per-realisation.ts";
import { quadratureOfRuns } from "./quadrature-of-runs.ts";
import { quadraturePerCollision } from "./quadrature-per-collision.ts";
import { sideBySide } from "./side-by-side.ts";

/** Ways to run noisy realisations. */
export const realisationLowerings = [sideBySide, modelPerRealisation];

/** Ways to follow the exact average over noise. */
export const averageLowerings = [averagedWeights, averagedMap, quadraturePerCollision, quadratureOfRuns, averagedOverChain];
