/** What may stand at a place of a document, from the schema: the same tables as the reader's checks. */
import { documentSchema } from "../schema.ts";
import type { Schema } from "../structure/shape.ts";

/** What one place may hold, of all forms that the format allows there. */
export interface Allowed {
  /** Keys of objects, with what they mean. */
  readonly keys: ReadonlyMap<string, KeyMeaning>;
  /** Whether names of the author's own are keys there. */
  readonly named: boolean;
  readonly words: readonly string[];
  readonly boolean: boolean;
  readonly expression: boolean;
  readonly list: boolean;
  readonly number: boolean;
}

/** What a key means. */
export interface KeyMeaning {
  readonly means: string;
  /** What stands behind it, in a word or two. */
  readonly holds: string;
  readonly required: boolean;
}

const EXPRESSION = "#/$defs/expression";

let whole: Schema | null = null;

function root(): Schema {
  whole ??= documentSchema();
  return whole;
}

/** The forms that a schema allows, one by one. */
function formsOf(schema: Schema): readonly Schema[] {
  const { $ref, anyOf } = schema as { readonly $ref?: string; readonly anyOf?: readonly Schema[] };
  if ($ref === EXPRESSION) return [schema];
  if ($ref !== undefined) {
    const definitions = root().$defs as Readonly<Record<string, Schema>>;
    return formsOf(definitions[$ref.slice("#/$defs/".length)]);
  }
  return anyOf ? anyOf.flatMap(formsOf) : [schema];
}

function inside(schema: Schema, key: string): readonly Schema[] {
  const {
    properties = {},
    additionalProperties,
    items,
  } = schema as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: Schema | boolean;
    readonly items?: Schema;
  };
  if (items && /^\d+$/.test(key)) return formsOf(items);
  if (Object.hasOwn(properties, key)) return formsOf(properties[key]);
  return typeof additionalProperties === "object" ? formsOf(additionalProperties) : [];
}

/** The forms of a whole document; of both kinds where that is not known. */
function documents(kind: "collisions" | "master-equation" | null): readonly Schema[] {
  const [first, second] = formsOf(root());
  return kind === null ? [first, second] : [kind === "collisions" ? first : second];
}

function formsAt(kind: "collisions" | "master-equation" | null, parts: readonly string[]): readonly Schema[] {
  return parts.reduce<readonly Schema[]>((forms, key) => forms.flatMap((form) => inside(form, key)), documents(kind));
}

/** What may stand at a place. */
export function allowedAt(kind: "collisions" | "master-equation" | null, parts: readonly string[]): Allowed {
  const forms = formsAt(kind, parts);
  const keys = new Map<string, KeyMeaning>();
  for (const { properties = {}, required = [] } of forms as readonly {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
  }[]) {
    for (const [key, schema] of Object.entries(properties)) {
      if (keys.has(key)) continue;
      keys.set(key, { means: String(schema.description ?? ""), holds: heldBy(schema), required: required.includes(key) });
    }
  }
  const types = forms.map(({ type }) => type);
  return {
    keys,
    named: forms.some(({ additionalProperties }) => typeof additionalProperties === "object"),
    words: [...new Set(forms.flatMap((form) => (form.enum ?? []) as (string | number)[]).map(String))],
    boolean: types.includes("boolean"),
    expression: forms.some(({ $ref }) => $ref === EXPRESSION),
    list: types.includes("array"),
    number: types.some((type) => type === "number" || type === "integer"),
  };
}

/** What a key of the object at a place means; undefined where it has no such key. */
export function meaningOfKey(kind: "collisions" | "master-equation" | null, parts: readonly string[]): KeyMeaning | undefined {
  return allowedAt(kind, parts.slice(0, -1)).keys.get(parts[parts.length - 1]);
}

function heldBy(schema: Schema): string {
  const forms = formsOf(schema);
  const words = forms.flatMap((form) => (form.enum ?? []) as readonly unknown[]);
  if (words.length > 0) return [...new Set(words.map(String))].join(" | ");
  const names = forms.map(({ $ref, type }) => ($ref === EXPRESSION ? "expression" : type === "array" ? "list" : String(type ?? "any")));
  return [...new Set(names)].join(" | ");
}
