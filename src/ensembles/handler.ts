/** The worker's side of threads: opens jobs and runs their batches on request. The same in Node and in browsers. */
import { wrongValue } from "../errors.ts";
import type { CompiledModule } from "../numerics/engine.ts";
import { type Point, pointOrProblem } from "../solvers/point.ts";
import { type BatchRunner, batchRunner, buildJob, type LaneSource } from "./batch-runner.ts";
import { findDefinition } from "./definition.ts";
import type { Job } from "./job.ts";
import { type FromWorker, failureData, type PointsRequest, type Reply, type Request, type ToWorker } from "./messages.ts";

/** Jobs that one worker keeps open: more than one ensemble may share an executor. */
const KEPT = 4;

/** Make a handler of requests; it keeps the latest jobs open and releases older ones. */
export function requestHandler(source?: LaneSource): (request: Request) => Promise<Reply> {
  const open = new Map<number, BatchRunner>();
  return async (request) => {
    try {
      if ("points" in request) return { kind: "points", points: await pointsFromData(request) };
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

async function pointsFromData({ points, options, ...source }: PointsRequest): Promise<readonly Point[]> {
  const definition = await findDefinition(source);
  if (!definition) throw unknownModel(source.model);
  return points.map((parameters) => pointOrProblem(definition.build(parameters), options));
}

async function openFromData(job: Job, source: LaneSource | undefined): Promise<BatchRunner> {
  const definition = await findDefinition(job);
  if (!definition) throw unknownModel(job.model);
  return batchRunner(job, buildJob(job, definition), source);
}

/** A listener that takes the binary, then answers requests in their order. */
export function answerInOrder(
  adopt: (engine: CompiledModule) => void,
  handle: (request: Request) => Promise<Reply>,
  post: (message: FromWorker) => void,
): (message: ToWorker) => void {
  let last: Promise<void> = Promise.resolve();
  return (message) => {
    if (message.kind === "engine") adopt(message.engine);
    else last = last.then(async () => post({ number: message.number, reply: await handle(message.request) }));
  };
}
