/** What is counted: names and definitions, and what each adds to the units of a collision and to the jumps of a generator. */
import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import { didYouMean, finite, wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireHermitian } from "../../operators/algebra.ts";
import { Operator } from "../../operators/operator.ts";
import { aName, anything, checkOptions, type OptionChecks } from "../../options.ts";

/** An observable of the units, incoming less outgoing. */
export interface UnitCount {
  readonly name: string;
  /** A Hermitian operator on the unit, diagonal in the unit's energies. */
  readonly observable: Operator;
  /** The bath whose units are read; all of them unless given. */
  readonly bath?: string;
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
}

/** How often units of a bath arrive, from a mixture or at random times. */
export interface ArrivalCount {
  readonly name: string;
  readonly arrivals: string;
}

/** A name (`Q`, `Q_<bath>`, `W`, `Sigma`, `N`, `N_<bath>`), or a definition. */
export type Count = string | UnitCount | JumpCount | ArrivalCount;

/** One counting field. */
export type Field =
  | { readonly kind: "heat"; readonly name: string; readonly bath: string | null }
  | { readonly kind: "work"; readonly name: string }
  | { readonly kind: "entropy"; readonly name: string }
  | { readonly kind: "unit"; readonly name: string; readonly bath: string | null; readonly observable: Operator; readonly argument: string }
  | {
      readonly kind: "jumps";
      readonly name: string;
      readonly bath: string | null;
      readonly weights: number | readonly number[];
      readonly efficiency: number;
      readonly argument: string;
    }
  | { readonly kind: "arrivals"; readonly name: string; readonly bath: string };

const unitChecks: OptionChecks<UnitCount> = { name: aName, observable: anything, bath: aName };
const jumpChecks: OptionChecks<JumpCount> = { name: aName, jumps: aName, weights: anything, efficiency: anything };
const arrivalChecks: OptionChecks<ArrivalCount> = { name: aName, arrivals: aName };

/** The baths of the units that a model meets; of a schedule, those of the given collisions. */
export function unitBaths(collisions: readonly Collision[]): readonly string[] {
  return [...new Set(collisions.map(({ bath }) => bath))];
}

