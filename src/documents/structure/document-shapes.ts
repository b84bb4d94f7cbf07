/** The shapes of the two kinds of documents: streams of collisions, and master equations. */
import { dissipation, global } from "./bath-shapes.ts";
import { either, type Field, list, type ObjectShape, object, table } from "./compound-shapes.ts";
import { checkLengths, checkStream } from "./document-rules.ts";
import { jobs } from "./job-shapes.ts";
import { expression, text, truth, word } from "./leaf-shapes.ts";
import { parameterEntry } from "./parameter-shape.ts";
import { isObject, type Place, type Schema, type Shape } from "./shape.ts";
import { definition, operatorOrMatrix, space } from "./space-shapes.ts";
import { between, streamEntry, unit } from "./unit-shapes.ts";

/** The version of the format that is read. */
export const VERSION = 1;

/** Features beyond version 1 that a document may require. */
const FEATURES: readonly string[] = [];

const version: Shape = {
  words: `the version, ${VERSION}`,
  read(value, place) {
    if (value === VERSION) return VERSION;
    if (typeof value !== "number") return place.wrongKind(this.words, value);
    const remedy = value > VERSION ? "update ancilla" : "";
    return place.wrong(
      "version",
      `be a version that this program reads (it reads version ${VERSION})`,
      `the document is version ${value}`,
      {
        remedy,
        expected: String(VERSION),
        found: String(value),
      },
    );
  },
  schema: () => ({ const: VERSION }),
};

const documentName: Shape = {
  words: "a name (small letters, digits and hyphens, at most 64, a letter first)",
  read(value, place) {
    if (typeof value !== "string") return place.wrongKind(this.words, value);
    if (/^[a-z][a-z0-9-]{0,63}$/.test(value)) return value;
    return place.wrong("forbidden", `be ${this.words}`, `is ${JSON.stringify(value)}`, { found: value });
  },
  schema: () => ({ type: "string", pattern: "^[a-z][a-z0-9-]{0,63}$" }),
};

const feature: Shape = {
  words: "a feature",
  read(value, place) {
    if (typeof value !== "string") return place.wrongKind("the name of a feature", value);
    if (FEATURES.includes(value)) return value;
    return place.wrong("version", "be a feature that this program has", `it does not know "${value}"`, {
      remedy: "update ancilla",
      found: value,
    });
  },
  schema: () => (FEATURES.length > 0 ? { enum: [...FEATURES] } : { type: "string" }),
};

const citation: ObjectShape = object({
  id: "source",
  what: "a source",
  fields: {
    citation: { shape: text, means: "authors, journal, year" },
    doi: { shape: text, means: "its DOI" },
    url: { shape: text, means: "where it is" },
    note: { shape: text, means: "which figure, which equation, what differs" },
  },
});

const observable: ObjectShape = object({
  id: "observable",
  what: "an observable",
  fields: {
    of: { shape: expression, required: true, means: "a real number made of means, or a function of the state" },
    description: { shape: text, means: "what it is, for people" },
    unit: { shape: text, means: "as of parameters" },
    part: { shape: word(["re", "im", "abs"]), means: "the part of a complex number that is recorded" },
  },
});

const observableEntry: Shape = either("an expression, or { of, description, unit, part }", [
  [isObject, observable],
  [
    () => true,
    {
      words: expression.words,
      read(value: unknown, place: Place) {
        const of = expression.read(value, place);
        return of === undefined ? undefined : { of };
      },
      schema: (definitions: Map<string, Schema>) => expression.schema(definitions),
    },
  ],
]);

