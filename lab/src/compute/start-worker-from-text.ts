/** Starts one worker of the one-file lab: a classic script from its text, which works from file:// and in sandboxed frames. */
import text from "virtual:worker-text";
import type { ToWorker } from "./protocol.ts";

const script = new Blob([text], { type: "text/javascript" });
let url: string | null = null;

export function startWorker(): Worker {
  url ??= URL.createObjectURL(script);
  const worker = new Worker(url, { name: "ancilla" });
  // From file:// a worker may not start others from this address: it makes one of its own.
  worker.postMessage({ kind: "script", script } satisfies ToWorker);
  return worker;
}
