/** A study that runs: a promise of its result, and its records as they come. */
import type { StopSignal } from "../errors.ts";

/**
 * A study on its way. `await` it for the result; loop over it with `for await` for its records, in order and from the first one on,
 * whenever the loop begins. Leaving the loop early ends the study. Neither changes the result.
 */
export interface Running<R, T> extends Promise<R>, AsyncIterable<T> {}

/** Start a study; `emit` takes its records, and `signal` ends it: the caller's own, or a loop over its records that was left. */
export function running<R, T>(
  outer: StopSignal | undefined,
  begin: (emit: (record: T) => void, signal: StopSignal) => Promise<R>,
): Running<R, T> {
  const left = new AbortController();
  const passOn = (): void => left.abort(outer?.reason);
  if (outer?.aborted) passOn();
  else outer?.addEventListener("abort", passOn, { once: true });
  const records: T[] = [];
  let wake = (): void => {};
  let news = new Promise<void>((resolve) => (wake = resolve));
  const tell = (): void => {
    wake();
    news = new Promise<void>((resolve) => (wake = resolve));
  };
  let ended = false;
  const result = begin((record) => {
    records.push(record);
    tell();
  }, left.signal).finally(() => {
    ended = true;
    outer?.removeEventListener("abort", passOn);
    tell();
  });
  async function* iterate(): AsyncGenerator<T, void, undefined> {
    // Who loops hears of a failure here, and need not wait for the result as well.
    result.catch(() => {});
    try {
      for (let k = 0; ; ) {
        if (k < records.length) yield records[k++];
        else if (ended) break;
        else await news;
      }
      await result;
    } finally {
      if (!ended) left.abort(new Error("The loop over its records was left."));
    }
  }
  return Object.assign(result, { [Symbol.asyncIterator]: iterate });
}
