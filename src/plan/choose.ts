import type { Model } from "../models/model.ts";
import { planCollisions } from "./collisions.ts";
import { planGenerator } from "./generator.ts";
import type { Plan } from "./plan.ts";

/** What a plan depends on besides the model. */
export interface PlanOptions {
  /** Collisions that will be run: a schedule is read up to here; 1 when absent. */
  readonly steps?: number;
  /** Parameters that noise changes between collisions or realisations. */
  readonly noisy?: readonly string[];
  /** Realisations side by side. */
  readonly lanes?: number;
}

/**
 * Plan a model without running it: its sector, how each step will be carried out, flops and bytes.
 *
 * Returns plain data that prints. Throws a RangeError with the bytes when no plan fits into memory.
 */
export function plan(model: Model, { steps = 1, noisy, lanes }: PlanOptions = {}): Plan {
  if (model.dynamics.kind === "generator") return planGenerator(model).plan;
  return planCollisions(model, { steps, ...(noisy ? { noisy } : {}), ...(lanes === undefined ? {} : { lanes }) }).plan;
}
