import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import type { Collision } from "./collisions.ts";

/** A rate or a coefficient: a number, or a function of time with the times where it is not smooth. */
export type Coefficient = number | FunctionOfTime;

/** A function of time with what is known about it. */
export interface FunctionOfTime {
  readonly at: (t: number) => number;
  /** The times where it or a derivative jumps, increasing. */
  readonly breakpoints: readonly number[];
  /** Intervals outside which it is 0, increasing; their ends are breakpoints. Absent: it may act at any time. */
  readonly support?: readonly (readonly [from: number, to: number])[];
  /** What it is between breakpoints, where that is known: a constant, or a polynomial of degree three at most. */
  readonly pieces?: "constant" | "cubic";
  /** What sentences call it, such as `jumps[0].rate`. */
  readonly label?: string;
}

/** One term of a Hamiltonian:  coefficient(t) · operator. */
export interface HamiltonianTerm {
  readonly operator: Operator;
  readonly coefficient: Coefficient;
}

/** A dissipator  rate · (L ρ R† − ½{R†L, ρ}); `right` is `left` unless the pair is a cross term of γ_ij. */
export interface Dissipator {
  readonly left: Operator;
  readonly right: Operator;
  readonly rate: Coefficient;
  /** Name of the bath it belongs to, for the ledger. */
  readonly bath: string;
  /**
   * What units of the bath give with this jump, each energy with its share of the rate; null where their state has none. Absent: a jump brings
   * what the system gains.
   */
  readonly quanta?: readonly { readonly energy: number; readonly share: number }[] | null;
}

/** A master equation in Lindblad form as plain data. */
export interface Generator {
  readonly kind: "generator";
  readonly system: Space;
  readonly hamiltonian: readonly HamiltonianTerm[];
  readonly dissipators: readonly Dissipator[];
  /** Inverse temperature of each bath, where it has one. */
  readonly baths: Readonly<Record<string, { readonly beta: number | null }>>;
  /** What whoever uses it must know of how it was derived, one sentence each; results repeat it. */
  readonly warnings?: readonly string[];
  /** Rates may be or turn negative: an equation local in time, whose propagator from 0 is what has to be positive. */
  readonly negativeRates?: boolean;
  /** The collisions at random times that the dissipators are the average of, with their rates: what is counted of their units needs them. */
  readonly arrivals?: readonly { readonly collision: Collision; readonly rate: number }[];
  /** Which of the dissipators act beside arrivals, all the time; none unless given. */
  readonly beside?: readonly Dissipator[];
  /** The system's energy, where the equation stands in a frame that rotates with it; else its own Hamiltonian is. */
  readonly energy?: Operator;
  /** What it is called, where its form does not promise that states stay positive: results report the defect instead of judging it. */
  readonly positivityOpen?: string;
}
