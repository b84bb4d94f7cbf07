import { didYouMean, valueInWords, wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { keepingStart } from "../models/replaced-start.ts";
import { howToGiveParameters, requireRunnable } from "../models/require-model.ts";
import { aName, anObject, type Check, checkOptions, listOf, names, type OptionChecks } from "../options.ts";
import { steady } from "../solvers/steady.ts";
import type { CurrentPair } from "../thermodynamics/rectification.ts";

/** What is exchanged and which currents are compared. */
export interface SwapOptions {
  /** The two parameters whose values are exchanged: the baths' temperatures. */
  readonly exchange: readonly [string, string];
  /** Pairs of observables: the current as it is, and the one that takes its place after the exchange. */
  readonly currents: Readonly<Record<string, readonly [forward: string, swapped: string]>>;
}

const aPair: Check = (argument, value) => {
  names(argument, value);
  const { length } = value as readonly string[];
  if (length !== 2) throw wrongValue(argument, "be two names", value, "", `has ${length}`);
};

const swapChecks: OptionChecks<SwapOptions> = {
  exchange: aPair,
  currents: (argument, value) => {
    anObject(argument, value);
    for (const [name, pair] of Object.entries(value as object)) listOf("two names", aName)(`${argument}.${name}`, pair);
  },
};

/**
 * Solve for the stationary state twice, as it is and with two parameters exchanged, and read pairs of currents.
 *
 * Returns one pair per entry of `currents`. Throws when a current has no value.
 */
export function exchangeBaths(model: Model, options: SwapOptions): Readonly<Record<string, CurrentPair>> {
  requireRunnable(model);
  checkOptions<SwapOptions>("options", options, swapChecks, {
    required: ["exchange", "currents"],
    remedy: "Write { exchange, currents }.",
  });
  const { exchange, currents } = options;
  const known = Object.keys(model.parameters);
  const stranger = exchange.find((name) => !known.includes(name));
  if (stranger !== undefined) {
    const remedy = howToGiveParameters(model) || didYouMean(stranger, known);
    throw wrongValue("exchange", `name parameters of ${model.name}`, stranger, remedy, `names ${valueInWords(stranger)}`);
  }
  const [a, b] = exchange;
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
