/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import type { Lowering } from "../../plan/lowering.ts";
import type { PeriodicRequest, PeriodicSolver } from "../../plan/periodic-request.ts";
import { harmonicBalance } from "./harmonic-balance.ts";
import { onePeriodMap } from "./one-period-map.ts";

/** Ways to find states that repeat after each period. */
export const periodicLowerings: readonly Lowering<PeriodicRequest, PeriodicSolver>[] = [harmonicBalance, onePeriodMap];
