import type { Generator } from "../dynamics/generator.ts";
import type { Matrix } from "../numerics/matrix.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";

/** A state as an observable sees it: never a dense matrix of the whole space unless it asks for one. */
export interface StateView {
  readonly space: Space;
  /** Visit each element that can be nonzero, both triangles. */
  forEach(visit: (row: number, column: number, re: number, im: number) => void): void;
  /** The reduced state of the named factors, in the space's order. */
  reduced(labels: readonly string[]): Matrix;
  /** The diagonal blocks that the sector decomposes into (connected components), each with its multiplicity. */
  blocks(): readonly { readonly indices: Int32Array; readonly matrix: Matrix; readonly multiplicity: number }[];
  /** The whole dense matrix; throws when the space is larger than 4096. */
  matrix(): Matrix;
}

/** The operator whose mean in ρ(from) is the integral of ⟨X(t)⟩ to `to` along an equation. */
export type IntegralAlong = (generator: Generator, X: (t: number) => Operator, from: number, to: number) => Operator;

/**
 * Something to record. Linear observables name the operators whose expectation values they need, so that the solver
 * turns them into dot products; the rest look at the state, at saved steps only.
 *
 * `unit` is what its number is measured in, with ħ = k_B = 1: `energy`, `energy/time`, `1/time`, `1` (also nats); absent where nobody said.
 */
export type Observable =
  | {
      readonly kind: "expectation";
      readonly name: string;
      readonly description: string;
      readonly unit?: string;
      readonly operators: readonly Operator[];
      /** From [re₀, im₀, re₁, im₁, …] of ⟨operators⟩ to the recorded number (null where undefined). */
      readonly value: (expectations: Float64Array) => number | null;
      /** An equivalent that holds in stationary states only and does not cancel there: what `steady` evaluates. */
      readonly stationary?: {
        readonly operators: readonly Operator[];
        /** As `value` above, of these operators. */
        readonly value: (expectations: Float64Array) => number | null;
      };
      /** Names of the values 0, 1, 2, … of an observable that says which, not how much (a mode of operation). */
      readonly labels?: readonly string[];
    }
  | {
      readonly kind: "state";
      readonly name: string;
      readonly description: string;
      readonly unit?: string;
      /** The recorded number of a state; null where it has none. */
      readonly value: (state: StateView) => number | null;
    }
  | {
      /** A column of the ledger of heat and work (see `src/thermodynamics`), per collision or per unit time. */
      readonly kind: "ledger";
      readonly name: string;
      readonly description: string;
      readonly unit?: string;
      readonly column: LedgerColumn;
      /** Sum over all collisions since the start instead of the last one. */
      readonly cumulated: boolean;
      /** One bath only, or all of them. */
      readonly bath: string | null;
      /** What is exchanged between collisions, where a master equation acts there; absent: in the collisions. */
      readonly during?: "idle";
      /** Which bath is hot and which is cold, for a machine's efficiency and coefficient of performance. */
      readonly machine?: { readonly hot: string; readonly cold: string };
      /**
       * How means are integrated along an equation that depends on time: brought along by models that may be such equations, so that pages
       * without them do not load it.
       */
      readonly along?: IntegralAlong;
      /** Entropy flux per unit time of a master equation that books more than its dissipators show: Σ = dS/dt + ⟨flux⟩. */
      readonly flux?: Operator;
    };

/** What a ledger books; `energy` is that of a driven Hamiltonian at the time of the record (master equations only), `carried` is the energy of a unit that stays with the system until the next collision. */
export type LedgerColumn =
  | "energy"
  | "dU"
  | "carried"
  | "Q"
  | "W"
  | "Sigma"
  | "dS"
  | "mutual_information"
  | "relative_entropy"
  | "unit_ergotropy"
  | "efficiency"
  | "COP";
