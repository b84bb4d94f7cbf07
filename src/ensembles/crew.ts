/**
 * Workers that answer requests: the part that Node threads and browser workers share.
 *
 *   ask ──▶ the worker with the fewest open requests ──▶ { number, request } … { number, reply }
 *
 * A worker answers its requests one after the other. One that dies fails what was asked of it, and all that comes later.
 */
import type { Executor } from "./executor.ts";
import { askPoints, crewOf, type Reply, type Request } from "./serve.ts";

/** What travels to a worker: the compiled binary once, then numbered requests. */
export type ToWorker =
  | { readonly kind: "engine"; readonly engine: WebAssembly.Module }
  | { readonly kind: "request"; readonly number: number; readonly request: Request };

/** What a worker sends back. */
export interface FromWorker {
  readonly number: number;
  readonly reply: Reply;
}

/** One worker, as its host provides it. */
export interface Host {
  post(message: ToWorker): void;
  stop(): unknown;
  /** Told when the worker gets its first open request and when it has answered its last one. */
  busy(is: boolean): void;
}

/** Start one worker; it calls `hear` for each message and `fail` when it dies. */
export type Hire = (hear: (message: FromWorker) => void, fail: (cause: Error) => void) => Host;

interface Hand {
  readonly host: Host;
  readonly open: Map<number, { resolve(reply: Reply): void; reject(cause: Error): void }>;
  dead: Error | null;
}

/** An executor on `threads` workers, started when the first ensemble opens. */
export function workerExecutor(name: string, threads: number, hire: Hire, prepare: () => Promise<WebAssembly.Module>): Executor {
  let hands: readonly Hand[] = [];
  let started: Promise<void> | null = null;
  let number = 0;
  const start = async (): Promise<void> => {
    const engine = await prepare();
    hands = Array.from({ length: threads }, () => hand(hire, engine));
  };
  const ask = async (request: Request): Promise<Reply> => {
    await (started ??= start());
    const free = hands.reduce((a, b) => (b.open.size < a.open.size ? b : a));
    return send(free, number++, request);
  };
  return {
    name,
    threads,
    open: (job) => crewOf(job, ask),
    points: (request) => askPoints(request, ask),
    async close() {
      await started;
      await Promise.all(hands.map(({ host }) => host.stop()));
      hands = [];
      started = null;
    },
  };
}

function hand(hire: Hire, engine: WebAssembly.Module): Hand {
  const open: Hand["open"] = new Map();
  const host = hire(
    ({ number, reply }) => {
      open.get(number)?.resolve(reply);
      open.delete(number);
      if (open.size === 0) host.busy(false);
    },
    (cause) => {
      made.dead = cause;
      for (const { reject } of open.values()) reject(cause);
      open.clear();
    },
  );
  const made: Hand = { host, open, dead: null };
  host.post({ kind: "engine", engine });
  host.busy(false);
  return made;
}

function send(to: Hand, number: number, request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    if (to.dead) return reject(to.dead);
    if (to.open.size === 0) to.host.busy(true);
    to.open.set(number, { resolve, reject });
    to.host.post({ kind: "request", number, request });
  });
}

/** The worker's side: a listener that takes the binary, then answers requests in their order. */
export function answering(
  adopt: (engine: WebAssembly.Module) => void,
  serve: (request: Request) => Promise<Reply>,
  post: (message: FromWorker) => void,
): (message: ToWorker) => void {
  let last: Promise<void> = Promise.resolve();
  return (message) => {
    if (message.kind === "engine") adopt(message.engine);
    else last = last.then(async () => post({ number: message.number, reply: await serve(message.request) }));
  };
}
