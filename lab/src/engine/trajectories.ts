/** One watched run beside the mean of many: clicks of detectors, or readings of units. */
import { homodyne, jumps, type Measurement, type Model, measured, resultColumns, run, type Space, unravel } from "ancilla";
import type { Source, Work } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { type Recorded, recordOf } from "./bits.ts";
import { type Column, columnsOf, numbers } from "./columns.ts";
import { isLinear } from "./linear.ts";
import { collisionsOf, modelOf } from "./subject.ts";
import { onThreads } from "./threads.ts";

export type Watched = "jumps" | "homodyne" | "measured";

export interface TrajectoriesAsk {
  readonly source: Source;
  readonly length: Length;
  readonly observe: readonly string[];
  readonly by: Watched;
  readonly seed: number;
  /** Trajectories of the mean. */
  readonly trajectories: number;
  /** The one that is shown, from 2; null: the first that saw something. */
  readonly which: number | null;
}

export interface TrajectoriesAnswer {
  readonly axis: { readonly name: "collision" | "time"; readonly values: Float64Array };
  /** Conditional values along the one record. */
  readonly one: readonly Column[];
  /** What was seen in it. */
  readonly outcomes: readonly string[];
  readonly clicks: readonly { readonly at: number; readonly outcome: number }[];
  readonly mean: readonly Column[];
  readonly standardError: readonly Column[];
  readonly exact: readonly Column[];
  /** Observables whose mean over runs is that of the exact state; others differ from it for good. */
  readonly linear: readonly string[];
  readonly done: number;
  /** Times from one click to the next, over all runs; null where nothing clicks. */
  readonly waits: Float64Array | null;
  /** The one that is shown. */
  readonly which: number;
  /** Steps of a current, for the command line; null where there is none. */
  readonly dt: number | null;
  /** The bath whose units are read, where not all are. */
  readonly units: string | null;
  readonly warnings: readonly string[];
  /** All numbers of the mean. */
  readonly record: Recorded;
}

/** Number of the first run that is shown: a mean needs two before it. */
const FIRST = 2;

export async function trajectoriesOf(ask: TrajectoriesAsk, { signal }: Work<TrajectoriesAnswer>): Promise<TrajectoriesAnswer> {
  const { source, length, seed, trajectories } = ask;
  const model = modelOf(source);
  const observables = ask.observe.filter((name) => model.observable(name).kind !== "ledger");
  if (observables.length === 0) throw new RangeError("The ledger belongs to the average: record an observable of the state.");
  const by = measurementOf(model, ask.by, length);
  const common = { ...length, by, seed, observables };
  const records = ask.by !== "homodyne";
  const few = { ...common, trajectories: FIRST + 1 };
  const begin = performance.now();
  await unravel(model, few);
  const alone = (performance.now() - begin) / few.trajectories;
  const all = await onThreads(alone * trajectories, (on) => unravel(model, { ...common, ...on, trajectories, records, signal }));
  const which = ask.which ?? firstSeen(all, trajectories);
  const [more, fewer] = [
    await unravel(model, { ...common, trajectories: which + 1, records }),
    await unravel(model, { ...common, trajectories: which }),
  ];
  const exact = run(model, { ...length, observables });
  // A trajectory depends on its number and the seed alone: the last of n + 1 is (n + 1)·mean − n·mean of the n before it.
  const one = Object.fromEntries(
    observables.map((name) => {
      const [a, b] = [numbers(more.mean[name] ?? []), numbers(fewer.mean[name] ?? [])];
      return [name, a.map((value, k) => (which + 1) * value - which * (b[k] as number))];
    }),
  );
  return {
    axis: { name: all.axis.name, values: Float64Array.from(all.axis.values) },
    one: columnsOf(one),
    outcomes: more.clicks?.detectors ?? more.records?.outcomes ?? [],
    clicks: clicksOf(more, which),
    mean: columnsOf(all.mean),
    standardError: columnsOf(all.standardError),
    exact: columnsOf(exact.observables),
    linear: observables.filter((name) => isLinear(model, name)),
    done: all.trajectories,
    waits: all.clicks ? waitsOf(all) : null,
    which,
    dt: by.kind === "current" ? by.dt : null,
    units: by.kind === "measured" ? (by.units ?? null) : null,
    warnings: all.warnings,
    record: recordOf(resultColumns(all)),
  };
}

type Seen = Awaited<ReturnType<typeof unravel>>;

/** A run in which nothing happens is a poor first picture: the first one with a click, where there is one. */
function firstSeen(all: Seen, trajectories: number): number {
  for (let which = FIRST; which < trajectories; which++) if (clicksOf(all, which).length > 0) return which;
  return FIRST;
}

function clicksOf({ clicks, records }: Seen, which: number): TrajectoriesAnswer["clicks"] {
  if (clicks) {
    const [from, to] = [clicks.first[which] as number, clicks.first[which + 1] as number];
    return Array.from({ length: to - from }, (_, k) => ({
      at: clicks.times[from + k] as number,
      outcome: clicks.which[from + k] as number,
    }));
  }
  if (!records) return [];
  const begin = which * records.steps;
  const all = Array.from({ length: records.steps }, (_, k) => ({ at: k + 1, outcome: records.values[begin + k] as number }));
  return all.filter(({ outcome }) => outcome >= 0);
}

function waitsOf({ clicks, trajectories }: Seen): Float64Array {
  const waits: number[] = [];
  for (let which = 0; clicks && which < trajectories; which++) {
    const [from, to] = [clicks.first[which] as number, clicks.first[which + 1] as number];
    for (let k = from + 1; k < to; k++) waits.push((clicks.times[k] as number) - (clicks.times[k - 1] as number));
  }
  return Float64Array.from(waits);
}

function measurementOf(model: Model, by: Watched, { until, times }: Length): Measurement {
  if (by === "jumps") return jumps();
  if (by === "homodyne") return homodyne({ dt: (until ?? times?.[times.length - 1] ?? 10) / 1000 });
  const [first, ...others] = collisionsOf(model);
  if (!first?.HE) throw Object.assign(new RangeError("The units of this model have no energy to be read."), { code: "WRONG_VALUE" });
  const { space } = first.HE;
  const alike = others.every(({ HE }) => HE && unitsOf(HE.space) === unitsOf(space));
  // Units of another make cannot be read by the same observable: those of the first bath are.
  return measured({ observable: first.HE, ...(alike ? {} : { units: first.bath }) });
}

const unitsOf = ({ factors }: Space): string => factors.map(({ label, dimension }) => `${label}:${dimension}`).join(" ");
