/**
 * States of runs in files, JSON or NPZ, to the last bit.
 *
 *   at[k], count[k] of state k   |   row, column, re, im of all elements, state after state   |   ancilla.json: axis and space
 */
import { extname } from "node:path";
import { wrongValue } from "../errors.ts";
import { type StatesData, statesData, statesFromData } from "../models/recorded-states.ts";
import type { RecordedState } from "../models/starts.ts";
import { reasonOf, writeWhole } from "./folder.ts";
import { columnsOfNpz, toNpz } from "./npz.ts";
import { bytesWithin } from "./read-bytes.ts";
import { unzip } from "./zip.ts";

/** Largest file of states that is read, in bytes. */
const LARGEST = 512 * 2 ** 20;

/**
 * Save the states that a run kept as a file `.json` or `.npz`; its bits depend on nothing but them.
 * @throws TypeError or RangeError when they are none, or the path ends otherwise; RangeError when it cannot be written
 * @example
 * await saveStates("cascade.npz", run(phaseonium(), { steps: 100, states: [50, 100] }).states);
 */
export async function saveStates(path: string, states: readonly RecordedState[] | undefined): Promise<void> {
  const data = statesData(states as readonly RecordedState[]);
  const bytes = endingOf(path) === ".json" ? `${JSON.stringify(data)}\n` : await packed(data);
  try {
    await writeWhole(path, bytes);
  } catch (error) {
    throw wrongValue("path", "be a file that can be written", path, "", `"${path}" ${reasonOf(error)}`);
  }
}

/** Read all states of a file that `saveStates` wrote. Throws in the error grammar when it is missing or something else. */
export async function readStates(path: string): Promise<readonly RecordedState[]> {
  const ending = endingOf(path);
  const bytes = await bytesOf(path);
  try {
    return statesFromData(ending === ".json" ? JSON.parse(bytes.toString("utf8")) : unpacked(bytes));
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "MissingPackage") throw error;
    throw wrongValue("path", "be a file of states that a run kept", path, "", `"${path}" is not: ${message.replace(/\p{Cc}+/gu, " ")}`);
  }
}

/**
 * Read one state of a file: the last, or the one at `at`. `initial: await readState(file)` lets a run go on from it.
 * @throws TypeError or RangeError when the file is missing or something else, or has no state there
 */
export async function readState(path: string, at?: number): Promise<RecordedState> {
  const states = await readStates(path);
  if (at === undefined) return states[states.length - 1];
  const found = states.find((state) => state.at === at);
  if (found) return found;
  throw wrongValue("at", "be the place of a state in the file", at, `It has ${states.map((state) => state.at).join(", ")}.`);
}

/** Whether a name is that of a file that states can be read from. */
export function isStatesFile(path: string): boolean {
  return [".json", ".npz"].includes(extname(path).toLowerCase());
}

function endingOf(path: string): string {
  if (typeof path === "string" && isStatesFile(path)) return extname(path).toLowerCase();
  throw wrongValue("path", "end in .json or .npz", path);
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const bytes = await bytesWithin(path, LARGEST);
    if (bytes) return bytes;
  } catch (error) {
    const { code } = error as { code?: string };
    const reason = code === "ENOENT" ? "does not exist" : code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
    throw wrongValue("path", "be a file of states", path, "", `"${path}" ${reason}`);
  }
  throw wrongValue("path", `have at most ${LARGEST} bytes`, path);
}

async function packed({ states, ...about }: StatesData): Promise<Uint8Array> {
  const [{ space }] = states;
  const all = (name: "rows" | "columns" | "re" | "im") => states.flatMap((state) => state[name]);
  const columns = {
    at: states.map(({ at }) => at),
    count: states.map(({ rows }) => rows.length),
    row: all("rows"),
    column: all("columns"),
    re: all("re"),
    im: all("im"),
  };
  return toNpz(columns, { "ancilla.json": JSON.stringify({ ...about, space }) });
}

function unpacked(bytes: Uint8Array): unknown {
  const text = unzip(bytes, (name) => name === "ancilla.json")["ancilla.json"];
  const { space, ...about } = JSON.parse(new TextDecoder().decode(text)) as { space: unknown };
  const { at, count, row, column, re, im } = columnsOfNpz(bytes);
  let next = 0;
  const states = (at ?? []).map((place, k) => {
    const first = next;
    next += Number(count?.[k]);
    return {
      at: place,
      space,
      rows: row?.slice(first, next),
      columns: column?.slice(first, next),
      re: re?.slice(first, next),
      im: im?.slice(first, next),
    };
  });
  return { ...about, states };
}
