/**
 * Where a run keeps what is complete, so that it can go on after it was killed. This side knows counts and borders; where they are
 * kept (a folder of files: `checkpoint` of `ancilla/node`) and how often, the other side knows.
 */

import { wrongKind } from "../errors.ts";
import type { Check } from "../options.ts";
import type { Job } from "./job.ts";
import type { Part } from "./parts.ts";

/** What a run is about to count. */
export interface PartRequest {
  readonly job: Job;
  /** Where the run may stop early; a run with other ones is another request. */
  readonly targets: Readonly<Record<string, number>> | null;
  /** Can the job alone say what the model is? Else the caller must vouch for it. */
  readonly rebuildable: boolean;
  /** First batch, and the one after the last. */
  readonly range: readonly [number, number];
}

/** An open place for the parts of one request. */
export interface PartStore {
  /** Parts that are there already, in order and without overlaps, all within the range. */
  readonly parts: readonly Part[];
  /** Is it time to keep what was counted since the last part? Asked at every border of 256 realisations, with their number since then. */
  due(realisations: number): boolean;
  /** Keep a part; the run does not wait, and does not fail where this does. */
  keep(part: Part): void;
  /** Wait until what was handed over is kept. */
  settled(): Promise<void>;
  /** The run has ended well: what was kept is needed no more. */
  finished(): Promise<void>;
}

/** A place for the parts of runs; `checkpoint(folder)` of `ancilla/node` makes one of a folder. */
export interface Checkpoint {
  /** Look for what is there of a request. Throws a RangeError when something there is damaged or cannot be written. */
  open(request: PartRequest): Promise<PartStore>;
}

/** Something that keeps parts. */
export const aCheckpoint: Check = (argument, value) => {
  if (typeof (value as Checkpoint | null)?.open === "function") return;
  throw wrongKind(argument, "be a place for checkpoints", value, 'Pass checkpoint("folder") of ancilla/node.');
};
