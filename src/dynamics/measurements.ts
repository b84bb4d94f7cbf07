/** What is watched while a system evolves, as definitions: readings of outgoing units with what they lead to, clicks of jumps, currents. */
import type { Operator } from "../operators/operator.ts";

/** A reading of each outgoing unit: plain data and operators. */
export interface Reading {
  readonly kind: "measured";
  readonly names: readonly string[];
  /** E_m on the unit, what is noted wrongly and not at all included. */
  readonly effects: readonly Operator[];
  readonly units: string | null;
  /** What is done about outcomes; null where nothing is. */
  readonly feedback: Feedback | null;
}

/**
 * What a record leads to, as a finite automaton: a memory that each outcome moves on, operations on the system after outcomes, and
 * parameters of the model that hold for the collisions that are entered with a memory.
 */
export interface Feedback {
  /** What each memory stands for; the first one is that of the start. */
  readonly memories: readonly string[];
  /** `next[memory·outcomes + outcome]`: the memory after an outcome. */
  readonly next: readonly number[];
  /** `operation[memory·outcomes + outcome]`: what is done then, by its place in `operations`, or −1. */
  readonly operation: readonly number[];
  readonly operations: readonly { readonly name: string; readonly kraus: readonly Operator[] }[];
  /** Parameters that differ from the model's, for each memory. */
  readonly settings: readonly Readonly<Record<string, number>>[];
  /** Instead: what is done where an expectation value of the conditional state is above a bound. */
  readonly filter: { readonly observable: Operator; readonly above: number; readonly operation: number } | null;
}

/** One number for all detectors, or by name. */
export type ByDetector = number | Readonly<Record<string, number>>;

/** Detectors of jumps. */
export interface Detection {
  readonly kind: "jumps";
  /** Fraction of jumps that is seen. */
  readonly efficiency: ByDetector;
  /** Rate of clicks that no jump causes. */
  readonly dark: ByDetector;
  /** What is done about clicks; null where nothing is. */
  readonly feedback: ClickFeedback | null;
}

/** What clicks lead to: outcomes are detectors, and parameters hold until the next of their clicks. */
export interface ClickFeedback extends Feedback {
  /** Detectors in the order of outcomes. Others change nothing. */
  readonly detectors: readonly string[];
}

/** A measured current. */
export interface Current {
  readonly kind: "current";
  readonly name: "homodyne" | "heterodyne";
  readonly dt: number;
  readonly efficiency: number;
  /** Phases and shares of the quadratures that are measured. */
  readonly quadratures: readonly { readonly phase: number; readonly share: number }[];
  readonly bath: string | null;
  /** Whether states are those given bins, without error of the step; null: where something is lost and few coordinates live. */
  readonly exact: boolean | null;
}

/** What can be measured. */
export type Measurement = Reading | Detection | Current;
