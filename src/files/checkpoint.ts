/**
 * A folder in which a run keeps what is complete:
 *
 *   NAME-FIRST-END.part    realisations FIRST … END − 1 of the request NAME (the first 16 digits of its hash)
 *
 * Files are written whole or not at all, so a run may be killed at any moment. Several requests, and several ranges of one, may share a
 * folder; none touches the files of another.
 */
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { BATCH } from "../ensembles/moment-tree.ts";
import type { Checkpoint, PartRequest, PartStore } from "../ensembles/part-store.ts";
import type { Part } from "../ensembles/parts.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { aBoolean, aFunction, aName, anInteger, checkOptions, type OptionChecks } from "../options.ts";
import { reasonOf, UNFINISHED, writableFolder, writeDurably } from "./folder.ts";
import { encodePartFile, partOf, partsName, readPartFile } from "./part-file.ts";

/** How to keep what is complete. */
export interface CheckpointOptions {
  /**
   * Realisations per file, a multiple of 256. Unless given, a file is written once a second at most, and when one per cent of the time
   * that the run has taken has passed since the last one: the files of a day are about a thousand.
   */
  readonly chunk?: number;
  /** For a model that only this program can build: a text that changes whenever the model does. */
  readonly key?: string;
  /** Leave the files when the ensemble ends well; `clear` removes them. */
  readonly keep?: boolean;
  /** Called when a run finds realisations of an earlier one, with their number. */
  readonly onResume?: (realisations: number) => void;
  /** Called with a sentence when a file cannot be written. The run goes on, and tries again with the next one. */
  readonly onProblem?: (sentence: string) => void;
}

/** A folder of checkpoints. */
export interface FolderCheckpoint extends Checkpoint {
  /** Realisations that are kept for the latest run. */
  kept(): number;
  /** Remove what was kept for the latest run, and the folder if nothing else is in it. */
  clear(): Promise<void>;
}

const checks: OptionChecks<CheckpointOptions> = {
  chunk: anInteger(256),
  key: aName,
  keep: aBoolean,
  onResume: aFunction,
  onProblem: aFunction,
};

/**
 * A folder in which `ensemble` keeps complete realisations on the way. The same request with the same folder goes on from there after
 * its program was killed, and ends with the same bits; when an ensemble ends well, nothing of it is left. A file that is damaged is
 * refused with a sentence, never overwritten.
 * @param folder need not exist; it is made with the first file
 * @throws TypeError or RangeError for a wrong option; the ensemble throws a RangeError for a folder that cannot be written or that holds
 *   a damaged file
 * @example
 * const { mean } = await ensemble(model, { ...options, checkpoint: checkpoint("half-done") });
 */
export function checkpoint(folder: string, options: CheckpointOptions = {}): FolderCheckpoint {
  if (typeof folder !== "string") throw wrongKind("folder", "be the path of a folder", folder);
  if (folder.trim() === "") throw wrongValue("folder", "be the path of a folder", folder);
  checkOptions<CheckpointOptions>("options", options, checks);
  const { chunk } = options;
  if (chunk !== undefined && chunk % 256 !== 0) throw wrongValue("chunk", "be a multiple of 256", chunk);
  let latest: FolderStore | null = null;
  return {
    async open(request) {
      latest = await openStore(folder, request, options);
      return latest;
    },
    kept: () => latest?.realisations() ?? 0,
    clear: async () => latest?.clear(),
  };
}

interface FolderStore extends PartStore {
  realisations(): number;
  clear(): Promise<void>;
}

