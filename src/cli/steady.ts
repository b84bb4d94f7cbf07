import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { type SteadyResult, steady as solve } from "../solvers/steady.ts";
import { deliver, target } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { labelsOf, modelOf, observablesOf } from "./model.ts";
import { type ResultOptions, withDelivery, withModel, withObservables } from "./options.ts";
import { readable } from "./table.ts";

const examples = `
Examples:
  ancilla steady rotor --observe Q1,Q2,WQ
  ancilla steady phaseonium --set cavities=1 --json`;

/** `ancilla steady MODEL`: the stationary space and the limit for the model's initial state. */
export function steady(): Command {
  const command = new Command("steady")
    .description("stationary states: the limit, its uniqueness, gap and residual")
    .addHelpText("after", examples);
  return withDelivery(withObservables(withModel(command))).action(steadyCommand);
}

async function steadyCommand(name: string, options: ResultOptions): Promise<void> {
  const { model } = modelOf(name, options.set);
  const observables = observablesOf(model, options.observe);
  if (model.noStationaryState) throw new UsageError(model.noStationaryState);
  const to = await target(options);
  const found = solve(model, { observables });
  await deliver(to, { ...recordOf(found), ...labelsOf(model, observables) }, `${name}-steady`, summary(found));
}

/** One point without an axis: its value is null, for "after all time". */
function recordOf(found: SteadyResult): ResultRecord {
  const { dimension, unique, scope, gap, peripheral, residual, condition } = found;
  return {
    model: found.model,
    parameters: found.parameters,
    axis: { name: "stationary", values: [null] },
    observables: Object.fromEntries(Object.entries(found.observables).map(([name, value]) => [name, [value]])),
    diagnostics: { ...found.diagnostics, dimension, unique, scope, gap, peripheral, residual, condition },
    provenance: provenance({}),
  };
}

function summary({ unique, dimension, scope, peripheral }: SteadyResult): string {
  const space = unique ? "unique" : `one of a space of dimension ${dimension}: the limit for the model's initial state`;
  const where = scope === "sector" ? " (within the sector of the initial state)" : "";
  const turning = peripheral.length
    ? ` Persistent oscillations: ${peripheral.map(([re, im]) => `${readable(re)} + ${readable(im)}i`).join(", ")}.`
    : "";
  return `The stationary state is ${space}${where}.${turning}`;
}
