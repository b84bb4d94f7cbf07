/**
 * Records of trajectories in files, NPZ or Parquet, to the last bit.
 *
 *   readings   NPZ: outcome[trajectory, collision]        Parquet: trajectory, collision, outcome
 *   clicks     NPZ: first[trajectory + 1], time, detector Parquet: trajectory, time, detector
 *   currents   NPZ: one table [trajectory, step] each     Parquet: trajectory, step, one column each
 *   likelihoods: logLikelihood[trajectory] in NPZ, beside the description in Parquet; ancilla.json: kind, names, lengths
 */
import { extname } from "node:path";
import { wrongKind, wrongValue } from "../errors.ts";
import { anObject } from "../options.ts";
import type { ClickRecord, CurrentRecord, ReadingRecord, TrajectoryRecord } from "../studies/records/record-kinds.ts";
import { requireRecord } from "../studies/records/require-record.ts";
import { reasonOf, writeWhole } from "./folder.ts";
import { columnsOfNpz, type NpzTable, toNpz } from "./npz.ts";
import { tableOfParquet, toParquet } from "./parquet.ts";
import { bytesWithin } from "./read-bytes.ts";
import type { Column } from "./record.ts";
import { type About, recordFrom } from "./trajectory-records.ts";
import { unzip } from "./zip.ts";

/** Largest file of records that is read, in bytes. */
const LARGEST = 512 * 2 ** 20;
const ABOUT = "ancilla.json";

/**
 * Save what was seen along trajectories as a file `.npz` or `.parquet`; its bits depend on nothing but it and `about`, which is kept beside it.
 * @throws TypeError or RangeError when it is no record, or the path ends otherwise or cannot be written; MissingPackage
 * @example
 * await saveRecords("clicks.npz", (await unravel(model, { by: jumps(), until: 10, trajectories: 100, records: true })).clicks);
 */
export async function saveRecords(
  path: string,
  record: TrajectoryRecord | undefined,
  about: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const ending = recordsEnding(path);
  const kind = (record as { kind?: unknown } | null | undefined)?.kind;
  if (!record || (kind !== "readings" && kind !== "clicks" && kind !== "currents"))
    throw wrongKind("record", "be a record of trajectories", record, "Take `clicks`, `records` or `currents` of a result of `unravel`.");
  requireRecord(record);
  anObject("about", about);
  const bytes = ending === ".npz" ? await packed(record, about) : await tabled(record, about);
  try {
    await writeWhole(path, bytes);
  } catch (error) {
    throw wrongValue("path", "be a file that can be written", path, "", `"${path}" ${reasonOf(error)}`);
  }
}

/** Read records that `saveRecords` wrote: the same object again. Throws in the error grammar when the file is missing or something else. */
export async function readRecords(path: string): Promise<TrajectoryRecord> {
  return (await readRecordsWithAbout(path)).record;
}

/** The same with what was said about them. */
export async function readRecordsWithAbout(path: string): Promise<{ readonly record: TrajectoryRecord; readonly about: About }> {
  const ending = recordsEnding(path);
  const bytes = await bytesOf(path);
  try {
    const { text, columns } = ending === ".npz" ? unpacked(bytes) : await untabled(bytes);
    const about = JSON.parse(text) as About;
    return { record: recordFrom(about, columns), about };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "MissingPackage") throw error;
    throw wrongValue("path", "be a file of records of trajectories", path, "", `"${path}" is not: ${reasonIn(message)}`);
  }
}

/** The ending of a file of records. Throws for any other. */
export function recordsEnding(path: string, argument = "path"): ".npz" | ".parquet" {
  const ending = typeof path === "string" ? extname(path).toLowerCase() : "";
  if (ending === ".npz" || ending === ".parquet") return ending;
  throw wrongValue(argument, "end in .npz or .parquet", path);
}

function reasonIn(message: string): string {
  return message
    .replace(/^Argument /, "")
    .replace(/\.$/, "")
    .replace(/\p{Cc}+/gu, " ");
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const bytes = await bytesWithin(path, LARGEST);
    if (bytes) return bytes;
  } catch (error) {
    const { code } = error as { code?: string };
    const reason = code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw wrongValue("path", "be a file of records", path, "", `"${path}" ${reason}`);
  }
  throw wrongValue("path", `have at most ${LARGEST} bytes`, path);
}