async function openStore(folder: string, request: PartRequest, options: CheckpointOptions): Promise<FolderStore> {
  const { job, range, rebuildable } = request;
  const { chunk, key = null, keep = false, onResume, onProblem } = options;
  if (!rebuildable && key === null) {
    const remedy =
      "Write the model as a document, pass `module`, or give checkpoint(folder, { key }), a text that changes when the model does.";
    const but = `a file cannot tell "${job.model}" from another model of that name`;
    throw wrongValue("checkpoint", "be left out for a model that only this program can build", null, remedy, but);
  }
  const path = await writableFolder(folder, "checkpoint");
  const name = partsName(request, key);
  const parts = chosen(await partsIn(path, request, name), range);
  const realisations = (all: readonly Part[]) =>
    all.reduce((sum, { first, end }) => sum + Math.min(end * BATCH, job.trajectories) - first * BATCH, 0);
  const written = [...parts];
  let waiting: Part[] = [];
  let writing: Promise<void> = Promise.resolve();
  const begin = performance.now();
  let [last, cost, complained] = [begin, 0, false];
  const write = async (): Promise<void> => {
    const start = performance.now();
    try {
      for (const part of [...waiting]) {
        await writeDurably(join(path, fileName(name, part)), encodePartFile(part, { request: name }));
        waiting = waiting.filter((other) => other !== part);
        written.push(part);
      }
    } catch (error) {
      if (!complained) onProblem?.(`The checkpoint "${folder}" ${reasonOf(error)}: the run goes on without it, and tries again.`);
      complained = true;
    }
    cost = performance.now() - start;
  };
  if (parts.length > 0) onResume?.(realisations(parts));
  const clear = (): Promise<void> => clearFiles(path, name, range);
  return {
    parts,
    due(counted) {
      if (chunk !== undefined) return counted >= chunk;
      const now = performance.now();
      return now - last >= Math.max(1000, (now - begin) / 100, 100 * cost);
    },
    keep(part) {
      last = performance.now();
      waiting.push(part);
      writing = writing.then(write);
    },
    settled: () => writing,
    finished: async () => (keep ? undefined : clear()),
    realisations: () => realisations(written),
    clear,
  };
}

function fileName(name: string, { first, end }: Pick<Part, "first" | "end">): string {
  return `${name.slice(0, 16)}-${first * BATCH}-${end * BATCH}.part`;
}

/** The range of batches in a file's name; null for files of others. */
function rangeOf(file: string, name: string): readonly [number, number] | null {
  const match = /^([0-9a-f]{16})-(\d{1,15})-(\d{1,15})\.part$/.exec(file);
  return match && match[1] === name.slice(0, 16) ? [Number(match[2]) / BATCH, Number(match[3]) / BATCH] : null;
}

/** All parts of the request in a folder that lie in its range. Throws a RangeError for one that cannot be used. */
async function partsIn(folder: string, { job, range }: PartRequest, name: string): Promise<readonly Part[]> {
  const files = await readdir(folder).catch(() => [] as string[]);
  const parts: Part[] = [];
  for (const file of files) {
    const at = rangeOf(file, name);
    if (at === null || at[0] < range[0] || at[1] > range[1]) continue;
    const path = join(folder, file);
    const found = await readPartFile(path);
    const part = typeof found === "string" ? found : partOf(found, job, name);
    if (typeof part === "string") throw refused(path, part);
    if (part.first !== at[0] || part.end !== at[1]) throw refused(path, "holds other realisations than its name says");
    parts.push(part);
  }
  return parts;
}

function refused(path: string, why: string): RangeError {
  const remedy = "Remove that file, and its realisations are run again; nothing was overwritten.";
  return wrongValue("checkpoint", "hold what this request kept there", null, remedy, `"${path}" ${why}`);
}

/** Parts without overlaps, from the first on: two runs at once may have cut differently, and their counts are the same. */
function chosen(parts: readonly Part[], [first]: readonly [number, number]): readonly Part[] {
  const kept: Part[] = [];
  let next = first;
  for (const part of [...parts].sort((a, b) => a.first - b.first || b.end - a.end)) {
    if (part.first < next) continue;
    kept.push(part);
    next = part.end;
  }
  return kept;
}

/** Remove the files of a request in a range, and what killed runs left of them; then the folder, if that was all. */
async function clearFiles(folder: string, name: string, [first, end]: readonly [number, number]): Promise<void> {
  for (const file of await readdir(folder).catch(() => [] as string[])) {
    const unfinished = file.startsWith(".") && file.endsWith(UNFINISHED) ? file.slice(1, file.indexOf(".part") + 5) : null;
    const at = rangeOf(unfinished ?? file, name);
    if (at !== null && at[0] >= first && at[1] <= end) await rm(join(folder, file), { force: true });
  }
  await rmdir(folder).catch(() => {});
}
