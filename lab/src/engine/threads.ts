/**
 * The cores of the machine for long work: threads of the package's pool, which this worker starts from its own script. They end with it, and by
 * themselves when they have had nothing to do for a minute.
 */
import { browserWorkers } from "ancilla";
import { startThread } from "./thread-script.ts";

type Executor = ReturnType<typeof browserWorkers>;

/** Threads at most. */
const MOST = 16;
/** Milliseconds of work below which starting threads costs more than they save. */
const WORTH = 300;
const IDLE = 60_000;

let pool: Executor | null = null;
let failed = false;
let idle: ReturnType<typeof setTimeout> | undefined;

/** How many there may be: one where workers start no workers. */
function most(): number {
  return failed || typeof Worker !== "function" ? 1 : Math.min(MOST, navigator.hardwareConcurrency ?? 1);
}

/**
 * Do some work on all cores where it is long enough and there are some. Where threads do not start it is done here, and they are left alone from
 * then on: no number depends on it.
 * @param milliseconds what the work takes on one thread, as far as one knows
 */
export async function onThreads<T>(milliseconds: number, work: (on: { readonly executor?: Executor }) => Promise<T>): Promise<T> {
  if (milliseconds < WORTH || most() < 2) return work({});
  clearTimeout(idle);
  pool ??= browserWorkers({ create: startOne, threads: most() });
  try {
    return await work({ executor: pool });
  } catch (error) {
    if (!failed && (error as { readonly code?: unknown }).code !== "THREAD_FAILED") throw error;
    failed = true;
    await close();
    return work({});
  } finally {
    idle = setTimeout(() => void close(), IDLE);
  }
}

function startOne(): Worker {
  try {
    return startThread();
  } catch (error) {
    failed = true;
    throw error;
  }
}

async function close(): Promise<void> {
  const ended = pool;
  pool = null;
  await ended?.close();
}
