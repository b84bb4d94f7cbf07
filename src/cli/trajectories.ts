/** What a line asks of trajectories, for `unravel` and, with `--by`, for `submit`, `job` and `estimate`. */
import { type Command, Option } from "commander";
import type { Measurement } from "../dynamics/measurements.ts";
import type { UnravelOptions } from "../studies/unravel/unravel-options.ts";
import type { Asked } from "./asked.ts";
import { fillFromDocument } from "./document-defaults.ts";
import type { EnsembleWords } from "./ensemble.ts";
import { UsageError } from "./failure.ts";
import { type MeasurementWords, measurementOf, STEPPINGS } from "./measurement.ts";
import { readCorrelations, readNoise } from "./noise.ts";
import { lengthOf, type ModelOptions, type RunLengthOptions } from "./options.ts";
import { defined } from "./sections.ts";
import { statisticsOf } from "./statistics.ts";
import { realNumber, repeat } from "./words.ts";

/** The words that determine trajectories. */
export interface TrajectoryWords extends ModelOptions, Omit<RunLengthOptions, "method">, MeasurementWords {
  readonly trajectories: number;
  readonly seed?: number;
  readonly noise?: readonly string[];
  readonly every?: number;
  readonly correlate?: readonly string[];
  readonly quantiles?: readonly number[];
  readonly sketch?: boolean;
  readonly window?: readonly number[];
  readonly records?: boolean | string;
}

/** Add the options that say how what is measured is measured. */
export function withMeasurement(command: Command): Command {
  return command
    .option("--units <bath>", "the bath whose units are read (default: all)")
    .option("--read <operator>", "what is read of a unit, such as sx or n (default: its energy)")
    .option(
      "--feedback <outcomes=what>",
      'after these outcomes or clicks do an operation (1=sx, "0 1=sx", light=sx) or set a parameter ("1=set theta=0.3") (repeatable)',
      repeat,
    )
    .option("--efficiency <x>", "fraction of jumps or units that is seen (default: 1)", realNumber("efficiency"))
    .option("--dark <rate>", "rate of clicks that no jump causes (default: 0)", realNumber("dark"))
    .option("--dt <t>", "length of the steps of a current", realNumber("dt"))
    .option("--phase <phi>", "phase of the local oscillator (default: 0)", realNumber("phase"))
    .option("--bath <name>", "the bath whose jump makes the current", String)
    .addOption(
      new Option(
        "--stepping <how>",
        "of a current: bins (states without error of the step) or steps (positive; pure states stay pure where all light is seen)",
      ).choices(STEPPINGS),
    );
}

/** Add `--by` and what belongs to it to a command that else takes an ensemble. */
export function withTrajectories(command: Command): Command {
  command.option("--by <what>", "trajectories, as of `ancilla unravel`: jumps, homodyne, heterodyne or measured");
  return withMeasurement(command).option("--records", "with --by: keep all readings, clicks or currents");
}

/** Words of an ensemble that trajectories do not take. */
const OTHERS: readonly (keyof EnsembleWords)[] = ["cut", "covariances", "histogram", "antithetic", "stopAt"];

/** The words of a line that has `--by`, with the defaults of its document; null where it asks for an ensemble. */
export async function trajectoryWords(command: Command): Promise<TrajectoryWords | null> {
  if (command.getOptionValue("by") === undefined) {
    const alone = ["units", "read", "feedback", "efficiency", "dark", "dt", "phase", "bath", "stepping", "records"].find(
      (name) => command.getOptionValue(name) !== undefined,
    );
    if (alone !== undefined) throw new UsageError(`Option --${alone} belongs to --by jumps, homodyne, heterodyne or measured.`);
    return null;
  }
  await fillFromDocument(command, "unravel");
  const words = command.opts<TrajectoryWords & EnsembleWords>();
  const other = OTHERS.find((name) => words[name] !== undefined);
  if (other !== undefined) {
    const flag = command.options.find((option) => option.attributeName() === other)?.long;
    throw new UsageError(`Option ${flag} is of ensembles, and must be left out beside --by.`);
  }
  if (words.trajectories === undefined) throw new UsageError("Say how many trajectories are followed with --trajectories N.");
  return words;
}

/** What a line asks of trajectories: ready for the library, and in the words of results. */
export interface AskedTrajectories {
  readonly by: Measurement;
  readonly wanted: UnravelOptions;
  /** What determines the numbers, in the words of the line. */
  readonly said: Readonly<Record<string, unknown>>;
}

/** Read the words of trajectories. */
export function askedTrajectories(asked: Asked, words: TrajectoryWords): AskedTrajectories {
  const by = measurementOf(asked.model, words);
  const { trajectories, seed, every, quantiles, sketch, window, records } = words;
  const { observe, definitions } = asked;
  const observables = observe?.map((name) => (Object.hasOwn(definitions, name) ? { [name]: definitions[name] } : name));
  const wanted = {
    by,
    trajectories,
    noise: readNoise(words.noise, words.set),
    ...readCorrelations(words.correlate),
    ...lengthOf(words),
    ...statisticsOf(defined({ quantiles, sketch, window })),
    ...defined({ seed, every, observables, records: records && true }),
  } as UnravelOptions;
  return { by, wanted, said: { ...saidIn(words), ...(observe ? { observables: observe } : {}) } };
}

function saidIn(words: TrajectoryWords): Readonly<Record<string, unknown>> {
  const { by, units, read, feedback, efficiency, dark, dt, phase, bath, stepping } = words;
  const { trajectories, seed, noise, every, correlate, quantiles, sketch, window, records } = words;
  const measured = defined({ units, read, feedback, efficiency, dark, dt, phase, bath, stepping });
  const counted = defined({ seed, noise, every, correlate, quantiles, sketch, window, records: records && true });
  return { by, trajectories, ...measured, ...lengthOf(words), ...counted };
}

/** The words of trajectories as a line says them again, without places. */
export function trajectoryLine(words: TrajectoryWords): readonly string[] {
  const { set = [], noise = [], correlate = [], feedback = [], initial, observe, times, quantiles, window, sketch, records } = words;
  const { by, units, read, efficiency, dark, dt, phase, bath, stepping, steps, until, saveEvery, trajectories, seed, every } = words;
  const lists = { observe, times, quantiles, window };
  const single = {
    by,
    units,
    read,
    efficiency,
    dark,
    dt,
    phase,
    bath,
    stepping,
    initial,
    steps,
    until,
    "save-every": saveEvery,
    every,
    trajectories,
    seed,
  };
  return [
    ...set.map((setting) => `--set=${setting}`),
    ...noise.map((kind) => `--noise=${kind}`),
    ...correlate.map((pair) => `--correlate=${pair}`),
    ...feedback.map((rule) => `--feedback=${rule}`),
    ...Object.entries(lists).flatMap(([name, list]) => (list === undefined ? [] : [`--${name}=${list.join(",")}`])),
    ...Object.entries(single).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    ...(sketch ? ["--sketch"] : []),
    ...(records ? ["--records"] : []),
    "--quiet",
  ];
}
