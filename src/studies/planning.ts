/** The plan of any command: the very route that runs, from the very function that runs it. */
import type { Correlations } from "../dynamics/noise/correlated-parameters.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { prepareAveraged } from "../ensembles/averaged.ts";
import { wrongValue } from "../errors.ts";
import { type Asking, askedModel } from "../models/asked-model.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aBoolean, aNumber, anInteger, anObject, anything, checkOptions, type OptionChecks, oneOf } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import { planEvolution } from "../solvers/evolve.ts";
import { preparePeriodic } from "../solvers/periodic.ts";
import { prepareRun, type RunOptions } from "../solvers/run.ts";
import { askingChecks, checkRun } from "../solvers/runoptions.ts";
import { prepareSteady } from "../solvers/steady.ts";

/** What a plan depends on besides the model. */
export interface PlanOptions
  extends Pick<RunOptions, "steps" | "until" | "times" | "saveEvery" | "initial" | "from" | "observables" | "method"> {
  /** What will be done; `run` unless given. A sweep plans as its points do. */
  readonly command?: "run" | "steady" | "averaged";
  /** Where `steady` looks. */
  readonly scope?: "space" | "sector";
  /** Of a driven master equation: plan the state that repeats after this time, as `periodicSteady` finds it. */
  readonly period?: number;
  /** Noise to average over. */
  readonly noise?: Readonly<Record<string, Noise>>;
  /** Quadrature nodes per noisy parameter of an average. */
  readonly nodes?: number;
  /** How long a drawn value is held, in an average of a master equation. */
  readonly every?: number;
  /** The limit of short slices, and parameters that share their noise: as in `averaged`. */
  readonly continuous?: boolean;
  readonly correlations?: Correlations;
}

const planChecks: OptionChecks<PlanOptions> = {
  command: (argument, value) => {
    if (value === "ensemble") throw wrongValue(argument, "be run, steady or averaged", value, "For ensembles use planEnsemble.");
    oneOf("run", "steady", "averaged")(argument, value);
  },
  scope: oneOf("space", "sector"),
  period: aNumber({ above: 0 }, "It is the time after which the drive repeats."),
  noise: anObject,
  nodes: anInteger(1, 400),
  every: aNumber({ above: 0 }),
  continuous: aBoolean,
  correlations: anything,
  steps: anInteger(0, 1e9),
  until: aNumber({ above: 0 }),
  times: anything,
  saveEvery: aNumber({ above: 0 }),
  ...askingChecks,
  from: aNumber({ atLeast: 0 }),
  method: anything,
};

/** Options that say something about some commands only. */
const FOR: Readonly<Record<string, readonly string[]>> = {
  scope: ["steady"],
  period: ["steady"],
  noise: ["averaged"],
  every: ["averaged"],
  continuous: ["averaged"],
  correlations: ["averaged"],
  steps: ["run", "averaged"],
  until: ["run", "averaged"],
  times: ["run", "averaged"],
  saveEvery: ["run", "averaged"],
  from: ["run"],
  method: ["run"],
};

function refuseWithout(command: string, options: PlanOptions): void {
  for (const [name, commands] of Object.entries(FOR)) {
    if (options[name as keyof PlanOptions] === undefined || commands.includes(command)) continue;
    throw wrongValue(name, `be left out of the plan of \`${command}\``, null, `It belongs to ${commands.join(" and ")}.`, "it is given");
  }
}

/**
 * Plan a model without running it: its sector, how each kind of work will be done, why not otherwise, flops and bytes.
 *
 * Returns plain data that prints. For `ensemble` see `planEnsemble`. Throws a RangeError with the reasons when nothing
 * fits, and as the command itself does for bad options.
 *
 * @example
 * plan(bloch()).sector.coordinates; // 3
 */
export function plan(model: Model, options: PlanOptions = {}): Plan {
  requireRunnable(model);
  checkOptions<PlanOptions>("options", options, planChecks);
  const { command = "run", scope, noise, period, ...rest } = options;
  refuseWithout(command, options);
  switch (command) {
    case "run":
      return planRunOf(model, rest);
    case "steady":
      if (period !== undefined) return planPeriodicOf(model, period, options);
      return prepareSteady(model, { ...(scope ? { scope } : {}), ...askingOf(rest) }).plan;
    case "averaged":
      return prepareAveraged(model, {
        ...rest,
        ...(model.dynamics.kind === "collisions" ? { steps: rest.steps ?? 1 } : {}),
        noise: noise ?? {},
      }).plan;
    default:
      return command satisfies never;
  }
}

/** A state that repeats has one place where it is looked for. */
function planPeriodicOf(model: Model, period: number, options: PlanOptions): Plan {
  if (options.scope !== undefined) {
    throw wrongValue("scope", "be left out with a period", options.scope, "A state that repeats is found in the sector of the start.");
  }
  return preparePeriodic(model, { period, ...askingOf(options) }).plan;
}

function askingOf({ initial, observables }: Asking): Asking {
  return { ...(initial === undefined ? {} : { initial }), ...(observables === undefined ? {} : { observables }) };
}

/** A run that does not say how far it goes is planned for one collision, or for the right-hand side alone. */
function planRunOf(model: Model, options: RunOptions): Plan {
  const { steps, until, times, method } = options;
  if (model.dynamics.kind === "generator" && steps === undefined && until === undefined && times === undefined) {
    checkRun(model, options);
    return planEvolution(askedModel(model, options).model, method === undefined ? {} : { method });
  }
  return prepareRun(
    model,
    model.dynamics.kind !== "generator" && steps === undefined && until === undefined ? { ...options, steps: 1 } : options,
  ).plan;
}
