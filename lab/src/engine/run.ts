/** One run: observables along collisions or time. */
import { run } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { type Column, columnsOf } from "./columns.ts";
import { modelOf } from "./subject.ts";

export interface RunAsk {
  readonly source: Source;
  readonly length: Length;
  readonly observe: readonly string[];
  /** Run however long it may take. */
  readonly force?: boolean;
  /** Of a size that may take long: planned first, by the worker that can. */
  readonly large: boolean;
}

export interface RunAnswer {
  readonly axis: { readonly name: "collision" | "time"; readonly values: Float64Array };
  readonly columns: readonly Column[];
  readonly traceDefect: number;
  readonly firstLawResidual: number | null;
  readonly secondLawViolation: number | null;
  readonly warnings: readonly string[];
}

export function runOf({ source, length, observe }: RunAsk): RunAnswer {
  const { axis, observables, diagnostics } = run(modelOf(source), { ...length, observables: observe });
  const { traceDefect, firstLawResidual, secondLawViolation, warnings } = diagnostics;
  return {
    axis: { name: axis.name, values: Float64Array.from(axis.values) },
    columns: columnsOf(observables),
    traceDefect,
    firstLawResidual,
    secondLawViolation,
    warnings,
  };
}
