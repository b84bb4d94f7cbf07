/** Work that would take long waits for a word: its plan says how long, once for each model, size and length. */
import { plan } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { modelOf } from "./subject.ts";

/** Seconds and bytes that are spent without being asked. */
const SECONDS = 2;
const BYTES = 512 * 2 ** 20;

/** Code of the refusal. */
export const TOO_LONG = "TOO_LONG";

/** Requests that were found short, by what their price depends on. */
const short = new Set<string>();

/** Throws a sentence with the estimate where a run needs a word first. */
export function requireShort(source: Source, length: Length, observe: readonly string[]): void {
  const model = modelOf(source);
  const key = JSON.stringify([
    source.kind === "document" ? source.text : source.name,
    model.dynamics.system.dimension,
    length,
    observe.length,
  ]);
  if (short.has(key)) return;
  const { estimate } = plan(model, { ...length, observables: observe });
  if (estimate.seconds <= SECONDS && estimate.bytes <= BYTES) {
    short.add(key);
    if (short.size > 200) short.clear();
    return;
  }
  const time = estimate.seconds < 90 ? `${Math.ceil(estimate.seconds)} s` : `${Math.ceil(estimate.seconds / 60)} min`;
  const memory = estimate.bytes > 64 * 2 ** 20 ? ` and ${Math.ceil(estimate.bytes / 2 ** 20)} MiB` : "";
  throw Object.assign(new RangeError(`This run takes about ${time}${memory}: press Run, or ask for less.`), { code: TOO_LONG });
}
