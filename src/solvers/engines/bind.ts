/** From a plan of collisions to the engine that carries it out. */
import type { Model } from "../../models/model.ts";
import type { CollisionPlan } from "../../plan/collisions.ts";
import { bindDense } from "./dense.ts";
import type { Engine } from "./engine.ts";
import { bindExchange } from "./exchange.ts";
import { bindRebuilt } from "./rebuilt.ts";
import { bindWeighted } from "./weighted.ts";

/** Bind a plan for `lanes` realisations; `noisy` names the parameters that each step will be given, in order. */
export function bindCollisions(model: Model, plan: CollisionPlan, lanes: number, noisy: readonly string[]): Engine {
  const { lowering } = plan;
  switch (lowering.kind) {
    case "exchange":
      return bindExchange(model, lowering.shape, plan.sector, lanes, noisy);
    case "weighted":
      return bindWeighted(model, plan, lowering.maps, lowering.matrices, lanes, noisy);
    case "rebuilt":
      return bindRebuilt(model, plan, lanes, noisy);
    case "dense":
      return bindDense(model, plan, lowering.maps, lanes);
    default:
      return lowering satisfies never;
  }
}
