/** What is known of one chunk of a queue's ensemble. */
import type { Part } from "../ensembles/parts.ts";

/** Where a chunk is. `damaged`: its counts are not those that a worker wrote. `missing`: the queue has lost it. */
export type ChunkState = "done" | "damaged" | "failed" | "running" | "waiting" | "missing";

/** One chunk with what is known of it. */
export interface ChunkStatus {
  readonly index: number;
  readonly state: ChunkState;
  /** Its counts, where it is done. */
  readonly part: Part | null;
  /** Why it failed, or what is wrong with it. */
  readonly reason: string | null;
}
