/** A prepared model that steps anew at every run, with its planning and its matrices kept. */
import type { PreparedRun } from "../../plan/engines.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { PreparedRequest } from "../../plan/prepared-request.ts";

/** What a run by steps is taken to cost, in seconds: more than a series of products wherever that fits. */
const A_RUN = 1;

export const steppedAnew: Lowering<PreparedRequest, PreparedRun> = {
  name: "steps, made anew for each run",
  fits: () => ({ seconds: A_RUN, flops: 0, bytes: 0, about: true }),
  bind: ({ again }) => ({ run: again }),
};
