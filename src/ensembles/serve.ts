/** The worker's side of threads: opens jobs and runs their leaves on request. The same in Node and in browsers. */
import { RunFailure } from "../errors.ts";
import type { Parameters } from "../models/model.ts";
import { type Point, type PointOptions, pointOrProblem } from "../solvers/point.ts";
import type { Crew } from "./executor.ts";
import { findDefinition, type Job, type LaneSource, type OpenJob, openJob } from "./job.ts";
import type { LeafResult } from "./tally.ts";

/** What is asked of a worker. */
export type Request = LeavesRequest | PointsRequest;

/** Compute some points of a study: a model of the catalogue, or of a module, at several parameters. */
export interface PointsRequest {
  readonly model: string;
  readonly module: string | null;
  readonly points: readonly Parameters[];
  readonly options: PointOptions;
}

/** Open job `id`, or run some of its leaves. The job travels along: any worker may be asked. */
export interface LeavesRequest {
  readonly id: number;
  readonly job: Job;
  /** First leaf and their number; no leaves: open only. */
  readonly leaf: number;
  readonly count: number;
}

/** What a worker answers; an error travels as data, because cloning would strip it of its kind and step. */
export type Reply =
  | { readonly kind: "done"; readonly axis: readonly number[]; readonly plan: string; readonly leaves: readonly LeafResult[] }
  | { readonly kind: "points"; readonly points: readonly Point[] }
  | { readonly kind: "failed"; readonly error: FailureData };

interface FailureData {
  readonly name: string;
  readonly message: string;
  readonly step: number | null;
  readonly time: number | null;
}

/** Jobs that one worker keeps open: more than one ensemble may share an executor. */
const KEPT = 4;

/** Make a handler of requests; it keeps the latest jobs open and releases older ones. */
export function serve(source?: LaneSource): (request: Request) => Promise<Reply> {
  const open = new Map<number, OpenJob>();
  return async (request) => {
    try {
      if ("points" in request) return { kind: "points", points: await pointsFromData(request) };
      const { id, job, leaf, count } = request;
      const opened = open.get(id) ?? (await openFromData(job, source));
      open.delete(id);
      open.set(id, opened);
      for (const [oldest, old] of open) {
        if (open.size <= KEPT) break;
        open.delete(oldest);
        old.release();
      }
      const leaves = Array.from({ length: count }, (_, i) => opened.leaf(leaf + i));
      return { kind: "done", axis: opened.axis, plan: String(opened.plan), leaves };
    } catch (error) {
      return { kind: "failed", error: failureData(error) };
    }
  };
}

async function pointsFromData({ model, module, points, options }: PointsRequest): Promise<readonly Point[]> {
  const definition = await findDefinition(model, module);
  if (!definition) throw new RangeError(`A thread does not know the model "${model}".`);
  return points.map((parameters) => pointOrProblem(definition.build(parameters), options));
}

async function openFromData(job: Job, source: LaneSource | undefined): Promise<OpenJob> {
  const definition = await findDefinition(job.model, job.module);
  if (!definition) throw new RangeError(`A thread does not know the model "${job.model}".`);
  return openJob(job, definition.build(job.parameters), definition, source);
}

function failureData(error: unknown): FailureData {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const at = error instanceof RunFailure ? error : { step: null, time: null };
  return { name, message, step: at.step, time: at.time };
}

/** The error that a worker reported, as an error of the same kind. */
export function revive({ name, message, step, time }: FailureData): Error {
  if (name === "RunFailure") return new RunFailure(message, { ...(step === null ? {} : { step }), ...(time === null ? {} : { time }) });
  if (name === "RangeError" || name === "OutOfMemory") return new RangeError(message);
  return name === "TypeError" ? new TypeError(message) : new Error(message);
}

let ids = 0;

/** The asking side: open a job on whatever answers requests, and ask for its leaves. */
export async function crewOf(job: Job, ask: (request: Request) => Promise<Reply>): Promise<Crew> {
  const id = ids++;
  const request = async (leaf: number, count: number): Promise<Extract<Reply, { kind: "done" }>> => {
    const reply = await ask({ id, job, leaf, count });
    if (reply.kind === "failed") throw revive(reply.error);
    if (reply.kind !== "done") throw new Error("A thread answered another question.");
    return reply;
  };
  const { axis, plan } = await request(0, 0);
  return { axis, plan, run: async (leaf, count) => (await request(leaf, count)).leaves, close: async () => {} };
}

/** The asking side of points. */
export async function askPoints(request: PointsRequest, ask: (request: Request) => Promise<Reply>): Promise<readonly Point[]> {
  const reply = await ask(request);
  if (reply.kind === "failed") throw revive(reply.error);
  if (reply.kind !== "points") throw new Error("A thread answered another question.");
  return reply.points;
}
