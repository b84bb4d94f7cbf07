/** Work in slices: it leaves the thread to others after some milliseconds, and goes on where it was. No bit depends on where it is cut. */
import { type StopSignal, stopIfAborted } from "../errors.ts";
import type { Due, Work } from "../work-in-pieces.ts";
import { openTurns } from "./turns.ts";

/** Milliseconds that a slice may last. */
export const SLICE = 8;

/** A piece of work ends a little after it is due. */
const USED = 0.7;

/** How to leave work, and who may end it. */
export interface Slicing {
  readonly slice?: number | undefined;
  readonly signal?: StopSignal | undefined;
  /** Told after each slice but the last. */
  readonly between?: () => void;
}

/** Carry work out in slices. Throws an AbortError when the signal fires; what the work holds is given back then too. */
export async function inSlices<R>(begin: (due: Due) => Work<R>, { slice = SLICE, signal, between }: Slicing = {}): Promise<R> {
  const turns = openTurns();
  let end = 0;
  let work: Work<R> | null = null;
  try {
    await turns.next();
    stopIfAborted(signal);
    end = performance.now() + USED * slice;
    work = begin(() => performance.now() >= end);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      between?.();
      await turns.next();
      stopIfAborted(signal);
      end = performance.now() + USED * slice;
    }
  } finally {
    work?.return(undefined as never);
    turns.close();
  }
}
