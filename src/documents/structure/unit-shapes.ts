/** The shapes of what a stream of collisions is made of: units, visits, streams, and the time between collisions. */
import { dissipation } from "./bath-shapes.ts";
import { atMostOne, either, list, misplaced, missing, type ObjectShape, object } from "./compound-shapes.ts";
import { expression, name, word } from "./leaf-shapes.ts";
import { isObject, type Place, type Shape } from "./shape.ts";
import { operatorOrMatrix, space } from "./space-shapes.ts";

const visit: ObjectShape = object({
  id: "visit",
  what: "a visit",
  fields: {
    V: { shape: expression, means: "coupling of this visit" },
    tau: { shape: expression, means: "its duration, the model's unless given" },
    channel: { shape: list(operatorOrMatrix, "Kraus operators", { least: 1, most: 256 }), means: "η → Σ K η K†, on the unit alone" },
  },
  check(read, place) {
    if (read.V === undefined && read.channel === undefined) missing(place, "V", "a visit", { means: "a coupling V, or a channel" });
    if (atMostOne(read, ["V", "channel"], "a visit", place) && read.channel !== undefined && read.tau !== undefined) {
      misplaced(place, "tau", "belong to a coupling V", "a channel takes no time", "leave it out");
    }
    return undefined;
  },
});

/** A kind of unit. */
export const unit: ObjectShape = object({
  id: "unit",
  what: "a unit",
  fields: {
    bath: { shape: name("the name of a bath"), means: "its name in ledger and stream; `bath`, or `bath1`, `bath2`, … unless given" },
    spaces: { shape: list(space, "spaces", { least: 1, most: 64 }), required: true, means: "its factors, in order" },
    H: { shape: expression, default: 0, means: "its Hamiltonian H_E, Hermitian" },
    V: { shape: expression, means: "coupling to the system, Hermitian" },
    visits: { shape: list(visit, "visits", { least: 1, most: 64 }), means: "in place of V: several couplings and channels in order" },
    T: { shape: expression, means: "fresh units are thermal: η = e^(−H_E/T)/Z" },
    beta: { shape: expression, means: "inverse temperature, in place of T" },
    state: { shape: operatorOrMatrix, means: "state of a fresh unit, in place of T" },
  },
  check(read, place) {
    if (atMostOne(read, ["T", "beta", "state"], "a unit", place) && [read.T, read.beta, read.state].every((one) => one === undefined)) {
      missing(place, "T", "a unit", { means: "a temperature T, beta, or a state" });
    }
    if (read.V === undefined && read.visits === undefined) missing(place, "V", "a unit", { means: "a coupling V, or visits" });
    atMostOne(read, ["V", "visits"], "a unit", place);
    return undefined;
  },
});

const phase: ObjectShape = object({
  id: "phase",
  what: "a phase of a schedule",
  fields: {
    unit: { shape: name("the bath of a unit"), required: true, means: "bath of the unit that collides" },
    collisions: { shape: expression, required: true, means: "how many times" },
  },
});

/** Which keys each kind of stream has. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  constant: [],
  cyclic: ["order"],
  joint: [],
  mixture: ["probabilities"],
  schedule: ["phases", "then"],
};

const stream: ObjectShape = object({
  id: "stream",
  what: "a stream",
  fields: {
    kind: {
      shape: word(Object.keys(KEYS), { parameter: true }),
      required: true,
      means: "`constant`, `cyclic`, `joint`, `mixture` or `schedule`",
    },
    order: { shape: list(name("the bath of a unit"), "baths", { least: 1, most: 1024 }), means: "of `cyclic`: the baths in turn" },
    probabilities: { shape: list(expression, "probabilities", { least: 1, most: 64 }), means: "of `mixture`: one for each unit, sum 1" },
    phases: { shape: list(phase, "phases", { least: 1, most: 1024 }), means: "of `schedule`: which unit, how many collisions" },
    // biome-ignore lint/suspicious/noThenProperty: it is the format's own word
    then: { shape: word(["repeat", "last"]), default: "repeat", means: "of `schedule`: what follows the last phase" },
  },
  check(read, place) {
    if (typeof read.kind !== "string") return undefined;
    const { kind } = read;
    const own = KEYS[kind];
    const odd = Object.keys(KEYS).flatMap((each) => KEYS[each].filter((key) => read[key] !== undefined && !own.includes(key)));
    for (const key of odd) misplaced(place, key, "belong to another kind of stream", `this one is ${kind}`, "leave it out");
    for (const key of ["probabilities", "phases"]) {
      if (own.includes(key) && read[key] === undefined) missing(place, key, `a stream of kind ${kind}`, stream.fields[key]);
    }
    return undefined;
  },
});

const single = word(["constant", "cyclic", "joint"]);

/** A stream: a word, or an object. */
export const streamEntry: Shape = either("a word (cyclic, joint) or an object with a kind", [
  [isObject, stream],
  [
    () => true,
    {
      words: single.words,
      read(value: unknown, place: Place) {
        const kind = single.read(value, place);
        return kind === undefined ? undefined : { kind };
      },
      schema: (definitions) => single.schema(definitions),
    },
  ],
]);

/** What happens after each collision, or all the time between arrivals. */
export const between: ObjectShape = object({
  id: "between",
  what: "the time between collisions",
  fields: {
    duration: { shape: expression, means: "how long, after each collision; not with arrivals" },
    H: { shape: expression, means: "Hamiltonian then; H_S unless given (0 in the interaction picture)" },
    ...dissipation,
  },
});

/** The names of units in ledger and stream, given or not. */
export function bathNames(units: readonly { readonly bath?: string }[]): readonly string[] {
  return units.map(({ bath }, k) => bath ?? (units.length === 1 ? "bath" : `bath${k + 1}`));
}
