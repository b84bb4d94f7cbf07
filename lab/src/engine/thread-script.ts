/** What the threads of a worker run: this worker's own script, in another role that they know by their name. */
export const THREAD = "ancilla thread";

/** The script where it is no file: that of the one-file lab. */
export const threadScript: { made: Blob | null } = { made: null };

let url: string | null = null;

/** Start one thread. Throws where workers cannot start workers. */
export function startThread(): Worker {
  if (threadScript.made === null) return new Worker(self.location.href, { type: "module", name: THREAD });
  url ??= URL.createObjectURL(threadScript.made);
  return new Worker(url, { name: THREAD });
}
