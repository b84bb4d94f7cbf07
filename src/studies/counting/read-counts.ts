/** Reads what is to be counted: names and definitions, checked against the model. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Collision } from "../../dynamics/collisions.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { didYouMean, finite, wrongKind, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireHermitian } from "../../operators/algebra.ts";
import { Operator } from "../../operators/operator.ts";
import { aBoolean, aName, aNumber, anything, checkOptions, type OptionChecks } from "../../options.ts";
import {
  type ArrivalCount,
  besideArrivals,
  type Count,
  type CurrentCount,
  type Field,
  type JumpCount,
  jumpGenerator,
  jumpsOf,
  type UnitCount,
  unitBaths,
} from "./counts.ts";

const unitChecks: OptionChecks<UnitCount> = {
  name: aName,
  observable: anything,
  bath: aName,
  leaving: aBoolean,
  efficiency: aNumber({ atLeast: 0, atMost: 1 }, "It is the fraction of units that is seen."),
};
const jumpChecks: OptionChecks<JumpCount> = {
  name: aName,
  jumps: aName,
  weights: anything,
  efficiency: aNumber({ atLeast: 0, atMost: 1 }, "It is the fraction of jumps that is seen."),
  dark: aNumber({ atLeast: 0 }, "It is a rate of clicks."),
};
const currentChecks: OptionChecks<CurrentCount> = {
  name: aName,
  current: aName,
  phase: aNumber(),
  efficiency: aNumber({ atLeast: 0, atMost: 1 }, "It is the fraction of the light that is seen."),
};
const arrivalChecks: OptionChecks<ArrivalCount> = { name: aName, arrivals: aName };

/** Read what is to be counted. Throws in the error grammar for unknown names and definitions without effect. */
export function fieldsOf(model: Model, of: readonly Count[], collisions: readonly Collision[]): readonly Field[] {
  if (!Array.isArray(of)) throw wrongKind("of", "be a list of counts", of, 'Write { of: ["Q"] }.');
  if (of.length === 0) throw wrongValue("of", "name at least one count", null, 'Write { of: ["Q"] }.', "it is empty");
  const jumping = jumpGenerator(model);
  const units = unitBaths(collisions);
  const fields = Array.from(of, (count, k) => fieldOf(model, count, `of[${k}]`, units, collisions, jumping));
  fields.forEach(({ name }, k) => {
    if (fields.findIndex((other) => other.name === name) < k)
      throw wrongValue("of", "give each count its own name", null, "", `"${name}" is there twice`);
  });
  return fields;
}

/** The names that can be counted in a model without a definition. */
export function countNames(model: Model, collisions: readonly Collision[]): readonly string[] {
  const jumping = jumpGenerator(model);
  const heat = [...new Set([...unitBaths(collisions), ...(jumping ? Object.keys(jumping.baths) : [])])];
  const clicks = jumping && jumping.dissipators.length > 0 ? ["N", ...Object.keys(jumping.baths).map((bath) => `N_${bath}`)] : [];
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
  if (Object.hasOwn(count, "jumps")) {
    checkOptions<JumpCount>(argument, count, jumpChecks, { required: ["name", "jumps"], prefix });
    return jumpField(count as JumpCount, argument, jumping);
  }
  if (Object.hasOwn(count, "current")) {
    checkOptions<CurrentCount>(argument, count, currentChecks, { required: ["name", "current"], prefix });
    return currentField(model, count as CurrentCount, argument);
  }
  if (Object.hasOwn(count, "arrivals")) {
    checkOptions<ArrivalCount>(argument, count, arrivalChecks, { required: ["name", "arrivals"], prefix });
    const { name, arrivals: bath } = count as ArrivalCount;
    if (!units.includes(bath)) throw wrongValue(`${prefix}arrivals`, "name the bath of units that arrive", bath, didYouMean(bath, units));
    return { kind: "arrivals", name, bath };
  }
  const remedy = "Write { name, observable } for units, { name, jumps } for jumps, { name, current } or { name, arrivals }.";
  checkOptions<UnitCount>(argument, count, unitChecks, { required: ["name", "observable"], prefix, remedy });
  const { name, observable, bath = null, leaving = false, efficiency = 1 } = count as UnitCount;
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
  if (!leaving && (count as UnitCount).efficiency !== undefined)
    throw wrongValue(`${prefix}efficiency`, "be left out where units are read before and after", efficiency, "Give `leaving: true`.");
  return { kind: "unit", name, bath, observable, leaving, efficiency, argument: `${prefix}observable` };
}

function namedField(model: Model, name: string, argument: string, collisions: readonly Collision[]): Field {
  const known = countNames(model, collisions);
  if (!known.includes(name)) throw wrongValue(argument, "name something that can be counted", name, didYouMean(name, known));
  if (name === "W") return { kind: "work", name };
  if (name === "Sigma") return { kind: "entropy", name };
  if (name === "Q") return { kind: "heat", name, bath: null };
  if (name.startsWith("Q_")) return { kind: "heat", name, bath: name.slice(2) };
  return { kind: "jumps", name, bath: name === "N" ? null : name.slice(2), weights: 1, efficiency: 1, dark: 0, argument };
}

function jumpField({ name, jumps, weights = 1, efficiency = 1, dark = 0 }: JumpCount, argument: string, jumping: Generator | null): Field {
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
  return { kind: "jumps", name, bath, weights, efficiency, dark, argument };
}

function currentField({ dynamics }: Model, { name, current, phase = 0, efficiency = 1 }: CurrentCount, argument: string): Field {
  const generator = dynamics.kind === "generator" ? besideArrivals(dynamics) : null;
  if (!generator || generator.dissipators.length === 0) {
    const but = "it counts the current of a jump, which the model does not have";
    throw wrongValue(argument, "count something of the model", null, "Count its units: { name, observable }.", but);
  }
  const baths = Object.keys(generator.baths);
  if (current !== "all" && !baths.includes(current))
    throw wrongValue(`${argument}.current`, 'be "all" or the bath of a jump', current, didYouMean(current, baths));
  const own = jumpsOf(generator, current === "all" ? null : current);
  if (own.length !== 1)
    throw wrongValue(`${argument}.current`, "name the bath of one jump", current, "Name a bath for each jump.", `there are ${own.length}`);
  const [jump] = own;
  if (isTimeFunction(jump.rate) || jump.rate < 0 || jump.left !== jump.right)
    throw wrongValue("model", "have a Lindblad jump of constant rate ≥ 0 to be measured", null, "", `that of "${jump.bath}" is not`);
  return { kind: "current", name, jump, phase, efficiency };
}
