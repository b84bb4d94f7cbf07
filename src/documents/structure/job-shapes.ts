/** The shapes of the author's own job: how far to run, what to record, what is noisy, what is swept, what is drawn. */
import { checkNoise } from "../../dynamics/noise/known-kinds.ts";
import { parseNoise, printNoise } from "../../dynamics/noise/notation.ts";
import {
  atMostOne,
  either,
  type Field,
  list,
  misplaced,
  missing,
  numbers,
  type ObjectShape,
  object,
  type Read,
  table,
} from "./compound-shapes.ts";
import { expression, name, number, text, truth, word } from "./leaf-shapes.ts";
import { questions } from "./question-shapes.ts";
import { isObject, type Place, type Shape } from "./shape.ts";

const steps: Field = { shape: number({ integer: true, atLeast: 0 }), means: "so many collisions" };
const until: Field = { shape: number({ atLeast: 0 }), means: "to this time" };
const times: Field = { shape: numbers("times", { least: 1, most: 100_000 }), means: "times to record at" };
const saveEvery: Field = { shape: number({ above: 0 }), means: "record every so many collisions, or so much time" };
const observe: Field = { shape: list(name("an observable"), "observables", { least: 1, most: 1000 }), means: "what to record" };

function oneLength(what: string) {
  return (read: Read, place: Place): undefined => {
    if (atMostOne(read, ["steps", "until", "times"], what, place) && read.times !== undefined && read.saveEvery !== undefined) {
      misplaced(place, "saveEvery", "stand without times", "times say when to record", "leave one of them out");
    }
    return undefined;
  };
}

/** Defaults of `ancilla run`. */
const run: ObjectShape = object({
  id: "run",
  what: "a run",
  fields: { steps, until, times, saveEvery, observe, method: { shape: text, means: "how to step, as `--method` has it" } },
  check: oneLength("a run"),
});

/** Defaults of `ancilla steady`. */
const steady: ObjectShape = object({
  id: "steady",
  what: "a stationary state",
  fields: {
    observe,
    period: { shape: expression, means: "of a driven master equation: the time after which its state repeats, > 0" },
    points: { shape: number({ integer: true, atLeast: 2, atMost: 1_000_000 }), means: "records over the period (default: 65)" },
  },
  check(read, place) {
    if (read.points !== undefined && read.period === undefined)
      misplaced(place, "points", "stand beside a period", "there is none", "give period too, or leave it out");
    return undefined;
  },
});

/** Noise on one parameter, as the command line writes it or as data; canonical is the text. */
const noiseEntry: Shape = {
  words: 'noise, such as "normal(0.4, 0.2)"',
  read(value, place) {
    if (typeof value !== "string" && !isObject(value)) return place.wrongKind(this.words, value);
    try {
      const noise = typeof value === "string" ? parseNoise(`x=${value}`)[1] : checkNoise(value);
      return printNoise("x", noise).slice(2).replaceAll(",", ", ");
    } catch (error) {
      const { message, name } = error as Error;
      if (name !== "RangeError" && name !== "TypeError") throw error;
      const says = /^Argument `\w+` must (.*?), but (.*?)\.(?: (.*?)\.?)?$/s.exec(message);
      if (!says) throw error;
      const remedy = says[3] ? { remedy: says[3][0].toLowerCase() + says[3].slice(1) } : {};
      const code = name === "TypeError" ? "wrong-kind" : /known kind|name a kind/.test(says[1]) ? "unknown-name" : "out-of-bounds";
      return place.wrong(code, says[1], says[2].replace("x=", ""), remedy);
    }
  },
  schema: () => ({
    anyOf: [{ type: "string" }, { type: "object", properties: { kind: { type: "string" } }, required: ["kind"] }],
  }),
};

const noise: ObjectShape = object({
  id: "noise",
  what: "an ensemble",
  fields: {
    parameters: {
      shape: table(noiseEntry, "noise"),
      required: true,
      means: 'noise by parameter: `"normal(0.4, 0.2)"`, `"ou(0, 0.5, 2)"`, …',
    },
    trajectories: { shape: number({ integer: true, atLeast: 1 }), means: "how many realisations" },
    seed: { shape: number({ integer: true, atLeast: 0 }), means: "seed of the random numbers" },
    every: { shape: number({ above: 0 }), means: "of master equations: how long a drawn value is held" },
    correlate: {
      shape: list(text, "correlations", { least: 1, most: 1000 }),
      means: 'parameters that share their noise, such as `"g,T=0.6"`',
    },
    steps,
    until,
    times,
    saveEvery,
    observe,
  },
  check: oneLength("an ensemble"),
});

