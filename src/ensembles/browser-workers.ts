/** Browser workers: real threads in a page. None compiles anything: each gets the page's compiled binary. */
import { integer, wrongKind } from "../errors.ts";
import { module, ready } from "../numerics/engine.ts";
import type { Executor } from "./executor.ts";
import type { FromWorker } from "./messages.ts";
import { workerPool } from "./pool.ts";

/** Where the worker's script is, and how many to start. */
export interface BrowserWorkerOptions {
  /** The package's `browser-worker.js`, as the page's bundler or server provides it. */
  readonly url: string | { readonly href: string };
  /** All of the machine's cores unless given. */
  readonly threads?: number;
}

/**
 * Start browser workers for one or more ensembles.
 * @returns an executor; call its `close` at the end
 * @throws TypeError where the host has no workers
 */
export function browserWorkers({ url, threads = navigator.hardwareConcurrency }: BrowserWorkerOptions): Executor {
  if (typeof Worker !== "function") throw wrongKind("executor", "run where there are workers", globalThis, "Use threads: 1 here.");
  integer("threads", threads, 1, 1024);
  return workerPool(
    "browser workers",
    threads,
    (onMessage, onFailure) => {
      const worker = new Worker(typeof url === "string" ? url : url.href, { type: "module" });
      worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => onMessage(data));
      worker.addEventListener("error", ({ message }) =>
        onFailure(new Error(`A browser worker failed: ${message || `is ${url} its script?`}`)),
      );
      return { post: (message) => worker.postMessage(message), stop: () => worker.terminate(), busy: () => {} };
    },
    () => ready().then(module),
  );
}
