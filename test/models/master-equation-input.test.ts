/** What masterEquation answers to input that is wrong: one sentence each, before anything is computed. */
import { describe, expect, it } from "vitest";
import {
  expectation,
  flatSpectrum,
  generator,
  ket,
  lift,
  type MasterEquationDefinition,
  masterEquation,
  ohmic,
  qubit,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  steady,
  sweep,
  tensor,
  timeFunction,
} from "../../src/index.ts";

const q = qubit();
const other = qubit("other");
const good = { H: sigmaZ(q), initial: [0, 1] } as const;
const build = (more: object) => masterEquation({ ...good, ...more } as MasterEquationDefinition);
const bath = { lowering: sigmaMinus(q), omega: 1, rate: 0.1, T: 1 };
const coupling = { bath: "b", operator: sigmaX(q), density: ohmic(0.1, 5), T: 1 };

const sentences: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    "nothing",
    () => masterEquation(undefined as never),
    /`definition` must be an object of named options, but is missing\. Write \{ H, jumps, initial \}/,
  ],
  ["no start", () => masterEquation({ H: sigmaZ(q) } as never), /`initial` must be given/],
  ["an unknown name", () => build({ jump: [] }), /must have only known names, but has `jump`\. Did you mean "jumps"\?/],
  ["an H that is none", () => build({ H: 3 }), /`H` must be an operator, or a list of operators/],
  ["an empty H", () => build({ H: [] }), /`H` must hold at least one term.* zero\(space\)/],
  ["H that is not Hermitian", () => build({ H: sigmaMinus(q) }), /`H` must be Hermitian/],
  ["a term that is not Hermitian", () => build({ H: [sigmaZ(q), [sigmaPlus(q), 0.5]] }), /`H\[1\]\.operator` must be Hermitian/],
  ["a term that is none", () => build({ H: [sigmaZ(q), 2] }), /`H\[1\]` must be an operator, \{ operator, coefficient \}/],
  [
    "an unknown name in a term",
    () => build({ H: [{ operator: sigmaZ(q), coeff: 2 }] }),
    /`H\[0\]` must have only known names, but has `coeff`/,
  ],
  ["a coefficient that is none", () => build({ H: [[sigmaZ(q), "2"]] }), /`H\[0\]\.coefficient` must be a finite number, but is "2"/],
  ["a pair with three entries", () => build({ H: [[sigmaZ(q), [1, 2, 3]]] }), /`H\[0\]\.coefficient` must be a real coefficient or a pair/],
  [
    "a term on another factor",
    () => build({ system: q, H: [sigmaZ(other)] }),
    /`H\[0\]` must act on the system qubit:2, but it acts on other:2/,
  ],
  ["a system that is none", () => build({ system: "q" }), /`system` must be a space/],
  ["a jump on another factor", () => build({ jumps: [sigmaMinus(other)] }), /`jumps\[0\]` must act on the system qubit:2/],
  ["a jump without operator", () => build({ jumps: [{ rate: 1 }] }), /`jumps\[0\]\.operator` must be given.*A jump is/],
  ["a jump that is none", () => build({ jumps: ["decay"] }), /`jumps\[0\]` must be an object of named options/],
  [
    "a negative rate",
    () => build({ jumps: [[sigmaMinus(q), -1]] }),
    /`jumps\[0\]\.rate` must be a finite number ≥ 0, but is -1\. .*negativeRates/,
  ],
  ["a rate that is none", () => build({ jumps: [[sigmaMinus(q), Number.NaN]] }), /`jumps\[0\]\.rate` must be a finite number/],
  ["two temperatures", () => build({ jumps: [{ operator: sigmaMinus(q), T: 1, beta: 1 }] }), /`jumps\[0\]` must have either `T` or `beta`/],
  ["a negative temperature", () => build({ baths: { b: { ...bath, T: -1 } } }), /`baths\.b\.T` must be a finite number ≥ 0/],
  ["a bath without temperature", () => build({ baths: { b: { ...bath, T: undefined } } }), /`baths\.b` must have `T` or `beta`/],
  ["a bath that is none", () => build({ baths: { b: 3 } }), /`baths\.b` must be \{ lowering, omega, rate, T \}/],
  ["baths in a list", () => build({ baths: [bath] }), /`baths` must be thermal baths by name/],
  ["a bath's unknown name", () => build({ baths: { b: { ...bath, gamma: 1 } } }), /`baths\.b` must have only known names, but has `gamma`/],
  [
    "two temperatures of one bath",
    () => build({ jumps: [{ operator: sigmaMinus(q), bath: "b", T: 2 }], baths: { b: bath } }),
    /equal that of the other jumps of bath "b"/,
  ],
  ["no couplings", () => build({ global: { couplings: [] } }), /`global\.couplings` must hold at least one coupling/],
  ["a form that is none", () => build({ global: { couplings: [coupling], form: "lindblad" } }), /`form` must be "secular"/],
  [
    "a density that is none",
    () => build({ global: { couplings: [{ ...coupling, density: 1 }] } }),
    /`global\.couplings\[0\]\.density` must be a spectral density/,
  ],
  [
    "a flat density at ω = 0",
    () => build({ global: { couplings: [{ ...coupling, operator: sigmaZ(q), density: flatSpectrum(1) }] } }),
    /vanish linearly at ω = 0/,
  ],
  [
    "global baths of a driven H",
    () => build({ H: [[sigmaZ(q), (t: number) => t]], global: { couplings: [coupling] } }),
    /`global` must be left out where H depends on time/,
  ],
  ["too few amplitudes", () => build({ initial: [1] }), /have 2 amplitudes, one per basis state/],
  ["amplitudes without norm", () => build({ initial: [1, 1] }), /have amplitudes of norm 1/],
  ["an amplitude that is none", () => build({ initial: [1, "0"] }), /`initial\[1\]` must be a finite number/],
  ["a start elsewhere", () => build({ initial: ket(other, [1, 0]) }), /`initial` must act on the system qubit:2, but it acts on other:2/],
  ["a start that is no state", () => build({ initial: sigmaX(q) }), /`initial` must have trace 1/],
  [
    "a start of one factor",
    () => masterEquation({ H: lift(tensor(q, other), sigmaZ(q)), initial: ket(q, [1, 0]) }),
    /`initial` must be a state of the system/,
  ],
  ["an observable that is not Hermitian", () => build({ observables: { a: sigmaMinus(q) } }), /`observables\.a` must be Hermitian/],
  ["an observable elsewhere", () => build({ observables: { a: sigmaX(other) } }), /`observables\.a` must act on the system/],
  [
    "an operator for observables",
    () => build({ observables: sigmaX(q) }),
    /`observables` must be operators by name.*Write \{ name: operator \}/,
  ],
  ["observables from nothing", () => build({ observables: () => 3 }), /`observables` must be a function that returns operators by name/],
  ["a name twice", () => build({ observables: { energy: sigmaX(q) } }), /`observables` must have different names, but is "energy"/],
  [
    "an unknown observable",
    () => run(masterEquation(good), { until: 1, observables: ["sq"] }),
    /`observable` must be one that the model knows/,
  ],
  [
    "entropy production without temperatures",
    () => build({ jumps: [sigmaMinus(q)] }).observable("Sigma"),
    /bath "bath" has no temperature above 0/,
  ],
  ["changes without parameters", () => masterEquation(good).with({ x: 1 }), /`with` must be given.*masterEquation\(\(p\) => /],
  ["a sweep without parameters", () => sweep(masterEquation(good), { over: "x", values: [1] }), /`parameters: \{ … \}` and `with/],
  [
    "a family without parameters",
    () => masterEquation(() => good as MasterEquationDefinition, undefined as never),
    /`parameters` must be an object of named values/,
  ],
  [
    "a parameter that JSON lacks",
    () => masterEquation(() => good as never, { f: () => 1 } as never),
    /`parameters\.f` must be a value that JSON can hold/,
  ],
  [
    "a family that returns nothing",
    () => masterEquation((() => undefined) as never, { x: 1 }),
    /`definition` must be a function that returns the definition/,
  ],
  [
    "parameters twice",
    () => masterEquation(() => ({ ...good, parameters: { x: 2 } }) as never, { x: 1 }),
    /`parameters` must be left out of what the function returns/,
  ],
  [
    "a generator given to run",
    () => run(generator({ system: q, H: sigmaZ(q) }) as never, { until: 1 }),
    /It is a generator: .* Write masterEquation\(\{ H, jumps, initial \}\)/,
  ],
  ["a generator given to steady", () => steady(generator({ system: q, H: sigmaZ(q) }) as never), /masterEquation/],
  [
    "pairs that end",
    () => run(build({ H: [[sigmaPlus(q), (t: number) => (t < 1 ? [1, 0] : 1)]] }), { until: 2 }),
    /`H\[0\]\.coefficient` must return pairs \[re, im\] at all times/,
  ],
  [
    "a coefficient that is not finite",
    () => run(build({ H: [[sigmaX(q), (t: number) => (t < 1 ? 1 : Number.NaN)]] }), { until: 2 }),
    /`H\[0\]\.coefficient` must be finite at all times/,
  ],
  [
    "a coefficient without a value at a record",
    () => run(build({ H: [[sigmaX(q), (t: number) => (t === 1 ? Number.NaN : 1)]] }), { times: [0, 1], observables: ["energy"] }),
    /`H\[0\]\.coefficient` must be finite at all times, but it is NaN at t = 1/,
  ],
  [
    "a rate without a value at the start",
    () => run(build({ jumps: [[sigmaMinus(q), (t: number) => (t === 0 ? Number.NaN : 1)]] }), { times: [0, 1], observables: ["dU"] }),
    /`jumps\[0\]\.rate` must be finite at all times, but it is NaN at t = 0/,
  ],
  [
    "a support that lies",
    () => build({ H: [[sigmaX(q), timeFunction(() => 1, { support: [[0, 1]] })]] }),
    /`support` must hold every time/,
  ],
];

describe("masterEquation answers bad input with a sentence", () => {
  it.each(sentences)("%s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
    try {
      attempt();
    } catch (error) {
      expect((error as { code?: string }).code).toMatch(/^WRONG_(KIND|VALUE)$/);
    }
  });

  it("and takes lists of observables", () => {
    const model = build({ observables: [expectation("a", scaled(sigmaX(q), 2))] });
    expect(model.defaultObservables).toEqual(["a"]);
  });
});
