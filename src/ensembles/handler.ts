/** The worker's side of threads: opens jobs and runs their batches on request. The same in Node and in browsers. */
import { AbortError, internalFault, type StopSignal, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { CompiledModule } from "../numerics/engine.ts";
import { type Point, pointOrProblem } from "../solvers/point.ts";
import { type BatchRunner, batchRunner, buildJob, type LaneSource } from "./batch-runner.ts";
import { findDefinition } from "./definition.ts";
import type { Job } from "./job.ts";
import {
  type FromWorker,
  failureData,
  type PointsRequest,
  type Reply,
  type Request,
  type StudyNote,
  type StudyRequest,
  type ToWorker,
} from "./messages.ts";
import { inSlices } from "./slices.ts";

/** Jobs that one worker keeps open: more than one ensemble may share an executor. */
const KEPT = 4;

/** Milliseconds after which a worker looks whether somebody still waits. */
export const IN_A_WORKER = 20;

/** What a request may ask while it is worked on, and say. */
export interface Answering {
  /** Nobody waits for it any more. */
  readonly signal: StopSignal;
  note(note: StudyNote): void;
}

/** Answers one request. */
export type Handler = (request: Request, asking?: Answering) => Promise<Reply>;

/** Carries out a study of a model. */
export type StudyDoer = (model: Model, request: StudyRequest, asking: Answering) => Promise<unknown>;

/** A request that nobody takes back. */
const ALONE: Answering = { signal: new AbortController().signal, note: () => {} };

/** Make a handler of requests; it keeps the latest jobs open and releases older ones. */
export function requestHandler(source?: LaneSource, doStudy?: StudyDoer): Handler {
  const open = new Map<number, BatchRunner>();
  return async (request, asking = ALONE) => {
    try {
      if (asking.signal.aborted) throw new AbortError(undefined);
      if ("study" in request) return { kind: "study", result: await studyFromData(request, asking, doStudy) };
      if ("points" in request) return { kind: "points", points: await pointsFromData(request, asking.signal) };
      const { id, job, first, count } = request;
      const runner = open.get(id) ?? (await openFromData(job, source));
      open.delete(id);
      open.set(id, runner);
      for (const [oldest, old] of open) {
        if (open.size <= KEPT) break;
        open.delete(oldest);
        old.release();
      }
      const batches = Array.from({ length: count }, (_, i) => runner.run(first + i));
      return { kind: "batches", axis: runner.axis, plan: String(runner.plan), batches };
    } catch (error) {
      return { kind: "failed", error: failureData(error) };
    }
  };
}

function unknownModel(name: string): RangeError {
  const remedy = "Leave `executor` out, or give the model as a document (ancilla/documents).";
  return wrongValue("model", "be one that a thread can build: of the catalogue, or a document", name, remedy);
}

async function pointsFromData({ points, options, ...source }: PointsRequest, signal: StopSignal): Promise<readonly Point[]> {
  const definition = await findDefinition(source);
  if (!definition) throw unknownModel(source.model);
  return inSlices(
    function* (due) {
      const found: Point[] = [];
      for (const parameters of points) {
        found.push(yield* pointOrProblem(definition.build(parameters), options, due));
        if (due()) yield;
      }
      return found;
    },
    { slice: IN_A_WORKER, signal },
  );
}

async function studyFromData(request: StudyRequest, asking: Answering, doStudy: StudyDoer | undefined): Promise<unknown> {
  const definition = await findDefinition(request);
  if (!definition) throw unknownModel(request.model);
  if (!doStudy) throw internalFault("This worker carries out no studies.");
  return doStudy(definition.build(request.parameters), request, asking);
}

async function openFromData(job: Job, source: LaneSource | undefined): Promise<BatchRunner> {
  const definition = await findDefinition(job);
  if (!definition) throw unknownModel(job.model);
  return batchRunner(job, buildJob(job, definition), source);
}

/** A listener that takes the binary, then answers requests in their order. */
export function answerInOrder(
  adopt: (engine: CompiledModule) => void,
  handle: Handler,
  post: (message: FromWorker) => void,
): (message: ToWorker) => void {
  let last: Promise<void> = Promise.resolve();
  const open = new Map<number, AbortController>();
  return (message) => {
    if (message.kind === "engine") return adopt(message.engine);
    const { number } = message;
    if (message.kind === "cancel") return open.get(number)?.abort();
    const left = new AbortController();
    open.set(number, left);
    const asking: Answering = { signal: left.signal, note: (note) => post({ number, note }) };
    last = last.then(async () => {
      const reply = await handle(message.request, asking);
      open.delete(number);
      try {
        post({ number, reply });
      } catch (error) {
        post({ number, reply: { kind: "failed", error: failureData(error) } });
      }
    });
  };
}
