/** The shape of a parameter: a bare value, or a value with what is known about it. */
import { valueInWords } from "../../errors.ts";
import { nearestName } from "../expression/nearest-name.ts";
import { either, list, numbers, type ObjectShape, object, type Read } from "./compound-shapes.ts";
import { number, text, truth, word } from "./leaf-shapes.ts";
import { isObject, type Place, type Shape } from "./shape.ts";

const KINDS = ["number", "integer", "boolean", "choice", "numbers"];
const BOUNDS = ["atLeast", "above", "atMost", "below"] as const;

const value: Shape = either("a number, true or false, a choice (text), a list of numbers, or null", [
  [(given) => typeof given === "number", number()],
  [(given) => typeof given === "boolean", truth],
  [(given) => typeof given === "string", text],
  [(given) => Array.isArray(given), numbers("numbers", { most: 4096 })],
  [(given) => given === null, { words: "null", read: () => null, schema: () => ({ type: "null" }) }],
]);

/** A parameter with all that is said about it. */
export const parameter: ObjectShape = object({
  id: "parameter",
  what: "a parameter",
  fields: {
    default: { shape: value, required: true, means: "its value unless it is set" },
    kind: {
      shape: word(KINDS),
      means: "`number`, `integer`, `boolean`, `choice` or `numbers`; by default that of `default`, `choice` where there are `choices`",
    },
    description: { shape: text, means: "what it is, for people" },
    unit: { shape: text, means: "`energy`, `1/energy`, `energy^(1/2)`, `1`, or `temperature`, `rate`, `frequency`, `time`, `angle`" },
    atLeast: { shape: number(), means: "least value" },
    above: { shape: number(), means: "what the value must be larger than" },
    atMost: { shape: number(), means: "largest value" },
    below: { shape: number(), means: "what the value must be smaller than" },
    choices: { shape: list(text, "choices", { least: 1, most: 256 }), means: "the words that a choice may be" },
    nullable: { shape: truth, default: false, means: "null is a value, too" },
    noisy: { shape: truth, default: false, means: "noise on it makes sense; only for numbers that size nothing" },
  },
  check: complete,
});

/** A parameter as documents write it. */
export const parameterEntry: Shape = {
  words: "a value, or an object with a default",
  read: (given, place) => parameter.read(isObject(given) ? given : { default: given }, place),
  schema: (definitions) => ({ anyOf: [parameter.schema(definitions), value.schema(definitions)] }),
};

/** Find the kind where it is not said, and check the default and the bounds against it. */
function complete(read: Read, place: Place): Read | undefined {
  if (read.default === undefined) return undefined;
  const kind = (read.kind as string | undefined) ?? (read.choices === undefined ? kindOf(read.default) : "choice");
  if (kind === undefined) {
    return place.at("kind").wrong("missing", "be given", "the default null has no kind", { remedy: `say one of ${KINDS.join(", ")}` });
  }
  const whole = sorted({ ...read, kind });
  const fits = boundsFit(whole, kind, place) && choicesFit(whole, kind, place) && defaultFits(whole, kind, place.at("default"));
  if (fits && whole.noisy === true && kind !== "number") {
    return place
      .at("noisy")
      .wrong("structure", "be said of numbers", `a parameter of kind ${kind} takes no noise`, { remedy: "leave it out" });
  }
  return fits ? whole : undefined;
}

function sorted(read: Read): Read {
  return Object.fromEntries(
    Object.keys(read)
      .sort()
      .map((key) => [key, read[key]]),
  );
}

function kindOf(given: unknown): string | undefined {
  if (typeof given === "number") return "number";
  if (typeof given === "boolean") return "boolean";
  if (typeof given === "string") return "choice";
  return Array.isArray(given) ? "numbers" : undefined;
}

function boundsFit(read: Read, kind: string, place: Place): boolean {
  const { atLeast, above, atMost, below } = read as Readonly<Record<string, number | undefined>>;
  const there = BOUNDS.find((bound) => read[bound] !== undefined);
  if (there && (kind === "boolean" || kind === "choice")) {
    place.at(there).wrong("structure", "belong to a number", `the parameter is a ${kind}`, { remedy: "leave it out" });
    return false;
  }
  const low = Math.max(atLeast ?? Number.NEGATIVE_INFINITY, above ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(atMost ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY);
  if (low <= high) return true;
  place.wrong("out-of-bounds", "have bounds with room between them", `its values are ≥ ${low} and ≤ ${high}`);
  return false;
}

function choicesFit(read: Read, kind: string, place: Place): boolean {
  const choices = read.choices as readonly string[] | undefined;
  if (kind !== "choice") {
    if (choices === undefined) return true;
    place.at("choices").wrong("structure", "belong to a choice", `the parameter is of kind ${kind}`, { remedy: "leave one of them out" });
    return false;
  }
  if (choices === undefined) {
    const given = read.default;
    if (typeof given === "string" && given.trim() !== "" && Number.isFinite(Number(given))) {
      place.at("default").wrongKind("a number", given, "write it without quotes");
      return false;
    }
    place.at("choices").wrong("missing", "be given", "a choice needs choices", { remedy: 'say choices: ["exact", "second"]' });
    return false;
  }
  const twice = choices.findIndex((choice, k) => choices.indexOf(choice) < k);
  if (twice < 0) return true;
  place
    .at("choices")
    .at(twice)
    .wrong("duplicate", "be there once", `${valueInWords(choices[twice])} is there twice`);
  return false;
}

function defaultFits(read: Read, kind: string, place: Place): boolean {
  const given = read.default;
  if (given === null) {
    if (read.nullable === true) return true;
    place.wrongKind("a value", null, "say nullable: true where null is one");
    return false;
  }
  if (kind === "choice") {
    const choices = read.choices as readonly string[];
    if (typeof given !== "string") place.wrongKind("one of the choices", given);
    else if (!choices.includes(given))
      place.wrong("unknown-name", "be one of the choices", `is ${valueInWords(given)}`, nearestName(given, choices));
    else return true;
    return false;
  }
  if (kind === "boolean") return typeof given === "boolean" || place.wrongKind("true or false", given) === true;
  if (kind === "numbers") {
    if (!Array.isArray(given)) return place.wrongKind("a list of numbers", given) === true;
    return given.every((entry, k) => inBounds(read, entry as number, place.at(k)));
  }
  if (typeof given !== "number") return place.wrongKind(kind === "integer" ? "an integer" : "a number", given) === true;
  if (kind === "integer" && !Number.isSafeInteger(given)) {
    return place.wrong("out-of-bounds", "be an integer", `is ${given}`, { expected: "an integer", found: String(given) }) === true;
  }
  return inBounds(read, given, place);
}

function inBounds(read: Read, given: number, place: Place): boolean {
  const { atLeast, above, atMost, below } = read as Readonly<Record<string, number | undefined>>;
  const broken = [
    atLeast !== undefined && given < atLeast ? `≥ ${atLeast}` : "",
    above !== undefined && given <= above ? `> ${above}` : "",
    atMost !== undefined && given > atMost ? `≤ ${atMost}` : "",
    below !== undefined && given >= below ? `< ${below}` : "",
  ].filter(Boolean);
  if (broken.length === 0) return true;
  place.wrong("out-of-bounds", `be ${broken.join(" and ")}`, `is ${given}`, { expected: broken.join(" and "), found: String(given) });
  return false;
}
