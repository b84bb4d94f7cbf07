/** Random documents that are right, and the same documents written differently. */
import { Dice } from "./dice.ts";

type Data = Record<string, unknown>;

/** A random document as plain data. */
export function randomDocument(seed: number): Data {
  const dice = new Dice(seed);
  const parameters = randomParameters(dice);
  const common = {
    ancilla: 1,
    name: `random-${seed}`,
    ...maybe(dice, {
      title: dice.pick(["A title", 'with "quotes": and # signs', "é — ½ 😀", " - x", "yes", "1e3", "", "null", "two\nlines"]),
    }),
    ...maybe(dice, { description: "more: words, {and} [marks]" }),
    ...maybe(dice, { source: dice.pick<unknown>(["a paper", { citation: "A. Author", doi: "10.1/x", note: "Fig. 1" }]) }),
    ...maybe(dice, { $schema: "./ancilla.schema.json" }),
    ...maybe(dice, { "x-tool": { b: [1, { c: null }], a: true, "10": 1, "9": 2 } }),
    parameters,
    ...maybe(dice, { let: definitions(dice) }),
    ...maybe(dice, { observables: observables(dice) }),
    ...maybe(dice, { steady: { observe: ["purity", "energy"] } }),
    ...maybe(dice, { sweep: sweeps(dice) }),
    ...maybe(dice, {
      figure: { title: "Picture", x: "time", y: dice.pick<unknown>(["energy", ["energy", "purity"]]), ...maybe(dice, { logX: true }) },
    }),
  };
  return dice.chance(0.5) ? { ...common, ...equation(dice) } : { ...common, ...collisions(dice) };
}

function maybe(dice: Dice, part: Data): Data {
  return dice.chance(0.5) ? part : {};
}

function randomParameters(dice: Dice): Data {
  return {
    omega: dice.chance(0.5) ? dice.number(0.1, 3) : { default: dice.number(0.1, 3), unit: "energy", noisy: true },
    g: { default: dice.pick([0, 0.3, 1e-7, -2.5]), description: "coupling", unit: "energy" },
    gamma: { default: dice.number(0, 1), atLeast: 0, ...maybe(dice, { atMost: 10 }) },
    T: { default: dice.number(0.1, 4), above: 0 },
    tau: { default: dice.number(0.01, 1), above: 0, below: 100 },
    d: { default: 2 + dice.integer(3), kind: "integer", atLeast: 2 },
    ...maybe(dice, { flag: dice.chance(0.5), list: [1, 0.5, -0], how: { default: "exact", choices: ["exact", "second"] } }),
    ...maybe(dice, { none: { default: null, kind: "number", nullable: true } }),
  };
}

/** Operators of the system: a mode c and a qubit S. */
function operator(dice: Dice, depth = 2): string {
  if (depth === 0 || dice.chance(0.4)) return dice.pick(["sz(S)", "n(c)", "sx(S)", "proj(S, e)", "a(c)*sp(S) + h.c.", "id(c)"]);
  const [left, right] = [operator(dice, depth - 1), operator(dice, depth - 1)];
  return dice.pick([`(${left}) + ${scalar(dice)}*(${right})`, `${scalar(dice)}*(${left})`, `-(${left})`, `(${left})/2 - (${right})`]);
}

function scalar(dice: Dice): string {
  return dice.pick([
    "g",
    "omega",
    "2",
    "0.5",
    "omega^2",
    "(omega + g)",
    "sqrt(gamma)",
    "exp(-omega/T)",
    "-(g - 1)",
    "2^-1",
    "if(g < 1, 1, omega)",
  ]);
}

function definitions(dice: Dice): Data {
  return {
    half: "omega/2",
    ...maybe(dice, { X: operator(dice) }),
    ...maybe(dice, {
      M: {
        matrix: [
          [1, [0, 0.5]],
          [[0, -0.5], "g"],
        ],
        on: ["S"],
      },
    }),
    ...maybe(dice, { pulse: { times: [0, 1, 2.5], values: [0, 1, -0.5], interpolation: dice.pick(["previous", "linear", "cubic"]) } }),
  };
}

function observables(dice: Dice): Data {
  return {
    photons: "mean(n(c))",
    up: { of: "(1 + mean(sz(S)))/2", ...maybe(dice, { description: "upper level" }), ...maybe(dice, { unit: "1" }) },
    ...maybe(dice, { coherence: { of: "2*mean(sm(S))", part: dice.pick(["re", "im", "abs"]) } }),
  };
}

function sweeps(dice: Dice): unknown {
  const axes = [
    { over: "T", from: 0.1, to: 2, points: 5, ...maybe(dice, { scale: dice.pick(["log", "linear"]) }), of: "steady", observe: ["energy"] },
    { over: "g", values: [0, 0.1, 0.2] },
  ];
  return dice.pick<unknown>([axes[0], [axes[0]], axes]);
}

const spaces = (dice: Dice): Data => ({
  spaces: [
    { label: "c", kind: "fock", levels: dice.pick<unknown>(["d", 3, { temperature: 0.05, ...maybe(dice, { omega: 1, epsilon: 1e-12 }) }]) },
    { label: "S", kind: "qubit" },
  ],
  initial: dice.pick(["fock(c, 0)*proj(S, e)", "thermal(n(c) + sz(S)/2, T)", "coherent(c, 0.1)*mixed(S)"]),
});

