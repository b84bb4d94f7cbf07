/** What travels through the queue: the name of a chunk on the way out, its counts with a checksum on the way back, all of it text. */
import { createHash } from "node:crypto";
import { packData, unpackData } from "../ensembles/packed-data.ts";
import type { Part } from "../ensembles/parts.ts";
import { wrongValue } from "../errors.ts";

/** One chunk of an ensemble: which one. What to run stands in the ensemble's description (`registry.ts`). */
export interface Chunk {
  readonly id: string;
  readonly index: number;
}

/** The queue's name for a chunk. */
export function chunkName(id: string, index: number): string {
  return `${id}-${index}`;
}

/** A part as text, its SHA-256 before it; numbers keep every bit, undefined ones included. */
export function encodePart(part: Part): string {
  const text = Buffer.from(packData(part)).toString("base64");
  return `${sha256(text)} ${text}`;
}

/**
 * A part from its text.
 * @throws RangeError when the text is not the one that was written
 */
export function decodePart(text: string): Part {
  if (typeof text !== "string" || text.slice(0, 65) !== `${sha256(text.slice(65))} `) {
    throw wrongValue("part", "be what a worker counted", null, "", "its checksum does not hold");
  }
  return unpackData(Buffer.from(text.slice(65), "base64")) as Part;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
