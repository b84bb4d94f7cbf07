import { dependsOnTime } from "../dynamics/coefficient.ts";
import type { Model } from "../models/model.ts";
import { UsageError } from "./failure.ts";

/** What to do where a stationary state is asked for without a period. */
export const NO_PERIOD = "Give --period T, the time after which its drive repeats, or run it until it settles.";

/** Refuse a driven master equation where a stationary state is asked for, and say what to give in its place. */
export function requireConstant({ name, dynamics }: Model, remedy: string): void {
  if (dynamics.kind === "generator" && dependsOnTime(dynamics)) {
    throw new UsageError(`${name} depends on time, and has no stationary state. ${remedy}`);
  }
}
