/** The signals that end a program: interrupted from the keyboard, asked to end, or its terminal was closed; and its own deadline. */
import { UsageError } from "./failure.ts";

const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** What `timeout` of the shell reports, too. */
const TIMED_OUT = 124;

/** Fires when the process is asked to end, so that what is complete can be kept. A second signal ends the process at once. */
export interface Stop {
  readonly signal: AbortSignal;
  /** What shells report after that signal: 128 and its number, 124 after a deadline; null while none came. */
  readonly code: number | null;
  forget(): void;
}

/** Begin to listen for SIGINT, SIGTERM and SIGHUP; `deadline` is in seconds from the start of the process. */
export function stopOnSignal(deadline?: number): Stop {
  const controller = new AbortController();
  let code: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = (): void => {
    for (const name of Object.keys(signals)) process.off(name, listener);
    clearTimeout(timer);
  };
  const stop = (reported: number): void => {
    code = reported;
    forget();
    controller.abort();
  };
  const listener = (name: NodeJS.Signals): void => stop(128 + signals[name as keyof typeof signals]);
  for (const name of Object.keys(signals)) process.on(name, listener);
  if (deadline !== undefined) {
    const end = 1000 * (deadline - reserveOf(deadline));
    const wait = (): void => {
      const left = end - performance.now();
      if (left <= 0) stop(TIMED_OUT);
      else timer = setTimeout(wait, Math.min(left, LONGEST)).unref();
    };
    wait();
  }
  return {
    signal: controller.signal,
    get code() {
      return code;
    },
    forget,
  };
}

/** Longest time that a timer takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Seconds before a deadline at which a run stops, so that the batch at hand ends and the results are written. */
function reserveOf(deadline: number): number {
  return Math.min(60, 0.05 * deadline);
}

/** Run `body` while signals are caught. */
export async function stoppable<T>(body: (stop: Stop) => Promise<T>, deadline?: number): Promise<T> {
  const stop = stopOnSignal(deadline);
  try {
    return await body(stop);
  } catch (error) {
    if (stop.code !== null) process.exitCode = stop.code;
    throw error;
  } finally {
    stop.forget();
  }
}

const seconds = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

/** Read a stretch of time, such as 23h, 90m or 1d12h, in seconds. */
export function readTime(option: string): (word: string) => number {
  return (word) => {
    const parts = [...word.matchAll(/(\d+(?:\.\d+)?)([dhms])/g)];
    const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds], 0);
    if (parts.length > 0 && parts.map(([text]) => text).join("") === word && Number.isFinite(total) && total > 0) return total;
    throw new UsageError(`Option --${option} must be a time with its unit, such as 23h, 90m, 45s or 1d12h, but is "${word}".`);
  };
}
