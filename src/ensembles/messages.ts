/** What travels between an ensemble and its worker threads: plain data both ways, in Node and in browsers. */
import { AbortError, RunFailure } from "../errors.ts";
import type { Parameters } from "../models/model.ts";
import type { CompiledModule } from "../numerics/engine.ts";
import type { Point, PointOptions } from "../solvers/point.ts";
import type { BatchResult } from "./batch.ts";
import type { ModelSource } from "./definition.ts";
import type { Job } from "./job.ts";

/** What travels to a worker: the compiled binary once, then numbered requests, and which of them nobody waits for any more. */
export type ToWorker =
  | { readonly kind: "engine"; readonly engine: CompiledModule }
  | { readonly kind: "request"; readonly number: number; readonly request: Request }
  | { readonly kind: "cancel"; readonly number: number };

/** What a worker sends back: notes on the way, and one reply. */
export type FromWorker = { readonly number: number; readonly reply: Reply } | { readonly number: number; readonly note: StudyNote };

/** What is asked of a worker. */
export type Request = BatchesRequest | PointsRequest | StudyRequest;

/** Carry out a study of one model; options and result are packed (`async/packed-values.ts`). */
export interface StudyRequest extends ModelSource {
  readonly study: string;
  readonly parameters: Parameters;
  readonly options: unknown;
}

/** What a study says on its way: how far it is, and the records that came since the last note, in order. */
export interface StudyNote {
  readonly progress?: number;
  readonly records?: readonly unknown[];
}

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
  | { readonly kind: "study"; readonly result: unknown }
  | { readonly kind: "failed"; readonly error: FailureData };

/** An error as plain data. */
export interface FailureData {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly step: number | null;
  readonly time: number | null;
}

/** An error as a worker reports it. */
export function failureData(error: unknown): FailureData {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const { code, step = null, time = null } = error as Partial<RunFailure>;
  return { name, message, code: typeof code === "string" ? code : null, step: step ?? null, time: time ?? null };
}

/** The error that a worker reported, as an error of the same kind. */
export function errorFrom({ name, message, code, step, time }: FailureData): Error {
  const at = { ...(step === null ? {} : { step }), ...(time === null ? {} : { time }) };
  if (name === "RunFailure") return new RunFailure(message, at);
  if (name === "AbortError") return new AbortError(undefined, at);
  const Kind =
    name === "TypeError" ? TypeError : name === "RangeError" || code === "OUT_OF_MEMORY" || code === "WRONG_VALUE" ? RangeError : Error;
  return code === null ? new Kind(message) : Object.assign(new Kind(message), { code });
}
