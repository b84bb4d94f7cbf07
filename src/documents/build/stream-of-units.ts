/** How units follow one another: constant, in turn, at random, at once, or by a schedule. */
import type { Collision, Stream } from "../../dynamics/collisions.ts";
import { tensor } from "../../spaces/space.ts";
import type { StreamEntry } from "../canonical.ts";
import { requireDimension } from "./factors.ts";
import { integerAt, realAt, wordAt } from "./numbers.ts";
import type { Reading } from "./reading.ts";
import { systemFactors, systemSection, unitFactors } from "./sections-of-document.ts";
import { bathOf, collisionOf, unitsOf } from "./unit.ts";
import { usesStep } from "./uses-step.ts";

export type StreamKind = "constant" | "cyclic" | "joint" | "mixture" | "schedule";

const KINDS: readonly StreamKind[] = ["constant", "cyclic", "joint", "mixture", "schedule"];

function entryOf({ data }: Reading): StreamEntry | undefined {
  return data.kind === "collisions" ? data.stream : undefined;
}

/** The kind of a stream: in turn by default; a single unit is constant unless it has a schedule. */
export function streamKind(reading: Reading): StreamKind {
  const entry = entryOf(reading);
  const single = unitsOf(reading).length === 1;
  const kind = wordAt(reading, "/stream/kind", entry?.kind, KINDS, single ? "constant" : "cyclic");
  if (kind === "schedule") return kind;
  if (single) return "constant";
  if (kind !== "constant") return kind;
  const but = `there are ${unitsOf(reading).length} kinds of units`;
  throw reading.refuse("structure", "/stream/kind", "be cyclic, joint, mixture or schedule", but);
}

/** The units of a cycle, by their places in the document. */
export function cycleOf(reading: Reading): readonly number[] {
  const units = unitsOf(reading);
  const order = entryOf(reading)?.order;
  if (!order) return units.map((_, k) => k);
  if (order.length === 0) throw reading.refuse("structure", "/stream/order", "name at least one unit", "it is empty");
  return order.map((name, k) => unitNamed(reading, `/stream/order/${k}`, name));
}

function unitNamed(reading: Reading, pointer: string, name: string): number {
  const names = unitsOf(reading).map((_, k) => bathOf(reading, k));
  const found = names.indexOf(name);
  if (found >= 0) return found;
  throw reading.refuse("unknown-name", pointer, "be the bath of a unit", `there is no ${name}`, { remedy: `known: ${names.join(", ")}` });
}

/** The probabilities of a mixture, which add up to 1. */
export function probabilitiesOf(reading: Reading): readonly number[] {
  const given = entryOf(reading)?.probabilities;
  const units = unitsOf(reading);
  if (!given) throw reading.refuse("missing", "/stream/probabilities", "be given", "a mixture has none", { remedy: "give one per unit" });
  if (given.length !== units.length) {
    throw reading.refuse("structure", "/stream/probabilities", `have one entry per unit (${units.length})`, `it has ${given.length}`);
  }
  const { value, names } = reading.watched(() =>
    given.map((form, k) => realAt(reading, `/stream/probabilities/${k}`, form, systemSection(reading), { atLeast: 0, atMost: 1 })),
  );
  const sum = value.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) <= 1e-12) return value;
  const at = names.length === 0 ? "" : ` at ${reading.inWords(names)}`;
  throw reading.refuse("out-of-bounds", "/stream/probabilities", "add up to 1", `their sum is ${Number(sum.toPrecision(15))}${at}`);
}

/** The share of collisions that each unit has, by its place: of a cycle, a mixture; all of a joint stream. */
export function sharesOf(reading: Reading): readonly number[] {
  const units = unitsOf(reading);
  const kind = streamKind(reading);
  if (kind === "mixture") return probabilitiesOf(reading);
  if (kind !== "cyclic") return units.map(() => 1);
  const cycle = cycleOf(reading);
  return units.map((_, k) => cycle.filter((place) => place === k).length / cycle.length);
}

/** The stream of collisions. */
export function streamOf(reading: Reading): Stream {
  const kind = streamKind(reading);
  switch (kind) {
    case "constant":
      return { kind, collision: collisionOf(reading, 0, null) };
    case "cyclic":
      return { kind, collisions: cycleOf(reading).map((k) => collisionOf(reading, k, null)) };
    case "mixture": {
      const probabilities = probabilitiesOf(reading);
      return { kind, parts: probabilities.map((probability, k) => ({ probability, collision: collisionOf(reading, k, null) })) };
    }
    case "joint":
      return { kind, collisions: jointMembers(reading) };
    case "schedule":
      return { kind, collisionAt: scheduleOf(reading) };
    default:
      return kind satisfies never;
  }
}

/** All units at once: single interactions of one duration, H_S in the first of them. */
function jointMembers(reading: Reading): readonly Collision[] {
  const units = unitsOf(reading);
  units.forEach(({ visits }, k) => {
    if (!visits || (visits.length === 1 && !("channel" in visits[0]))) return;
    throw reading.refuse("structure", `/units/${k}/visits`, "be one V in a joint stream", "there are several, or a channel");
  });
  const factors = [systemFactors(reading), ...units.map((_, k) => unitFactors(reading, k))].flatMap(({ space }) => space.factors);
  const twice = factors.find(({ label }, k) => factors.findIndex((other) => other.label === label) !== k);
  if (twice) throw reading.refuse("duplicate", "/units", "have different labels in a joint stream", `${twice.label} is there twice`);
  requireDimension(
    reading,
    "/units",
    factors.map((factor) => ({ factor, count: null })),
  );
  const members = units.map((_, k) => collisionOf(reading, k, null, k === 0));
  const durations = members.map(({ visits: [visit] }) => (visit.kind === "unitary" ? visit.duration : 0));
  const odd = durations.findIndex((duration) => duration !== durations[0]);
  if (odd >= 0) {
    const must = "last as long as the other units of a joint stream";
    throw reading.refuse("structure", `/units/${odd}/visits/0/tau`, must, `it is ${durations[odd]} and not ${durations[0]}`);
  }
  tensor(...members.map(({ unit }) => unit));
  return members;
}

/** Collisions n = 1, 2, … of the phases; those of units that name `step` are made for each n, and kept. */
function scheduleOf(reading: Reading): (n: number) => Collision {
  const entry = entryOf(reading) as StreamEntry;
  const phases = (entry.phases ?? []).map(({ unit, collisions }, k) => ({
    unit: unitNamed(reading, `/stream/phases/${k}/unit`, unit),
    count: integerAt(reading, `/stream/phases/${k}/collisions`, collisions, systemSection(reading), { atLeast: 1 }),
  }));
  if (phases.length === 0)
    throw reading.refuse("missing", "/stream/phases", "be given", "a schedule has none", { remedy: "write { unit, collisions }" });
  const total = phases.reduce((sum, { count }) => sum + count, 0);
  const repeats = entry.then !== "last";
  const stepped = unitsOf(reading).map((_, k) => usesStep(reading.data, k));
  return (n) => {
    let place = repeats ? (n - 1) % total : Math.min(n - 1, total - 1);
    const phase = phases.find(({ count }) => (place -= count) < 0) as (typeof phases)[number];
    return collisionOf(reading, phase.unit, stepped[phase.unit] ? n : 0);
  };
}
