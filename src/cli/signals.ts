/** The signals that end a program: interrupted from the keyboard, asked to end, or its terminal was closed. */
const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Fires when the process is asked to end, so that what is complete can be kept. A second signal ends the process at once. */
export interface Stop {
  readonly signal: AbortSignal;
  /** What shells report after that signal: 128 and its number; null while none came. */
  readonly code: number | null;
  forget(): void;
}

/** Begin to listen for SIGINT, SIGTERM and SIGHUP. */
export function stopOnSignal(): Stop {
  const controller = new AbortController();
  let code: number | null = null;
  const forget = (): void => {
    for (const name of Object.keys(signals)) process.off(name, listener);
  };
  const listener = (name: NodeJS.Signals): void => {
    code = 128 + signals[name as keyof typeof signals];
    forget();
    controller.abort();
  };
  for (const name of Object.keys(signals)) process.on(name, listener);
  return {
    signal: controller.signal,
    get code() {
      return code;
    },
    forget,
  };
}

/** Run `body` while signals are caught. */
export async function stoppable<T>(body: (stop: Stop) => Promise<T>): Promise<T> {
  const stop = stopOnSignal();
  try {
    return await body(stop);
  } catch (error) {
    if (stop.code !== null) process.exitCode = stop.code;
    throw error;
  } finally {
    stop.forget();
  }
}