const sweepAxis: ObjectShape = object({
  id: "sweep",
  what: "a sweep",
  fields: {
    over: { shape: name("a parameter"), required: true, means: "the parameter that changes" },
    values: { shape: numbers("values", { least: 1, most: 1_000_000 }), means: "its values" },
    from: { shape: number(), means: "first value" },
    to: { shape: number(), means: "last value" },
    points: { shape: number({ integer: true, atLeast: 1, atMost: 1_000_000 }), means: "how many values" },
    scale: { shape: word(["linear", "log"]), default: "linear", means: "`linear`, or `log`: equal ratios" },
    of: { shape: word(["steady", "run"]), means: "the stationary state, or the end of a run" },
    steps,
    until,
    observe,
  },
  check(read, place) {
    const range = ["from", "to", "points"];
    if (read.values !== undefined) {
      const odd = [...range, "scale"].find((key) => read[key] !== undefined);
      if (odd) misplaced(place, odd, "stand without values", "the values are all given", "leave one of them out");
    } else {
      const lacks = range.filter((key) => read[key] === undefined);
      if (lacks.length > 0)
        missing(place, lacks.length === 3 ? "values" : lacks[0], "a sweep", { means: "values, or from, to and points" });
    }
    if (read.scale === "log") {
      for (const key of ["from", "to"]) {
        const bound = read[key] as number | undefined;
        if (bound !== undefined && bound <= 0) place.at(key).wrong("out-of-bounds", "be > 0 on a logarithmic scale", `is ${bound}`);
      }
    }
    atMostOne(read, ["steps", "until"], "a sweep", place);
    const end = ["steps", "until"].find((key) => read[key] !== undefined);
    if (end && read.of === "steady")
      misplaced(place, end, "belong to a run", "the sweep is of stationary states", "say of: run, or leave it out");
    return undefined;
  },
});

const axes = list(sweepAxis, "axes", { least: 1, most: 2 });

/** One axis, or two for a grid; a list of one is that one. */
const sweep: Shape = either("a sweep, or a list of two", [
  [
    Array.isArray,
    {
      words: axes.words,
      read(value, place) {
        const read = axes.read(value, place);
        return Array.isArray(read) && read.length === 1 ? read[0] : read;
      },
      schema: (definitions) => axes.schema(definitions),
    },
  ],
  [() => true, sweepAxis],
]);

const figure: ObjectShape = object({
  id: "figure",
  what: "a figure",
  fields: {
    title: { shape: text, means: "above the picture" },
    x: { shape: text, means: "`step`, `time`, or the swept parameter" },
    y: {
      shape: either("an observable, or a list of them", [
        [Array.isArray, list(text, "observables", { least: 1, most: 100 })],
        [
          () => true,
          {
            words: "an observable",
            read(value, place) {
              const read = text.read(value, place);
              return read === undefined ? undefined : [read];
            },
            schema: () => ({ type: "string" }),
          },
        ],
      ]),
      means: "observables that are drawn",
    },
    xLabel: { shape: text, means: "what stands at the horizontal axis" },
    yLabel: { shape: text, means: "what stands at the vertical axis" },
    logX: { shape: truth, default: false, means: "logarithmic" },
    logY: { shape: truth, default: false, means: "logarithmic" },
  },
});

/** All sections of the author's job. */
export const jobs: Readonly<Record<string, Field>> = {
  run: { shape: run, means: "defaults of `ancilla run`" },
  steady: { shape: steady, means: "defaults of `ancilla steady`" },
  noise: { shape: noise, means: "defaults of `ancilla ensemble`" },
  sweep: { shape: sweep, means: "defaults of `ancilla sweep`, one axis or a list of two" },
  ...questions,
  figure: { shape: figure, means: "how the run or sweep is drawn" },
};