/** What both kinds have, in the order of the page. */
function fieldsOf(kind: string, own: Readonly<Record<string, Field>>): Readonly<Record<string, Field>> {
  return {
    $schema: { shape: text, means: "for editors; not read" },
    ancilla: { shape: version, required: true, means: "the version of the format, 1" },
    kind: { shape: word([kind]), required: true, means: "`collisions` or `master-equation`" },
    name: { shape: documentName, required: true, means: "small letters, digits, hyphens: results are named after it" },
    title: { shape: text, means: "one line, shown" },
    description: { shape: text, means: "more, shown" },
    source: {
      shape: either("a text, or { citation, doi, url, note }", [
        [isObject, citation],
        [() => true, text],
      ]),
      means: "where the model comes from: a text, or { citation, doi, url, note }",
    },
    requires: { shape: list(feature, "features", { most: 64 }), default: [], means: "features that the reader must have" },
    parameters: { shape: table(parameterEntry, "parameters", { own: true }), default: {}, means: "what may change" },
    let: { shape: table(definition, "definitions", { own: true }), default: {}, means: "names for expressions, matrices and tables" },
    spaces: { shape: list(space, "spaces", { least: 1, most: 64 }), required: true, means: "the system's factors, the left one slowest" },
    ...own,
    initial: { shape: operatorOrMatrix, required: true, means: "state at the start" },
    observables: {
      shape: table(observableEntry, "observables", { most: 1000 }),
      default: {},
      means: "what may be recorded besides the library's own",
    },
    ...jobs,
  };
}

const streamFields: Readonly<Record<string, Field>> = {
  H: { shape: expression, default: 0, means: "the system's Hamiltonian H_S, Hermitian; what counts as energy" },
  units: { shape: list(unit, "units", { least: 1, most: 64 }), required: true, means: "what the system meets" },
  tau: { shape: expression, required: true, means: "duration of a collision, > 0" },
  scaling: {
    shape: word(["1", "1/sqrt(tau)"], { parameter: true }),
    default: "1",
    means: '`"1"`, or `"1/sqrt(tau)"`: what couplings are multiplied by',
  },
  picture: {
    shape: word(["schroedinger", "interaction"], { parameter: true }),
    default: "schroedinger",
    means: "`schroedinger`, or `interaction`: U = exp(−iτsV)",
  },
  evaluation: {
    shape: word(["exact", "second", "generator"], { parameter: true }),
    default: "exact",
    means: "`exact`; `second` order in τ; `generator`: the limit τ → 0",
  },
  stream: { shape: streamEntry, means: "how several units follow one another: `cyclic`, `joint`, or an object with a kind" },
  arrivals: { shape: expression, means: "rate of Poisson arrivals, in place of a regular stream" },
  between: { shape: between, means: "what happens between collisions" },
  memory: { shape: expression, means: "strength sin²φ of a partial swap between the unit that has collided and the next one" },
};

const equationFields: Readonly<Record<string, Field>> = {
  H: { shape: expression, required: true, means: "Hamiltonian, Hermitian; may use t" },
  ...dissipation,
  negativeRates: { shape: truth, default: false, means: "rates may turn negative: positivity is then reported, not judged" },
  global: { shape: global, means: "baths that see the whole Hamiltonian" },
};

function foreign(
  keys: Readonly<Record<string, Field>>,
  own: Readonly<Record<string, Field>>,
  kind: string,
  remedies: Readonly<Record<string, string>>,
) {
  const others = Object.keys(keys).filter((key) => !Object.hasOwn(own, key));
  return Object.fromEntries(
    others.map((key) => [key, [`stand in a document of kind ${kind}`, "this one is of the other kind", remedies[key] ?? ""] as const]),
  );
}

/** Dissipation that people look for beside units. */
const inBetween = Object.fromEntries(
  Object.keys(dissipation).map((key) => [key, `in a stream of collisions it stands in between: { ${key}: … }`]),
);

/** A document of kind collisions. */
export const collisions: ObjectShape = object({
  id: "collisions",
  what: "a document of collisions",
  fields: fieldsOf("collisions", streamFields),
  elsewhere: foreign(equationFields, streamFields, "master-equation", inBetween),
  extensible: true,
  check: checkStream,
});

/** A document of kind master-equation. */
export const equation: ObjectShape = object({
  id: "master-equation",
  what: "a master equation",
  fields: fieldsOf("master-equation", equationFields),
  elsewhere: foreign(streamFields, equationFields, "collisions", {}),
  extensible: true,
  check: (read, place) => checkLengths(read, place, true),
});
