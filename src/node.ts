/** The half of the library that needs Node: threads, files and the queue. Everything of `ancilla` works beside it. */
import "./numerics/carried-binary.ts";

export { cores, type NodeThreadOptions, nodeThreads } from "./ensembles/node-threads.ts";
export { columnsOf } from "./files/checked-columns.ts";
export { type CheckpointOptions, checkpoint, type FolderCheckpoint } from "./files/checkpoint.ts";
export { writableFolder } from "./files/folder.ts";
export { type Provenance, provenance, version } from "./files/provenance.ts";
export { type ReadResult, readResult } from "./files/read.ts";
export type { AnyRecord, Column, GridRecord, ResultRecord } from "./files/record.ts";
export { type DataFormat, saveNotes, saveRecord } from "./files/save.ts";
export { type MergedShards, mergeShards, runShard, type Shard, type ShardOptions } from "./files/shards.ts";
export { readState, readStates, saveStates } from "./files/state-files.ts";
export { readRecords, saveRecords } from "./files/trajectory-files.ts";
export type { ChunkState } from "./queue/chunk-status.ts";
export { type FollowOptions, follow } from "./queue/follow.ts";
export { type Cancelled, cancel, type RetryOptions, retry } from "./queue/manage.ts";
export { type MergeOptions, merge } from "./queue/merge.ts";
export type { QueueOptions } from "./queue/place.ts";
export { type EnsembleStatus, status } from "./queue/status.ts";
export { type Submission, type SubmitOptions, submit } from "./queue/submit.ts";
export { type WorkOptions, work } from "./queue/work.ts";
