/** What `counting` takes and returns. */

import type { StopSignal } from "../../errors.ts";
import type { Parameters } from "../../models/model.ts";
import type { Start } from "../../models/starts.ts";
import type { PrintedPlan } from "../../plan/plan-text.ts";
import type { QuasiTable } from "./coherence-of-units.ts";
import type { Count } from "./counts.ts";
import type { CountDistribution } from "./distributions.ts";
import type { ThirdCertificate } from "./fluctuation-theorems.ts";
import type { Scheme } from "./tilted-collision.ts";

/** Which distributions, and how many values they may have. */
export interface DistributionOptions {
  /** One count, or several together; every count by itself unless given. */
  readonly of?: readonly string[];
  /** Values at most; 100 000 unless given. */
  readonly mostValues?: number;
  /** Put values into bins of this width, each shared between its two neighbours. */
  readonly binWidth?: number;
}

/** Options of `counting`. */
export interface CountingOptions {
  readonly of: readonly Count[];
  /** Cumulants up to this order; 4 unless given. */
  readonly orders?: number;
  /** Collisions to count. */
  readonly steps?: number;
  /** Time to count to; of a stream of collisions with a duration it must be a number of them. */
  readonly until?: number;
  /** The time after which a driven master equation repeats: rates and noise are then per period. */
  readonly period?: number;
  /** Record every so many collisions, or after so much time; at the end alone unless given. */
  readonly saveEvery?: number;
  /** Long-time rates; true unless given. */
  readonly steady?: boolean;
  /** `"tpm"` unless given. */
  readonly scheme?: Scheme;
  /** Frequencies of the stationary noise, in radians per cycle, or per unit time. */
  readonly omega?: readonly number[];
  /** Distributions at the end. */
  readonly distribution?: boolean | DistributionOptions;
  /** Real fields, by count, at which ln μ(s), the rate of ln⟨e^{sq}⟩, is wanted; fields left out are 0. */
  readonly at?: readonly Readonly<Record<string, number>>[];
  /** Judge the fluctuation theorems of heat; true unless given. */
  readonly theorems?: boolean;
  /** A start in place of the model's own; `"steady"` is the stationary state. */
  readonly initial?: Start | "steady";
  readonly signal?: StopSignal;
}

/** Cumulants and covariances of one component, or of the whole, per cycle or per unit time. */
export interface CumulantRates {
  /** By count: c₁, c₂, …; null where there is no such number. */
  readonly cumulants: Readonly<Record<string, readonly (number | null)[]>>;
  /** By "a,b" for every two counts; null where they were not counted together. */
  readonly covariances: Readonly<Record<string, number | null>>;
  /** Imaginary parts of complex quasi-cumulants; null where all are real. */
  readonly imaginary: Readonly<Record<string, readonly number[]>> | null;
}

/** Rates of the whole. */
export interface CountingRates extends CumulantRates {
  /** `"cycle"`, `"time"`, or `"period"` of a driven equation. */
  readonly per: "cycle" | "time" | "period";
  /** −Σ β c₁ over all baths; null where a bath has no temperature above 0. */
  readonly entropyProduction: number | null;
  /** c₂/(|c₁|Δ) with the count's quantum Δ; null where c₁ is 0 or the values are no lattice. */
  readonly fano: Readonly<Record<string, number | null>>;
  /** c₂σ/c₁²: at least 2 for Markov jump processes in continuous time; reported, never judged. */
  readonly uncertaintyProduct: Readonly<Record<string, number | null>>;
  /** The parts that a start may end in where several states are stationary, each with its weight; null where one is. */
  readonly components: readonly (CumulantRates & { readonly weight: number })[] | null;
  /** ‖(1 − Λ)ρ‖ of the stationary state, and how errors of the map are amplified; null by component, `condition` also from products alone. */
  readonly residual: number | null;
  readonly condition: number | null;
}

/** A line of noise: the spectrum of ⟨q_n q_{n+m}⟩ holds 2π·weight·δ(ω − at) there. */
export interface NoiseLine {
  readonly at: number;
  readonly weight: number;
}

/** Noise of the stationary counts: the smooth part by frequency, and lines. */
export interface CountingNoise {
  /** In radians per cycle or period, or per unit time. */
  readonly omega: readonly number[];
  readonly S: Readonly<Record<string, readonly number[]>>;
  /** By count: the mean's own line (weight c₁² at 0), then oscillations that never decay. */
  readonly lines: Readonly<Record<string, readonly NoiseLine[]>>;
}

/** The first moment of a count of heat against the ledger of the model itself. */
export interface FirstMoment {
  readonly counted: number;
  readonly ledger: number;
  readonly difference: number;
}

/** What `counting` returns. */
export interface CountingResult {
  readonly model: string;
  readonly parameters: Parameters;
  readonly scheme: Scheme;
  readonly counts: readonly string[];
  readonly axis: { readonly name: "collision" | "time"; readonly values: readonly number[] };
  /** By count: K_n of order n at each record, as [n − 1][record]. */
  readonly cumulants: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** By "a,b" at each record; null where they were not counted together. */
  readonly covariances: Readonly<Record<string, readonly (number | null)[]>>;
  readonly imaginary: Readonly<Record<string, readonly (readonly number[])[]>> | null;
  readonly rates: CountingRates | null;
  readonly noise: CountingNoise | null;
  readonly distributions: readonly CountDistribution[];
  /** ln μ(s) at the fields of `at`; null where there is none. */
  readonly generating: readonly (number | null)[];
  readonly theorems: ThirdCertificate | null;
  /** By count of heat: of a stream at the last record; of a master equation per unit time (or period), without records alone. */
  readonly firstMoments: Readonly<Record<string, FirstMoment>>;
  /** The first collision's Kirkwood–Dirac table where its unit has coherence between what is counted; null elsewhere. */
  readonly quasi: QuasiTable | null;
  /** Why something is null, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly plan: PrintedPlan;
}
