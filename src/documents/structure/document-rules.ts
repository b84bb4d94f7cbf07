/** What the keys of a document say together: what excludes what, what is counted and what is timed, and what goes without saying. */
import { misplaced, missing, type Read } from "./compound-shapes.ts";
import { isObject, type Place } from "./shape.ts";
import { bathNames, between } from "./unit-shapes.ts";

/** Which of the keys of a stream do not go together. */
export function checkStream(read: Read, place: Place): Read | undefined {
  const units = (read.units ?? []) as readonly Read[];
  const kind = (read.stream as Read | undefined)?.kind;
  const inTime = read.arrivals !== undefined;
  checkLengths(read, place, inTime);
  if (units.length > 1 && read.stream === undefined)
    missing(place, "stream", "a document with several units", { means: "say how they come: cyclic, joint, mixture or schedule" });
  if (units.length > 1 && kind === "constant")
    place
      .at("stream")
      .wrong("structure", "say how units follow one another", `there are ${units.length} of them`, { remedy: "write cyclic or joint" });
  if (inTime && kind === "joint") misplaced(place, "arrivals", "stand without a joint stream", "units arrive one at a time");
  if (inTime && read.evaluation === "second") misplaced(place, "arrivals", "stand with exact collisions", "the evaluation is second");
  if (read.memory !== undefined) {
    const remedy = "leave it out";
    if (inTime) misplaced(place, "memory", "stand without arrivals", "units arrive at random", remedy);
    if (read.between !== undefined) misplaced(place, "memory", "stand without between", "the unit meets the next one at once", remedy);
    if (units.length > 1) misplaced(place, "memory", "stand with one unit", `there are ${units.length}`, remedy);
    if (units.some(({ visits }) => visits !== undefined))
      misplaced(place, "memory", "stand with one coupling V", "the unit has visits", remedy);
  }
  if (read.evaluation === "generator") refuseChannels(units, place);
  if (isObject(read.between)) checkBetween(read.between, place.at("between"), inTime);
  return withoutStandards(read, units);
}

function refuseChannels(units: readonly Read[], place: Place): void {
  units.forEach(({ visits = [] }, u) =>
    (visits as readonly Read[]).forEach((visit, v) => {
      if (visit.channel === undefined) return;
      const at = place.at("units").at(u).at("visits").at(v);
      misplaced(
        at,
        "channel",
        "stand with exact collisions",
        "the generator of τ → 0 has no channels",
        "leave it out, or say evaluation: exact",
      );
    }),
  );
}

function checkBetween(read: Read, place: Place, inTime: boolean): void {
  if (inTime && read.duration !== undefined) {
    misplaced(place, "duration", "stand without arrivals", "units arrive at random, and this happens all the time", "leave it out");
  } else if (!inTime && read.duration === undefined) missing(place, "duration", "the time between collisions", between.fields.duration);
}

/** Names and orders that units have anyway are left out. */
function withoutStandards(read: Read, units: readonly Read[]): Read {
  if (units.some((each) => !isObject(each))) return read;
  const names = bathNames(units as readonly { readonly bath?: string }[]);
  const bare = bathNames(units.map(() => ({})));
  const lean = units.map((each, k) => {
    const { bath, ...rest } = each;
    return bath === bare[k] ? rest : each;
  });
  const { order, ...stream } = (read.stream ?? {}) as Read;
  const inTurn = stream.kind === "cyclic" && JSON.stringify(order) === JSON.stringify(names);
  const alone =
    units.length === 1 &&
    (stream.kind === "constant" || (stream.kind === "cyclic" && (order === undefined || inTurn)) || stream.kind === "joint");
  const { stream: _, ...others } = read;
  return { ...(alone ? others : inTurn ? { ...read, stream } : read), ...(read.units === undefined ? {} : { units: lean }) };
}

/** Collisions are counted, and what goes on in time is measured in time. */
export function checkLengths(read: Read, place: Place, inTime: boolean): Read {
  const sweeps = [(read.sweep ?? []) as Read | readonly Read[]].flat();
  const sections: readonly (readonly [Place, Read])[] = [
    ...["run", "noise"].filter((key) => isObject(read[key])).map((key) => [place.at(key), read[key] as Read] as const),
    ...sweeps.filter(isObject).map((axis, k) => [Array.isArray(read.sweep) ? place.at("sweep").at(k) : place.at("sweep"), axis] as const),
  ];
  for (const [at, section] of sections) {
    const wrong = inTime ? ["steps"] : ["until", "times", "every"];
    for (const key of wrong.filter((each) => section[each] !== undefined)) {
      const [must, but, remedy] = inTime
        ? ["belong to a stream of collisions", "this model goes on in time", "say until"]
        : ["belong to what goes on in time", "collisions are counted", key === "every" ? "leave it out" : "say steps"];
      misplaced(at, key, must, but, remedy);
    }
    if (!inTime && section.saveEvery !== undefined && !Number.isInteger(section.saveEvery)) {
      at.at("saveEvery").wrong("out-of-bounds", "be a whole number of collisions", `is ${section.saveEvery}`);
    }
  }
  return read;
}
