/** A document's text with other values of its parameters: one number is replaced in place, comments and layout stay. */
import type { Value, Values } from "../compute/protocol.ts";
import type { ParameterFacts } from "../engine/describe.ts";

/** A text with the values of parameters written over their defaults, at the places that the reader found in it. */
export function writtenText(text: string, values: Values, parameters: readonly Pick<ParameterFacts, "name" | "place">[]): string {
  const edits = parameters
    .filter(({ name, place }) => place !== null && name in values)
    .map(({ name, place }) => ({ place: place as readonly [number, number], text: valueText(values[name] as Value) }))
    .sort((a, b) => b.place[0] - a.place[0]);
  return edits.reduce((out, edit) => out.slice(0, edit.place[0]) + edit.text + out.slice(edit.place[1]), text);
}

/** A value as JSON, which YAML reads too. */
export function valueText(value: Value): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
