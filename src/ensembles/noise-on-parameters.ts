/** Noise by parameter name, checked: on which parameters it may be, and what values those may take. */
import { checkNoise, type Noise } from "../dynamics/noise/known-kinds.ts";
import { checkSlots, isOnSlots, slotSpec } from "../dynamics/noise/slots.ts";
import { didYouMean, wrongKind, wrongValue } from "../errors.ts";
import type { ParameterSpec } from "../models/model.ts";

/**
 * Check noise by parameter name: each of a known kind, on a parameter that can have it. Returns it complete.
 * @param specs the model's parameters; null when the model declares none
 * @throws TypeError or RangeError in the error grammar
 */
export function checkedNoise(
  noise: Readonly<Record<string, Noise>>,
  specs: Readonly<Record<string, ParameterSpec>> | null,
): Readonly<Record<string, Noise>> {
  if (typeof noise !== "object" || noise === null || Array.isArray(noise)) {
    throw wrongKind("noise", "map parameter names to noise", noise, "Write { phi: normal(2.4, 0.2) }.");
  }
  for (const name of Object.keys(noise)) {
    if (isOnSlots(name, specs)) checkSlots(noise[name]);
    else if (specs !== null) noisySpec(name, specs);
  }
  return Object.fromEntries(Object.keys(noise).map((name) => [name, checkNoise(noise[name])]));
}

/** What is known of what a noise is on. */
export function specOf(name: string, specs: Readonly<Record<string, ParameterSpec>> | null): ParameterSpec | null {
  if (isOnSlots(name, specs)) return slotSpec;
  return specs === null ? null : specs[name];
}

/** The declaration of a noisy parameter; refuses an unknown one and one that noise makes no sense on. */
function noisySpec(name: string, specs: Readonly<Record<string, ParameterSpec>>): ParameterSpec {
  const noisy = Object.keys(specs).filter((known) => specs[known].noisy);
  const remedy =
    noisy.length === 0
      ? "This model has none; parameters of a document can be noisy where they say `noisy: true`."
      : `Noisy parameters here: ${noisy.join(", ")}.`;
  if (!Object.hasOwn(specs, name)) {
    throw wrongValue("noise", "be on a parameter of the model", name, didYouMean(name, Object.keys(specs)), `is on \`${name}\``);
  }
  if (!specs[name].noisy) throw wrongValue("noise", "be on a parameter that can be noisy", name, remedy, `is on \`${name}\``);
  return specs[name];
}
