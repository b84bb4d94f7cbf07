import { join } from "node:path";
import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import { saveStates } from "../files/state-files.ts";
import { run as runModel } from "../solvers/run.ts";
import type { Solution } from "../solvers/solution.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { labelsOf, recordedOf } from "./model.ts";
import {
  lengthOf,
  type ResultOptions,
  type RunLengthOptions,
  withDelivery,
  withLength,
  withModel,
  withObservables,
  withStart,
} from "./options.ts";
import { progress, withQuiet } from "./progress.ts";
import { lengthWith, observeWith } from "./sections.ts";
import { target, tryFormats } from "./target.ts";
import { numberList } from "./words.ts";

const examples = `
Examples:
  ancilla run phaseonium --steps 2000 --save-every 20 --observe T1,T2
  ancilla run phaseonium --set cavities=1 --set T0=[2] --steps 500 --json
  ancilla run atoms --until 1 --method "dormandPrince(rtol=1e-9)" --out results`;

/** `ancilla run MODEL`: one run from the model's initial state. */
export function run(): Command {
  const command = new Command("run").description("one run: observables along collisions or time").addHelpText("after", examples);
  return withQuiet(withDelivery(withStart(withLength(withObservables(withModel(command))))))
    .option("--states [list]", "keep the state at every record, or at these, in NAME-states.npz beside the results", recordList)
    .action(runCommand);
}

type RunWords = ResultOptions & RunLengthOptions & { readonly states?: true | readonly number[]; readonly quiet?: boolean };

function recordList(word: string): readonly number[] {
  return numberList("states")(word);
}

function statesOf({ states }: RunWords): { readonly states?: true | readonly number[] } {
  return states === undefined ? {} : { states };
}

/** Write the states that a run kept beside its results. */
async function filesOfStates(folder: string, name: string, { states }: Solution): Promise<string[]> {
  if (states === undefined) return [];
  const path = join(folder, `${name}-states.npz`);
  await saveStates(path, states);
  return [path];
}

async function runCommand(word: string, given: RunWords): Promise<void> {
  await runAsked(await askedModel(word, given.set, given), given);
}

/** Run a model as the line says, with the defaults of its document. */
export async function runAsked(asked: Asked, given: RunWords): Promise<void> {
  const { model, start, observe, said, sections, carried, hashes } = asked;
  const { name } = model;
  const options = lengthWith(given, sections.run);
  const { names, observables } = recordedOf(asked, observeWith(observe, sections.run));
  requireLength(model.dynamics.kind, options);
  if (given.states !== undefined && given.out === undefined) {
    throw new UsageError("Option --states needs --out DIR, the folder for their file.");
  }
  if (given.states !== undefined) await tryFormats(["npz"]);
  const request = {
    command: "run",
    model: name,
    parameters: model.parameters,
    observables: names,
    ...lengthOf(options),
    ...statesOf(given),
    ...hashes,
    ...said,
  };
  const to = await target(options, { name: `${name}-run`, request });
  if (await repeated(to)) return;
  const line = progress(`run ${name}`, given);
  try {
    const solution = runModel(model, { ...lengthOf(options), ...start, ...statesOf(given), observables, onProgress: line.update });
    line.done();
    const { parameters, axis, diagnostics } = solution;
    const record = {
      model: name,
      parameters,
      ...carried,
      axis,
      observables: solution.observables,
      ...labelsOf(model, names),
      diagnostics: { ...diagnostics },
      provenance: provenance({ ...lengthOf(options), ...hashes, ...said }),
    };
    await deliver(to, record, "", true, (folder) => filesOfStates(folder, `${name}-run`, solution));
  } finally {
    line.done();
  }
}

/** Say which option is missing before the model is planned. */
export function requireLength(kind: "collisions" | "generator", { steps, until, times }: RunLengthOptions): void {
  if (steps !== undefined || until !== undefined || times !== undefined) return;
  const remedy =
    kind === "collisions" ? "Say how many collisions with --steps N." : "Say how far with --until T, or where to record with --times.";
  throw new UsageError(`A run needs a length. ${remedy}`);
}
