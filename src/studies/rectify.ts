import type { Model } from "../models/model.ts";
import { keepingStart } from "../models/replaced-start.ts";
import { steady } from "../solvers/steady.ts";
import type { CurrentPair } from "../thermodynamics/rectification.ts";

/** What is exchanged and which currents are compared. */
export interface SwapOptions {
  /** The two parameters whose values are exchanged: the baths' temperatures. */
  readonly exchange: readonly [string, string];
  /** Pairs of observables: the current as it is, and the one that takes its place after the exchange. */
  readonly currents: Readonly<Record<string, readonly [forward: string, swapped: string]>>;
}

/**
 * Solve for the stationary state twice, as it is and with two parameters exchanged, and read pairs of currents.
 *
 * Returns one pair per entry of `currents`. Throws when a current has no value.
 */
export function exchangeBaths(model: Model, { exchange: [a, b], currents }: SwapOptions): Readonly<Record<string, CurrentPair>> {
  const entries = Object.entries(currents);
  const before = steady(model, { observables: entries.map(([, [forward]]) => forward) });
  const mirrored = keepingStart(model).with({ [a]: model.parameters[b], [b]: model.parameters[a] });
  const after = steady(mirrored, { observables: entries.map(([, [, swapped]]) => swapped) });
  return Object.fromEntries(
    entries.map(([name, [forward, swapped]]) => [
      name,
      { forward: Number(before.observables[forward]), swapped: Number(after.observables[swapped]) },
    ]),
  );
}
