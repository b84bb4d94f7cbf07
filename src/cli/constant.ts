import { dependsOnTime } from "../dynamics/coefficient.ts";
import type { Model } from "../models/model.ts";
import { UsageError } from "./failure.ts";

/** Refuse a driven master equation where a stationary state is asked for, and say what to give in its place. */
export function requireConstant({ name, dynamics }: Model, remedy: string): void {
  if (dynamics.kind === "generator" && dependsOnTime(dynamics)) {
    throw new UsageError(`${name} depends on time, and has no stationary state. ${remedy}`);
  }
}
