/** What travels through the queue: chunks of an ensemble on the way out, their counts on the way back, all of it text. */
import { createHash } from "node:crypto";
import type { Job } from "../ensembles/job.ts";
import type { Part } from "../ensembles/parts.ts";
import { wasmHash as engine } from "../numerics/engine.ts";

/** One chunk: batches first … end − 1 of an ensemble. It says all that a machine needs to know. */
export interface Chunk {
  readonly id: string;
  readonly index: number;
  readonly chunks: number;
  readonly first: number;
  readonly end: number;
  readonly job: Job;
  readonly quantiles: readonly number[] | null;
  /** Hash of the binary that the ensemble is to be run with: another one may give other bits. */
  readonly engine: string;
}

/** Name of an ensemble in a queue: a hash of all that determines its bits and its chunks. Submitting it twice is submitting it once. */
export function ensembleId(job: Job, quantiles: readonly number[] | null, batches: number): string {
  return createHash("sha256")
    .update(JSON.stringify([job, quantiles, batches, engine]))
    .digest("hex")
    .slice(0, 16);
}

/** The queue's name for a chunk. */
export function chunkName(id: string, index: number): string {
  return `${id}-${index}`;
}

/** A part as text; numbers keep every bit, undefined ones included. */
export function encodePart(part: Part): string {
  const written: Written = {
    ...part,
    subtrees: part.subtrees.map(({ level, index, moments }) => ({ level, index, cells: moments.cells, data: toText(moments.data) })),
    samples: part.samples === null ? null : toText(part.samples),
    histograms: part.histograms.map(toText),
  };
  return JSON.stringify(written);
}

/** A part as it stands in JSON. */
type Written = Omit<Part, "subtrees" | "samples" | "histograms"> & {
  readonly subtrees: readonly { readonly level: number; readonly index: number; readonly cells: number; readonly data: string }[];
  readonly samples: string | null;
  readonly histograms: readonly string[];
};

/** A part from its text. */
export function decodePart(text: string): Part {
  const { subtrees, samples, histograms, ...rest } = JSON.parse(text) as Written;
  return {
    ...rest,
    subtrees: subtrees.map(({ level, index, cells, data }) => ({ level, index, moments: { cells, data: fromText(data) } })),
    samples: samples === null ? null : fromText(samples),
    histograms: histograms.map(fromText),
  };
}

function toText(values: Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

function fromText(text: string): Float64Array {
  return new Float64Array(new Uint8Array(Buffer.from(text, "base64")).buffer);
}
