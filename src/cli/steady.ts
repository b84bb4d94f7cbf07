import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { dataFormats } from "../files/save.ts";
import { type SteadyResult, steady as solve } from "../solvers/steady.ts";
import { type Asked, askedModel } from "./asked.ts";
import { NO_PERIOD, requireConstant } from "./constant.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { labelsOf, recordedOf } from "./model.ts";
import { type ResultOptions, withDelivery, withModel, withObservables, withStart } from "./options.ts";
import { PERIOD, periodOf } from "./period.ts";
import { repeatingState } from "./repeating.ts";
import { defined, observeWith } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { wholeNumber } from "./words.ts";

const examples = `
Examples:
  ancilla steady rotor --observe Q1,Q2,WQ
  ancilla steady phaseonium --set cavities=1 --json
  ancilla steady driven.yaml --period "2*pi/omega" --observe sz,energy`;

/** `ancilla steady MODEL`: the stationary space and the limit for the model's initial state. */
export function steady(): Command {
  const command = new Command("steady")
    .description("stationary states: the limit, its uniqueness, gap and residual")
    .addHelpText("after", examples);
  const formats = `${dataFormats.join(", ")}, with --period also svg, png, pdf`;
  return withDelivery(withStart(withObservables(withModel(command))), formats)
    .option("--period <T>", `of a driven master equation: the state that repeats after this time, ${PERIOD}`)
    .option("--points <n>", "with --period: records over it, 65 unless given", wholeNumber("points", 2))
    .action(steadyCommand);
}

type SteadyWords = ResultOptions & { readonly period?: string; readonly points?: number };

async function steadyCommand(word: string, options: SteadyWords): Promise<void> {
  const asked = await askedModel(word, options.set, options);
  const over = { points: asked.sections.steady?.points, ...options };
  const period = await periodOf(asked.model, over.period ?? asked.sections.steady?.period);
  if (period !== undefined) return repeatingState(asked, options, { period, ...defined({ points: over.points }) });
  if (options.points !== undefined) throw new UsageError("Option --points belongs to --period. Give both, or leave it out.");
  requireConstant(asked.model, NO_PERIOD);
  const { model, start, observe, said, sections, hashes } = asked;
  const { name } = model;
  const { names, observables } = recordedOf(asked, observeWith(observe, sections.steady));
  const request = { command: "steady", model: name, parameters: model.parameters, observables: names, ...hashes, ...said };
  // One point makes no picture.
  const to = await target(options, { name: `${name}-steady`, request, formats: dataFormats });
  if (await repeated(to)) return;
  const found = solve(model, { ...start, observables });
  await deliver(to, { ...recordOf(asked, found), ...labelsOf(model, names) }, summary(found));
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

function summary({ unique, dimension, scope, peripheral, diagnostics }: SteadyResult): string {
  const space = unique
    ? "unique"
    : diagnostics.warnings.some((warning) => warning.startsWith("Not resolved below"))
      ? "that of times before the slowest modes decay, which rounding hides"
      : `one of a space of dimension ${dimension}: the limit for the model's initial state`;
  const where = scope === "sector" ? " (within the sector of the initial state)" : "";
  const turning = peripheral?.length ? ` Persistent oscillations (no decay above rounding): ${shown(peripheral)}.` : "";
  return `The stationary state is ${space}${where}.${turning}`;
}

/** Most eigenvalues that one sentence tells. */
const TOLD = 6;

function shown(values: readonly (readonly [number, number])[]): string {
  const told = values.slice(0, TOLD).map(([re, im]) => `${readable(re)} ${im < 0 ? "−" : "+"} ${readable(Math.abs(im))}i`);
  return `${told.join(", ")}${values.length > TOLD ? ` and ${values.length - TOLD} more` : ""}`;
}
