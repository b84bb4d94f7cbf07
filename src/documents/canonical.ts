/** A model document in canonical form: plain data with short forms written out and defaults left out. What the reader makes and the builder takes. */

/** Text of an expression, or a plain number. */
export type Expression = string | number;

/** A word of a list, or the name of a choice parameter that holds it. */
export type Word<T extends string> = T | { readonly parameter: string };

/** A parameter, as ParameterSpec has it; `default` and `kind` are always there. */
export interface ParameterEntry {
  readonly default: number | boolean | string | null | readonly number[];
  readonly kind: "number" | "integer" | "boolean" | "choice" | "numbers";
  readonly description?: string;
  readonly unit?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
  readonly choices?: readonly string[];
  readonly nullable?: boolean;
  readonly noisy?: boolean;
}

/** An entry of a matrix: an expression or [re, im]. */
export type MatrixEntry = Expression | readonly [number, number];

/** An operator, state or ket by its entries, on some labels, the first slowest. */
export interface MatrixEntryForm {
  readonly matrix: readonly (readonly MatrixEntry[])[];
  readonly on: readonly string[];
}

/** A function of one number by samples. */
export interface TableForm {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly interpolation: "previous" | "linear" | "cubic";
}

/** What a definition may be. */
export type DefinitionForm = Expression | MatrixEntryForm | { readonly table: TableForm };

/** A state: an expression or its entries. */
export type StateForm = Expression | MatrixEntryForm;

/** One factor of a space, or a family of `count` equal ones. */
export interface SpaceEntry {
  readonly label: string;
  readonly kind: "qubit" | "fock" | "spin" | "rotor" | "levels";
  readonly levels?: Expression | { readonly temperature: Expression; readonly omega?: Expression; readonly epsilon?: Expression };
  readonly J?: Expression;
  readonly min?: Expression;
  readonly max?: Expression;
  readonly names?: readonly string[];
  readonly count?: Expression;
}

/** One visit of a unit. */
export type VisitEntry =
  | { readonly V: Expression; readonly tau?: Expression }
  | { readonly channel: readonly (Expression | MatrixEntryForm)[] };

/** Temperature, inverse temperature or state: at most one of them stands. */
export interface Warmth {
  readonly T?: Expression;
  readonly beta?: Expression;
}

/** A kind of unit. */
export interface UnitEntry extends Warmth {
  readonly bath?: string;
  readonly spaces: readonly SpaceEntry[];
  readonly H?: Expression;
  readonly V?: Expression;
  readonly visits?: readonly VisitEntry[];
  readonly state?: StateForm;
}

/** How units follow one another; a single word is written out as { kind }. */
export interface StreamEntry {
  readonly kind: Word<"constant" | "cyclic" | "joint" | "mixture" | "schedule">;
  readonly order?: readonly string[];
  readonly probabilities?: readonly Expression[];
  readonly phases?: readonly { readonly unit: string; readonly collisions: Expression }[];
  readonly then?: "repeat" | "last";
}

/** A jump of a master equation. */
export interface JumpEntry extends Warmth {
  readonly operator: Expression;
  readonly rate: Expression;
  readonly bath?: string;
  readonly for?: readonly [string, Expression, Expression];
}

/** A thermal bath on one lowering operator. */
export interface ThermalEntry extends Warmth {
  readonly bath?: string;
  readonly lowering: Expression;
  readonly omega: Expression;
  readonly rate: Expression;
  readonly statistics?: Word<"bosons" | "fermions">;
  readonly for?: readonly [string, Expression, Expression];
}

/** A matrix of rates over several operators. */
export interface CollectiveEntry extends Warmth {
  readonly bath?: string;
  readonly operators: readonly Expression[];
  readonly rates: readonly (readonly MatrixEntry[])[];
}

/** A spectral density. */
export type DensityEntry =
  | { readonly kind: "ohmic"; readonly strength: Expression; readonly cutoff: Expression; readonly shape?: string }
  | { readonly kind: "flat"; readonly rate: Expression };

/** Couplings to the whole Hamiltonian. */
export interface GlobalEntry {
  readonly couplings: readonly ({ readonly bath?: string; readonly operator: Expression; readonly density: DensityEntry } & Warmth)[];
  readonly form?: Word<"secular" | "unified" | "partial" | "redfield" | "geometric">;
  readonly cluster?: Expression;
  readonly tolerance?: Expression;
  readonly negativeFrequencies?: string;
  readonly lambShift?: false | { readonly S: Expression };
}

/** What happens after each collision, or all the time between arrivals. */
export interface BetweenEntry {
  readonly duration?: Expression;
  readonly H?: Expression;
  readonly jumps?: readonly JumpEntry[];
  readonly thermal?: readonly ThermalEntry[];
  readonly collective?: readonly CollectiveEntry[];
}

/** An observable, written out. */
export interface ObservableEntry {
  readonly of: Expression;
  readonly description?: string;
  readonly unit?: string;
  readonly part?: "re" | "im" | "abs";
}

/** What both kinds of documents have. */
interface CommonDocument {
  readonly ancilla: 1;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly source?: string | { readonly citation?: string; readonly doi?: string; readonly url?: string; readonly note?: string };
  readonly requires?: readonly string[];
  readonly parameters?: Readonly<Record<string, ParameterEntry>>;
  readonly let?: Readonly<Record<string, DefinitionForm>>;
  readonly spaces: readonly SpaceEntry[];
  readonly H?: Expression;
  readonly initial: StateForm;
  readonly observables?: Readonly<Record<string, ObservableEntry>>;
  readonly run?: Readonly<Record<string, unknown>>;
  readonly steady?: Readonly<Record<string, unknown>>;
  readonly noise?: Readonly<Record<string, unknown>>;
  readonly sweep?: unknown;
  readonly counting?: Readonly<Record<string, unknown>>;
  readonly unravel?: Readonly<Record<string, unknown>>;
  readonly correlate?: Readonly<Record<string, unknown>>;
  readonly spectrum?: Readonly<Record<string, unknown>>;
  readonly wigner?: Readonly<Record<string, unknown>>;
  readonly figure?: Readonly<Record<string, unknown>>;
}

/** A stream of collisions. */
export interface CollisionsDocument extends CommonDocument {
  readonly kind: "collisions";
  readonly units: readonly UnitEntry[];
  readonly tau: Expression;
  readonly scaling?: Word<"1" | "1/sqrt(tau)">;
  readonly picture?: Word<"schroedinger" | "interaction">;
  readonly evaluation?: Word<"exact" | "second" | "generator">;
  readonly stream?: StreamEntry;
  readonly arrivals?: Expression;
  readonly between?: BetweenEntry;
  readonly memory?: Expression;
}

/** A master equation. */
export interface EquationDocument extends CommonDocument {
  readonly kind: "master-equation";
  readonly H: Expression;
  readonly jumps?: readonly JumpEntry[];
  readonly thermal?: readonly ThermalEntry[];
  readonly collective?: readonly CollectiveEntry[];
  readonly negativeRates?: boolean;
  readonly global?: GlobalEntry;
}

/** A model document in canonical form. */
export type CanonicalDocument = CollisionsDocument | EquationDocument;
