/** The structure of an exchange cascade: a two-level branch of the unit swaps excitations with one or two modes in turn. */
import type { Model, Parameters } from "./model.ts";

/**
 * Each crossing is  g (a |upper⟩⟨lower| + h.c.) + detuning |upper⟩⟨upper|  with g = √2, for a duration that is the angle.
 * Without detuning all of it is real in some gauge, so that states which start diagonal in the numbers stay real.
 */
export interface ExchangeCascade {
  readonly kind: "exchange-cascade";
  /** Levels of each mode. */
  readonly levels: readonly number[];
  /** Largest coherence order |n1 − m1| to keep; null for all. */
  readonly cut: number | null;
  /** Parameters that enter through `coefficients` alone. */
  readonly parameters: readonly string[];
  /** Those of them that change the angle or the detuning, and with them the tables of sines and cosines. */
  readonly angle: string;
  readonly detuning: string;
  /** The coefficients at the given parameters; written to `into` and returned, where it is given. */
  readonly coefficients: (parameters: Parameters, into?: { -readonly [K in keyof ExchangeCoefficients]: number }) => ExchangeCoefficients;
  /** The weights of both levels as functions of one parameter alone, the others as given: for noise on that parameter. */
  readonly byCosine?: (parameters: Parameters) => WeightsByCosine;
}

/** Weights of the branch's upper and lower level and of the spectator that passes by; angle and detuning of one exchange. */
export interface ExchangeCoefficients {
  readonly upper: number;
  readonly lower: number;
  readonly spectator: number;
  readonly angle: number;
  readonly detuning: number;
}

/** A number that follows a parameter by its cosine:  constant + factor·(offset + cos parameter). */
export interface ByCosine {
  readonly constant: number;
  readonly factor: number;
  readonly offset: number;
}

/** Weights that follow one parameter by its cosine; the spectator's is 1 − upper − lower. */
export interface WeightsByCosine {
  readonly parameter: string;
  readonly upper: ByCosine;
  readonly lower: ByCosine;
}

/** The model's exchange cascade, or null when it brings none. */
export function exchangeCascadeOf({ structure }: Model): ExchangeCascade | null {
  return structure?.kind === "exchange-cascade" ? (structure as ExchangeCascade) : null;
}

/** Whether noise on these parameters changes the weights of an exchange cascade and nothing else. */
export function changesWeightsAlone({ parameters, angle, detuning }: ExchangeCascade, noisy: readonly string[]): boolean {
  return noisy.every((name) => name !== angle && name !== detuning && parameters.includes(name));
}
