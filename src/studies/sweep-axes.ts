/** The axes of a sweep: one parameter, or two that make a grid; its points in row-major order, the last axis fastest. */
import { didYouMean, wrongKind, wrongValue } from "../errors.ts";
import type { Model, Parameters, ParameterValue } from "../models/model.ts";
import { howToGiveParameters } from "../models/require-model.ts";
import { anything, type Check, listOf } from "../options.ts";

/** A parameter and the values that it takes. */
export interface Axis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
}

/** What a sweep goes over, as its options say it. */
export interface Over {
  readonly over: string | readonly string[];
  readonly values: readonly unknown[];
}

/** Points of a sweep at most, and what one of them takes with its observables and diagnostics, in bytes. */
const MOST_POINTS = 1_000_000;
const POINT_BYTES = 1024;

/** Refuse more points than there is room for; `shape` says how many there are, such as "1000 × 1000". Returns the number. */
export function pointsWithin(argument: string, lengths: readonly number[]): number {
  const points = lengths.reduce((product, length) => product * length, 1);
  if (points <= MOST_POINTS) return points;
  const shape = lengths.length > 1 ? `${lengths.join(" × ")} = ${points}` : String(points);
  const but = `it asks for ${shape} points, which take about ${Math.ceil((points * POINT_BYTES) / (1 << 20))} MiB`;
  throw wrongValue(argument, `make at most ${MOST_POINTS} points`, null, "Ask for fewer values.", but);
}

/** The axes that options ask for: `over: "a"` with a list, or `over: ["a", "b"]` with a list for each. */
export function axesOf({ over, values }: Over): readonly Axis[] {
  if (typeof over === "string") return [{ name: over, values: values as readonly ParameterValue[] }];
  return over.map((name, k) => ({ name, values: values[k] as readonly ParameterValue[] }));
}

/** A name, or two of them. */
export const oneOrTwoNames: Check = (argument, value) => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [k, name] of list.entries()) {
    const at = Array.isArray(value) ? `${argument}[${k}]` : argument;
    if (typeof name !== "string") throw wrongKind(at, "be the name of a parameter", name);
    if (name === "") throw wrongValue(at, "be the name of a parameter", null, "", "it is empty");
  }
  if (!Array.isArray(value)) return;
  if (list.length === 1) throw wrongValue(argument, "be a name, or two names of a grid", value, `Write over: "${list[0]}".`);
  if (list.length !== 2) {
    const remedy = "Run one sweep per value of the others.";
    throw wrongValue(argument, "be a name, or two names of a grid", null, remedy, `it names ${list.length} parameters`);
  }
  if (list[0] === list[1]) throw wrongValue(argument, "name two parameters", null, "", `it names "${list[0]}" twice`);
};

/** Check the axes against a model: known parameters, values for each, and not too many points. Returns them. */
export function checkAxes(model: Model, options: Over): readonly Axis[] {
  const { over, values } = options;
  const known = Object.keys(model.parameters);
  const names: readonly string[] = typeof over === "string" ? [over] : over;
  names.forEach((name, k) => {
    if (known.includes(name)) return;
    const at = typeof over === "string" ? "over" : `over[${k}]`;
    throw wrongValue(at, `name a parameter of ${model.name}`, name, howToGiveParameters(model) || didYouMean(name, known));
  });
  if (typeof over !== "string") {
    if (values.length !== names.length || !values.every((list) => Array.isArray(list))) {
      const but = values.every((list) => Array.isArray(list)) ? `it has ${values.length}` : "some of its entries are none";
      throw wrongValue("values", "have one list per name in `over`", null, 'Write { over: ["a", "b"], values: [[…], […]] }.', but);
    }
    values.forEach((list, k) => {
      listOf("values", anything)(`values[${k}]`, list);
    });
  }
  const axes = axesOf(options);
  axes.forEach((axis, k) => {
    const at = axes.length === 1 ? "values" : `values[${k}]`;
    if (axis.values.length === 0) throw wrongValue(at, "hold at least one value", null, "", "the range is empty");
  });
  pointsWithin(
    "values",
    axes.map((axis) => axis.values.length),
  );
  return axes;
}

/** Number of points of a sweep. */
export function pointCount(axes: readonly Axis[]): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/** The values of the swept parameters at point `k`, in the order of the axes. */
export function valuesAt(axes: readonly Axis[], k: number): readonly ParameterValue[] {
  const at: ParameterValue[] = [];
  let rest = k;
  for (const { values } of [...axes].reverse()) {
    at.unshift(values[rest % values.length]);
    rest = (rest - (rest % values.length)) / values.length;
  }
  return at;
}

/** The swept parameters at point `k`, as changes of a model. */
export function changesAt(axes: readonly Axis[], k: number): Parameters {
  const values = valuesAt(axes, k);
  return Object.fromEntries(axes.map(({ name }, i) => [name, values[i]]));
}

/** Where a point lies, for people: "beta2 = 0.1, betar = 0.05". */
export function placeInWords(axes: readonly Axis[], k: number): string {
  const values = valuesAt(axes, k);
  return axes.map(({ name }, i) => `${name} = ${values[i]}`).join(", ");
}
