import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import { run as runModel } from "../solvers/run.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { labelsOf, observablesOf } from "./model.ts";
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
import { target } from "./target.ts";

const examples = `
Examples:
  ancilla run phaseonium --steps 2000 --save-every 20 --observe T1,T2
  ancilla run phaseonium --set cavities=1 --set T0=[2] --steps 500 --json
  ancilla run atoms --until 1 --method "dormandPrince(rtol=1e-9)" --out results`;

/** `ancilla run MODEL`: one run from the model's initial state. */
export function run(): Command {
  const command = new Command("run").description("one run: observables along collisions or time").addHelpText("after", examples);
  return withQuiet(withDelivery(withStart(withLength(withObservables(withModel(command)))))).action(runCommand);
}

async function runCommand(word: string, given: ResultOptions & RunLengthOptions & { readonly quiet?: boolean }): Promise<void> {
  await runAsked(await askedModel(word, given.set, given), given);
}

/** Run a model as the line says, with the defaults of its document. */
export async function runAsked(
  { model, observe, said, sections, carried, hashes }: Asked,
  given: ResultOptions & RunLengthOptions & { readonly quiet?: boolean },
): Promise<void> {
  const { name } = model;
  const options = lengthWith(given, sections.run);
  const observables = observablesOf(model, observeWith(observe, sections.run));
  requireLength(model.dynamics.kind, options);
  const request = { command: "run", model: name, parameters: model.parameters, observables, ...lengthOf(options), ...hashes, ...said };
  const to = await target(options, { name: `${name}-run`, request });
  if (await repeated(to)) return;
  const line = progress(`run ${name}`, given);
  try {
    const solution = runModel(model, { ...lengthOf(options), observables, onProgress: line.update });
    line.done();
    const { parameters, axis, diagnostics } = solution;
    const record = {
      model: name,
      parameters,
      ...carried,
      axis,
      observables: solution.observables,
      ...labelsOf(model, observables),
      diagnostics: { ...diagnostics },
      provenance: provenance({ ...lengthOf(options), ...hashes, ...said }),
    };
    await deliver(to, record);
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
