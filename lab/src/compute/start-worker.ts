/** Starts one worker of the lab. The one-file build has another file in this place: a worker from text. */
export function startWorker(): Worker {
  return new Worker(new URL("../worker.ts", import.meta.url), { type: "module", name: "ancilla" });
}
