import type { Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import type { Observable } from "../observables/observable.ts";
import type { Operator } from "../operators/operator.ts";

/** A parameter's value as it stands in JSON. */
export type ParameterValue = number | string | boolean | null | readonly ParameterValue[] | { readonly [name: string]: ParameterValue };
/** Parameters of a model by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What `ancilla list` prints and what values are checked against. */
export interface ParameterSpec {
  readonly description: string;
  readonly default: ParameterValue;
  readonly kind: "number" | "integer" | "boolean" | "choice" | "numbers" | "any";
  /** Closed bounds; `above` and `below` are open ones. */
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
  readonly choices?: readonly string[];
  /** Accept null for "automatic". */
  readonly nullable?: boolean;
  readonly unit?: string;
  /** Noise on it makes sense (a real number that enters each collision, or each realisation). */
  readonly noisy?: boolean;
  /** Bounds of what noise may draw, where they are narrower: temperatures that may be negative, but not cross 0. */
  readonly noiseWithin?: Pick<ParameterSpec, "atLeast" | "atMost" | "above" | "below">;
}

/** A model at given parameters, ready to plan, run, or ask for its stationary state. */
export interface Model {
  readonly name: string;
  readonly parameters: Parameters;
  readonly dynamics: Collisions | Generator;
  /** Initial density operator. */
  readonly initial: Operator;
  /** The initial state that the parameters give, and `with` builds anew: another one than `initial` where that was put in its place. */
  readonly start?: Operator;
  /** Every observable by name; families such as `p_k` are found through `observable(name)`. */
  observable(name: string): Observable;
  readonly observableNames: readonly string[];
  readonly defaultObservables: readonly string[];
  /** What the model itself knows and the user should: traps, no stationary state, a truncation that is too small. */
  readonly warnings: readonly string[];
  /** How the model itself was reduced, exactly, before anything is planned: one sentence for the plan. */
  readonly reduction?: string;
  /** A closed form of the limit of any initial state, used (and checked) where the stationary space is too large to search. */
  readonly knownLimit?: {
    readonly dimension: number;
    /** The limit of an initial state. */
    readonly state: (initial: Operator) => Operator;
  };
  /** Set when the model is known to have no stationary state: the sentence that says why. */
  readonly noStationaryState?: string;
  /** The same model with some parameters changed: what noise, sweeps and larger cuts use. */
  with(changes: Parameters): Model;
  /** Values that the model chose for parameters left null (a truncation): noise on others must not move them. */
  readonly pinned?: Parameters;
  /** Weights of all parts of the units' states, in the order of the stream element's groups, at other parameters. */
  readonly weightsAt?: (parameters: Parameters) => readonly number[];
  /**
   * Values for the parameters that were left to the model (a truncation), chosen for noise of these standard deviations around
   * the given parameters: an ensemble writes them down before it builds the model that it runs.
   */
  readonly sizesFor?: (parameters: Parameters, noise: Readonly<Record<string, { readonly std: number }>>) => Parameters;
  /** The document that described the model, as plain data: threads, queues and results carry it along. */
  readonly document?: unknown;
  /** Structure that a specialised lowering may use. */
  readonly structure?: Structure;
}

/** Structure that a model brings along as data; a lowering that knows the kind recognises it, all others pass it by. */
export interface Structure {
  readonly kind: string;
}

/** One entry of the catalogue. */
export interface ModelDefinition {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Builds the model; parameters that are left out have their defaults. Throws in the error grammar. */
  readonly build: (parameters: Parameters) => Model;
}
