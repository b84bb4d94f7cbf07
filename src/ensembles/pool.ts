/**
 * A pool of workers that answer requests: the part that Node threads and browser workers share.
 *
 *   ask ──▶ first come, first served ──▶ a worker with room ──▶ { number, request } … { number, note } … { number, reply }
 *
 * A worker answers its requests one after the other; it has at most two batches, or one whole study. A request that nobody waits for any
 * more is taken back; a worker that does not hear that within a tenth of a second is replaced, and what else was asked of it is asked
 * anew. One that dies fails what was asked of it, and all that comes later.
 */
import { AbortError, internalFault, type StopSignal, threadFailed } from "../errors.ts";
import type { CompiledModule } from "../numerics/engine.ts";
import type { Executor, OpenEnsemble } from "./executor.ts";
import type { Job } from "./job.ts";
import { errorFrom, type FromWorker, type Reply, type Request, type StudyNote, type ToWorker } from "./messages.ts";

/** One worker, as its host (Node or a browser) provides it. */
export interface HostWorker {
  post(message: ToWorker): void;
  stop(): unknown;
  /** Told when the worker gets its first open request and when it has answered its last one. */
  busy(is: boolean): void;
}

/** Start one worker; it calls `onMessage` for each message and `onFailure` when it dies. */
export type StartWorker = (onMessage: (message: FromWorker) => void, onFailure: (cause: Error) => void) => HostWorker;

/** Milliseconds after which a worker that was asked to leave a request is replaced. */
const DEAF = 100;

/** Requests that one worker has at a time: one to work on and one to go on with. */
const AHEAD = 2;

/** A request on its way. */
interface Asked {
  readonly number: number;
  readonly request: Request;
  /** Alone on its worker, because nobody knows how long it takes. */
  readonly alone: boolean;
  /** Records that were passed on: a worker that starts anew makes them again. */
  records: number;
  /** Nobody waits for it any more. */
  left: boolean;
  note(note: StudyNote): void;
  resolve(reply: Reply): void;
  reject(cause: unknown): void;
}

interface PoolWorker {
  readonly host: HostWorker;
  /** Requests without an answer, by number. */
  readonly open: Map<number, Asked>;
  /** Records of the request in hand since this worker began it. */
  readonly seen: Map<number, number>;
  /** It has answered: its script is the right one, and another of it would work. */
  heard: boolean;
  stopped: boolean;
}

/**
 * An executor on `threads` workers, started when the first request comes.
 * @param compile compiles the binary that every worker gets
 */
export function workerPool(name: string, threads: number, start: StartWorker, compile: () => Promise<CompiledModule>): Executor {
  const pool = new Pool(threads, start, compile);
  const ask = pool.ask.bind(pool);
  return {
    name,
    threads,
    open: (job, _built, signal) => openOnWorkers(job, ask, signal),
    points: async (request, signal) => answerOf(await ask(request, { signal }), "points").points,
    study: async (request, watch) => answerOf(await ask(request, watch), "study").result,
    close: () => pool.close(),
  };
}

/** Who waits for an answer. */
interface Waiting {
  readonly signal?: StopSignal | undefined;
  note?(note: StudyNote): void;
}

type Ask = (request: Request, waiting?: Waiting) => Promise<Reply>;

class Pool {
  private workers: PoolWorker[] = [];
  private queue: Asked[] = [];
  private started: Promise<void> | null = null;
  private engine: CompiledModule | null = null;
  private dead: Error | null = null;
  private number = 0;

  constructor(
    private readonly threads: number,
    private readonly start: StartWorker,
    private readonly compile: () => Promise<CompiledModule>,
  ) {}

