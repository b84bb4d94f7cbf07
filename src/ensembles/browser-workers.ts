/** Browser workers: real threads in a page. None compiles anything: each gets the page's compiled binary. */
import { threadFailed, wrongKind, wrongValue } from "../errors.ts";
import { module, ready } from "../numerics/engine.ts";
import { anInteger, anything, checkOptions } from "../options.ts";
import type { Executor } from "./executor.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { pageWorker } from "./page-worker.ts";
import { workerPool } from "./pool.ts";

/** A worker of the page, as far as it is used; `Worker` is one. */
export interface PageWorker {
  /** Send it a message. */
  postMessage(message: unknown): void;
  /** Listen to what it sends, and to its end. */
  addEventListener(type: "message" | "error", listener: (event: { readonly data?: unknown; readonly message?: string }) => void): void;
  /** End it at once. */
  terminate(): void;
}

/** Where workers come from, and how many to start. */
export interface BrowserWorkerOptions {
  /**
   * Makes one worker that runs `ancilla/browser-worker`, a module. Left out, workers start from the script beside the library,
   * which Vite, webpack and pages without a bundler find by themselves.
   */
  readonly create?: () => PageWorker;
  /** The address of `ancilla/browser-worker`, as the page's bundler or server provides it; instead of `create`. */
  readonly url?: string | { readonly href: string };
  /** All of the machine's cores unless given. */
  readonly threads?: number;
}

/**
 * Start browser workers for one or more ensembles and sweeps.
 * @returns an executor; call its `close` at the end
 * @throws TypeError where the host has no workers; RangeError for both `create` and `url`, or an impossible number of threads
 */
export function browserWorkers(options: BrowserWorkerOptions = {}): Executor {
  const {
    create,
    url,
    threads = cores(),
  } = checkOptions<BrowserWorkerOptions>("options", options, {
    create: aMaker,
    url: anything,
    threads: anInteger(1, 1024),
  });
  if (create !== undefined && url !== undefined) throw wrongValue("url", "be left out when `create` stands", url);
  const make = create ?? makerFor(url);
  return workerPool(
    "browser workers",
    threads,
    (onMessage, onFailure) => {
      const worker = make();
      worker.addEventListener("message", ({ data }) => onMessage(data as FromWorker));
      worker.addEventListener("error", ({ message }) =>
        onFailure(threadFailed(`A browser worker failed: ${message || `is ${url ?? "what it was started from"} its script?`}`)),
      );
      return { post: (message: ToWorker) => worker.postMessage(message), stop: () => worker.terminate(), busy: () => {} };
    },
    () => ready().then(module),
  );
}

function makerFor(url: BrowserWorkerOptions["url"]): () => PageWorker {
  if (typeof Worker !== "function") throw wrongKind("executor", "run where there are workers", globalThis, "Use threads: 1 here.");
  if (url === undefined) return pageWorker;
  return () => new Worker(typeof url === "string" ? url : url.href, { type: "module" });
}

function aMaker(argument: string, value: unknown): void {
  if (typeof value !== "function") throw wrongKind(argument, "be a function that makes a worker", value);
}

function cores(): number {
  return (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ?? 1;
}
