/**
 * An ensemble in parts: each of n programs runs its shard and writes a file, and a merge of all files gives the bits of one run.
 *
 *   blocks of 256 realisations:  │ shard 1 │ shard 2 │ …  │ shard n │     the same number each, but for one block
 */
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LaneSource } from "../ensembles/batch-runner.ts";
import { BLOCK } from "../ensembles/counting-batches.ts";
import type { EnsembleOptions } from "../ensembles/ensemble-options.ts";
import { type EnsembleResult, summarise } from "../ensembles/ensemble-result.ts";
import { batchCount, type Job } from "../ensembles/job.ts";
import { BATCH } from "../ensembles/moment-tree.ts";
import { joinParts, mergeParts, type Part } from "../ensembles/parts.ts";
import { type Prepared, prepareEnsemble } from "../ensembles/preparation.ts";
import { countPrepared } from "../ensembles/run-ensemble.ts";
import { RunFailure, wrongKind, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { requireModel } from "../models/require-model.ts";
import { aName, anInteger, anObject, checkOptions, type OptionChecks } from "../options.ts";
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";
import { reasonOf, writableFolder, writeDurably } from "./folder.ts";
import { encodePartFile, type PartFile, partOf, partsName, readPartFile } from "./part-file.ts";

/** Which part of an ensemble to run, and where its file goes. */
export interface ShardOptions {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
  readonly folder: string;
  /** The file is NAME-shard-INDEX-of-OF.part; MODEL-ensemble unless given. */
  readonly name?: string;
  /** For a model that only this program can build: a text that changes whenever the model does. */
  readonly key?: string;
  /** What else a merge shall know: plain data. */
  readonly about?: Readonly<Record<string, unknown>>;
}

/** What became of a shard. */
export interface Shard {
  readonly path: string;
  /** First realisation, and the one after the last. */
  readonly range: readonly [number, number];
  /** Realisations that were counted. Where the signal fired before all were, there is no file, and a checkpoint has them. */
  readonly counted: number;
  readonly complete: boolean;
  /** The file was there already: nothing was computed. */
  readonly found: boolean;
}

const checks: OptionChecks<ShardOptions> = {
  index: anInteger(1),
  of: anInteger(1, 100_000),
  folder: aName,
  name: aName,
  key: aName,
  about: anObject,
};

/** The batches of a shard: whole blocks. Throws a RangeError where there are fewer blocks than shards. */
export function shardRange(job: Pick<Job, "trajectories">, index: number, of: number): readonly [number, number] {
  const batches = batchCount(job);
  const blocks = Math.ceil(batches / BLOCK);
  if (of > blocks) {
    const but = `${job.trajectories} realisations are ${blocks} blocks of ${BLOCK * BATCH}`;
    throw wrongValue("of", "be at most the number of blocks", of, "Make fewer shards.", but);
  }
  const border = (i: number): number => Math.min(Math.floor((i * blocks) / of) * BLOCK, batches);
  return [border(index - 1), border(index)];
}

/** Trajectories in place of noisy realisations: how they are prepared and run. */
export interface WatchedRun {
  prepare(): Promise<Prepared>;
  readonly lanes: LaneSource;
}

/**
 * Run one part of an ensemble and write its counts to a file; `mergeShards` joins the files of all parts. A file of the same part that is
 * there already is taken as it is.
 * @throws as `ensemble`; a RangeError for a shard that does not exist, or a file in its place that is something else
 */
export async function runShard(model: Model, options: EnsembleOptions, shard: ShardOptions, watched?: WatchedRun): Promise<Shard> {
  checkOptions<ShardOptions>("shard", shard, checks, { required: ["index", "of", "folder"], remedy: "Write { index: 1, of: 7, folder }." });
  requireModel(model);
  anObject("options", options);
  const { index, of } = shard;
  if (index > of) throw wrongValue("index", "be one of the shards", index, "", `is ${index} of ${of}`);
  if (options.stopWhen !== undefined) {
    throw wrongValue("stopWhen", "be left out where parts are run apart", null, "No part knows the standard error of all.", "is given");
  }
  const prepared = await (watched ? watched.prepare() : prepareEnsemble(model, options));
  if (!prepared.rebuildable && shard.key === undefined) {
    const remedy = "Write it as a document, pass `module`, or give `key`, a text that changes when the model does.";
    throw wrongValue("model", "be in the catalogue or come from a document to run in parts", model.name, remedy);
  }
  const { job } = prepared;
  const range = shardRange(job, index, of);
  const folder = await writableFolder(shard.folder);
  const name = shard.name ?? `${model.name}-ensemble`;
  if (!/^[\p{L}\p{N}_.-]{1,150}$/u.test(name)) throw wrongValue("name", "be a name for a file", name);
  const path = join(folder, `${name}-shard-${index}-of-${of}.part`);
  const realisations = [range[0] * BATCH, Math.min(range[1] * BATCH, job.trajectories)] as const;
  const done = { path, range: realisations };
  const all = realisations[1] - realisations[0];
  const about = aboutOf(prepared, shard);
  if (await isThere(path, about, job, range)) return { ...done, counted: all, complete: true, found: true };
  const { parts, finished } = await countPrepared(prepared, options, range, watched?.lanes);
  const part = joinParts(job, parts, range[0]);
  const counted = part === null ? 0 : Math.min(part.end * BATCH, job.trajectories) - part.first * BATCH;
  if (part === null || part.end < range[1]) return { ...done, counted, complete: false, found: false };
  try {
    await writeDurably(path, encodePartFile({ ...part, ending: "complete" }, about));
  } catch (error) {
    const remedy = "Make room, or choose another folder: with a checkpoint the same request goes on from there.";
    throw new RunFailure(`The part cannot be written into "${folder}": it ${reasonOf(error)}. ${remedy}`);
  }
  await finished();
  return { ...done, counted, complete: true, found: false };
}

/** What stands in the file of a shard beside its counts. */
export interface AboutShard {
  readonly request: string;
  readonly shard: { readonly index: number; readonly of: number };
  readonly key: string | null;
  readonly job: Job;
  readonly quantiles: readonly number[] | null;
  readonly about: Readonly<Record<string, unknown>>;
}

function aboutOf({ job, settings }: Prepared, { index, of, key: given, about = {} }: ShardOptions): AboutShard & Record<string, unknown> {
  const key = given ?? null;
  return { request: partsName({ job, targets: null }, key), shard: { index, of }, key, job, quantiles: settings.quantiles, about };
}

/** Is this very part there? Throws a RangeError when something else has its name. */
async function isThere(path: string, about: AboutShard, job: Job, range: readonly [number, number]): Promise<boolean> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (!there) return false;
  const found = await readPartFile(path);
  const part = typeof found === "string" ? found : partOf(found, job, about.request);
  const same = typeof part !== "string" && part.first === range[0] && part.end === range[1];
  if (same && typeof found !== "string" && descriptionOf(found) === descriptionOf({ about: { ...found.about, ...about } })) return true;
  const why = typeof part === "string" ? part : same ? "is of another request" : "holds other realisations";
  throw wrongValue("folder", "have room for the part", null, "Choose another folder, or remove that file.", `"${path}" ${why}`);
}

