/** The list of ways to carry out a collision with noise. A new way is one file and one line here. */
import { collisionLowerings } from "./index.ts";
import { parametricMap } from "./parametric-map.ts";
import { rebuiltCoefficients } from "./rebuilt-coefficients.ts";

/** Ways to carry out a collision some of whose parameters are drawn anew each time; who draws none needs none of the last two. */
export const noisyCollisionLowerings = [...collisionLowerings, parametricMap, rebuiltCoefficients];
