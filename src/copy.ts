/**
 * Which copy of the package made an object. Two copies in one program do not know each other's classes, so `instanceof`
 * fails where the user sees an operator; the mark, shared by all copies, lets the error say so.
 */

/** The version of the package, as in package.json. */
export const version = "0.2.0";

interface Mark {
  readonly kind: string;
  readonly copy: { readonly version: string };
}

const MARK = Symbol.for("ancilla.made");
const here = { version };

/**
 * Mark everything that is made with this prototype, as being of a kind ("operator") and from this copy. A constructor may say so each
 * time: nothing then happens where its module is loaded, and bundlers leave the class out of a page that makes none.
 */
export function markMade(prototype: object, kind: string): void {
  if (MARK in prototype) return;
  Object.defineProperty(prototype, MARK, { value: { kind, copy: here } satisfies Mark });
}

/** What a value is, as this package or another copy of it named it: "operator"; null for anything else. */
export function kindMade(value: unknown): string | null {
  return markOf(value)?.kind ?? null;
}

/** A sentence about two copies of the package, when another one made the value; else null. */
export function otherCopy(value: unknown): string | null {
  const mark = markOf(value);
  if (!mark || mark.copy === here) return null;
  const versions = mark.copy.version === version ? `both version ${version}` : `version ${mark.copy.version}, beside ${version} here`;
  return `Two copies of ancilla are loaded (${versions}), and objects of one are no use in the other: \`npm ls ancilla\` shows who brings them.`;
}

function markOf(value: unknown): Mark | null {
  if (typeof value !== "object" || value === null) return null;
  return (value as { readonly [MARK]?: Mark })[MARK] ?? null;
}
