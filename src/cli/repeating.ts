/** `ancilla steady MODEL --period T`: the state of a driven master equation that repeats after each period. */
import { provenance } from "../files/provenance.ts";
import { type PeriodicResult, periodicSteady } from "../solvers/periodic.ts";
import type { Asked } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { labelsOf, recordedOf } from "./model.ts";
import type { ResultOptions } from "./options.ts";
import { observeWith } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";

/** Which period, and how many records over it. */
export interface OverPeriod {
  readonly period: number;
  readonly points?: number;
}

/** Find the state, and write its records over one period, their means, and what the drive and the baths give. */
export async function repeatingState(asked: Asked, options: ResultOptions, over: OverPeriod): Promise<void> {
  const { model, start, observe, said, sections, carried, hashes } = asked;
  const { names, observables } = recordedOf(asked, observeWith(observe, sections.steady));
  const request = { command: "steady", model: model.name, parameters: model.parameters, observables: names, ...over, ...hashes, ...said };
  const to = await target(options, { name: `${model.name}-period`, request });
  if (await repeated(to)) return;
  const found = periodicSteady(model, { ...start, ...over, observables });
  const { parameters, axis, averages, multipliers, power, heats, energyResidual, residual, harmonics, warnings } = found;
  const record = {
    model: model.name,
    parameters,
    ...carried,
    axis,
    observables: found.observables,
    ...labelsOf(model, names),
    diagnostics: { period: over.period, averages, multipliers, power, heats, energyResidual, residual, harmonics, warnings },
    provenance: provenance({ ...over, ...hashes, ...said }),
  };
  await deliver(to, record, summary(found));
}

function summary({ period, averages, power, heats, energyResidual }: PeriodicResult): string {
  const listed = (values: Readonly<Record<string, number | null>>): string =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${value === null ? "–" : readable(value)}`)
      .join(", ");
  const from = Object.keys(heats).length > 0 ? `, heat from each bath ${listed(heats)}` : "";
  const means = Object.keys(averages).length > 0 ? `Means over the period ${readable(period)}: ${listed(averages)}. ` : "";
  return `${means}Per unit time: power of the drive ${readable(power)}${from}; they add up to ${readable(energyResidual)}.`;
}