/** What all shards of one ensemble say alike. */
function descriptionOf({ about }: Pick<PartFile, "about">): string {
  const { job, quantiles, about: more, key, request } = about as unknown as AboutShard;
  return JSON.stringify([{ ...job, lanes: null }, quantiles, more, key, request]);
}

/** An ensemble that was run in parts, joined. */
export interface MergedShards {
  readonly result: EnsembleResult;
  readonly model: string;
  /** What `runShard` was told to hand on. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Name of the ensemble, as in the names of its parts. */
  readonly name: string;
  /** What was seen along trajectories, where it was kept. */
  readonly records?: TrajectoryRecords;
}

/**
 * Join the parts of an ensemble that `runShard` wrote; the bits are those of `ensemble` in one go.
 * @param places files, or folders that hold them (`….part`); what else is in a folder is left alone
 * @throws RangeError with the reason when parts are missing, there twice, damaged, of another request or of another version
 */
export async function mergeShards(places: readonly string[]): Promise<MergedShards> {
  if (!Array.isArray(places) || !places.every((place) => typeof place === "string"))
    throw wrongKind("places", "be a list of paths", places);
  const paths = await shardFiles(places);
  const files: PartFile[] = [];
  for (const path of paths) {
    const found = await readPartFile(path);
    if (typeof found === "string") throw refuse(`"${path}" ${found}`);
    files.push(found);
  }
  const about = shardOf(files[0]);
  const parts = files.map((file) => checkedPart(file, files[0]));
  refuseGaps(files, about.shard.of);
  const counted = mergeParts(about.job, parts);
  const result = summarise(about.job, counted, about.quantiles);
  const name = basename(files[0].path).replace(/-shard-\d+-of-\d+\.part$/, "");
  return { result, model: about.job.model, about: about.about, name, ...(counted.records ? { records: counted.records } : {}) };
}

