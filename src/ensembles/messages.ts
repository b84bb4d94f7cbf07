/** What travels between an ensemble and its worker threads: plain data both ways, in Node and in browsers. */
import { RunFailure } from "../errors.ts";
import type { Parameters } from "../models/model.ts";
import type { CompiledModule } from "../numerics/engine.ts";
import type { Point, PointOptions } from "../solvers/point.ts";
import type { BatchResult } from "./batch.ts";
import type { ModelSource } from "./definition.ts";
import type { Job } from "./job.ts";

/** What travels to a worker: the compiled binary once, then numbered requests. */
export type ToWorker =
  | { readonly kind: "engine"; readonly engine: CompiledModule }
  | { readonly kind: "request"; readonly number: number; readonly request: Request };

/** What a worker sends back. */
export interface FromWorker {
  readonly number: number;
  readonly reply: Reply;
}

/** What is asked of a worker. */
export type Request = BatchesRequest | PointsRequest;

/** Compute some points of a study: one model at several parameters. */
export interface PointsRequest extends ModelSource {
  readonly points: readonly Parameters[];
  readonly options: PointOptions;
}

/** Open job `id`, or run some of its batches. The job travels along: any worker may be asked. */
export interface BatchesRequest {
  readonly id: number;
  readonly job: Job;
  /** First batch and their number; no batches: open only. */
  readonly first: number;
  readonly count: number;
}

/** What a worker answers; an error travels as data, because cloning would strip it of its kind and step. */
export type Reply =
  | { readonly kind: "batches"; readonly axis: readonly number[]; readonly plan: string; readonly batches: readonly BatchResult[] }
  | { readonly kind: "points"; readonly points: readonly Point[] }
  | { readonly kind: "failed"; readonly error: FailureData };

/** An error as plain data. */
export interface FailureData {
  readonly name: string;
  readonly message: string;
  readonly step: number | null;
  readonly time: number | null;
}

/** An error as a worker reports it. */
export function failureData(error: unknown): FailureData {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const at = error instanceof RunFailure ? error : { step: null, time: null };
  return { name, message, step: at.step, time: at.time };
}

/** The error that a worker reported, as an error of the same kind. */
export function errorFrom({ name, message, step, time }: FailureData): Error {
  if (name === "RunFailure") return new RunFailure(message, { ...(step === null ? {} : { step }), ...(time === null ? {} : { time }) });
  if (name === "RangeError" || name === "OutOfMemory") return new RangeError(message);
  return name === "TypeError" ? new TypeError(message) : new Error(message);
}
