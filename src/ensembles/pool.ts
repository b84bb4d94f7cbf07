/**
 * A pool of workers that answer requests: the part that Node threads and browser workers share.
 *
 *   ask ──▶ the worker with the fewest open requests ──▶ { number, request } … { number, reply }
 *
 * A worker answers its requests one after the other. One that dies fails what was asked of it, and all that comes later.
 */
import type { CompiledModule } from "../numerics/engine.ts";
import type { Point } from "../solvers/point.ts";
import type { Executor, OpenEnsemble } from "./executor.ts";
import type { Job } from "./job.ts";
import { errorFrom, type FromWorker, type PointsRequest, type Reply, type Request, type ToWorker } from "./messages.ts";

/** One worker, as its host (Node or a browser) provides it. */
export interface HostWorker {
  post(message: ToWorker): void;
  stop(): unknown;
  /** Told when the worker gets its first open request and when it has answered its last one. */
  busy(is: boolean): void;
}

/** Start one worker; it calls `onMessage` for each message and `onFailure` when it dies. */
export type StartWorker = (onMessage: (message: FromWorker) => void, onFailure: (cause: Error) => void) => HostWorker;

interface PoolWorker {
  readonly host: HostWorker;
  /** Requests without an answer, by number. */
  readonly open: Map<number, { resolve(reply: Reply): void; reject(cause: Error): void }>;
  dead: Error | null;
}

/**
 * An executor on `threads` workers, started when the first ensemble opens.
 * @param compile compiles the binary that every worker gets
 */
export function workerPool(name: string, threads: number, start: StartWorker, compile: () => Promise<CompiledModule>): Executor {
  let workers: readonly PoolWorker[] = [];
  let started: Promise<void> | null = null;
  let number = 0;
  const startAll = async (): Promise<void> => {
    const engine = await compile();
    workers = Array.from({ length: threads }, () => poolWorker(start, engine));
  };
  const ask = async (request: Request): Promise<Reply> => {
    await (started ??= startAll());
    const free = workers.reduce((a, b) => (b.open.size < a.open.size ? b : a));
    return send(free, number++, request);
  };
  return {
    name,
    threads,
    open: (job) => openOnWorkers(job, ask),
    points: (request) => askPoints(request, ask),
    async close() {
      await started;
      await Promise.all(workers.map(({ host }) => host.stop()));
      workers = [];
      started = null;
    },
  };
}

function poolWorker(start: StartWorker, engine: CompiledModule): PoolWorker {
  const open: PoolWorker["open"] = new Map();
  const host = start(
    ({ number, reply }) => {
      open.get(number)?.resolve(reply);
      open.delete(number);
      if (open.size === 0) host.busy(false);
    },
    (cause) => {
      worker.dead = cause;
      for (const { reject } of open.values()) reject(cause);
      open.clear();
    },
  );
  const worker: PoolWorker = { host, open, dead: null };
  host.post({ kind: "engine", engine });
  host.busy(false);
  return worker;
}

function send(to: PoolWorker, number: number, request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    if (to.dead) return reject(to.dead);
    if (to.open.size === 0) to.host.busy(true);
    to.open.set(number, { resolve, reject });
    to.host.post({ kind: "request", number, request });
  });
}

let ids = 0;

/** Open a job on whatever answers requests; its batches are asked for later. */
async function openOnWorkers(job: Job, ask: (request: Request) => Promise<Reply>): Promise<OpenEnsemble> {
  const id = ids++;
  const request = async (first: number, count: number): Promise<Extract<Reply, { kind: "batches" }>> => {
    const reply = await ask({ id, job, first, count });
    if (reply.kind === "failed") throw errorFrom(reply.error);
    if (reply.kind !== "batches") throw new Error("A thread answered another question.");
    return reply;
  };
  const { axis, plan } = await request(0, 0);
  return { axis, plan, run: async (first, count) => (await request(first, count)).batches, close: async () => {} };
}

async function askPoints(request: PointsRequest, ask: (request: Request) => Promise<Reply>): Promise<readonly Point[]> {
  const reply = await ask(request);
  if (reply.kind === "failed") throw errorFrom(reply.error);
  if (reply.kind !== "points") throw new Error("A thread answered another question.");
  return reply.points;
}
