/** The worker that a page starts by itself. A file of its own beside the worker's script: bundlers follow this very expression. */
export function pageWorker(): Worker {
  return new Worker(new URL("./browser-worker.ts", import.meta.url), { type: "module" });
}
