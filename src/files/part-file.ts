/**
 * A part of an ensemble as a file of its own, which knows whose part it is and whether it is whole:
 *
 *   "ancilla part 1\n" │ SHA-256 of all that follows, in hexadecimal │ "\n" │ packed: { about, part }
 *
 * `about` is a text of JSON: version and engine, the request's name, and what a merge needs to know. It is data; nothing of it is run.
 */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Job } from "../ensembles/job.ts";
import { packData, unpackData } from "../ensembles/packed-data.ts";
import { problemOf } from "../ensembles/part-shape.ts";
import type { PartRequest } from "../ensembles/part-store.ts";
import type { Part } from "../ensembles/parts.ts";
import { wasmHash } from "../numerics/engine.ts";
import { checksum, requestHash } from "./manifest.ts";
import { version } from "./provenance.ts";

/** Whose part it is. */
export interface AboutPart {
  readonly ancilla: string;
  /** SHA-256 of the engine's binary. */
  readonly wasm: string;
  /** Name of the request: a hash of all that determines the bits of the counts. */
  readonly request: string;
  readonly [more: string]: unknown;
}

const MAGIC = Buffer.from("ancilla part 1\n", "latin1");
const DIGITS = 64;

/** Largest file of a part that is read, in bytes: the values that quantiles keep, and counts. */
const LARGEST = 1.5 * 2 ** 30;

/**
 * The name of what is counted: a hash of the job and of where it may stop early. Lanes and threads leave no trace in it, nor does the
 * range: parts of one request are parts of one ensemble.
 * @param key what the caller says of a model that its job does not describe
 */
export function partsName({ job, targets }: Pick<PartRequest, "job" | "targets">, key: string | null): string {
  const { lanes: _, ...counted } = job;
  return requestHash({ parts: 1, job: counted, targets, key });
}

/** The bytes of a part's file. */
export function encodePartFile(part: Part, about: Omit<AboutPart, "ancilla" | "wasm">): Uint8Array {
  const body = packData({ about: JSON.stringify({ ...about, ancilla: version, wasm: wasmHash }), part });
  const head = Buffer.concat([MAGIC, Buffer.from(`${checksum(body)}\n`, "latin1")]);
  return Buffer.concat([head, body]);
}

/** What a part's file holds, its checksum tested. */
export interface PartFile {
  readonly path: string;
  readonly about: AboutPart;
  /** Not yet known to fit its ensemble: `partOf` tests that. */
  readonly part: unknown;
}

/** Read a part's file. Returns the end of a sentence that begins with the file's name where it cannot be used. */
export async function readPartFile(path: string): Promise<PartFile | string> {
  const bytes = await bytesOf(path);
  if (typeof bytes === "string") return bytes;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    return /^ancilla part \d+\n/.test(bytes.subarray(0, 24).toString("latin1"))
      ? "has the form of another version"
      : "is no part of an ensemble";
  }
  const body = bytes.subarray(MAGIC.length + DIGITS + 1);
  const expected = bytes.subarray(MAGIC.length, MAGIC.length + DIGITS).toString("latin1");
  if (createHash("sha256").update(body).digest("hex") !== expected) return "is damaged or cut off: its checksum does not hold";
  try {
    const { about, part } = unpackData(body) as { about: string; part: unknown };
    return { path, about: JSON.parse(about) as AboutPart, part };
  } catch {
    return "is no part of an ensemble";
  }
}

async function bytesOf(path: string): Promise<Buffer | string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return "is no file";
    if (found.size > LARGEST) return `has ${found.size} bytes, more than a part of an ensemble`;
    return await readFile(path);
  } catch (error) {
    return `cannot be read (${(error as { code?: string }).code ?? "unknown reason"})`;
  }
}

/** The part in a file, known to be one of `job` in the request `name`; or the end of a sentence about why it is not. */
export function partOf({ about, part }: PartFile, job: Job, name: string): Part | string {
  if (about.ancilla !== version || about.wasm !== wasmHash) {
    return `was made by version ${about.ancilla} (engine ${String(about.wasm).slice(0, 12)}), and this is ${version} (engine ${wasmHash.slice(0, 12)})`;
  }
  if (about.request !== name) return "is of another request";
  const problem = problemOf(job, part);
  return problem === null ? (part as Part) : `cannot be used: ${problem}`;
}
