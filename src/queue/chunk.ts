/** What travels through the queue: the name of a chunk on the way out, its counts with a checksum on the way back, all of it text. */
import { createHash } from "node:crypto";
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
  const written: Written = {
    ...part,
    subtrees: part.subtrees.map(({ level, index, moments }) => ({ level, index, cells: moments.cells, data: toText(moments.data) })),
    samples: part.samples === null ? null : toText(part.samples),
    histograms: part.histograms.map(toText),
  };
  const text = JSON.stringify(written);
  return `${sha256(text)} ${text}`;
}

/** A part as it stands in JSON. */
type Written = Omit<Part, "subtrees" | "samples" | "histograms"> & {
  readonly subtrees: readonly { readonly level: number; readonly index: number; readonly cells: number; readonly data: string }[];
  readonly samples: string | null;
  readonly histograms: readonly string[];
};

/**
 * A part from its text.
 * @throws RangeError when the text is not the one that was written
 */
export function decodePart(text: string): Part {
  if (typeof text !== "string" || text.slice(0, 65) !== `${sha256(text.slice(65))} `) {
    throw wrongValue("part", "be what a worker counted", null, "", "its checksum does not hold");
  }
  const { subtrees, samples, histograms, ...rest } = JSON.parse(text.slice(65)) as Written;
  return {
    ...rest,
    subtrees: subtrees.map(({ level, index, cells, data }) => ({ level, index, moments: { cells, data: fromText(data) } })),
    samples: samples === null ? null : fromText(samples),
    histograms: histograms.map(fromText),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function toText(values: Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

function fromText(text: string): Float64Array {
  return new Float64Array(new Uint8Array(Buffer.from(text, "base64")).buffer);
}
