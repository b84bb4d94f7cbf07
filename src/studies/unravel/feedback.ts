/** What is done about a record: rules over its last outcomes and counters, compiled into a finite automaton, and rules on the conditional state. */
import type { Feedback } from "../../dynamics/measurements.ts";
import { didYouMean, finite, integer, wrongKind, wrongValue } from "../../errors.ts";
import { dag, identity, minus, plus, times } from "../../operators/algebra.ts";
import { Operator } from "../../operators/operator.ts";
import { aFunction, aName, aNumber, anInteger, anObject, checkOptions, type OptionChecks } from "../../options.ts";
import { anOperator } from "../../solvers/start-of-correlations.ts";
import { checkedMeasurement, isChecked } from "./checked-measurements.ts";

/** Memories of a rule at most. */
const MOST_MEMORIES = 4096;
/** How far Σ K†K may be from 1. */
const COMPLETE = 1e-10;

/** A unitary, or Kraus operators, on the system. */
export type Operation = Operator | readonly Operator[];

/** What a rule knows of the record. */
export interface RecordMemory {
  /** The last outcomes, the latest first; fewer at the beginning. */
  readonly last: readonly string[];
  /** How often outcomes came, as far as they are counted. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What is done about it. */
export interface Decision {
  /** An operation by name, now. */
  readonly do?: string;
  /** Parameters of the model for the next collision: another unit, angle, or strength. */
  readonly set?: Readonly<Record<string, number>>;
  /** Begin anew: no last outcomes, counters at 0. */
  readonly clear?: boolean;
}

/** Options of `recordRule`. */
export interface RecordRuleOptions {
  /** How many last outcomes are known: 1 unless given. */
  readonly remember?: number;
  /** Outcomes that are counted, with the number at which a counter begins at 0 again. */
  readonly count?: Readonly<Record<string, number>>;
  /** What is done, told after each outcome. Called for every memory once, when the rule is compiled, and never while trajectories run. */
  readonly decide: (memory: RecordMemory) => Decision | undefined | null;
  /** Operations by name. */
  readonly operations?: Readonly<Record<string, Operation>>;
}

/** Options of `stateRule`. */
export interface StateRuleOptions {
  /** Hermitian, on the system. */
  readonly observable: Operator;
  /** The operation is done where the expectation value is above this. */
  readonly above: number;
  readonly operation: Operation;
}

/** A rule of feedback, checked. */
export type FeedbackRule = ({ readonly kind: "record" } & RecordRuleOptions) | ({ readonly kind: "state" } & StateRuleOptions);

const recordChecks: OptionChecks<RecordRuleOptions> = {
  remember: anInteger(0, 16),
  count: anObject,
  decide: aFunction,
  operations: anObject,
};

/**
 * Decide by the record: its last outcomes and counters. The rule becomes a finite automaton, so that means stay linear and exact.
 * Throws a TypeError or RangeError for bad options.
 *
 * @example
 * // flip after two "up" in a row, then forget
 * const twice = recordRule({
 *   remember: 2, operations: { flip: sigmaX(system) },
 *   decide: ({ last }) => (last[0] === "up" && last[1] === "up" ? { do: "flip", clear: true } : {}),
 * });
 * measured({ observable: sigmaZ(unit), names: ["down", "up"], feedback: twice });
 */
export function recordRule(options: RecordRuleOptions): FeedbackRule {
  const remedy = 'Write recordRule({ decide: ({ last }) => (last[0] === "up" ? { do: "flip" } : {}), operations: { flip } }).';
  checkOptions<RecordRuleOptions>("options", options, recordChecks, { required: ["decide"], remedy });
  for (const [name, modulus] of Object.entries(options.count ?? {})) integer(`count.${name}`, modulus, 2, MOST_MEMORIES);
  return checkedMeasurement<FeedbackRule>({ kind: "record", ...options });
}

const stateChecks: OptionChecks<StateRuleOptions> = { observable: anOperator, above: aNumber(), operation: () => {} };

/**
 * Decide by the conditional state itself (a filter): the operation is done after a reading where ⟨observable⟩ is above a bound. Not linear in
 * the state: means are those of trajectories, or of all records. Throws a TypeError or RangeError for bad options.
 */
export function stateRule(options: StateRuleOptions): FeedbackRule {
  checkOptions<StateRuleOptions>("options", options, stateChecks, { required: ["observable", "above", "operation"] });
  return checkedMeasurement<FeedbackRule>({ kind: "state", ...options });
}

/** What `measured` takes: a rule, or an operation for each outcome that leads to one. */
export type GivenFeedback = FeedbackRule | Readonly<Record<string, Operation>>;

/** Compile what was given for the outcomes of a reading; null where nothing is done. Throws where it names no outcome. */
export function compiledFeedback(given: GivenFeedback | undefined, labels: readonly string[]): Feedback | null {
  if (given === undefined) return null;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw wrongKind("feedback", "be a rule, or operations by outcome", given);
  if (!isChecked(given)) return byLastOutcome(given as Readonly<Record<string, unknown>>, labels);
  const rule = given as FeedbackRule;
  return rule.kind === "record" ? automaton(rule, labels) : filter(rule, labels);
}

function byLastOutcome(given: Readonly<Record<string, unknown>>, labels: readonly string[]): Feedback | null {
  for (const name of Object.keys(given)) {
    if (!labels.includes(name)) throw wrongValue("feedback", `name outcomes (${labels.join(", ")})`, name, "", `it names "${name}"`);
  }
  const named = labels.filter((label) => given[label] !== undefined);
  if (named.length === 0) return null;
  return {
    memories: [""],
    next: labels.map(() => 0),
    operation: labels.map((label) => named.indexOf(label)),
    operations: named.map((name) => ({ name, kraus: krausOf(`feedback.${name}`, given[name]) })),
    settings: [{}],
    filter: null,
  };
}

function filter({ observable, above, operation }: StateRuleOptions, labels: readonly string[]): Feedback {
  return {
    memories: [""],
    next: labels.map(() => 0),
    operation: labels.map(() => -1),
    operations: [{ name: "operation", kraus: krausOf("operation", operation) }],
    settings: [{}],
    filter: { observable, above, operation: 0 },
  };
}

interface Memory {
  readonly last: readonly number[];
  readonly counts: readonly number[];
  readonly set: Readonly<Record<string, number>>;
}

function automaton({ remember = 1, count = {}, decide, operations = {} }: RecordRuleOptions, labels: readonly string[]): Feedback {
  for (const name of Object.keys(count)) {
    if (!labels.includes(name)) throw wrongValue("feedback.count", `name outcomes (${labels.join(", ")})`, name, didYouMean(name, labels));
  }
  const counted = labels.map((label) => count[label] ?? 0);
  const names = Object.keys(operations);
  const begin: Memory = { last: [], counts: labels.map(() => 0), set: {} };
  const places = new Map<string, number>();
  const list: Memory[] = [];
  const placeOf = (memory: Memory): number => {
    const key = JSON.stringify(memory);
    const known = places.get(key);
    if (known !== undefined) return known;
    if (list.length === MOST_MEMORIES) {
      throw wrongValue(
        "feedback",
        `need at most ${MOST_MEMORIES} memories`,
        null,
        "Remember fewer outcomes, or count less far.",
        "it needs more",
      );
    }
    places.set(key, list.length);
    return list.push(memory) - 1;
  };
  placeOf(begin);
  const [next, operation]: [number[], number[]] = [[], []];
  for (let k = 0; k < list.length; k++) {
    for (let m = 0; m < labels.length; m++) {
      const last = [m, ...list[k].last].slice(0, remember);
      const counts = list[k].counts.map((value, i) => (i === m && counted[i] > 0 ? (value + 1) % counted[i] : value));
      const decision = checkedDecision(decide(described(last, counts, counted, labels)), names);
      const base = decision.clear ? begin : { last, counts };
      next.push(placeOf({ last: base.last, counts: base.counts, set: decision.set ?? {} }));
      operation.push(decision.do === undefined ? -1 : names.indexOf(decision.do));
    }
  }
  return {
    memories: list.map(({ last }) => last.map((m) => labels[m]).join(" ")),
    next,
    operation,
    operations: names.map((name) => ({ name, kraus: krausOf(`operations.${name}`, operations[name]) })),
    settings: list.map(({ set }) => set),
    filter: null,
  };
}

function described(
  last: readonly number[],
  counts: readonly number[],
  counted: readonly number[],
  labels: readonly string[],
): RecordMemory {
  const known = labels.flatMap((label, i) => (counted[i] > 0 ? [[label, counts[i]] as const] : []));
  return { last: last.map((m) => labels[m]), counts: Object.fromEntries(known) };
}

function checkedDecision(given: unknown, names: readonly string[]): Decision {
  if (given === undefined || given === null) return {};
  const checks: OptionChecks<Decision> = { do: aName, set: anObject, clear: () => {} };
  const decision = checkOptions<Decision>("decide", given, checks, {
    remedy: 'It returns { do: "name" }, { set: { parameter: value } } or {}.',
  });
  if (decision.do !== undefined && !names.includes(decision.do))
    throw wrongValue("decide", "name one of `operations`", decision.do, didYouMean(decision.do, names));
  const set = Object.entries(decision.set ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...decision, set: Object.fromEntries(set.map(([name, value]) => [name, finite(`set.${name}`, value)])) };
}

function krausOf(argument: string, operation: unknown): readonly Operator[] {
  const kraus = Array.isArray(operation) ? operation : [operation];
  if (kraus.length === 0) throw wrongValue(argument, "hold at least one operator", null, "", "it is empty");
  for (const K of kraus) if (!(K instanceof Operator)) throw wrongKind(argument, "be an operator on the system, or a list of them", K);
  requireWhole(argument, plus(...kraus.map((K: Operator) => times(dag(K), K))), "operators K whose products K†K");
  return kraus;
}

/** Refuse a sum that is not 1, and say by how much. */
export function requireWhole(argument: string, sum: Operator, what: string): void {
  const defect = minus(sum, identity(sum.space)).values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (defect > COMPLETE) throw wrongValue(argument, `be ${what} that add up to 1`, null, "", `their sum differs from it by ${defect}`);
}
