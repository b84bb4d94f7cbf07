import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { dataFormats } from "../files/save.ts";
import { type SteadyResult, steady as solve } from "../solvers/steady.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { labelsOf, observablesOf } from "./model.ts";
import { type ResultOptions, withDelivery, withModel, withObservables, withStart } from "./options.ts";
import { observeWith } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";

const examples = `
Examples:
  ancilla steady rotor --observe Q1,Q2,WQ
  ancilla steady phaseonium --set cavities=1 --json`;

/** `ancilla steady MODEL`: the stationary space and the limit for the model's initial state. */
export function steady(): Command {
  const command = new Command("steady")
    .description("stationary states: the limit, its uniqueness, gap and residual")
    .addHelpText("after", examples);
  return withDelivery(withStart(withObservables(withModel(command))), dataFormats.join(", ")).action(steadyCommand);
}

async function steadyCommand(word: string, options: ResultOptions): Promise<void> {
  const asked = await askedModel(word, options.set, options);
  const { model, start, observe, said, sections, hashes } = asked;
  const { name } = model;
  const observables = observablesOf(model, observeWith(observe, sections.steady));
  const request = { command: "steady", model: name, parameters: model.parameters, observables, ...hashes, ...said };
  // One point makes no picture.
  const to = await target(options, { name: `${name}-steady`, request, formats: dataFormats });
  if (await repeated(to)) return;
  const found = solve(model, { ...start, observables });
  await deliver(to, { ...recordOf(asked, found), ...labelsOf(model, observables) }, summary(found));
}

/** One point without an axis: its value is null, for "after all time". */
function recordOf({ carried, hashes, said }: Asked, found: SteadyResult): ResultRecord {
  const { dimension, unique, scope, gap, peripheral, residual, condition, error, reasons } = found;
  return {
    model: found.model,
    parameters: found.parameters,
    ...carried,
    axis: { name: "stationary", values: [null] },
    observables: Object.fromEntries(Object.entries(found.observables).map(([name, value]) => [name, [value]])),
    diagnostics: { ...found.diagnostics, dimension, unique, scope, gap, peripheral, residual, condition, error, reasons },
    provenance: provenance({ ...hashes, ...said }),
  };
}

function summary({ unique, dimension, scope, peripheral }: SteadyResult): string {
  const space = unique ? "unique" : `one of a space of dimension ${dimension}: the limit for the model's initial state`;
  const where = scope === "sector" ? " (within the sector of the initial state)" : "";
  const turning = peripheral?.length
    ? ` Persistent oscillations: ${peripheral.map(([re, im]) => `${readable(re)} + ${readable(im)}i`).join(", ")}.`
    : "";
  return `The stationary state is ${space}${where}.${turning}`;
}
