/** The values of swept parameters: as the document's sweep says, else over the range of their sliders. */
import type { AskOf } from "../../compute/protocol.ts";
import type { Recorded } from "../../engine/bits.ts";
import type { SweepAnswer, SweptAxis } from "../../engine/sweep.ts";
import { rangeOf } from "../../state/ranges.ts";
import { isSweepable } from "../../state/studies.ts";
import type { Lab, Need } from "../view.ts";

interface Section {
  readonly over?: string;
  readonly values?: readonly number[];
  readonly from?: number;
  readonly to?: number;
  readonly points?: number;
  readonly scale?: "linear" | "log";
  readonly of?: "steady" | "run";
  readonly steps?: number;
  readonly until?: number;
  readonly observe?: readonly string[];
}

const POINTS = 41;
const GRID = 64;
/** Of a map that nobody asked for by its axes. */
const LOOK = 32;

export function sectionsOf({ facts }: Lab): readonly Section[] {
  return [(facts.sections.sweep ?? []) as object].flat() as readonly Section[];
}

/** What stationary values or ends of runs are asked of a model. */
export function sweptOf(lab: Lab): "steady" | "run" {
  if (lab.own.of === "steady" || lab.own.of === "run") return lab.own.of;
  const [section] = sectionsOf(lab).filter(({ over }) => over === lab.swept.x);
  return section?.of ?? (lab.facts.noStationaryState || lab.facts.dimension > 64 ? "run" : "steady");
}

export function axisOf(lab: Lab, name: string, points: number): SweptAxis | null {
  const spec = lab.facts.parameters.find((one) => one.name === name);
  if (!spec || !isSweepable(spec)) return null;
  const section = sectionsOf(lab).find(({ over }) => over === name);
  if (section?.values) return { name, values: section.values, log: false };
  const sweeps = sectionsOf(lab) as readonly Readonly<Record<string, unknown>>[];
  const range = rangeOf(spec, { lab: lab.facts.lab, sweeps });
  const count = section?.points ?? points;
  const values = spaced(range.from, range.to, count, range.log);
  return { name, log: range.log, values: spec.kind === "integer" ? [...new Set(values.map((value) => Math.round(value)))] : values };
}

/** The same points as the command line's: equal steps, or equal ratios. */
export function spaced(from: number, to: number, points: number, log: boolean): readonly number[] {
  const step = (Math.log(to) - Math.log(from)) / (points - 1);
  return Array.from({ length: points }, (_, k) => {
    if (k === 0) return from;
    if (k === points - 1) return to;
    return log ? Number(Math.exp(Math.log(from) + k * step).toPrecision(12)) : from + ((to - from) * k) / (points - 1);
  });
}

function observed(lab: Lab, names: readonly (string | null)[]): readonly string[] {
  const section = sectionsOf(lab).find(({ over }) => names.includes(over ?? null));
  return section?.observe ?? lab.run.observe;
}

function lengthOf(lab: Lab): { readonly steps?: number; readonly until?: number } {
  const { steps, until, times } = lab.run.length;
  if (steps !== undefined) return { steps };
  return { until: until ?? times?.[times.length - 1] ?? 10 };
}

function askOver(lab: Lab, names: readonly string[], points: number): AskOf<"sweep"> | null {
  const axes = names.map((name) => axisOf(lab, name, points));
  if (axes.some((axis) => axis === null)) return null;
  const of = sweptOf(lab);
  // The swept parameters are no part of the ask: their sliders move the crosshair alone.
  const { values } = lab.present.source;
  const others = Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
  const source = { ...lab.present.source, values: others };
  const length = of === "run" ? lengthOf(lab) : {};
  return { source, axes: axes as unknown as AskOf<"sweep">["axes"], of, ...length, observe: observed(lab, names) };
}

export const lineNeed: Need<"sweep"> = {
  lane: "crew",
  ask: (lab) => (lab.swept.x === null ? null : askOver(lab, [lab.swept.x], POINTS)),
  wait: (lab) => lab.facts.dimension > 400,
};

export const gridNeed: Need<"sweep"> = {
  lane: "crew",
  ask: (lab) =>
    lab.swept.x === null || lab.swept.y === null ? null : askOver(lab, [lab.swept.x, lab.swept.y], lab.swept.ours ? LOOK : GRID),
  wait: (lab) => lab.facts.dimension > 100,
};

/** All points of a sweep; null while some are to come, and where the command line takes not all of them. */
export function sweepRecord(found: SweepAnswer | null): Recorded | null {
  return found?.impossible === 0 && found.done.every((one) => one === 1) ? { axes: found.axes, columns: found.columns } : null;
}
