/** The plan of any command: the very route that runs, from the very function that runs it. */
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { prepareAveraged } from "../ensembles/averaged.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Plan } from "../plan/plan.ts";
import { planEvolution } from "../solvers/evolve.ts";
import { prepareRun, type RunOptions } from "../solvers/run.ts";
import { prepareSteady } from "../solvers/steady.ts";

/** What a plan depends on besides the model. */
export interface PlanOptions extends Pick<RunOptions, "steps" | "until" | "times" | "saveEvery" | "observables" | "method"> {
  /** What will be done; `run` unless given. A sweep plans as its points do. */
  readonly command?: "run" | "steady" | "averaged";
  /** Where `steady` looks. */
  readonly scope?: "space" | "sector";
  /** Noise to average over. */
  readonly noise?: Readonly<Record<string, Noise>>;
}

const COMMANDS = ["run", "steady", "averaged"];

/**
 * Plan a model without running it: its sector, how each kind of work will be done, why not otherwise, flops and bytes.
 *
 * Returns plain data that prints. For `ensemble` see `planEnsemble`. Throws a RangeError with the reasons when nothing
 * fits, and as the command itself does for bad options.
 */
export function plan(model: Model, options: PlanOptions = {}): Plan {
  const { command = "run", scope, noise, ...rest } = options;
  switch (command) {
    case "run":
      return planRunOf(model, rest);
    case "steady":
      return prepareSteady(model, { ...(scope ? { scope } : {}), ...(rest.observables ? { observables: rest.observables } : {}) }).plan;
    case "averaged":
      return prepareAveraged(model, { ...rest, steps: rest.steps ?? 1, noise: noise ?? {} }).plan;
    default:
      throw wrongValue("command", `be one of ${COMMANDS.join(", ")}`, command satisfies never, "For ensembles use planEnsemble.");
  }
}

/** A run that does not say how far it goes is planned for one collision, or for the right-hand side alone. */
function planRunOf(model: Model, options: RunOptions): Plan {
  const { steps, until, times, method } = options;
  if (model.dynamics.kind === "generator" && steps === undefined && until === undefined && times === undefined) {
    return planEvolution(model, method === undefined ? {} : { method });
  }
  return prepareRun(
    model,
    model.dynamics.kind !== "generator" && steps === undefined && until === undefined ? { ...options, steps: 1 } : options,
  ).plan;
}
