/** The list of ways to run again what was bound once. A new way is one file and one line here. */
import { exponentialSeries } from "./exponential-series.ts";
import { steppedAnew } from "./stepped-anew.ts";

/** Ways to run again what was bound once. */
export const preparedLowerings = [exponentialSeries, steppedAnew];
