import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { Column } from "../files/record.ts";
import { exp, log } from "../numerics/scalar.ts";
import { parallelSweep } from "../studies/parallel.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { labelsOf, modelOf, observablesOf } from "./model.ts";
import { type ResultOptions, withDelivery, withModel, withObservables } from "./options.ts";
import { progress } from "./progress.ts";
import { target } from "./target.ts";
import { readRange, realNumber, wholeNumber } from "./words.ts";

interface SweepWords extends ResultOptions {
  readonly over: string;
  readonly steps?: number;
  readonly until?: number;
}

const examples = `
Examples:
  ancilla sweep rotor --over beta2=0.001:0.09:200 --observe Q1,Q2,WQ
  ancilla sweep phaseonium --over alpha=0.1,0.2,0.3 --set cavities=1 --observe T1
  ancilla sweep atoms --over nbar=0.01:100:41:log --out results --format csv,svg`;

/** `ancilla sweep MODEL --over name=start:end:points`: one result per value of a parameter. */
export function sweep(): Command {
  const command = withObservables(withModel(new Command("sweep")))
    .description("one result per value of a parameter: the stationary state, or the end of a run")
    .requiredOption("--over <range>", "name=start:end:points, with :log for equal ratios, or name=a,b,c")
    .option("--steps <n>", "record after so many collisions instead of the stationary state", wholeNumber("steps", 0))
    .option("--until <t>", "record at this time instead of the stationary state", realNumber("until"))
    .addHelpText("after", examples);
  return withDelivery(command).action(sweepCommand);
}

async function sweepCommand(name: string, options: SweepWords): Promise<void> {
  const { model, definition } = modelOf(name, options.set);
  const observables = observablesOf(model, options.observe);
  const { name: over, values } = readRange(options.over, equalRatios);
  if (options.set?.some((word) => word.startsWith(`${over}=`)))
    throw new UsageError(`Parameter "${over}" has both --set and --over; leave --set out.`);
  for (const value of Object.hasOwn(definition.parameters, over) ? values : []) model.with({ [over]: value });
  const end = {
    ...(options.steps === undefined ? {} : { steps: options.steps }),
    ...(options.until === undefined ? {} : { until: options.until }),
  };
  const { [over]: _value, ...fixed } = model.parameters;
  const request = { command: "sweep", model: name, parameters: fixed, over, values, observables, ...end };
  const to = await target(options, { name: `${name}-sweep-${over}`, request });
  if (await repeated(to)) return;
  const line = progress(`sweep ${name}`);
  try {
    const result = await parallelSweep(model, { over, values, observables, ...end, onProgress: line.update });
    line.done();
    const { [over]: _swept, ...parameters } = result.parameters;
    const problems = result.problems.length ? { problems: result.problems } : {};
    const record = {
      model: name,
      parameters,
      axis: { name: over, values: result.axis.values as Column },
      observables: result.observables,
      ...labelsOf(model, observables),
      diagnostics: { ...result.diagnostics, residual: result.residual, degenerate: result.degenerate, ...problems },
      provenance: provenance(end),
    };
    await deliver(to, record);
  } finally {
    line.done();
  }
}

/** `points` numbers with equal ratios; both ends are exact. */
function equalRatios(start: number, end: number, points: number): number[] {
  const step = points > 1 ? (log(end) - log(start)) / (points - 1) : 0;
  return Array.from({ length: points }, (_, i) => (i === 0 ? start : i === points - 1 ? end : exp(log(start) + i * step)));
}
