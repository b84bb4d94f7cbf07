/** Records that come from a file or a caller: their lists must be as long as their numbers say. */
import { wrongKind, wrongValue } from "../../errors.ts";
import type { TrajectoryRecord } from "./record-kinds.ts";

/** What every kind holds: its names, its numbers, and its lists with their lengths. */
const shapes = {
  readings: {
    names: "outcomes",
    numbers: ["trajectories", "steps"],
    lists: ({ trajectories, steps }: Sizes) => ({ values: trajectories * steps }),
  },
  clicks: {
    names: "detectors",
    numbers: ["trajectories", "until"],
    lists: ({ trajectories, clicks }: Sizes) => ({ first: trajectories + 1, times: clicks, which: clicks }),
  },
  currents: {
    names: "names",
    numbers: ["trajectories", "steps", "dt"],
    lists: ({ trajectories, steps, names }: Sizes) => ({ increments: trajectories * steps * names }),
  },
} as const;

interface Sizes {
  readonly trajectories: number;
  readonly steps: number;
  readonly names: number;
  readonly clicks: number;
}

/** A record of trajectories whose parts belong together. Throws in the error grammar for anything else. */
export function requireRecord(record: unknown): TrajectoryRecord {
  const given = (typeof record === "object" && record !== null ? record : {}) as Readonly<Record<string, unknown>>;
  const kind = given.kind as keyof typeof shapes;
  if (typeof kind !== "string" || !Object.hasOwn(shapes, kind))
    throw wrongKind("record", "be a record of trajectories", record, "Take `clicks`, `records` or `currents` of a result of `unravel`.");
  const shape = shapes[kind];
  const names = given[shape.names];
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== "string"))
    throw wrongKind(`record.${shape.names}`, "be a list of names", names);
  for (const number of shape.numbers) {
    const value = given[number];
    const whole = number === "trajectories" || number === "steps";
    if (!(typeof value === "number" && Number.isFinite(value) && value > 0 && (!whole || Number.isInteger(value))))
      throw wrongKind(`record.${number}`, whole ? "be a positive whole number" : "be a positive number", value);
  }
  const first = given.first as ArrayLike<number> | undefined;
  const trajectories = given.trajectories as number;
  const sizes = { trajectories, steps: given.steps as number, names: names.length, clicks: isList(first) ? first[trajectories] : 0 };
  for (const [name, length] of Object.entries(shape.lists(sizes))) {
    const list = given[name];
    if (!isList(list)) throw wrongKind(`record.${name}`, "be a list of numbers", list);
    if (list.length < length) throw wrongValue(`record.${name}`, `have ${length} entries`, null, "", `there are ${list.length}`);
  }
  return record as TrajectoryRecord;
}

function isList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
