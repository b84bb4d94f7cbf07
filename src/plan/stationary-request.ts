/** What is asked for stationary states. */
import type { Model } from "../models/model.ts";

/** Find the stationary structure of a model and the limit of its initial state. */
export interface StationaryRequest {
  readonly model: Model;
  /** Where the user wants to look: at all states, at the initial state's sector; null leaves it to the plan. */
  readonly asked: "space" | "sector" | null;
  /** Where the plan looks first. */
  readonly scope: "space" | "sector";
}
