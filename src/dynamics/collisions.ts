import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import type { Generator } from "./generator.ts";

/** A state written as  η = Σ_k w_k η_k: noise that changes only the w_k never rebuilds a coefficient. */
export interface WeightedState {
  readonly name: string;
  readonly weight: number;
  /** A matrix on the unit; Hermitian, but a single one need not be a state. */
  readonly state: Operator;
}

/** What happens to the unit on its way, in order. */
export type Visit =
  /** exp(−i·duration·H) with H on system ⊗ unit (labels of both; any order of factors is brought to that one). */
  | { readonly kind: "unitary"; readonly H: Operator; readonly duration: number }
  /** A channel on the unit alone, between two subsystems: Kraus operators on the unit. */
  | { readonly kind: "channel"; readonly kraus: readonly Operator[] };

/** One kind of collision: the unit, its state, and what it visits. */
export interface Collision {
  readonly unit: Space;
  readonly state: readonly WeightedState[];
  readonly visits: readonly Visit[];
  /** The unit's own Hamiltonian: heat is the energy it loses. Null where energies are not defined. */
  readonly HE: Operator | null;
  /** Inverse temperature of the unit's initial state; null when it is not thermal. */
  readonly beta: number | null;
  /** Name of the stream or bath, for the ledger. */
  readonly bath: string;
  /** The exact unitary (when absent), or its expansion to second order in the durations (`secondOrder`). */
  readonly evaluation?: "exact" | "second";
}

/** Which collision comes n-th (n = 1, 2, …). */
export type Stream =
  | { readonly kind: "constant"; readonly collision: Collision }
  | { readonly kind: "cyclic"; readonly collisions: readonly Collision[] }
  | {
      readonly kind: "schedule";
      /** The collision that comes n-th; the same object for the same collision. */
      readonly collisionAt: (n: number) => Collision;
    }
  /** Each time one of several, at random: the average map is exact. */
  | { readonly kind: "mixture"; readonly parts: readonly { readonly probability: number; readonly collision: Collision }[] }
  /** Units of several baths meet the system at the same time, each through its own Hamiltonian. */
  | { readonly kind: "joint"; readonly collisions: readonly Collision[] };

/** A collision model as plain data. */
export interface Collisions {
  readonly kind: "collisions";
  readonly system: Space;
  /** The system's own Hamiltonian, for energies; null where they are not defined (interaction picture without scale). */
  readonly HS: Operator | null;
  readonly stream: Stream;
  /** What of `HS` is the energy of a unit that stays until the next collision, and what that unit is called. */
  readonly carried?: { readonly name: string; readonly energy: Operator };
  /** Time that one collision takes, for axes and rates; null where only the count has a meaning. */
  readonly tau: number | null;
  /** Loss or drift between collisions: exp(duration·L). */
  readonly idle?: { readonly generator: Generator; readonly duration: number };
}
