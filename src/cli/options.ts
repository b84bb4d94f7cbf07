/** Options that several commands share, declared once so that they read the same everywhere. */
import { type Command, Option } from "commander";
import type { Method } from "../methods/method.ts";
import type { DeliveryOptions } from "./target.ts";
import { names, numberList, observed, readMethod, realNumber, repeat, wholeNumber } from "./words.ts";

/** `--set`, `--observe` of every command that takes a model. */
export interface ModelOptions {
  readonly set?: readonly string[];
  readonly observe?: readonly string[];
  readonly initial?: string;
}

/** How far a run goes and what it keeps. */
export interface RunLengthOptions {
  readonly steps?: number;
  readonly until?: number;
  readonly saveEvery?: number;
  readonly times?: readonly number[];
  readonly method?: Method;
}

/** Every option of a command that makes a result from a model. */
export type ResultOptions = ModelOptions & DeliveryOptions;

/** Add the argument MODEL and the options that set it up. */
export function withModel(command: Command): Command {
  return command
    .argument("<model>", "name of a model (see `ancilla list`), a document (.json, .yaml, .yml), or - for one on standard input")
    .option("--set <name=value>", "set a parameter; the value is JSON, such as T0=[0.7,1.3] (repeatable)", repeat);
}

/** Add `--observe`. */
export function withObservables(command: Command): Command {
  return command.option("--observe <names>", "observables to record, separated by commas (default: the model's own)", observed);
}

/** Add `--initial`, and say that `--observe` takes definitions. */
export function withStart(command: Command): Command {
  return command
    .option(
      "--initial <state>",
      'another start, in the language of documents, such as "bloch(S, 1, 0, 0)", or a file of --states (default: the model\'s own)',
    )
    .addHelpText("after", '\n--observe also defines observables on the spot: --observe "T1,x=2*abs(mean(sm(S)))".');
}

/** Add the options that say how far to run. */
export function withLength(command: Command): Command {
  return withExtent(command).option(
    "--method <method>",
    "how to step a master equation, such as rk4(dt=0.01) or dormandPrince(rtol=1e-9)",
    readMethod,
  );
}

/** Add the options that say how far to run, without a choice of method. */
export function withExtent(command: Command): Command {
  return command
    .option("--steps <n>", "collisions to run", wholeNumber("steps", 0))
    .option("--until <t>", "time to run to", realNumber("until"))
    .option("--save-every <k>", "record every k collisions, or after so much time (first and last always)", realNumber("save-every"))
    .option("--times <list>", "times to record at, such as 0.5,1,2 (master equations)", numberList("times"));
}

/** Add the options that say where results go. */
export function withDelivery(command: Command, formats = "csv, json, parquet, npz, svg, png, pdf", standard = "csv,json"): Command {
  return command
    .option("--out <dir>", "write files into this folder")
    .addOption(new Option("--format <list>", `${formats} (default: ${standard})`).argParser(names))
    .option("--assemble", "also draw all panels in one picture")
    .option("--together", "draw all curves in one panel")
    .option("--force", "overwrite results of another request in that folder")
    .option("--json", "print one JSON object on standard output and nothing else there");
}

/** The options of a run that were given, ready to hand to the library. */
export function lengthOf({ steps, until, saveEvery, times, method }: RunLengthOptions): RunLengthOptions {
  return {
    ...(steps === undefined ? {} : { steps }),
    ...(until === undefined ? {} : { until }),
    ...(saveEvery === undefined ? {} : { saveEvery }),
    ...(times === undefined ? {} : { times }),
    ...(method === undefined ? {} : { method }),
  };
}