/** The generator whose jumps can be counted: the model's own, or that of the evolution between collisions. */
export function jumpGenerator({ dynamics }: Model): Generator | null {
  return dynamics.kind === "generator" ? dynamics : (dynamics.idle?.generator ?? null);
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

/** Read what is to be counted. Throws in the error grammar for unknown names and definitions without effect. */
export function fieldsOf(model: Model, of: readonly Count[], collisions: readonly Collision[]): readonly Field[] {
  if (!Array.isArray(of)) throw wrongKind("of", "be a list of counts", of, 'Write { of: ["Q"] }.');
  if (of.length === 0) throw wrongValue("of", "name at least one count", null, 'Write { of: ["Q"] }.', "it is empty");
  const jumping = jumpGenerator(model);
  const units = unitBaths(collisions);
  const fields = of.map((count, k) => fieldOf(model, count, `of[${k}]`, units, collisions, jumping));
  fields.forEach(({ name }, k) => {
    if (fields.findIndex((other) => other.name === name) < k)
      throw wrongValue("of", "give each count its own name", null, "", `"${name}" is there twice`);
  });
  return fields;
}

/** The names that can be counted in a model without a definition. */
export function countNames(model: Model, collisions: readonly Collision[]): readonly string[] {
  const jumping = jumpGenerator(model);
  const heat = [...new Set([...unitBaths(collisions), ...(jumping && !jumping.arrivals ? Object.keys(jumping.baths) : [])])];
  const clicks =
    jumping && !jumping.arrivals && jumping.dissipators.length > 0 ? ["N", ...Object.keys(jumping.baths).map((bath) => `N_${bath}`)] : [];
  return ["Q", ...heat.map((bath) => `Q_${bath}`), "W", "Sigma", ...clicks];
}

function fieldOf(
  model: Model,
  count: Count,
  argument: string,
  units: readonly string[],
  collisions: readonly Collision[],
  jumping: Generator | null,
): Field {
  if (typeof count === "string") return namedField(model, count, argument, collisions);
  if (typeof count !== "object" || count === null) throw wrongKind(argument, "be a name or a definition", count);
  const prefix = `${argument}.`;
  const [jumps, arrivals] = [Object.hasOwn(count, "jumps"), Object.hasOwn(count, "arrivals")];
  if (jumps) {
    checkOptions<JumpCount>(argument, count, jumpChecks, { required: ["name", "jumps"], prefix });
    return jumpField(count as JumpCount, argument, jumping);
  }
  if (arrivals) {
    checkOptions<ArrivalCount>(argument, count, arrivalChecks, { required: ["name", "arrivals"], prefix });
    const { name, arrivals: bath } = count as ArrivalCount;
    if (!units.includes(bath)) throw wrongValue(`${prefix}arrivals`, "name the bath of units that arrive", bath, didYouMean(bath, units));
    return { kind: "arrivals", name, bath };
  }
  const remedy = "Write { name, observable } for units, { name, jumps } for jumps, or { name, arrivals }.";
  checkOptions<UnitCount>(argument, count, unitChecks, { required: ["name", "observable"], prefix, remedy });
  const { name, observable, bath = null } = count as UnitCount;
  if (units.length === 0)
    throw wrongValue(
      argument,
      "count something of the model",
      null,
      "Count jumps: { name, jumps }.",
      "it reads units, which the model does not have",
    );
  if (bath !== null && !units.includes(bath)) throw wrongValue(`${prefix}bath`, "name a bath of units", bath, didYouMean(bath, units));
  if (!(observable instanceof Operator)) throw wrongKind(`${prefix}observable`, "be an operator on the unit", observable);
  requireHermitian(`${prefix}observable`, observable);
  return { kind: "unit", name, bath, observable, argument: `${prefix}observable` };
}

function namedField(model: Model, name: string, argument: string, collisions: readonly Collision[]): Field {
  const known = countNames(model, collisions);
  if (!known.includes(name)) throw wrongValue(argument, "name something that can be counted", name, didYouMean(name, known));
  if (name === "W") return { kind: "work", name };
  if (name === "Sigma") return { kind: "entropy", name };
  if (name === "Q") return { kind: "heat", name, bath: null };
  if (name.startsWith("Q_")) return { kind: "heat", name, bath: name.slice(2) };
  return { kind: "jumps", name, bath: name === "N" ? null : name.slice(2), weights: 1, efficiency: 1, argument };
}

function jumpField({ name, jumps, weights = 1, efficiency = 1 }: JumpCount, argument: string, jumping: Generator | null): Field {
  if (!jumping || jumping.dissipators.length === 0) {
    throw wrongValue(
      argument,
      "count something of the model",
      null,
      "Count its units: { name, observable }.",
      "it counts jumps, which the model does not have",
    );
  }
  const baths = Object.keys(jumping.baths);
  const bath = jumps === "all" ? null : jumps;
  if (bath !== null && !baths.includes(bath))
    throw wrongValue(`${argument}.jumps`, 'be "all" or the bath of some jumps', bath, didYouMean(bath, baths));
  finite(`${argument}.efficiency`, efficiency, { atLeast: 0, atMost: 1 }, "It is the fraction of jumps that is seen.");
  const count = jumpsOf(jumping, bath).length;
  if (typeof weights === "number") finite(`${argument}.weights`, weights);
  else {
    if (!Array.isArray(weights)) throw wrongKind(`${argument}.weights`, "be a number, or a list of them", weights);
    if (weights.length !== count)
      throw wrongValue(`${argument}.weights`, `hold one number for each of ${count} jumps`, null, "", `it holds ${weights.length}`);
    weights.forEach((weight, k) => {
      finite(`${argument}.weights[${k}]`, weight);
    });
  }
  return { kind: "jumps", name, bath, weights, efficiency, argument };
}

/** The dissipators of one bath, or all. */
export function jumpsOf({ dissipators }: Generator, bath: string | null): readonly Dissipator[] {
  return bath === null ? dissipators : dissipators.filter((dissipator) => dissipator.bath === bath);
}
