/** Events of records: clicks in continuous time, or outcomes at whole numbers of collisions. */
import { didYouMean, wrongKind, wrongValue } from "../../errors.ts";
import type { Check } from "../../options.ts";
import type { ClickRecord, ReadingRecord } from "./record-kinds.ts";
import { requireRecord } from "./require-record.ts";

/** Clicks, or readings of units. */
export type EventRecord = ClickRecord | ReadingRecord;

/** The events of one kind in all trajectories. */
export interface Events {
  /** Ascending times by trajectory, those after the beginning alone, counted from it. */
  readonly times: readonly Float64Array[];
  /** How long each trajectory is watched from the beginning on. */
  readonly length: number;
  /** Times are whole numbers of collisions. */
  readonly discrete: boolean;
}

/** Which events count: a detector or an outcome by name, or several of them; all detectors unless given. */
export type EventNames = string | readonly string[];

export const eventNames: Check = (argument, value) => {
  const list = typeof value === "string" ? [value] : Array.isArray(value) ? Array.from(value) : [];
  if (list.length === 0 || !list.every((name) => typeof name === "string"))
    throw wrongKind(argument, "be the name of an event, or a list of names", value);
};

/** Refuse what holds no events. */
export function requireEvents(record: unknown): EventRecord {
  if ((record as { kind?: unknown } | null)?.kind === "currents")
    throw wrongValue("record", "hold clicks or readings", null, "Use `recordedSpectrum` for currents.", "it holds currents");
  return requireRecord(record) as EventRecord;
}

/** The events of some names from a time on. Throws for unknown names and a beginning after the end. */
export function eventsOf(record: EventRecord, of: EventNames | undefined, after: number): Events {
  const known = record.kind === "clicks" ? record.detectors : record.outcomes;
  const asked = of === undefined ? null : typeof of === "string" ? [of] : of;
  if (asked === null && record.kind === "readings")
    throw wrongValue("of", "name the outcome that counts as an event", null, `Known: ${known.join(", ")}.`, "it is left out");
  for (const name of asked ?? [])
    if (!known.includes(name)) throw wrongValue("of", `name events of the record (${known.join(", ")})`, name, didYouMean(name, known));
  const counts = known.map((name) => asked === null || asked.includes(name));
  const end = record.kind === "clicks" ? record.until : record.steps;
  if (!(after < end)) throw wrongValue("after", `lie before the end of the records, ${end}`, after);
  const times = Array.from({ length: record.trajectories }, (_, k) =>
    Float64Array.from(record.kind === "clicks" ? clicksOf(record, k, counts, after) : outcomesOf(record, k, counts, after)),
  );
  return { times, length: end - after, discrete: record.kind === "readings" };
}

function clicksOf({ first, times, which }: ClickRecord, k: number, counts: readonly boolean[], after: number): number[] {
  const found: number[] = [];
  for (let e = first[k]; e < first[k + 1]; e++) if (counts[which[e]] && times[e] > after) found.push(times[e] - after);
  return found;
}

function outcomesOf({ steps, values }: ReadingRecord, k: number, counts: readonly boolean[], after: number): number[] {
  const found: number[] = [];
  for (let n = 1; n <= steps; n++) {
    const outcome = values[k * steps + n - 1];
    if (outcome >= 0 && counts[outcome] && n > after) found.push(n - after);
  }
  return found;
}
