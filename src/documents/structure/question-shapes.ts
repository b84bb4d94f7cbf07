/** The shapes of further questions of the author's own: counts, trajectories, correlations, spectra. Keys are the options of the commands. */
import { either, type Field, list, numbers as numbersOf, type ObjectShape, object } from "./compound-shapes.ts";
import { expression, number, text, truth, word } from "./leaf-shapes.ts";
import type { Shape } from "./shape.ts";

/** One text, or a list of them: canonical is the list. */
function texts(what: string, most = 64): Shape {
  const many = list(text, what, { least: 1, most });
  const single: Shape = {
    words: "a text",
    read(value, place) {
      const read = text.read(value, place);
      return read === undefined ? undefined : [read];
    },
    schema: (definitions) => text.schema(definitions),
  };
  return either(`a list of ${what}, or one`, [
    [Array.isArray, many],
    [() => true, single],
  ]);
}

/** A list of numbers, or a range as the command line has it: "0:20:101". */
function grid(what: string, example: string): Shape {
  return either(`a list of ${what}, or a range such as "${example}"`, [
    [Array.isArray, numbersOf(what, { least: 1, most: 1_000_000 })],
    [() => true, text],
  ]);
}

const steps: Field = { shape: number({ integer: true, atLeast: 0 }), means: "so many collisions" };
const until: Field = { shape: number({ atLeast: 0 }), means: "to this time" };
const saveEvery: Field = { shape: number({ above: 0 }), means: "record every so many collisions, or so much time" };
const efficiency: Field = { shape: number({ atLeast: 0, atMost: 1 }), means: "fraction of jumps, units or light that is seen" };
const dark: Field = { shape: number({ atLeast: 0 }), means: "rate of clicks that no jump causes" };
const operators: Field = {
  shape: texts("operators", 3),
  required: true,
  means: "operators A, B (and C) as the command has them: names, `dag(X)`, or expressions; one X alone stands for dag(X), X",
};
const units: Field = { shape: truth, default: false, means: "of the units that leave a stream" };

const counting: ObjectShape = object({
  id: "counting",
  what: "counting statistics",
  fields: {
    of: { shape: texts("counts"), required: true, means: "what is counted, such as Q, Q_hot, W, Sigma, N" },
    orders: { shape: number({ integer: true, atLeast: 1 }), means: "cumulants up to this order" },
    steps,
    until,
    saveEvery,
    scheme: { shape: word(["tpm", "kd", "mh", "sym"]), means: "how coherence of units is treated" },
    distribution: { shape: truth, default: false, means: "the probabilities of all values at the end" },
    most: { shape: number({ integer: true, atLeast: 1 }), means: "values of a distribution at most" },
    binWidth: { shape: number({ above: 0 }), means: "width of the bins of a distribution" },
    over: { shape: text, means: 'frequencies of the noise, such as `"omega=0:5:101"`' },
    waiting: { shape: grid("delays", "0:10:101"), means: "waiting times and g2 at these delays" },
    period: { shape: expression, means: "time after which a driven equation repeats, > 0" },
    efficiency,
    dark,
  },
});

const unravel: ObjectShape = object({
  id: "unravel",
  what: "trajectories",
  fields: {
    by: { shape: word(["jumps", "homodyne", "heterodyne", "measured"]), required: true, means: "what is measured" },
    trajectories: { shape: number({ integer: true, atLeast: 2 }), means: "how many trajectories" },
    seed: { shape: number({ integer: true, atLeast: 0 }), means: "seed of the random numbers" },
    units: { shape: text, means: "the bath whose units are read" },
    read: { shape: text, means: "what is read of a unit, such as `sx` or `n`" },
    feedback: {
      shape: list(text, "rules", { least: 1, most: 1000 }),
      means: 'what follows outcomes or clicks, such as `"1=sx"`, `"light=sx"` or `"1=set theta=0.3"`',
    },
    noise: {
      shape: list(text, "kinds of noise", { least: 1, most: 1000 }),
      means: 'noise beside, such as `"F=normal(2,0.1)@realisation"`',
    },
    every: { shape: number({ above: 0 }), means: "how long a drawn value of the noise is held: slices of time from t = 0" },
    correlate: { shape: list(text, "pairs", { least: 1, most: 1000 }), means: 'correlated noise of two parameters, such as `"a,b=0.5"`' },
    bath: { shape: text, means: "the bath whose jump makes a current" },
    efficiency,
    dark,
    dt: { shape: number({ above: 0 }), means: "length of the steps of a current" },
    phase: { shape: number(), means: "phase of the local oscillator" },
    stepping: { shape: word(["bins", "steps"]), means: "states of a current without error of the step, or positive steps" },
    steps,
    until,
    saveEvery,
    observe: { shape: list(text, "observables", { least: 1, most: 1000 }), means: "what to record" },
    times: { shape: grid("times", "0:10:11"), means: "times to record at" },
    quantiles: { shape: numbersOf("levels", { least: 1, most: 100 }), means: "levels, such as 0.05, 0.5" },
    sketch: { shape: truth, default: false, means: "quantiles from bins, in memory that does not grow" },
    window: { shape: numbersOf("two collisions or times", { least: 2, most: 2 }), means: "pool statistics over these" },
    records: { shape: truth, default: false, means: "keep all readings or clicks in the result" },
  },
});

const correlate: ObjectShape = object({
  id: "correlate",
  what: "a correlation",
  fields: {
    of: operators,
    times: { shape: grid("delays", "0:20:101"), required: true, means: "delays (of a stream, numbers of collisions)" },
    from: {
      shape: either('"steady" or a time', [
        [(value) => typeof value === "string", word(["steady"])],
        [() => true, number({ atLeast: 0 })],
      ]),
      default: "steady",
      means: "`steady`, or the time or number of collisions after the start",
    },
    units,
    coherence: { shape: word(["g1", "g2"]), means: "`g1` or `g2` of the field X of `of`" },
    method: { shape: text, means: "how to step, as `--method` has it" },
  },
});

const spectrum: ObjectShape = object({
  id: "spectrum",
  what: "a spectrum",
  fields: {
    of: operators,
    over: { shape: text, required: true, means: 'frequencies, such as `"omega=-10:10:401"`; of a stream phases, `"phi=-3:3:301"`' },
    absorption: { shape: truth, default: false, means: "what the field absorbs, in place of what it emits" },
    net: { shape: truth, default: false, means: "with absorption: less stimulated emission" },
    units,
  },
});

/** Where and how a phase-space function is drawn. */
const wigner: ObjectShape = object({
  id: "wigner",
  what: "a picture in phase space",
  fields: {
    of: { shape: text, means: "label of the mode; needed where there are several" },
    husimi: { shape: truth, default: false, means: "the Husimi function in place of Wigner's" },
    extent: { shape: number({ above: 0 }), means: "x and p go from -extent to extent (default: by the state)" },
    points: { shape: number({ integer: true, atLeast: 2, atMost: 1001 }), means: "points along each axis" },
    steps,
    until,
  },
});

/** The sections, each the defaults of the command of its name. */
export const questions: Readonly<Record<string, Field>> = {
  counting: { shape: counting, means: "defaults of `ancilla counting`" },
  unravel: { shape: unravel, means: "defaults of `ancilla unravel`" },
  correlate: { shape: correlate, means: "defaults of `ancilla correlate`" },
  spectrum: { shape: spectrum, means: "defaults of `ancilla spectrum`" },
  wigner: { shape: wigner, means: "defaults of `ancilla wigner`" },
};