async function shardFiles(places: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const place of places) {
    const found = await stat(place).catch(() => null);
    if (found === null) throw refuse(`there is no "${place}"`);
    if (!found.isDirectory()) paths.push(place);
    else
      paths.push(
        ...(await readdir(place))
          .filter((file) => /-shard-\d+-of-\d+\.part$/.test(file))
          .sort()
          .map((file) => join(place, file)),
      );
  }
  if (paths.length === 0) throw refuse(`there is none in ${places.map((place) => `"${place}"`).join(", ")}`);
  return paths;
}

function refuse(but: string): RangeError {
  return wrongValue("parts", "be all parts of one ensemble, each there once", null, "Nothing was written.", but);
}

function shardOf({ path, about }: PartFile): AboutShard {
  const { shard, job, key } = about as unknown as Partial<AboutShard>;
  if (!job || !shard || !Number.isInteger(shard.index) || !Number.isInteger(shard.of)) throw refuse(`"${path}" is no shard`);
  const own = about as unknown as AboutShard;
  if (partsName({ job, targets: null }, key ?? null) !== own.request) throwVersion(path, about);
  return own;
}

/** A name that does not fit what it names: another version counts other things, or the file was forged. */
function throwVersion(path: string, about: PartFile["about"]): never {
  const problem = partOf({ path, about, part: null }, about.job as Job, about.request);
  throw refuse(`"${path}" ${typeof problem === "string" && problem.startsWith("was made") ? problem : "is not what it says"}`);
}

function checkedPart(file: PartFile, first: PartFile): Part {
  const { job, request, shard } = shardOf(file);
  const leading = shardOf(first);
  if (request !== leading.request || descriptionOf(file) !== descriptionOf(first)) {
    throw refuse(`"${file.path}" is of another request than "${first.path}"`);
  }
  if (shard.of !== leading.shard.of)
    throw refuse(`"${file.path}" is one of ${shard.of} parts and "${first.path}" one of ${leading.shard.of}`);
  const part = partOf(file, job, request);
  if (typeof part === "string") throw refuse(`"${file.path}" ${part}`);
  const [begin, end] = shardRange(job, shard.index, shard.of);
  if (part.first !== begin || part.end !== end) throw refuse(`"${file.path}" holds other realisations than its part has`);
  return part;
}

function refuseGaps(files: readonly PartFile[], of: number): void {
  const seen = new Map<number, string>();
  for (const file of files) {
    const { index } = shardOf(file).shard;
    const other = seen.get(index);
    if (other !== undefined) throw refuse(`part ${index} of ${of} is there twice ("${other}" and "${file.path}")`);
    seen.set(index, file.path);
  }
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !seen.has(index));
  if (missing.length === 0) return;
  const shown = missing.slice(0, 8).join(", ");
  const more = missing.length > 8 ? ` and ${missing.length - 8} more` : "";
  throw refuse(`of ${of} parts ${missing.length === 1 ? `part ${shown} is` : `parts ${shown}${more} are`} missing`);
}
