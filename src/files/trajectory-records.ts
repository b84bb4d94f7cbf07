/** Records of trajectories from what a file says and holds, each number checked: the arrays may come from anywhere. */
import { finite, integer, wrongKind, wrongValue } from "../errors.ts";
import type { ClickRecord, CurrentRecord, ReadingRecord, TrajectoryRecord } from "../studies/records/record-kinds.ts";

/** What a file says of its records. */
export type About = Readonly<Record<string, unknown>>;
type Columns = Readonly<Record<string, ArrayLike<number | null> | undefined>>;

const MOST = 2 ** 32;

/** Make the record. Throws in the error grammar where something is missing or out of range. */
export function recordFrom(about: About, columns: Columns): TrajectoryRecord {
  if (typeof about !== "object" || about === null) throw wrongKind("about", "be an object", about);
  const trajectories = integer("trajectories", about.trajectories, 0, MOST);
  const likely = likelihoodsOf(about, columns, trajectories);
  switch (about.kind) {
    case "readings":
      return { ...readings(about, columns, trajectories), ...likely };
    case "clicks":
      return { ...clicks(about, columns, trajectories), ...likely };
    case "currents":
      return { ...currents(about, columns, trajectories), ...likely };
    default:
      throw wrongValue("kind", 'be "readings", "clicks" or "currents"', about.kind ?? null);
  }
}

function likelihoodsOf(about: About, { logLikelihood }: Columns, trajectories: number): { logLikelihoods?: Float64Array } {
  const given = logLikelihood ?? (Array.isArray(about.logLikelihoods) ? (about.logLikelihoods as number[]) : undefined);
  return given ? { logLikelihoods: numbers("logLikelihood", given, trajectories) } : {};
}

function readings(about: About, { outcome }: Columns, trajectories: number): ReadingRecord {
  const outcomes = namesOf("outcomes", about.outcomes);
  const steps = integer("steps", about.steps, 0, MOST);
  const values = Int16Array.from(whole("outcome", outcome, trajectories * steps, -1, outcomes.length - 1));
  return { kind: "readings", outcomes, trajectories, steps, values };
}

function clicks(about: About, { first: given, trajectory, time, detector }: Columns, trajectories: number): ClickRecord {
  const detectors = namesOf("detectors", about.detectors);
  const until = finite("until", about.until, { atLeast: 0 });
  const count = time?.length ?? 0;
  const times = numbers("time", time, count);
  const which = Int16Array.from(whole("detector", detector, count, 0, detectors.length - 1));
  const first = given ? Int32Array.from(whole("first", given, trajectories + 1, 0, count)) : firstOf(trajectory, trajectories, count);
  if (first[0] !== 0 || first[trajectories] !== count) throw wrongValue("first", "share out all clicks", null, "", "it does not");
  for (let k = 0; k < trajectories; k++) {
    if (first[k + 1] < first[k]) throw wrongValue("first", "not decrease", null, "", `it does at trajectory ${k}`);
    for (let e = first[k]; e < first[k + 1]; e++) {
      const inOrder = times[e] >= (e === first[k] ? 0 : times[e - 1]) && times[e] <= until;
      if (!inOrder) throw wrongValue("time", "increase within each trajectory up to its end", times[e], "", `click ${e} does not`);
    }
  }
  return { kind: "clicks", detectors, trajectories, until, first, times, which };
}

function firstOf(trajectory: ArrayLike<number | null> | undefined, trajectories: number, count: number): Int32Array {
  const first = new Int32Array(trajectories + 1);
  let before = 0;
  for (const k of whole("trajectory", trajectory, count, 0, trajectories - 1)) {
    if (k < before) throw wrongValue("trajectory", "not decrease", k);
    before = k;
    first[k + 1]++;
  }
  for (let k = 0; k < trajectories; k++) first[k + 1] += first[k];
  return first;
}

function currents(about: About, columns: Columns, trajectories: number): CurrentRecord {
  const names = namesOf("names", about.names);
  const dt = finite("dt", about.dt, { above: 0 });
  const steps = integer("steps", about.steps, 0, MOST);
  const increments = new Float64Array(trajectories * steps * names.length);
  names.forEach((name, j) => {
    numbers(`dY_${name}`, columns[`dY_${name}`], trajectories * steps).forEach((value, k) => {
      increments[k * names.length + j] = value;
    });
  });
  return { kind: "currents", names, dt, trajectories, steps, increments };
}

function namesOf(argument: string, value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every((name) => typeof name === "string"))
    throw wrongKind(argument, "be a list of names", value);
  return value as string[];
}

function numbers(name: string, values: ArrayLike<number | null> | undefined, count: number): Float64Array {
  if (!values || values.length !== count) throw wrongValue(name, `hold ${count} numbers`, null, "", `it holds ${values?.length ?? "none"}`);
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const value = values[k];
    // names are made for what is refused alone: files may hold millions of numbers
    out[k] = Number.isFinite(value) ? (value as number) : finite(`${name}[${k}]`, value);
  }
  return out;
}

function whole(name: string, values: ArrayLike<number | null> | undefined, count: number, least: number, most: number): Float64Array {
  const out = numbers(name, values, count);
  out.forEach((value, k) => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) integer(`${name}[${k}]`, value, least, most);
  });
  return out;
}
