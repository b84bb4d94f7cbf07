/** The one place where a way to do some work is picked: ask all, take the cheapest that fits. */
import { wrongValue } from "../errors.ts";
import type { Scope } from "../numerics/memory.ts";
import type { Lowering } from "./lowering.ts";
import { bytes, isRefusal, MOST_BYTES, type Price, type Refusal } from "./price.ts";

/** A way that was asked, with its answer. */
export interface Considered {
  readonly name: string;
  readonly answer: Price | Refusal;
}

/** What was picked for a request, what was asked besides, and how to bind it. */
export interface Choice<E, L = unknown> {
  readonly name: string;
  readonly lowering: L;
  readonly price: Price;
  /** The others, in the order of the list. */
  readonly others: readonly Considered[];
  /** Bind the pick; its linear memory comes from `scope`. */
  bind(scope: Scope): E;
}

/**
 * Ask every lowering of a list and pick the one with the least estimated time; the first of equals.
 *
 * Knows no lowering. A price beyond linear memory counts as a refusal that names the bytes. Throws a RangeError with
 * all reasons when nothing fits; `subject` says what for: the name of the argument, and its value.
 */
export function choose<R, E, L extends Lowering<R, E>>(request: R, list: readonly (L & Lowering<R, E>)[], subject: Subject): Choice<E, L> {
  const asked = list.map((lowering) => ({ lowering, answer: withinMemory(lowering.fits(request)) }));
  let best: { lowering: L; price: Price } | null = null;
  for (const { lowering, answer } of asked) {
    if (isRefusal(answer)) continue;
    if (best === null || answer.seconds < best.price.seconds) best = { lowering, price: answer };
  }
  if (!best) throw nothingFits(subject, asked);
  const { lowering, price } = best;
  return {
    name: lowering.name,
    lowering,
    price: lowering.exact?.(request) ?? price,
    others: asked.filter((other) => other.lowering !== lowering).map((other) => ({ name: other.lowering.name, answer: other.answer })),
    bind: (scope) => lowering.bind(request, scope),
  };
}

/** What a choice is about, for the sentence when nothing fits. */
export interface Subject {
  readonly argument: string;
  readonly value: unknown;
  /** What the argument must do: "fit into memory". */
  readonly must: string;
  readonly remedy: string;
}

function withinMemory(answer: Price | Refusal): Price | Refusal {
  if (isRefusal(answer) || answer.bytes < MOST_BYTES) return answer;
  return { refused: `needs ${bytes(answer.bytes)} of linear memory`, remedy: "Use fewer levels." };
}

function nothingFits(
  { argument, value, must, remedy }: Subject,
  asked: readonly { readonly lowering: { readonly name: string }; readonly answer: Price | Refusal }[],
): Error {
  const reasons = asked.flatMap(({ lowering, answer }) => (isRefusal(answer) ? [`${lowering.name}: ${answer.refused}`] : []));
  return wrongValue(argument, must, value, remedy, reasons.join("; "));
}
