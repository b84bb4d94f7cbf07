/** Shapes made of others: lists, tables of names, objects of known keys, and one of several forms. */
import { anything, nameProblem } from "./leaf-shapes.ts";
import { isExtension, isObject, type Place, type Schema, type Shape } from "./shape.ts";
import { unknownKeys } from "./unknown-keys.ts";

/** A list of equal entries. */
export function list(
  of: Shape,
  what: string,
  { least = 0, most = 10_000 }: { readonly least?: number; readonly most?: number } = {},
): Shape {
  const words = `a list of ${what}`;
  return {
    words,
    read(value, place) {
      if (!Array.isArray(value)) return place.wrongKind(words, value);
      if (value.length < least || value.length > most) {
        const code = value.length > most ? "limit" : "out-of-bounds";
        const bound = value.length > most ? `at most ${most}` : `at least ${least}`;
        return place.wrong(code, `have ${bound} ${what}`, `has ${value.length}`, { found: String(value.length) });
      }
      return value.map((entry, k) => of.read(entry, place.at(k)));
    },
    schema: (definitions) => ({
      type: "array",
      items: of.schema(definitions),
      ...(least > 0 ? { minItems: least } : {}),
      maxItems: most,
    }),
  };
}

/** A list of numbers, read without a place for each: tables have many. */
export function numbers(what: string, { least = 0, most = 10_000 }: { readonly least?: number; readonly most?: number } = {}): Shape {
  const words = `a list of ${what}`;
  return {
    words,
    read(value, place) {
      if (!Array.isArray(value)) return place.wrongKind(words, value);
      if (value.length < least) return place.wrong("out-of-bounds", `have at least ${least} ${what}`, `has ${value.length}`);
      if (value.length > most) return place.wrong("limit", `have at most ${most} ${what}`, `has ${value.length}`);
      const odd = value.findIndex((entry) => typeof entry !== "number" || !Number.isFinite(entry));
      if (odd < 0) return value.map((entry) => entry + 0);
      return typeof value[odd] === "number" ? place.at(odd).notFinite(value[odd]) : place.at(odd).wrongKind("a number", value[odd]);
    },
    schema: () => ({ type: "array", items: { type: "number" }, ...(least > 0 ? { minItems: least } : {}), maxItems: most }),
  };
}

/** Entries by names that the author gives. `own` names may not be words of the expressions. */
export function table(
  of: Shape,
  what: string,
  { most = 256, own = false }: { readonly most?: number; readonly own?: boolean } = {},
): Shape {
  const words = `an object of ${what} by name`;
  return {
    words,
    read(value, place) {
      if (!isObject(value)) return place.wrongKind(words, value);
      const names = Object.keys(value).sort();
      if (names.length > most) return place.wrong("limit", `have at most ${most} ${what}`, `has ${names.length}`);
      const entries: Record<string, unknown> = Object.create(null);
      for (const name of names) {
        if (!nameProblem(name, place.at(name), own)) entries[name] = of.read(value[name], place.at(name));
      }
      return entries;
    },
    schema: (definitions) => ({
      type: "object",
      additionalProperties: of.schema(definitions),
      propertyNames: { pattern: "^(?!__)[A-Za-z_][A-Za-z0-9_]{0,63}$" },
      maxProperties: most,
    }),
  };
}

/** A key of an object. */
export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
  /** What it is where it is left out: the canonical form leaves it out, too. */
  readonly default?: unknown;
  /** What it means, for the schema and the reference page. */
  readonly means: string;
}

/** An object that was read. */
export type Read = Readonly<Record<string, unknown>>;

