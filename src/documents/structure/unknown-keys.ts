/** Keys that an object does not know, with what their author meant. */
import { nearestName } from "../expression/nearest-name.ts";
import type { ObjectRules } from "./compound-shapes.ts";
import { isExtension, type Place } from "./shape.ts";

/**
 * Report the keys that an object does not know; gives the known ones that are not looked at any more, and are
 * not missed; null where all keys are known.
 */
export function unknownKeys(
  value: Readonly<Record<string, unknown>>,
  place: Place,
  { what, fields, elsewhere = {}, extensible = false }: ObjectRules,
): readonly string[] | null {
  const known = Object.keys(fields);
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(fields, key) && !(extensible && isExtension(key)));
  if (unknown.length === 0) return null;
  const torn = tornExpression(value, unknown);
  if (torn !== null) {
    place.at(unknown[0]).wrong("unknown-key", "be a known key", `there is no key ${unknown[0]} in ${what}`, {
      remedy: `inside { } a comma ends the value: quote the expression, "${torn}"`,
      found: unknown[0],
    });
    return known.filter((key) => value[key] === undefined || isOpen(value[key]));
  }
  return unknown.flatMap((key) => {
    if (Object.hasOwn(elsewhere, key)) {
      const [must, but, remedy] = elsewhere[key];
      place.at(key).wrong("structure", must, but, { remedy, found: key });
      return [];
    }
    const { nearest, ...details } = nearestName(key, known);
    place.at(key).wrong("unknown-key", "be a known key", `there is no key ${key} in ${what}`, { nearest, ...details });
    return nearest === null ? [] : [nearest];
  });
}

/** An expression that the commas of a YAML flow mapping tore into keys without values, put together again; null where none was. */
function tornExpression(value: Readonly<Record<string, unknown>>, unknown: readonly string[]): string | null {
  const pieces = unknown.filter((key) => value[key] === null);
  if (pieces.length === 0 || pieces.length < unknown.length) return null;
  const open = Object.values(value).find(isOpen);
  return open === undefined ? null : [open, ...pieces].join(", ");
}

/** Is a value text with a bracket that is not closed? */
function isOpen(value: unknown): boolean {
  if (typeof value !== "string") return false;
  let open = 0;
  for (const character of value) open += "([".includes(character) ? 1 : ")]".includes(character) ? -1 : 0;
  return open > 0;
}
