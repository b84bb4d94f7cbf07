/** What will run and what it costs: the library's plan, as text and as numbers. */
import { plan } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { modelOf } from "./subject.ts";

export interface PlanAsk {
  readonly source: Source;
  readonly length: Length;
  readonly observe: readonly string[];
  readonly command: "run" | "steady";
}

/** One kind of work: the way that was chosen, and the others with their prices or the reasons against them. */
export interface PlannedWork {
  readonly work: string;
  readonly name: string;
  readonly flops: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly others: readonly { readonly name: string; readonly refused: string | null; readonly flops: number | null }[];
}

export interface PlanAnswer {
  readonly text: string;
  readonly space: string;
  readonly dimension: number;
  readonly coordinates: number | null;
  readonly real: boolean;
  readonly bytes: number;
  readonly works: readonly PlannedWork[];
  readonly notes: readonly string[];
}

export function planOf({ source, length, observe, command }: PlanAsk): PlanAnswer {
  const asked = command === "run" ? { ...length, observables: observe } : { command, observables: observe };
  const made = plan(modelOf(source), asked);
  return {
    text: String(made),
    space: made.space,
    dimension: made.dimension,
    coordinates: made.sector?.coordinates ?? null,
    real: made.sector?.real ?? false,
    bytes: made.bytes,
    works: made.stages.map(({ work, name, price, others }) => ({
      work,
      name,
      flops: price.flops,
      bytes: price.bytes,
      seconds: price.seconds,
      others: others.map((other) => ({
        name: other.name,
        refused: "refused" in other.answer ? other.answer.refused : null,
        flops: "flops" in other.answer ? other.answer.flops : null,
      })),
    })),
    notes: made.notes,
  };
}
