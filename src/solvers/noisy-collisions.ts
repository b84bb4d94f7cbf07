/** How collisions with noise will be carried out. */
import { noisyCollisionLowerings } from "../lowerings/collisions/with-noise.ts";
import type { Model } from "../models/model.ts";
import type { PlannedCollisions } from "../plan/collision-request.ts";
import { type NoisyRequestOptions, noisyCollisionRequest } from "../plan/noisy-collision-request.ts";
import { chooseCollisions } from "./collision-choice.ts";

/** Choose how to carry out collisions with parameters that are drawn anew. Throws as `planCollisions` does. */
export function planNoisyCollisions(model: Model, options: NoisyRequestOptions): PlannedCollisions {
  return chooseCollisions(noisyCollisionRequest(model, options), noisyCollisionLowerings);
}
