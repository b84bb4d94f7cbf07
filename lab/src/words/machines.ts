/** What a machine between two baths does in its stationary cycle: an engine, a refrigerator, a heater, or nothing. */
import type { Described } from "../engine/describe.ts";
import { inWords } from "./numbers.ts";

/** Below this share of the heat nothing is said to flow. */
const NOTHING = 1e-9;

export function machineInWords(
  observables: Readonly<Record<string, number | null>>,
  { baths, order }: Pick<Described, "baths" | "order">,
): string | null {
  const [a, b] = baths;
  if (order.length < 2 || baths.length !== 2 || !a || !b || a.beta === null || b.beta === null) return null;
  const [hot, cold] = a.beta <= b.beta ? [a, b] : [b, a];
  // in a stationary cycle a total is what one order adds to it
  const [W, Qh, Qc] = ["W", `Q_${hot.name}`, `Q_${cold.name}`].map((name) => observables[name] ?? observables[`${name}_total`]);
  if (typeof W !== "number" || typeof Qh !== "number" || typeof Qc !== "number") return null;
  const least = Math.max(1e-13, NOTHING * Math.max(Math.abs(Qh), Math.abs(Qc)));
  const sums = `per order W = ${inWords(zeroed(W, least))}, heat from ${hot.name} ${inWords(zeroed(Qh, least))}, from ${cold.name} ${inWords(zeroed(Qc, least))}`;
  if (Math.abs(W) <= least && Math.abs(Qh) <= least) return `It does nothing: ${sums}.`;
  if (W < -least && Qh > 0) return `It is an engine: ${sums}; efficiency ${inWords(-W / Qh, 4)}.`;
  if (W > least && Qc > least) return `It is a refrigerator: ${sums}; coefficient of performance ${inWords(Qc / W, 4)}.`;
  if (W > least && Qh > 0) return `It is an accelerator, work speeds up the flow from hot to cold: ${sums}.`;
  if (W > least) return `It is a heater, work becomes heat: ${sums}.`;
  return `Heat flows, no work: ${sums}.`;
}

const zeroed = (value: number, least: number): number => (Math.abs(value) <= least ? 0 : value);
