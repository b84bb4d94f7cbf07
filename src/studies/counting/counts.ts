/** What is counted: names and definitions, and what each adds to the units of a collision and to the jumps of a generator. */
import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import type { Model } from "../../models/model.ts";
import type { Operator } from "../../operators/operator.ts";

/** An observable of the units, incoming less outgoing. */
export interface UnitCount {
  readonly name: string;
  /** A Hermitian operator on the unit, diagonal in the unit's energies. */
  readonly observable: Operator;
  /** The bath whose units are read; all of them unless given. */
  readonly bath?: string;
  /** Read the units that leave alone, as a detector does: the observable need not be diagonal, and nothing is measured before. */
  readonly leaving?: boolean;
  /** The fraction of leaving units that is seen, in [0, 1]; 1 unless given. */
  readonly efficiency?: number;
}

/** A weighted number of jumps of a master equation, or of the evolution between collisions. */
export interface JumpCount {
  readonly name: string;
  /** The bath whose jumps are counted; all of them unless given. */
  readonly jumps: string | "all";
  /** Weight of each jump, in the order of the dissipators, or one for all; 1 unless given. */
  readonly weights?: number | readonly number[];
  /** The fraction of jumps that is seen, in [0, 1]; 1 unless given. */
  readonly efficiency?: number;
  /** Rate of clicks that no jump causes, each counted as 1; 0 unless given. */
  readonly dark?: number;
}

/** The integrated homodyne current of a jump, dY = √ξ⟨c e^{−iφ} + h.c.⟩dt + dW with c = √γ L. */
export interface CurrentCount {
  readonly name: string;
  /** The bath of the jump, or `"all"` where there is one only. */
  readonly current: string | "all";
  /** Phase φ of the local oscillator; 0 unless given. */
  readonly phase?: number;
  /** The fraction of the light that is seen, in [0, 1]; 1 unless given. */
  readonly efficiency?: number;
}

/** How often units of a bath arrive, from a mixture or at random times. */
export interface ArrivalCount {
  readonly name: string;
  readonly arrivals: string;
}

/** A name (`Q`, `Q_<bath>`, `W`, `Sigma`, `N`, `N_<bath>`), or a definition. */
export type Count = string | UnitCount | JumpCount | CurrentCount | ArrivalCount;

/** One counting field. */
export type Field =
  | { readonly kind: "heat"; readonly name: string; readonly bath: string | null }
  | { readonly kind: "work"; readonly name: string }
  | { readonly kind: "entropy"; readonly name: string }
  | {
      readonly kind: "unit";
      readonly name: string;
      readonly bath: string | null;
      readonly observable: Operator;
      readonly leaving: boolean;
      readonly efficiency: number;
      readonly argument: string;
    }
  | {
      readonly kind: "jumps";
      readonly name: string;
      readonly bath: string | null;
      readonly weights: number | readonly number[];
      readonly efficiency: number;
      readonly dark: number;
      readonly argument: string;
    }
  | { readonly kind: "current"; readonly name: string; readonly jump: Dissipator; readonly phase: number; readonly efficiency: number }
  | { readonly kind: "arrivals"; readonly name: string; readonly bath: string };

/** The baths of the units that a model meets; of a schedule, those of the given collisions. */
export function unitBaths(collisions: readonly Collision[]): readonly string[] {
  return [...new Set(collisions.map(({ bath }) => bath))];
}

/** The generator whose jumps can be counted: the model's own without what arrives, or that of the evolution between collisions. */
export function jumpGenerator({ dynamics }: Model): Generator | null {
  return dynamics.kind === "generator" ? besideArrivals(dynamics) : (dynamics.idle?.generator ?? null);
}

const without = new WeakMap<Generator, Generator>();

/** A master equation without the units that arrive: what acts all the time. */
export function besideArrivals(generator: Generator): Generator {
  if (!generator.arrivals) return generator;
  let own = without.get(generator);
  if (!own) {
    const { system, hamiltonian, beside = [] } = generator;
    const baths = Object.entries(generator.baths).filter(([name]) => beside.some(({ bath }) => bath === name));
    const { energy } = generator;
    own = { kind: "generator", system, hamiltonian, dissipators: beside, baths: Object.fromEntries(baths), ...(energy ? { energy } : {}) };
    without.set(generator, own);
  }
  return own;
}

/** The collisions whose units can be counted: of a stream, or of random arrivals. */
export function countedCollisions(
  { dynamics }: Model,
  elements: readonly (readonly { readonly collision: Collision }[])[],
): readonly Collision[] {
  if (dynamics.kind === "generator") return (dynamics.arrivals ?? []).map(({ collision }) => collision);
  return elements.flatMap((element) => element.flatMap(({ collision }) => membersOf(dynamics, collision)));
}

/** The collisions that a simultaneous one is made of; a single one is its own member. */
export function membersOf({ stream }: Collisions, collision: Collision): readonly Collision[] {
  return stream.kind === "joint" ? stream.collisions : [collision];
}

/** The dissipators of one bath, or all. */
export function jumpsOf({ dissipators }: Generator, bath: string | null): readonly Dissipator[] {
  return bath === null ? dissipators : dissipators.filter((dissipator) => dissipator.bath === bath);
}
