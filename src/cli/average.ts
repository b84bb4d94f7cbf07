import { Command } from "commander";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { printNoise } from "../dynamics/noise/notation.ts";
import { averaged } from "../ensembles/averaged.ts";
import type { AveragedOptions, AveragedResult } from "../ensembles/averaged-options.ts";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { requireNoise } from "./ensemble.ts";
import { recordedOf } from "./model.ts";
import { NOISE_HELP, readCorrelations, readNoise } from "./noise.ts";
import {
  lengthOf,
  type ResultOptions,
  type RunLengthOptions,
  withDelivery,
  withExtent,
  withModel,
  withObservables,
  withStart,
} from "./options.ts";
import { requireLength } from "./run.ts";
import { everyWith, lengthWith, noiseOf, observeWith } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { realNumber, repeat, wholeNumber } from "./words.ts";

interface AverageWords extends ResultOptions, Omit<RunLengthOptions, "method"> {
  readonly noise?: readonly string[];
  readonly every?: number;
  readonly correlate?: readonly string[];
  readonly continuous?: boolean;
  readonly spread?: boolean;
  readonly nodes?: number;
}

const examples = `
Examples:
  ancilla average phaseonium --steps 200 --noise "phi=ar1(2.4,0.3,0.9)" --observe T1,T2
  ancilla average bloch --until 20 --noise "Delta=ou(0,0.5,2)" --continuous --spread`;

/** `ancilla average MODEL`: the exact mean over noise, without sampling. */
export function average(): Command {
  const command = new Command("average").description("the exact mean over noise: what an ensemble tends to").addHelpText("after", examples);
  return withDelivery(withStart(withExtent(withObservables(withModel(command)))))
    .option("--noise <name=kind>", NOISE_HELP, repeat)
    .option("--every <h>", "how long a drawn value is held (master equations): slices of time from t = 0", realNumber("every"))
    .option("--continuous", "the limit of short slices (master equations)")
    .option("--correlate <a,b=r>", "correlate the noise of two parameters, each of which keeps its distribution (repeatable)", repeat)
    .option("--spread", "exact standard deviations, too, of observables that are linear in the state")
    .option("--nodes <n>", "nodes or hidden states of each noise (default: as many as two answers need to agree)", wholeNumber("nodes", 1))
    .action(averageCommand);
}

async function averageCommand(word: string, given: AverageWords): Promise<void> {
  const asked = await askedModel(word, given.set, given);
  const { model, definition, start, observe, said, sections, hashes, carried } = asked;
  const section = sections.noise;
  const words = lengthWith(given, section);
  requireLength(model.dynamics.kind, words);
  const noise = given.noise ? readNoise(given.noise, given.set) : noiseOf(section, given.set);
  requireNoise(definition, noise, "average");
  const { continuous, spread, nodes } = given;
  const wanted = {
    ...lengthOf(words),
    noise,
    ...(continuous ? { continuous } : everyWith(model, given.every, section, noise)),
    ...(continuous && given.every !== undefined ? { every: given.every } : {}),
    ...readCorrelations(given.correlate ?? (given.noise ? undefined : section?.correlate)),
    ...(spread ? { spread } : {}),
    ...(nodes === undefined ? {} : { nodes }),
  } as AveragedOptions;
  const { names, observables } = recordedOf(asked, observeWith(observe, section));
  const request = {
    command: "average",
    model: model.name,
    parameters: model.parameters,
    ...wanted,
    observables: names,
    ...hashes,
    ...said,
  };
  const to = await target(given, { name: `${model.name}-average`, request });
  if (await repeated(to)) return;
  const found = averaged(model, { ...wanted, observables, ...start });
  const { noise: _, ...rest } = wanted;
  const record: ResultRecord = {
    model: model.name,
    parameters: model.parameters,
    ...carried,
    axis: { name: model.dynamics.kind === "collisions" ? "collision" : "time", values: found.axis },
    ...(found.std ? { mean: found.observables, std: found.std } : { observables: found.observables }),
    diagnostics: {
      nodes: found.nodes,
      ...errorOf(found),
      ...(found.hidden ? { hidden: found.hidden } : {}),
      warnings: [...model.warnings, ...doubts(found)],
    },
    provenance: provenance({ ...rest, observables: names, noise: printed(noise), ...hashes, ...said }),
  };
  await deliver(to, record, summary(found));
}

function printed(noise: Readonly<Record<string, Noise>>): readonly string[] {
  return Object.entries(noise).map(([name, kind]) => printNoise(name, kind));
}

/** What two answers may differ by without a word. */
const AGREED = 1e-8;

function doubts({ hidden, error, warnings = [] }: AveragedResult): readonly string[] {
  const left = hidden ? hidden.error : (error ?? null);
  if (left === null || left <= AGREED) return warnings;
  return [...warnings, `Twice as many ${hidden ? "hidden states" : "nodes"} still change the mean by ${left.toExponential(1)}.`];
}

function errorOf({ error }: AveragedResult): { readonly error?: number } {
  return error === undefined ? {} : { error };
}

function summary({ plan, nodes, hidden }: AveragedResult): string {
  const way = plan.stages.find(({ work }) => work === "average")?.name ?? "";
  const left = hidden?.error ? `, twice as many change it by ${readable(Number(hidden.error.toPrecision(2)))}` : "";
  return `Exact mean by ${way}${nodes > 1 ? `, ${nodes} states` : ""}${left}.`;
}
