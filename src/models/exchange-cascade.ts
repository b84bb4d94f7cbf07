/** The structure of an exchange cascade: a two-level branch of the unit swaps excitations with one or two modes in turn. */
import type { Model, Parameters } from "./model.ts";

/** All of it in a real gauge, so that states which start diagonal in the numbers stay real. */
export interface ExchangeCascade {
  readonly kind: "exchange-cascade";
  /** Levels of each mode. */
  readonly levels: readonly number[];
  /** Largest coherence order |n1 − m1| to keep; null for all. */
  readonly cut: number | null;
  /** Parameters that enter through `coefficients` alone. */
  readonly parameters: readonly string[];
  /** The one of them that changes the angle, and with it the tables of sines and cosines. */
  readonly angle: string;
  readonly coefficients: (parameters: Parameters) => ExchangeCoefficients;
}

/** Weights of the branch's upper and lower level and of the spectator that passes by, and the angle of one exchange. */
export interface ExchangeCoefficients {
  readonly upper: number;
  readonly lower: number;
  readonly spectator: number;
  readonly angle: number;
}

/** The model's exchange cascade, or null when it brings none. */
export function exchangeCascadeOf({ structure }: Model): ExchangeCascade | null {
  return structure?.kind === "exchange-cascade" ? (structure as ExchangeCascade) : null;
}
