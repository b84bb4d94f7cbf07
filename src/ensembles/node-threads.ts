/** Node threads: workers with an instance of the engine and a memory of their own each. Part of `ancilla/node`. */
import nodeModules from "node:module";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { threadFailed } from "../errors.ts";
import { module } from "../numerics/engine.ts";
import { aName, anInteger, checkOptions, type OptionChecks } from "../options.ts";
import { entryPoint } from "./entry-point.ts";
import type { Executor } from "./executor.ts";
import { workerPool } from "./pool.ts";

/** Number of cores that this process may use. */
export function cores(): number {
  return availableParallelism();
}

/** How many threads to start. */
export interface NodeThreadOptions {
  /** All cores unless given. */
  readonly threads?: number;
  /** Another worker script than the package's own. */
  readonly worker?: { readonly href: string };
}

const checks: OptionChecks<NodeThreadOptions> = {
  threads: anInteger(1, 1024),
  worker: (argument, value) => aName(`${argument}.href`, (value as { readonly href?: unknown } | null)?.href),
};

/**
 * Make an executor on Node threads, for one ensemble or several; they share the compiled binary and nothing else.
 * @returns an executor; threads start with its first ensemble, end with its `close`, and keep no process alive while idle
 */
export function nodeThreads(options: NodeThreadOptions = {}): Executor {
  checkOptions<NodeThreadOptions>("options", options, checks);
  const { threads = cores(), worker = entryPoint("worker") } = options;
  return workerPool(
    "Node threads",
    threads,
    (onMessage, onFailure) => {
      const thread = startWorker(new URL(worker.href));
      thread.on("message", onMessage);
      thread.on("error", (cause: unknown) => onFailure(threadFailed(`A thread failed: ${firstLine(cause)}`)));
      thread.on("exit", (code) => onFailure(threadFailed(`A thread ended with code ${code} while it was needed.`)));
      return {
        post: (message) => thread.postMessage(message),
        stop: () => thread.terminate(),
        busy: (is) => (is ? thread.ref() : thread.unref()),
      };
    },
    async () => module(),
  );
}

function firstLine(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split("\n")[0];
}

/** A worker from its script. One in TypeScript, as in the source tree, goes through tsx, which must be found from the working folder. */
function startWorker(script: URL): Worker {
  if (!script.pathname.endsWith(".ts")) return new Worker(script, compiledOnce());
  const source = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(script.href)}); });`;
  return new Worker(source, { eval: true });
}

/** What Node has from 22.8 on. */
interface Compiling {
  readonly getCompileCacheDir?: () => string | undefined;
}

/** Where this thread keeps what Node compiles for it, others find it: each would compile the package anew, and does not look by itself. */
function compiledOnce(): { readonly env?: typeof process.env } {
  const folder = (nodeModules as Compiling).getCompileCacheDir?.();
  return folder === undefined ? {} : { env: { ...process.env, NODE_COMPILE_CACHE: dirname(folder) } };
}
