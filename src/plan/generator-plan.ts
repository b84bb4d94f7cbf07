/** The printed plan of a master equation, whatever is done with it. */
import { Part, type Sector } from "../sectors/sector.ts";
import type { DerivativeRequest } from "./derivative-request.ts";
import { estimateOfWhole } from "./estimate.ts";
import { type Plan, printable, type Stage } from "./plan.ts";

/** What a plan of a master equation is made of. */
export interface GeneratorPlanParts {
  readonly derivative: DerivativeRequest;
  /** The live coordinates; null when the whole matrix is used. */
  readonly sector: Sector | null;
  readonly stages: readonly Stage[];
  readonly notes?: readonly string[];
  /** Records of the run. */
  readonly records?: number;
}

/** Describe what will be done with a master equation. */
export function generatorPlan({ derivative, sector, stages, notes = [], records = 1 }: GeneratorPlanParts): Plan {
  const { model, generator } = derivative;
  const { dimension } = generator.system;
  const bytes = stages.reduce((sum, { price }) => sum + price.bytes, 0);
  const stepped = stages.find(({ work }) => work === "time");
  return printable({
    model: model.name,
    space: String(generator.system),
    dimension,
    sector: sector && { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    stages,
    lanes: 1,
    bytes,
    ...(stepped
      ? { estimate: estimateOfWhole(stepped.price, records, { coordinates: sector?.count ?? dimension * dimension, bytes }) }
      : {}),
    notes: [
      ...(model.reduction ? [model.reduction] : []),
      ...(sector && isPopulations(sector) ? ["only populations live: a classical Markov chain"] : []),
      ...notes,
    ],
  });
}

function isPopulations(sector: Sector): boolean {
  return sector.row.every((row, q) => row === sector.column[q]);
}
