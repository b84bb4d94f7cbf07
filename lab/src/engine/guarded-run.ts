/** A run that waits for a word where its plan says that it would take long. */
import { type RunAnswer, type RunAsk, runOf } from "./run.ts";
import { requireShort } from "./short-work.ts";

export function guardedRun(ask: RunAsk): RunAnswer {
  if (ask.large && ask.force !== true) requireShort(ask.source, ask.length, ask.observe);
  return runOf(ask);
}
