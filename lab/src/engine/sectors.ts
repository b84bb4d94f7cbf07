/** Which elements of the density matrix live, and how large they are in the state at the cursor. */
import { run, sectorData } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { modelOf } from "./subject.ts";

export interface SectorsAsk {
  readonly source: Source;
  readonly length: Length;
  /** Place on the axis; null: the end of the run. */
  readonly at: number | null;
}

export interface SectorsAnswer {
  readonly dimension: number;
  readonly kets: readonly string[];
  readonly coordinates: number;
  readonly of: number;
  readonly real: boolean;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly parts: Uint8Array;
  readonly sizes: Float64Array | null;
  readonly elements: number;
  readonly live: number | null;
  readonly never: number;
}

export function sectorsOf({ source, length, at }: SectorsAsk): SectorsAnswer {
  const model = modelOf(source);
  const collisions = model.dynamics.kind === "collisions";
  const { steps, until, times } = length;
  const end = at ?? (collisions ? (steps ?? 0) : (until ?? times?.[times.length - 1] ?? 0));
  const observables = model.defaultObservables.slice(0, 1);
  const state = end > 0 ? run(model, { ...(collisions ? { steps: end } : { until: end }), observables }).final : model.initial;
  const { counts, kets, ...data } = sectorData(model, { state });
  return {
    dimension: data.dimension,
    kets,
    coordinates: data.coordinates,
    of: data.of,
    real: data.real,
    rows: data.rows,
    columns: data.columns,
    parts: data.parts,
    sizes: data.sizes,
    elements: counts.elements,
    live: counts.live,
    never: counts.never,
  };
}
