/** Runs that are kept beside the present one, at most five: each with its answer and the values that made it. */
import { signal } from "@preact/signals";
import type { Values } from "../compute/protocol.ts";
import type { RunAnswer } from "../engine/run.ts";
import { plainName } from "../words/names.ts";

export interface Pin {
  readonly run: RunAnswer;
  readonly title: string;
  readonly values: Values;
}

export const MOST_PINS = 5;
export const pins = signal<readonly Pin[]>([]);

export function pin(one: Pin): void {
  pins.value = [...pins.value, one].slice(-MOST_PINS);
}

export function unpin(k: number): void {
  pins.value = pins.value.filter((_, at) => at !== k);
}

/** What differs between a pin and the present values: `T = 0.4`. */
export function differences(one: Pin, values: Values): readonly string[] {
  return Object.entries(one.values)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(values[name]))
    .map(([name, value]) => `${plainName(name)} = ${JSON.stringify(value)}`);
}
