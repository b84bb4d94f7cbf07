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

/** A document's text with another title: in the place of the one that it has, else before everything else. */
export function retitled(text: string, file: string, title: string): string {
  const value = JSON.stringify(title);
  if (!file.endsWith(".json")) {
    const line = /^title:.*$/m;
    return line.test(text) ? text.replace(line, () => `title: ${value}`) : text.replace(/^(?=[A-Za-z"'])/m, () => `title: ${value}\n`);
  }
  const found = ownKey(text, "title");
  if (!found) return text.replace("{", () => `{\n  "title": ${value},`);
  return text.slice(0, found[0]) + value + text.slice(found[1]);
}

/** Where the text that a key of the outermost object has begins and ends in JSON. */
function ownKey(text: string, key: string): readonly [number, number] | null {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;
  let [depth, last, wanted] = [0, "", false];
  for (let one = token.exec(text); one; one = token.exec(text)) {
    const [word] = one;
    if (word === "{" || word === "[") depth++;
    else if (word === "}" || word === "]") depth--;
    else if (word === ":") wanted = depth === 1 && last === `"${key}"`;
    else if (wanted) return [one.index, one.index + word.length];
    if (word !== ":") wanted = false;
    last = word;
  }
  return null;
}
