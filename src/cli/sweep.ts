import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { AnyRecord, Column } from "../files/record.ts";
import type { ParameterValue } from "../models/model.ts";
import { parallelSweep } from "../studies/parallel.ts";
import type { GridResult, SweepResult } from "../studies/sweep-result.ts";
import { type Asked, askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { axesFrom } from "./grid.ts";
import { labelsOf, recordedOf } from "./model.ts";
import { type ResultOptions, withDelivery, withModel, withObservables, withStart } from "./options.ts";
import { progress, withQuiet } from "./progress.ts";
import { defined, observeWith, type Sections, type SweepSection } from "./sections.ts";
import { target } from "./target.ts";
import { type Range, realNumber, repeat, wholeNumber } from "./words.ts";

interface SweepWords extends ResultOptions {
  readonly over?: readonly string[];
  readonly steps?: number;
  readonly until?: number;
  readonly quiet?: boolean;
}

const examples = `
Examples:
  ancilla sweep rotor --over beta2=0.001:0.09:200 --observe Q1,Q2,WQ
  ancilla sweep phaseonium --over alpha=0.1,0.2,0.3 --set cavities=1 --observe T1
  ancilla sweep rotor --over beta2=0.005:0.09:40 --over lam=0.01:1:40:log --observe WQ,mode --out maps --format csv,npz,svg
  ancilla sweep atoms --over nbar=0.01:100:41:log --out results --format csv,svg`;

/** `ancilla sweep MODEL --over name=start:end:points`: one result per value of a parameter, or per point of a grid of two. */
export function sweep(): Command {
  const command = withStart(withObservables(withModel(new Command("sweep"))))
    .description("one result per value of a parameter, or per point of a grid of two: the stationary state, or the end of a run")
    .option("--over <range>", "name=start:end:points, with :log for equal ratios, or name=a,b,c (twice for a grid)", repeat)
    .option("--steps <n>", "record after so many collisions instead of the stationary state", wholeNumber("steps", 0))
    .option("--until <t>", "record at this time instead of the stationary state", realNumber("until"))
    .addHelpText("after", examples);
  return withQuiet(withDelivery(command)).action(sweepCommand);
}

async function sweepCommand(word: string, options: SweepWords): Promise<void> {
  await sweepAsked(await askedModel(word, options.set, options), options);
}

/** Sweep a model as the line says, with the defaults of its document. */
export async function sweepAsked(asked: Asked, options: SweepWords): Promise<void> {
  const { model, definition, observe, said, sections } = asked;
  const axes = axesFrom(options.over, sections.sweep, definition);
  const names = axes.map(({ name }) => name);
  const recorded = recordedOf(asked, observeWith(observe, firstOf(sections)), names);
  const twice = names.find((name) => options.set?.some((setting) => setting.startsWith(`${name}=`)));
  if (twice !== undefined) throw new UsageError(`Parameter "${twice}" has both --set and --over; leave --set out.`);
  tryBorders(asked, axes);
  const end = endOf(options, sections);
  const { over, values } = optionsOf(axes);
  const fixed = without(model.parameters, names);
  const request = {
    command: "sweep",
    model: model.name,
    parameters: fixed,
    over,
    values,
    observables: recorded.names,
    ...end,
    ...asked.hashes,
    ...said,
  };
  const to = await target(options, { name: `${model.name}-sweep-${names.join("-")}`, request });
  if (await repeated(to)) return;
  const line = progress(`sweep ${model.name}`, options);
  try {
    const options = { over, values, observables: recorded.observables, ...asked.start, ...end, onProgress: line.update };
    const result = (await parallelSweep(model, options as never)) as SweepResult | GridResult;
    line.done();
    await deliver(to, recordOf(asked, result, names, end));
  } finally {
    line.done();
  }
}

/** The axes as the library takes them: one name, or two. */
function optionsOf(axes: readonly Range[]): { readonly over: string | readonly string[]; readonly values: unknown } {
  if (axes.length === 1) return { over: axes[0].name, values: axes[0].values };
  return { over: axes.map(({ name }) => name), values: axes.map(({ values }) => values) };
}

/** Build the model at the values of each axis, the others as they are, so that what it refuses shows before anything is computed. */
function tryBorders({ model, definition }: Asked, axes: readonly Range[]): void {
  const known = axes.filter(({ name }) => Object.hasOwn(definition.parameters, name));
  const first = Object.fromEntries(known.map(({ name, values }) => [name, values[0]]));
  for (const { name, values } of known) for (const value of values) model.with({ ...first, [name]: value });
}

function firstOf({ sweep: section }: Sections): SweepSection | undefined {
  return section === undefined ? undefined : ([section].flat() as readonly SweepSection[])[0];
}

type End = { readonly steps?: number; readonly until?: number };

/** Where each point ends: as the line says, else as the document's sections do; the stationary state where neither does. */
function endOf({ steps, until, over }: SweepWords, sections: Sections): End {
  if (steps !== undefined || until !== undefined) return defined({ steps, until });
  const section = firstOf(sections);
  if (over !== undefined || section === undefined) return {};
  const own = defined({ steps: section.steps, until: section.until });
  if (section.of !== "run" || Object.keys(own).length > 0) return section.of === "steady" ? {} : own;
  return defined({ steps: sections.run?.steps, until: sections.run?.until ?? sections.run?.times?.at(-1) });
}

function recordOf(asked: Asked, result: SweepResult | GridResult, names: readonly string[], end: End): AnyRecord {
  const { model, carried, hashes, said } = asked;
  const problems = result.problems.length ? { problems: result.problems } : {};
  const labelled = (axis: { readonly name: string; readonly values: readonly ParameterValue[] }) => ({
    name: axis.name,
    values: axis.values as Column,
  });
  const common = {
    model: model.name,
    parameters: without(result.parameters, names),
    ...carried,
    observables: result.observables,
    ...labelsOf(model, Object.keys(result.observables)),
    diagnostics: { ...result.diagnostics, residual: result.residual, degenerate: result.degenerate, ...problems },
    provenance: provenance({ ...end, ...hashes, ...said }),
  };
  if ("axes" in result) return { ...common, axes: [labelled(result.axes[0]), labelled(result.axes[1])] };
  return { ...common, axis: labelled(result.axis) };
}

function without<T extends object>(values: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))) as T;
}
