/** What names an ensemble of the command line: its files, its checkpoints and its parts are known by it. */
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { sortObservables } from "../models/asked-observables.ts";
import type { Model } from "../models/model.ts";
import type { Asked } from "./asked.ts";

/** Everything that names an ensemble of the command line. */
export function requestOf(asked: Pick<Asked, "model" | "hashes" | "said">, wanted: EnsembleOptions): Readonly<Record<string, unknown>> {
  return { ...ensembleRequest(asked.model, wanted), ...asked.hashes, ...asked.said };
}

/** All that determines the bits of an ensemble; what the line defines is told beside it, as text. */
function ensembleRequest(model: Model, asked: EnsembleOptions): Readonly<Record<string, unknown>> {
  const observables = sortObservables(asked.observables ?? []).names;
  return { command: "ensemble", model: model.name, parameters: model.parameters, ...asked, observables };
}