function equation(dice: Dice): Data {
  return {
    kind: "master-equation",
    ...spaces(dice),
    H: operator(dice),
    jumps: [
      { operator: "a(c)", rate: "gamma", ...maybe(dice, { bath: "walls", T: "T" }) },
      ...(dice.chance(0.5) ? [{ operator: "sm(S)", rate: 0.1 }] : []),
    ],
    ...maybe(dice, {
      thermal: [
        {
          bath: "hot",
          lowering: "sm(S)",
          omega: "omega",
          rate: "gamma",
          beta: "1/T",
          ...maybe(dice, { statistics: dice.pick(["bosons", "fermions"]) }),
        },
      ],
    }),
    ...maybe(dice, {
      collective: [
        {
          operators: ["a(c)", "sm(S)"],
          rates: [
            [1, [0, 0.25]],
            [[0, -0.25], "1"],
          ],
        },
      ],
    }),
    ...maybe(dice, { negativeRates: false }),
    ...maybe(dice, { run: { until: 2, saveEvery: 0.5, observe: ["energy"] } }),
  };
}

function collisions(dice: Dice): Data {
  const unit = (label: string, bath: Data): Data => ({
    ...bath,
    spaces: [{ label, kind: "qubit" }],
    ...maybe(dice, { H: dice.pick<unknown>([`omega*sz(${label})/2`, 0, "0"]) }),
    V: dice.pick([`g*(a(c)*sp(${label}) + h.c.)`, `(sp(S)*sm(${label}) + h.c.)*omega`]),
    ...dice.pick<Data>([{ T: "T" }, { beta: 1 }, { state: `proj(${label}, g)` }, { T: "inf" }]),
  });
  const two = dice.chance(0.5);
  const baths = dice.pick<readonly Data[]>([
    [{}, {}],
    [{ bath: "hot" }, { bath: "cold" }],
    [{ bath: "bath1" }, {}],
  ]);
  const names = baths.map(({ bath }, k) => bath ?? `bath${k + 1}`);
  const streams: readonly unknown[] = [
    "cyclic",
    "joint",
    { kind: "cyclic", order: names },
    { kind: "cyclic", order: [names[0], names[1], names[1]] },
    { kind: "mixture", probabilities: [0.25, "3/4"] },
    {
      kind: "schedule",
      phases: [
        { unit: names[0], collisions: 2 },
        { unit: names[1], collisions: "d" },
      ],
      // biome-ignore lint/suspicious/noThenProperty: it is the format's own word
      ...maybe(dice, { then: dice.pick(["repeat", "last"]) }),
    },
  ];
  return {
    kind: "collisions",
    ...spaces(dice),
    ...maybe(dice, { H: "omega*n(c) + omega*sz(S)/2" }),
    units: two ? [unit("A", baths[0]), unit("B", baths[1])] : [unit("A", dice.pick<Data>([{}, { bath: "bath" }, { bath: "beam" }]))],
    tau: "tau",
    ...(two ? { stream: dice.pick(streams) } : maybe(dice, { stream: "cyclic" })),
    ...maybe(dice, { scaling: dice.pick<unknown>(["1", "1/sqrt(tau)", 1]) }),
    ...maybe(dice, { picture: dice.pick(["schroedinger", "interaction"]) }),
    ...maybe(dice, { evaluation: "exact" }),
    ...maybe(dice, { between: { duration: 0.5, jumps: [{ operator: "a(c)", rate: "gamma" }] } }),
    ...maybe(dice, { run: { steps: 5, observe: ["energy", "photons"].slice(0, 1) } }),
  };
}

/** The same data with keys in another order, at every depth. */
export function shuffled(data: unknown, dice: Dice): unknown {
  if (Array.isArray(data)) return data.map((entry) => shuffled(entry, dice));
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(dice.shuffled(Object.entries(data)).map(([key, value]) => [key, shuffled(value, dice)]));
}

/** The same document with more spaces and parentheses in its expressions, and numbers as texts. */
export function loosened(data: unknown, key = ""): unknown {
  if (Array.isArray(data)) return data.map((entry) => loosened(entry, key));
  if (typeof data === "object" && data !== null) {
    const entries = Object.entries(data);
    return Object.fromEntries(
      entries.map(([name, value]) => [
        name,
        EXPRESSIONS.includes(name) ? loosened(value, name) : NESTED.includes(name) ? loosened(value) : value,
      ]),
    );
  }
  if (!EXPRESSIONS.includes(key)) return data;
  if (typeof data === "number") return ` ${data} `;
  return typeof data === "string" && !data.includes("h.c.") ? `( ${data.replace(/([-+*/(,])/g, " $1  ")} )` : data;
}

const EXPRESSIONS = ["H", "V", "T", "beta", "rate", "operator", "lowering", "omega", "of", "tau", "initial", "half"];
const NESTED = ["units", "jumps", "thermal", "observables", "let", "between"];
