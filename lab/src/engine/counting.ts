/** How heat, work or jumps are distributed after a number of collisions, or at a time. */
import { counting } from "ancilla";
import type { Source, Work } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { endOf } from "./state-at.ts";
import { modelOf } from "./subject.ts";

export interface CountingAsk {
  readonly source: Source;
  readonly length: Length;
  readonly at: number | null;
  /** `Q`, `Q_hot`, `W`, `N`, … */
  readonly count: string;
}

export interface CountingAnswer {
  readonly count: string;
  readonly at: number;
  readonly values: Float64Array;
  readonly P: Float64Array;
  readonly quantum: number | null;
  readonly binWidth: number | null;
  readonly missing: number;
  readonly mean: number | null;
  readonly variance: number | null;
  readonly skewness: number | null;
  /** c₂σ/c₁² of the long-time rates. */
  readonly uncertaintyProduct: number | null;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

export function countingOf({ source, length, at, count }: CountingAsk, { signal }: Work<CountingAnswer>): CountingAnswer {
  const model = modelOf(source);
  const end = at === null || at <= 0 ? endOf(model, length) : Math.min(at, endOf(model, length));
  const far = model.dynamics.kind === "collisions" ? { steps: Math.max(1, Math.round(end)) } : { until: end };
  const found = counting(model, { of: [count], ...far, orders: 3, distribution: true, signal });
  const [distribution] = found.distributions;
  const last = (order: number): number | null => {
    const column = found.cumulants[count]?.[order - 1];
    return column?.[column.length - 1] ?? null;
  };
  const [mean, variance, third] = [last(1), last(2), last(3)];
  return {
    count,
    at: end,
    values: Float64Array.from(distribution?.values[0] ?? []),
    P: Float64Array.from(distribution?.P ?? []),
    quantum: distribution?.quantum[0] ?? null,
    binWidth: distribution?.bins[0] ?? null,
    missing: distribution?.missing ?? 0,
    mean,
    variance,
    skewness: variance !== null && third !== null && variance > 0 ? third / (variance * Math.sqrt(variance)) : null,
    uncertaintyProduct: found.rates?.uncertaintyProduct[count] ?? null,
    reasons: Object.entries(found.reasons).map(([name, reason]) => `${name}: ${reason}`),
    warnings: found.warnings,
  };
}
