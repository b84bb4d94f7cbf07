/** The part of JSON Schema 2020-12 that the schema of documents uses, checked plainly; a keyword that it does not know fails the test. */

type Schema = Readonly<Record<string, unknown>>;

const SAID = ["$schema", "$id", "title", "description", "default", "$defs"];

/** Does a schema accept a value? */
export function accepts(schema: Schema, value: unknown, root: Schema = schema): boolean {
  return Object.entries(schema).every(([keyword, bound]) => holds(keyword, bound, value, schema, root));
}

function holds(keyword: string, bound: unknown, value: unknown, schema: Schema, root: Schema): boolean {
  const isNumber = typeof value === "number";
  const isText = typeof value === "string";
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const entries = isObject ? Object.entries(value as object) : [];
  const inner = (part: unknown, of: unknown): boolean => accepts(part as Schema, of, root);
  if (SAID.includes(keyword)) return true;
  switch (keyword) {
    case "$ref":
      return inner((root.$defs as Schema)[String(bound).replace("#/$defs/", "")], value);
    case "anyOf":
      return (bound as readonly Schema[]).some((one) => inner(one, value));
    case "const":
      return value === bound;
    case "enum":
      return (bound as readonly unknown[]).includes(value);
    case "type":
      return [bound].flat().some((type) => isOfType(String(type), value));
    case "minimum":
      return !isNumber || value >= Number(bound);
    case "exclusiveMinimum":
      return !isNumber || value > Number(bound);
    case "maximum":
      return !isNumber || value <= Number(bound);
    case "minLength":
      return !isText || value.length >= Number(bound);
    case "maxLength":
      return !isText || value.length <= Number(bound);
    case "pattern":
      return !isText || new RegExp(String(bound), "u").test(value);
    case "items": {
      const from = ((schema.prefixItems ?? []) as readonly unknown[]).length;
      return !Array.isArray(value) || value.slice(from).every((entry) => inner(bound, entry));
    }
    case "prefixItems":
      return !Array.isArray(value) || (bound as readonly Schema[]).every((one, k) => k >= value.length || inner(one, value[k]));
    case "minItems":
      return !Array.isArray(value) || value.length >= Number(bound);
    case "maxItems":
      return !Array.isArray(value) || value.length <= Number(bound);
    case "required":
      return !isObject || (bound as readonly string[]).every((key) => Object.hasOwn(value as object, key));
    case "properties":
      return entries.every(([key, entry]) => !Object.hasOwn(bound as object, key) || inner((bound as Schema)[key], entry));
    case "patternProperties":
      return entries.every(([key, entry]) =>
        Object.entries(bound as object).every(([pattern, one]) => !new RegExp(pattern, "u").test(key) || inner(one, entry)),
      );
    case "additionalProperties": {
      const known = Object.keys((schema.properties ?? {}) as object);
      const patterns = Object.keys((schema.patternProperties ?? {}) as object).map((pattern) => new RegExp(pattern, "u"));
      const others = entries.filter(([key]) => !known.includes(key) && !patterns.some((pattern) => pattern.test(key)));
      return bound === false ? others.length === 0 : others.every(([, entry]) => inner(bound, entry));
    }
    case "propertyNames":
      return entries.every(([key]) => inner(bound, key));
    case "maxProperties":
      return entries.length <= Number(bound);
    default:
      throw new Error(`The schema uses ${keyword}, which this check does not know.`);
  }
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
