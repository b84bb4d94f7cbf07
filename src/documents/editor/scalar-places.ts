/** Between the characters of a value and those of its text: quotes, escapes and broken lines stand between them. */
import type { TextEntry, TextNode } from "../text/text-tree.ts";

/** What stands in a text for one character of a value: JSON's and YAML's escapes, doubled quotes, line breaks that are a blank. */
const ESCAPE = /^\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n[ \t]*|[\s\S])/;

/** Where each character of a value stands in its text, and behind the last one where it ends: as long as the value and one more. */
function placesOf(text: string, { start, end, value }: TextNode): readonly number[] {
  const said = String(value);
  const places: number[] = [];
  let at = start;
  const quote = text[start] === '"' || text[start] === "'" ? text[start] : null;
  if (quote) at++;
  const last = quote && end > start + 1 && text[end - 1] === quote ? end - 1 : end;
  for (const character of said) {
    if (/\s/.test(character)) {
      // One blank of the value is any run of blanks and breaks in the text.
      while (at < last && !/\s/.test(text[at]) && !(quote === '"' && text[at] === "\\")) at++;
      places.push(at);
      at += quote === '"' && text[at] === "\\" ? (ESCAPE.exec(text.slice(at, at + 8))?.[0].length ?? 1) : 1;
      continue;
    }
    while (at < last && /\s/.test(text[at]) && text[at] !== character) at++;
    for (let unit = 0; unit < character.length; unit++) places.push(at + unit);
    if (quote === '"' && text[at] === "\\") at += ESCAPE.exec(text.slice(at, at + 80))?.[0].length ?? 1;
    else at += quote === "'" && text.startsWith("''", at) ? 2 : character.length;
  }
  places.push(Math.min(at, last));
  return places;
}

/** Where the character of a value, counted from 1, stands in the text. */
export function offsetOfCharacter(text: string, node: TextNode, character: number): number {
  const places = placesOf(text, node);
  return places[Math.max(0, Math.min(character - 1, places.length - 1))];
}

/** Which character of a value, counted from 1, stands at an offset of the text; the one behind it where none does. */
export function characterAt(text: string, node: TextNode, offset: number): number {
  const places = placesOf(text, node);
  const behind = places.findIndex((place) => place > offset);
  return behind < 0 ? places.length : Math.max(1, behind);
}

/** Where a key ends in the text. */
export function keyEnd(text: string, { key, keyStart }: Pick<TextEntry, "key" | "keyStart">): number {
  const quote = text[keyStart];
  if (quote !== '"' && quote !== "'") return keyStart + key.length;
  const close = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')/.exec(text.slice(keyStart, keyStart + 200))?.[0];
  return keyStart + (close?.length ?? key.length + 1);
}

/** The inside of a value's text, without its quotes. */
export function insideOf(text: string, { start, end }: TextNode): readonly [number, number] {
  const quoted = (text[start] === '"' || text[start] === "'") && end > start + 1 && text[end - 1] === text[start];
  return quoted ? [start + 1, end - 1] : [start, end];
}
