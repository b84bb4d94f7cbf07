/** What `unravel` takes and returns. */
import type { Measurement } from "../../dynamics/measurements.ts";
import type { EnsembleOptions } from "../../ensembles/ensemble-options.ts";
import type { EnsembleResult } from "../../ensembles/ensemble-result.ts";
import type { Execution } from "../../ensembles/run-ensemble.ts";
import { wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import type { Check } from "../../options.ts";
import { isChecked } from "./checked-measurements.ts";
import type { SeenRecords } from "./records.ts";

/**
 * Options of `unravel`: what is measured, and all that an ensemble takes. Observables are those of the conditional states; `N_<outcome>`
 * counts an outcome, `Y` (`Y1`, `Y2`) integrates a current. Noise on parameters is drawn once for each trajectory, for each collision
 * where units are read, or for each slice of `every`.
 */
export interface UnravelOptions extends Omit<EnsembleOptions, "antithetic"> {
  /** What is measured. */
  readonly by: Measurement;
  /** Keep everything that is seen, up to 512 MiB. */
  readonly records?: boolean;
}

/** The outcome of `unravel`: plain data but for `plan` (printable). Curves have one value per entry of the axis. */
export interface UnravelResult extends EnsembleResult, SeenRecords {
  readonly by: string;
  readonly outcomes: readonly string[];
  readonly warnings: readonly string[];
  readonly execution: Execution;
}

/** Checks a measurement. */
export const aMeasurement: Check = (argument, value) => {
  if (value === undefined)
    throw wrongKind(argument, "be given", undefined, "Write { by: measured({ observable }), steps: 100, trajectories: 1000 }.");
  if (!isChecked(value)) throw wrongKind(argument, "be a measurement", value, "Write measured({ observable }) or jumps().");
};

/** Refuse what trajectories have no use for. */
export function refuseForTrajectories(options: object): void {
  const { antithetic } = options as { antithetic?: unknown };
  if (antithetic !== undefined) throw wrongValue("antithetic", "be left out where a model is watched", null, "", "is given");
}

/** The observables asked for; the model's defaults that a conditional state has unless given. */
export function observablesOf<T>(model: Model, asked: T | undefined): T | readonly string[] {
  return asked ?? model.defaultObservables.filter((name) => model.observable(name).kind !== "ledger");
}

/** Measurements by the name that results carry. */
export const measurementInWords = (by: Measurement, outcomes: readonly string[]) =>
  by.kind === "current"
    ? `${by.name} current ${outcomes.join(", ")}`
    : by.kind === "jumps"
      ? `jumps seen by ${outcomes.join(", ")}`
      : `measured ${by.units ?? "units"}: ${outcomes.join(", ")}`;