/** An object of known keys. */
export interface ObjectShape extends Shape {
  /** Its name among the definitions of the schema. */
  readonly id: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** What an object is besides its keys. */
export interface ObjectRules {
  /** Its name in the schema. */
  readonly id: string;
  /** What it is, in a sentence: "a unit". */
  readonly what: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Where a key belongs that people write here: "must …, but …; remedy" as a list. */
  readonly elsewhere?: Readonly<Record<string, readonly [must: string, but: string, remedy: string]>>;
  /** Keys that begin with x- are kept. */
  readonly extensible?: boolean;
  /** What keys say together; it sees what was read of those that are right, and may give another object back. */
  readonly check?: (read: Read, place: Place) => Read | undefined;
}

/** An object of known keys: unknown and missing ones are reported, defaults left out, the rest read. */
export function object(rules: ObjectRules): ObjectShape {
  const { id, what, fields, extensible = false, check } = rules;
  return {
    id,
    words: what,
    fields,
    read(value, place) {
      if (!isObject(value)) return place.wrongKind(`${what} (an object)`, value);
      const odd = unknownKeys(value, place, rules);
      const passed = odd ?? [];
      const read: Record<string, unknown> = {};
      for (const key of [...Object.keys(fields), ...(extensible ? Object.keys(value).filter(isExtension) : [])].sort()) {
        const field = Object.hasOwn(fields, key) ? fields[key] : extension;
        if (!Object.hasOwn(value, key) || passed.includes(key)) {
          if (field.required && !passed.includes(key)) missing(place, key, what, field);
          continue;
        }
        const entry = field.shape.read(value[key], place.at(key));
        if (entry !== undefined && !isDefault(entry, field.default)) read[key] = entry;
      }
      return (odd === null ? check?.(read, place) : undefined) ?? read;
    },
    schema(definitions) {
      if (!definitions.has(id)) {
        definitions.set(id, {});
        const required = Object.keys(fields).filter((key) => fields[key].required);
        definitions.set(id, {
          type: "object",
          properties: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, described(field, definitions)])),
          ...(required.length > 0 ? { required } : {}),
          ...(extensible ? { patternProperties: { "^x-": {} } } : {}),
          additionalProperties: false,
          description: `${what[0].toUpperCase()}${what.slice(1)}.`,
        });
      }
      return { $ref: `#/$defs/${id}` };
    },
  };
}

const extension: Field = { shape: anything, means: "kept, not read" };

function described(field: Field, definitions: Map<string, Schema>): Schema {
  const schema = field.shape.schema(definitions);
  return { ...schema, description: field.means, ...(field.default === undefined ? {} : { default: field.default }) };
}

/** Report a key that is not there; one that is there and wrong has been reported. */
export function missing(place: Place, key: string, what: string, field: Pick<Field, "means">): undefined {
  const { pointer } = place.at(key);
  if (place.reading.problems.all.some((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`)))
    return undefined;
  return place.at(key).wrong("missing", "be given", `${what} needs ${key}`, { remedy: field.means, expected: key });
}

/** Is a value the one that it has where it is left out? Empty lists and tables are, where nothing is needed. */
function isDefault(value: unknown, standard: unknown): boolean {
  return standard !== undefined && JSON.stringify(value) === JSON.stringify(standard);
}

/** One of several forms: the first whose test holds reads the value. */
export function either(words: string, forms: readonly (readonly [holds: (value: unknown) => boolean, shape: Shape])[]): Shape {
  return {
    words,
    read(value, place) {
      const form = forms.find(([holds]) => holds(value));
      return form ? form[1].read(value, place) : place.wrongKind(words, value);
    },
    schema: (definitions) => ({ anyOf: forms.map(([, shape]) => shape.schema(definitions)) }),
  };
}

/** Report two of several keys that exclude each other, at the object that has them; true where one is there at most. */
export function atMostOne(read: Read, keys: readonly string[], what: string, place: Place): boolean {
  const there = keys.filter((key) => read[key] !== undefined);
  if (there.length < 2) return true;
  const listed = (words: readonly string[]) => `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  place.wrong("structure", `have one of ${listed(keys)}`, `here are ${listed(there)}`, {
    remedy: `${what} has only one`,
    found: listed(there),
  });
  return false;
}

/** Report a key that stands in the wrong place. */
export function misplaced(place: Place, key: string, must: string, but: string, remedy = ""): undefined {
  return place.at(key).wrong("structure", must, but, { remedy, found: key });
}
