/** The shapes of spaces, and of operators and states given by their entries. */
import { atMostOne, either, list, misplaced, missing, numbers, type ObjectShape, object, type Read } from "./compound-shapes.ts";
import { expression, name, word } from "./leaf-shapes.ts";
import { isObject, type Place, type Shape } from "./shape.ts";

/** Levels that a thermal mode needs. */
const thermalLevels = object({
  id: "thermal-levels",
  what: "levels from a temperature",
  fields: {
    temperature: { shape: expression, required: true, means: "temperature that the levels must hold" },
    omega: { shape: expression, default: 1, means: "frequency of the mode" },
    epsilon: { shape: expression, default: 1e-12, means: "population that may be lost at the cut" },
  },
});

/** What each kind of space needs and may have besides its label. */
const NEEDS: Readonly<Record<string, readonly string[]>> = { qubit: [], fock: ["levels"], spin: ["J"], rotor: ["min", "max"], levels: [] };
const SIZES = ["levels", "J", "min", "max", "names"];

/** One factor, or a family of equal ones. */
export const space: ObjectShape = object({
  id: "space",
  what: "a space",
  fields: {
    label: { shape: name("a label"), required: true, means: "the name that operators call it by" },
    kind: { shape: word(Object.keys(NEEDS)), required: true, means: "`qubit`, `fock`, `spin`, `rotor` or `levels`" },
    levels: {
      shape: either("an expression, or { temperature, omega, epsilon }", [
        [isObject, thermalLevels],
        [() => true, expression],
      ]),
      means: "a number of levels, or { temperature, omega, epsilon } for max(2, ⌈ln(1/ε) T/ω⌉)",
    },
    J: { shape: expression, means: "spin quantum number, 1/2, 1, …" },
    min: { shape: expression, means: "least angular momentum of a rotor" },
    max: { shape: expression, means: "largest angular momentum of a rotor" },
    names: {
      shape: list(name("the name of a level"), "names of levels", { least: 1, most: 4096 }),
      means: "names of the levels, in their order",
    },
    count: { shape: expression, means: "makes a family of so many equal ones: `s[1]` … `s[N]`" },
  },
  check: sized,
});

function sized(read: Read, place: Place): Read | undefined {
  const { kind, label, names } = read as { readonly kind?: string; readonly label?: string; readonly names?: readonly string[] };
  if (kind === undefined) return undefined;
  const needs = NEEDS[kind];
  const allowed = kind === "levels" ? ["levels", "names"] : needs;
  for (const key of needs) if (read[key] === undefined) missing(place, key, `a ${kind} space`, space.fields[key]);
  const odd = SIZES.filter((key) => read[key] !== undefined && !allowed.includes(key));
  for (const key of odd) {
    const takes = allowed.length > 0 ? allowed.join(", ") : "no size";
    misplaced(place, key, `belong to another kind of space`, `${label ?? "it"} is a ${kind} space`, `a ${kind} space takes ${takes}`);
  }
  if (kind === "levels") {
    if (read.levels === undefined && names === undefined)
      missing(place, "levels", "a space of levels", { means: "a number, or names: [e, g]" });
    atMostOne(read, ["levels", "names"], "a space", place);
  }
  const twice = names?.findIndex((one, k) => names.indexOf(one) < k) ?? -1;
  if (twice >= 0) place.at("names").at(twice).wrong("duplicate", "be there once", `${names?.[twice]} names two levels`);
  return undefined;
}

const complexEntry: Shape = either("an expression or [re, im]", [
  [Array.isArray, pair()],
  [() => true, expression],
]);

function pair(): Shape {
  const two = numbers("numbers, [re, im]", { least: 2, most: 2 });
  return { words: "[re, im]", read: (value, place) => two.read(value, place), schema: (definitions) => two.schema(definitions) };
}

/** Rows of entries, of equal length, with at most 4096 in all. */
export const matrixRows: Shape = {
  words: "rows of entries",
  read(value, place) {
    const read = list(list(complexEntry, "entries", { least: 1, most: 4096 }), "rows", { least: 1, most: 4096 }).read(value, place);
    if (!Array.isArray(read) || read.some((row) => !Array.isArray(row))) return undefined;
    const rows = read as readonly (readonly unknown[])[];
    const count = rows.reduce((sum, row) => sum + row.length, 0);
    if (count > 4096) return place.wrong("limit", "have at most 4096 entries", `has ${count}`);
    const odd = rows.findIndex((row) => row.length !== rows[0].length);
    if (odd < 0) return rows;
    return place.at(odd).wrong("wrong-kind", `have ${rows[0].length} entries like the first row`, `has ${rows[odd].length}`);
  },
  schema(definitions) {
    const row = { type: "array", items: complexEntry.schema(definitions), minItems: 1 };
    return { type: "array", items: row, minItems: 1 };
  },
};

/** An operator, state or ket by its entries. */
export const matrix: ObjectShape = object({
  id: "matrix",
  what: "a matrix",
  fields: {
    matrix: { shape: matrixRows, required: true, means: "rows of entries, each an expression or [re, im]" },
    on: {
      shape: list(name("a label"), "labels", { least: 1, most: 64 }),
      required: true,
      means: "the labels that it is on, the first slowest",
    },
  },
});

/** A state, ket or operator: an expression, or its entries. */
export const operatorOrMatrix: Shape = either("an expression, or { matrix, on }", [
  [isObject, matrix],
  [() => true, expression],
]);

const POINTS = 100_000;

/** Samples of a function of one number. */
const samples: ObjectShape = object({
  id: "samples",
  what: "a table",
  fields: {
    times: { shape: numbers("arguments", { least: 1, most: POINTS }), required: true, means: "arguments, increasing" },
    values: { shape: numbers("values", { least: 1, most: POINTS }), required: true, means: "values there, constant outside" },
    interpolation: {
      shape: word(["previous", "linear", "cubic"]),
      required: true,
      means: "`previous`, `linear` or `cubic`",
    },
  },
  check: increasing,
});

function increasing(read: Read, place: Place): undefined {
  const { times, values } = read as { readonly times?: readonly number[]; readonly values?: readonly number[] };
  if (times === undefined || values === undefined) return undefined;
  if (times.length !== values.length) {
    return place.at("values").wrong("wrong-kind", `have ${times.length} values, one for each argument`, `has ${values.length}`);
  }
  const odd = times.findIndex((t, k) => k > 0 && !(t > times[k - 1]));
  if (odd < 0) return undefined;
  return place
    .at("times")
    .at(odd)
    .wrong("out-of-bounds", `be larger than the one before, ${times[odd - 1]}`, `is ${times[odd]}`);
}

const wrapped: ObjectShape = object({
  id: "table",
  what: "a definition of a table",
  fields: { table: { shape: samples, required: true, means: "the samples" } },
});

/** What a definition may be; a table may be written with or without the word in front. */
export const definition: Shape = either("an expression, { matrix, on }, or a table { times, values, interpolation }", [
  [(value) => isObject(value) && (Object.hasOwn(value, "matrix") || Object.hasOwn(value, "on")), matrix],
  [(value) => isObject(value) && Object.hasOwn(value, "table"), wrapped],
  [isObject, bareTable()],
  [() => true, expression],
]);

function bareTable(): Shape {
  return {
    words: samples.words,
    read(value, place) {
      const table = samples.read(value, place);
      return table === undefined ? undefined : { table };
    },
    schema: (definitions) => samples.schema(definitions),
  };
}