  async ask(request: Request, { signal, note = () => {} }: Waiting = {}): Promise<Reply> {
    if (signal?.aborted) throw new AbortError(signal.reason);
    await (this.started ??= this.startAll());
    return new Promise<Reply>((resolve, reject) => {
      const onAbort = (): void => {
        this.takeBack(asked);
        reject(new AbortError(signal?.reason));
      };
      const ended = (): void => signal?.removeEventListener("abort", onAbort);
      const asked: Asked = {
        number: this.number++,
        request,
        alone: "study" in request,
        records: 0,
        left: false,
        note: (made) => !signal?.aborted && !asked.left && note(made),
        resolve: (reply) => {
          ended();
          resolve(reply);
        },
        reject: (cause) => {
          ended();
          reject(cause);
        },
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener("abort", onAbort, { once: true });
      this.queue.push(asked);
      this.dispatch();
    });
  }

  async close(): Promise<void> {
    await this.started?.catch(() => {});
    const { workers } = this;
    this.workers = [];
    this.started = null;
    const stopped = Promise.all(workers.map((worker) => this.stop(worker)));
    const ended = threadFailed("The executor was closed while a thread was needed.");
    for (const asked of [...workers.flatMap(({ open }) => [...open.values()]), ...this.queue]) asked.reject(ended);
    this.queue = [];
    await stopped;
  }

  private async startAll(): Promise<void> {
    try {
      this.engine = await this.compile();
    } catch (error) {
      // What is missing, a binary say, may be there the next time.
      this.started = null;
      throw error;
    }
    this.dead = null;
    this.workers = Array.from({ length: this.threads }, () => this.startOne());
  }

  private startOne(): PoolWorker {
    const host = this.start(
      (message) => this.hear(worker, message),
      (cause) => this.die(worker, cause),
    );
    const worker: PoolWorker = { host, open: new Map(), seen: new Map(), heard: false, stopped: false };
    host.post({ kind: "engine", engine: this.engine as CompiledModule });
    host.busy(false);
    return worker;
  }

  /** Hand requests to workers in the order in which they came. */
  private dispatch(): void {
    if (this.dead) this.fail(this.dead);
    while (this.queue.length > 0) {
      const [asked] = this.queue;
      const free = this.workers.reduce((a, b) => (b.open.size < a.open.size ? b : a));
      const occupied = [...free.open.values()].some(({ alone }) => alone);
      if (free.open.size >= (asked.alone ? 1 : AHEAD) || occupied) return;
      this.queue.shift();
      if (free.open.size === 0) free.host.busy(true);
      free.open.set(asked.number, asked);
      free.host.post({ kind: "request", number: asked.number, request: asked.request });
    }
  }

  private hear(worker: PoolWorker, message: FromWorker): void {
    worker.heard = true;
    const asked = worker.open.get(message.number);
    if (!asked) return;
    if ("note" in message) this.passOn(worker, asked, message.note);
    else {
      this.letGo(worker, asked);
      asked.resolve(message.reply);
      this.dispatch();
    }
  }

  /** Pass a note on, without the records that an earlier worker has made already. */
  private passOn(worker: PoolWorker, asked: Asked, note: StudyNote): void {
    const { records = [] } = note;
    const before = worker.seen.get(asked.number) ?? 0;
    worker.seen.set(asked.number, before + records.length);
    const fresh = records.slice(Math.max(0, asked.records - before));
    asked.records += fresh.length;
    try {
      asked.note({ ...note, records: fresh });
    } catch (error) {
      // Who listens failed: the study ends with that, and its thread is free for others.
      this.takeBack(asked);
      asked.reject(error);
    }
  }

  private letGo(worker: PoolWorker, { number }: Asked): void {
    worker.open.delete(number);
    worker.seen.delete(number);
    if (worker.open.size === 0 && !worker.stopped) worker.host.busy(false);
  }

  /** Nobody waits for it any more. */
  private takeBack(asked: Asked): void {
    if (asked.left) return;
    asked.left = true;
    this.queue = this.queue.filter((other) => other !== asked);
    const worker = this.workers.find(({ open }) => open.has(asked.number));
    if (!worker) return;
    worker.host.post({ kind: "cancel", number: asked.number });
    setTimeout(() => {
      if (worker.open.has(asked.number) && !worker.stopped) this.replace(worker);
    }, DEAF);
  }

  private replace(worker: PoolWorker): void {
    const others = [...worker.open.values()].filter(({ left }) => !left);
    void this.stop(worker);
    this.workers = this.workers.map((other) => (other === worker ? this.startOne() : other));
    this.queue.unshift(...others);
    this.dispatch();
  }

  private async stop(worker: PoolWorker): Promise<void> {
    worker.stopped = true;
    await worker.host.stop();
  }

  private die(worker: PoolWorker, cause: Error): void {
    if (worker.stopped) return;
    void this.stop(worker);
    for (const asked of worker.open.values()) asked.reject(cause);
    worker.open.clear();
    if (!worker.heard) {
      this.dead ??= cause;
      this.fail(cause);
      return;
    }
    this.workers = this.workers.map((other) => (other === worker ? this.startOne() : other));
    this.dispatch();
  }

  private fail(cause: Error): void {
    for (const asked of this.queue) asked.reject(cause);
    this.queue = [];
  }
}

let ids = 0;

/** Open a job on whatever answers requests; its batches are asked for later. */
async function openOnWorkers(job: Job, ask: Ask, signal: StopSignal | undefined): Promise<OpenEnsemble> {
  const id = ids++;
  const left = new AbortController();
  const request = async (first: number, count: number, waiting: Waiting) =>
    answerOf(await ask({ id, job, first, count }, waiting), "batches");
  const { axis, plan } = await request(0, 0, { signal });
  return { axis, plan, run: async (first, count) => (await request(first, count, left)).batches, close: async () => left.abort() };
}

/** The reply that was asked for, or the error that came in its place. */
function answerOf<K extends Reply["kind"]>(reply: Reply, kind: K): Extract<Reply, { kind: K }> {
  if (reply.kind === "failed") throw errorFrom(reply.error);
  if (reply.kind !== kind) throw internalFault("A thread answered another question.");
  return reply as Extract<Reply, { kind: K }>;
}
