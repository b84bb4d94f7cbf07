/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import type { TrajectoryLowering } from "../../plan/trajectories/trajectory-request.ts";
import { clickSeries } from "./click-series.ts";
import { stepsOfCurrents } from "./current-steps.ts";
import { outcomeMaps } from "./reading-steps.ts";

/** Ways to follow trajectories. */
export const trajectoryLowerings: readonly TrajectoryLowering[] = [clickSeries, stepsOfCurrents, outcomeMaps];