/** What is said of a record beside its numbers. */
function described(record: TrajectoryRecord): Record<string, unknown> {
  const { kind, trajectories } = record;
  switch (record.kind) {
    case "readings":
      return { kind, outcomes: record.outcomes, trajectories, steps: record.steps };
    case "clicks":
      return { kind, detectors: record.detectors, trajectories, until: record.until };
    case "currents":
      return { kind, names: record.names, dt: record.dt, trajectories, steps: record.steps };
    default:
      return record satisfies never;
  }
}

const list = (values: ArrayLike<number>) => Array.from(values);
const places = (count: number, at: (k: number) => number) => Array.from({ length: count }, (_, k) => at(k));

async function packed(record: TrajectoryRecord, about: object): Promise<Uint8Array> {
  const likely = record.logLikelihoods ? { logLikelihood: list(record.logLikelihoods) } : {};
  return toNpz({ ...arraysOf(record), ...likely }, { [ABOUT]: textOf({ ...about, ...described(record) }) });
}

function textOf(about: object): string {
  try {
    return JSON.stringify(about);
  } catch (error) {
    throw wrongValue("about", "be plain data that JSON can hold", null, "", `it is not (${(error as Error).message.split("\n")[0]})`);
  }
}

function arraysOf(record: TrajectoryRecord): Record<string, Column | NpzTable> {
  switch (record.kind) {
    case "readings":
      return { outcome: { shape: [record.trajectories, record.steps], values: list(record.values) } };
    case "clicks":
      return { first: list(record.first), time: list(record.times), detector: list(record.which) };
    case "currents":
      return Object.fromEntries(
        record.names.map((name, j) => [
          `dY_${name}`,
          { shape: [record.trajectories, record.steps] as const, values: currentOf(record, j) },
        ]),
      );
    default:
      return record satisfies never;
  }
}

function currentOf({ increments, names, trajectories, steps }: CurrentRecord, j: number): number[] {
  return places(trajectories * steps, (k) => increments[k * names.length + j]);
}

async function tabled(record: TrajectoryRecord, about: object): Promise<Uint8Array> {
  const likely = record.logLikelihoods ? { logLikelihoods: list(record.logLikelihoods) } : {};
  return toParquet(tableOf(record), { [ABOUT]: textOf({ ...about, ...described(record), ...likely }) });
}

function tableOf(record: TrajectoryRecord): Record<string, Column> {
  if (record.kind === "clicks") return { trajectory: trajectoriesOf(record), time: list(record.times), detector: list(record.which) };
  const { trajectories, steps } = record;
  const trajectory = places(trajectories * steps, (k) => Math.floor(k / steps));
  const step = places(trajectories * steps, (k) => (k % steps) + 1);
  if (record.kind === "readings") return { trajectory, collision: step, outcome: list((record as ReadingRecord).values) };
  return { trajectory, step, ...Object.fromEntries(record.names.map((name, j) => [`dY_${name}`, currentOf(record, j)])) };
}

function trajectoriesOf({ first, trajectories }: ClickRecord): number[] {
  return places(trajectories, (k) => k).flatMap((k) => new Array<number>(first[k + 1] - first[k]).fill(k));
}

interface Unread {
  readonly text: string;
  readonly columns: Readonly<Record<string, ArrayLike<number | null> | undefined>>;
}

function unpacked(bytes: Uint8Array): Unread {
  const text = unzip(bytes, (name) => name === ABOUT)[ABOUT];
  if (!text) throw wrongValue("path", "be records", null, "", "it does not say what it holds");
  return { text: new TextDecoder().decode(text), columns: columnsOfNpz(bytes) };
}

async function untabled(bytes: Uint8Array): Promise<Unread> {
  const { columns, texts } = await tableOfParquet(bytes);
  if (texts[ABOUT] === undefined) throw wrongValue("path", "be records", null, "", "it does not say what it holds");
  return { text: texts[ABOUT], columns: Object.fromEntries(columns) };
}
