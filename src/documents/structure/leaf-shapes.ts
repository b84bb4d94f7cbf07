/** Shapes of single values: expressions, numbers, words, names, texts. */
import { valueInWords } from "../../errors.ts";
import { MOST_CHARACTERS, parseExpression, printExpression, RESERVED, type Tree, WORDS } from "../expression/index.ts";
import { nearestName } from "../expression/nearest-name.ts";
import type { Place, Schema, Shape } from "./shape.ts";
import { isObject } from "./shape.ts";

const PATTERN = "^[A-Za-z_][A-Za-z0-9_]{0,63}$";
const NAME = new RegExp(PATTERN);

/** Names that objects of the host have for themselves. */
export const FORBIDDEN: readonly string[] = ["constructor", "prototype", "toString", "valueOf", "hasOwnProperty"];

/** The number that a tree is as it stands, with its sign; null for any other. */
function plainNumber(tree: Tree): number | null {
  if (tree.kind === "number") return tree.value + 0;
  return tree.kind === "negation" && tree.of.kind === "number" ? 0 - tree.of.value : null;
}

/** An expression: its text, or a number. */
export const expression: Shape = {
  words: "an expression (text or a number)",
  read(value, place) {
    if (typeof value === "number") return Number.isFinite(value) ? value + 0 : place.notFinite(value);
    if (typeof value !== "string") return place.wrongKind(this.words, value);
    const tree = place.attempt(() => parseExpression(value));
    if (tree === undefined || !place.reading.canonical) return tree === undefined ? undefined : value;
    return plainNumber(tree) ?? printExpression(tree);
  },
  schema(definitions) {
    const meaning = "An expression: its text, or a number.";
    definitions.set("expression", { type: ["string", "number"], minLength: 1, maxLength: MOST_CHARACTERS, description: meaning });
    return { $ref: "#/$defs/expression" };
  },
};

/** Bounds of a number. */
interface Bounds {
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
}

/** A number within bounds, whole where that is said. */
export function number(bounds: Bounds & { readonly integer?: boolean } = {}): Shape {
  const { atLeast, above, atMost, integer = false } = bounds;
  const limits = [
    atLeast === undefined ? "" : `≥ ${atLeast}`,
    above === undefined ? "" : `> ${above}`,
    atMost === undefined ? "" : `≤ ${atMost}`,
  ];
  const words = [integer ? "an integer" : "a number", limits.filter(Boolean).join(" and ")].filter(Boolean).join(" ");
  return {
    words,
    read(value, place) {
      if (typeof value !== "number") return place.wrongKind(words, value, "expressions are not read here");
      if (!Number.isFinite(value)) return place.notFinite(value);
      const inside =
        (atLeast === undefined || value >= atLeast) && (above === undefined || value > above) && (atMost === undefined || value <= atMost);
      if (inside && (!integer || Number.isSafeInteger(value))) return value + 0;
      return place.wrong("out-of-bounds", `be ${words}`, `is ${value}`, { expected: words, found: String(value) });
    },
    schema: () => ({
      type: integer ? "integer" : "number",
      ...(atLeast === undefined ? {} : { minimum: atLeast }),
      ...(above === undefined ? {} : { exclusiveMinimum: above }),
      ...(atMost === undefined ? {} : { maximum: atMost }),
    }),
  };
}

/** True or false. */
export const truth: Shape = {
  words: "true or false",
  read: (value, place) => (typeof value === "boolean" ? value : place.wrongKind("true or false", value)),
  schema: () => ({ type: "boolean" }),
};

/** Text that is shown and never interpreted. */
export const text: Shape = {
  words: "a text",
  read: (value, place) => (typeof value === "string" ? value : place.wrongKind("a text", value)),
  schema: () => ({ type: "string" }),
};

/** One of a few words; where `parameter` is allowed, also `{ parameter: name }` of a choice parameter. */
export function word(words: readonly string[], { parameter = false }: { readonly parameter?: boolean } = {}): Shape {
  const quoted = words.map((one) => `"${one}"`).join(words.length > 2 ? ", " : " or ");
  const shown = `${words.length > 2 ? "one of " : ""}${quoted}${parameter ? ' or { "parameter": name }' : ""}`;
  return {
    words: shown,
    read(value, place) {
      if (parameter && isObject(value)) return parameterName(value, place);
      const given = typeof value === "number" ? String(value) : value;
      if (typeof given !== "string") return place.wrongKind(shown, value);
      if (words.includes(given)) return given;
      return place.wrong("unknown-name", `be ${shown}`, `is ${valueInWords(value)}`, { ...nearestName(given, words), expected: shown });
    },
    schema(definitions) {
      const one: Schema = { enum: words.flatMap((each) => (Number.isFinite(Number(each)) ? [each, Number(each)] : [each])) };
      return parameter ? { anyOf: [one, ofParameter(definitions)] } : one;
    },
  };
}

function parameterName(value: Readonly<Record<string, unknown>>, place: Place): unknown {
  const odd = Object.keys(value).find((key) => key !== "parameter");
  if (odd !== undefined) {
    return place.at(odd).wrong("unknown-key", "be { parameter: name }", `there is no key ${odd}`, nearestName(odd, ["parameter"]));
  }
  if (!Object.hasOwn(value, "parameter")) return place.at("parameter").wrong("missing", "be given", "is missing");
  const parameter = name("a parameter").read(value.parameter, place.at("parameter"));
  return parameter === undefined ? undefined : { parameter };
}

function ofParameter(definitions: Map<string, Schema>): Schema {
  definitions.set("choice", {
    type: "object",
    properties: { parameter: { type: "string", pattern: PATTERN, description: "name of a choice parameter, which holds the word" } },
    required: ["parameter"],
    additionalProperties: false,
    description: "A word that a parameter holds.",
  });
  return { $ref: "#/$defs/choice" };
}

/** A name that may be given: letters, digits and _, no word of the language, no name of the host. `own` says that it is a value's. */
export function name(what: string, { own = false }: { readonly own?: boolean } = {}): Shape {
  return {
    words: what,
    read(value, place) {
      if (typeof value !== "string") return place.wrongKind(what, value, "names are texts");
      return nameProblem(value, place, own) ? undefined : value;
    },
    schema: () => ({ type: "string", pattern: PATTERN }),
  };
}

/** Report a name that cannot be one; true where it was. */
export function nameProblem(given: string, place: Place, own: boolean): boolean {
  if (!NAME.test(given)) {
    place.wrong("forbidden", "be a name (letters, digits and _, at most 64, no digit first)", `is ${valueInWords(given)}`, {
      found: given,
    });
  } else if (given.startsWith("__") || FORBIDDEN.includes(given)) {
    place.wrong("forbidden", "be a name", given.startsWith("__") ? "names do not start with __" : `${given} is no name`, { found: given });
  } else if (WORDS.includes(given) || (own && RESERVED.includes(given))) {
    place.wrong("forbidden", "be a name of its own", `${given} has a meaning in every expression`, {
      remedy: "choose another",
      found: given,
    });
  } else return false;
  return true;
}

/** Any JSON value: kept, not read. */
export const anything: Shape = {
  words: "any value",
  read(value, place) {
    if (Array.isArray(value)) return value.map((entry, k) => this.read(entry, place.at(k)));
    if (typeof value === "number") return Number.isFinite(value) ? value + 0 : place.notFinite(value);
    if (!isObject(value)) return value;
    const kept: Record<string, unknown> = Object.create(null);
    for (const key of Object.keys(value).sort()) kept[key] = this.read(value[key], place.at(key));
    return kept;
  },
  schema: () => ({}),
};
