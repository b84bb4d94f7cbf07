/** What a document means is refused with its place, its code, and a sentence that names the values it came from. */
import { describe, expect, test } from "vitest";
import { definitionOf } from "../../../src/documents/build/index.ts";
import type { CanonicalDocument } from "../../../src/documents/canonical.ts";
import { equationDocument, fixture, problemsOf, qubitDocument } from "./canonical.ts";

type Loose = Record<string, unknown>;

const unit = (changes: Loose = {}): Loose => ({
  spaces: [{ label: "U", kind: "qubit" }],
  H: "omega*sz(U)/2",
  V: "g*(sp(S)*sm(U) + h.c.)",
  T: "T",
  ...changes,
});
const units = (changes: Loose) => ({ units: [unit(changes)] });
const state = (text: unknown) => units({ T: undefined, state: text });
const global = (changes: Loose) => ({
  ...fixture("16-global-two-qubits.json"),
  global: { ...(fixture("16-global-two-qubits.json") as unknown as { global: Loose }).global, ...changes },
});
const parameters = (more: Loose) => ({ parameters: { omega: 1, g: 0.5, T: 1, tau: 0.1, ...more } });
const family = (count: unknown, more: Loose = {}) => ({
  spaces: [{ label: "s", kind: "qubit", count }],
  H: 0,
  jumps: [],
  initial: "prod(j, 1, 2, proj(s[j], g))",
  ...more,
});

/** code, pointer, words of the sentence. */
type Refusal = readonly [string, CanonicalDocument, string, string, RegExp];

const collisions: readonly Refusal[] = [
  [
    "V without its conjugate",
    qubitDocument(units({ V: "g*sp(S)*sm(U) + g*sz(S)*sz(U)" })),
    "not-hermitian",
    "/units/0/V",
    /the term g\*sp\(S\)\*sm\(U\) has no conjugate/,
  ],
  [
    "an H that is anti-Hermitian",
    qubitDocument({ H: "omega*sz(S)/2 + i*g*sx(S)" }),
    "not-hermitian",
    "/H",
    /i\*g\*sx\(S\) is anti-Hermitian/,
  ],
  [
    "an unknown label",
    qubitDocument(units({ V: "g*(sp(S)*sm(Unit) + h.c.)" })),
    "unknown-name",
    "/units/0/V",
    /there is no space Unit; .*S, U/,
  ],
  ["the system in H of a unit", qubitDocument(units({ H: "sz(S)" })), "unknown-name", "/units/0/H", /there is no space S/],
  [
    "time in collisions",
    qubitDocument(units({ V: "g*cos(t)*(sp(S)*sm(U) + h.c.)" })),
    "unknown-name",
    "/units/0/V",
    /t is the time of master equations/,
  ],
  ["step without a schedule", qubitDocument(units({ T: "T/step" })), "unknown-name", "/units/0/T", /step is the number of the collision/],
  ["entries beyond all numbers", qubitDocument({ H: "sz(S)*1e308*10" }), "out-of-bounds", "/H", /finite entries, but one is Infinity/],
  ["a state of trace 1/2", qubitDocument({ initial: "0.5*proj(S, e)" }), "not-a-state", "/initial", /the trace is 0.5/],
  [
    "a state with a negative eigenvalue",
    qubitDocument({ initial: "1.5*proj(S, e) - 0.5*proj(S, g)" }),
    "not-a-state",
    "/initial",
    /one is -0.5/,
  ],
  ["a Bloch vector that is too long", qubitDocument({ initial: "bloch(S, 0.8, 0.8, 0)" }), "not-a-state", "/initial", /this one has 1.13/],
  [
    "a unit's state that is not Hermitian",
    qubitDocument(state("mixed(U) + ketbra(U, e, g)/4")),
    "not-a-state",
    "/units/0/state",
    /has no conjugate/,
  ],
  [
    "a matrix that is no state",
    qubitDocument({
      initial: {
        matrix: [
          [1, 2],
          [0, 0],
        ],
        on: ["S"],
      },
    }),
    "not-a-state",
    "/initial",
    /has no conjugate/,
  ],
  ["a matrix of the wrong size", qubitDocument({ initial: { matrix: [[1]], on: ["S"] } }), "wrong-kind", "/initial", /2 × 2 entries/],
  [
    "a matrix on an unknown space",
    qubitDocument({ initial: { matrix: [[1]], on: ["X"] } }),
    "unknown-name",
    "/initial",
    /there is no space X/,
  ],
  ["a unit without temperature or state", qubitDocument(units({ T: undefined })), "missing", "/units/0/state", /no T, beta or state/],
  [
    "a negative temperature",
    qubitDocument(units({ T: "g - T" })),
    "out-of-bounds",
    "/units/0/T",
    /must be ≥ 0, but g - T is -0.5 at g = 0.5, T = 1/,
  ],
  ["no duration", qubitDocument({ tau: "tau - 0.1" }), "out-of-bounds", "/tau", /must be > 0, but tau - 0.1 is 0 at tau = 0.1/],
  ["x/0", qubitDocument(units({ V: "g/(T - 1)*(sp(S)*sm(U) + h.c.)" })), "domain", "/units/0/V", /0/],
  [
    "a channel that loses",
    qubitDocument(units({ V: undefined, visits: [{ channel: ["0.5*id(U)"] }] })),
    "not-a-channel",
    "/units/0/visits/0/channel",
    /differs from 1 by 0.75/,
  ],
  [
    "probabilities beyond 1",
    qubitDocument({ units: [unit({ bath: "a" }), unit({ bath: "b" })], stream: { kind: "mixture", probabilities: [0.6, "g"] } }),
    "out-of-bounds",
    "/stream/probabilities",
    /their sum is 1.1 at g = 0.5/,
  ],
  [
    "a constant stream of two",
    qubitDocument({ units: [unit({ bath: "a" }), unit({ bath: "b" })], stream: "constant" }),
    "structure",
    "/stream/kind",
    /there are 2 kinds/,
  ],
  [
    "one label in a joint stream",
    qubitDocument({ units: [unit({ bath: "a" }), unit({ bath: "b" })], stream: "joint" }),
    "duplicate",
    "/units",
    /U is there twice/,
  ],
  [
    "an order of unknown baths",
    qubitDocument({ units: [unit({ bath: "a" }), unit({ bath: "b" })], stream: { kind: "cyclic", order: ["a", "c"] } }),
    "unknown-name",
    "/stream/order/1",
    /there is no c; known: a, b/,
  ],
  ["memory beside arrivals", qubitDocument({ memory: 0.2, arrivals: 1 }), "structure", "/memory", /beside arrivals/],
  ["memory with second order", qubitDocument({ memory: 0.2, evaluation: "second" }), "structure", "/memory", /second/],
  ["memory beyond 1", qubitDocument({ memory: "3*g" }), "out-of-bounds", "/memory", /3\*g is 1.5 at g = 0.5/],
  ["arrivals to second order", qubitDocument({ arrivals: 1, evaluation: "second" }), "structure", "/arrivals", /second/],
  ["between without a duration", qubitDocument({ between: { H: 0 } }), "missing", "/between/duration", /how long/],
  [
    "a duration beside arrivals",
    qubitDocument({ arrivals: 1, between: { duration: 1 } }),
    "structure",
    "/between/duration",
    /all the time/,
  ],
  [
    "a channel in a limit",
    qubitDocument({ evaluation: "generator", ...units({ V: undefined, visits: [{ channel: ["id(U)"] }] }) }),
    "structure",
    "/units/0/visits/0/channel",
    /evaluation generator/,
  ],
  [
    "a mean field in the limit",
    qubitDocument({ evaluation: "generator", scaling: "1/sqrt(tau)", ...state("bloch(U, 1, 0, 0)") }),
    "structure",
    "/scaling",
    /mean field/,
  ],
  [
    "an evaluation by a parameter that is no choice",
    qubitDocument({ evaluation: { parameter: "g" } }),
    "structure",
    "/evaluation/parameter",
    /kind number/,
  ],
  ["a period of collisions", qubitDocument({ steady: { period: 1 } }), "structure", "/steady/period", /cycle of collisions/],
  ["steps and times", qubitDocument({ run: { times: [1, 2] } }), "structure", "/run/times", /steps/],
  [
    "an observable that is not there",
    qubitDocument({ run: { steps: 1, observe: ["szz"] } }),
    "unknown-name",
    "/run/observe/0",
    /there is no szz; did you mean sz/,
  ],
  [
    "a default out of bounds",
    qubitDocument({ parameters: { omega: 1, g: 1, T: 1, tau: { default: -0.1, above: 0 } } }),
    "out-of-bounds",
    "/parameters/tau/default",
    /> 0, but is -0.1/,
  ],
  [
    "a sweep beyond its bounds",
    qubitDocument({ ...parameters({ tau: { default: 0.1, above: 0 } }), sweep: { over: "tau", from: -1, to: 2, points: 3 } }),
    "out-of-bounds",
    "/sweep/from",
    /> 0, but is -1/,
  ],
  [
    "noise of an unknown kind",
    qubitDocument({ noise: { parameters: { g: "normall(0.4, 0.2)" } } }),
    "out-of-bounds",
    "/noise/parameters/g",
    /normal/,
  ],
  ["heat of collisions", qubitDocument({ observables: { J: "heat(bath)" } }), "structure", "/observables/J", /collisions have no heat/],
];

const equations: readonly Refusal[] = [
  [
    "a negative rate",
    equationDocument({ jumps: [{ operator: "a(c)", rate: "-kappa" }] }),
    "negative-rate",
    "/jumps/0/rate",
    /must be ≥ 0, but -kappa is -0.1 at kappa = 0.1/,
  ],
  [
    "a rate that others make negative",
    equationDocument({ jumps: [{ operator: "a(c)", rate: "kappa*(1 - 20*g)" }] }),
    "negative-rate",
    "/jumps/0/rate",
    /is -0.5 at kappa = 0.1, g = 0.3/,
  ],
  [
    "a rate that turns negative later",
    equationDocument({ jumps: [{ operator: "a(c)", rate: "kappa*(1 - t)" }], run: { until: 2 } }),
    "negative-rate",
    "/jumps/0/rate",
    /turns negative at t = 1, kappa = 0.1/,
  ],
  [
    "an operator of another space",
    equationDocument({ jumps: [{ operator: "a(A)", rate: 1 }] }),
    "wrong-factor",
    "/jumps/0/operator",
    /A is a qubit/,
  ],
  ["h.c. that doubles", equationDocument({ H: "omega*n(c) + g*a(c)*sp(A) + h.c." }), "hc", "/H", /would double omega\*n\(c\)/],
  ["a state of one factor", equationDocument({ initial: "fock(c, 0)" }), "not-a-state", "/initial", /says nothing about A/],
  [
    "enormous levels",
    equationDocument({ spaces: [{ label: "c", kind: "fock", levels: 1e9 }] }),
    "limit",
    "/spaces/0/levels",
    /at most 1048576, but 1000000000/,
  ],
  ["an enormous dimension", equationDocument(family(40)), "limit", "/spaces", /≤ 2147483647, but it is 2\^40 = 1099511627776/],
  ["an enormous family", equationDocument(family(65)), "limit", "/spaces/0/count", /at most 64/],
  ["a family without members", equationDocument(family(0)), "out-of-bounds", "/spaces/0/count", /≥ 1/],
  [
    "half a level",
    equationDocument({ spaces: [{ label: "c", kind: "fock", levels: "d/2" }] }),
    "out-of-bounds",
    "/spaces/0/levels",
    /d\/2 is 2.5/,
  ],
  [
    "a third of a spin",
    equationDocument({ spaces: [{ label: "c", kind: "spin", J: 0.3 }] }),
    "out-of-bounds",
    "/spaces/0/J",
    /multiple of 1\/2/,
  ],
  [
    "a rotor without rungs",
    equationDocument({ spaces: [{ label: "r", kind: "rotor", min: 1, max: 1 }] }),
    "out-of-bounds",
    "/spaces/0/max",
    /larger than min = 1/,
  ],
  ["a circle of definitions", equationDocument({ let: { p: "2*q", q: "r + 1", r: "p" } }), "cycle", "/let/p", /p → q → r → p/],
  ["a definition that is nowhere right", equationDocument({ let: { X: "sx(B)" } }), "unknown-name", "/let/X", /there is no space B/],
  [
    "a table that goes back",
    equationDocument({ let: { f: { times: [0, 2, 1], values: [0, 1, 2], interpolation: "linear" } } }),
    "out-of-bounds",
    "/let/f/table",
    /increase/,
  ],
  [
    "an observable that is an operator",
    equationDocument({ observables: { photons: "n(c)" } }),
    "wrong-kind",
    "/observables/photons",
    /write mean\(n\(c\)\)/,
  ],
  [
    "an observable that is complex by pattern",
    equationDocument({ observables: { x: "mean(sm(A))" } }),
    "wrong-kind",
    "/observables/x",
    /complex by its pattern/,
  ],
  [
    "an observable with a name of the library",
    equationDocument({ observables: { entropy: "mean(n(c))" } }),
    "duplicate",
    "/observables/entropy",
    /the library has/,
  ],
  [
    "power in another observable",
    equationDocument({ H: "t*sz(A)", observables: { P: "2*power()" } }),
    "structure",
    "/observables/P",
    /H depends on t/,
  ],
  [
    "heat of an unknown bath",
    equationDocument({ observables: { J: "heat(los)" } }),
    "unknown-name",
    "/observables/J",
    /there is no bath los; did you mean loss/,
  ],
  [
    "two temperatures of one bath",
    equationDocument({
      jumps: [
        { operator: "a(c)", rate: 1, bath: "b", T: 1 },
        { operator: "ad(c)", rate: 1, bath: "b", T: 2 },
      ],
    }),
    "structure",
    "/jumps/1",
    /own name/,
  ],
  [
    "a thermal bath without temperature",
    equationDocument({ thermal: [{ lowering: "a(c)", omega: 1, rate: 1 }] }),
    "missing",
    "/thermal/0/T",
    /T or beta/,
  ],
  [
    "a transition without energy",
    equationDocument({ thermal: [{ lowering: "a(c)", omega: "omega - 1", rate: 1, T: 1 }] }),
    "out-of-bounds",
    "/thermal/0/omega",
    /omega - 1 is 0/,
  ],
  [
    "an index with the name of a parameter",
    equationDocument({ jumps: [{ for: ["g", 1, 2], operator: "a(c)", rate: 1 }] }),
    "duplicate",
    "/jumps/0/for/0",
    /already a parameter/,
  ],
  [
    "a rate matrix of the wrong size",
    equationDocument({ collective: [{ operators: ["a(c)"], rates: [[1, 0]] }] }),
    "wrong-kind",
    "/collective/0/rates",
    /1 × 1/,
  ],
  [
    "a negative rate on the diagonal",
    equationDocument({ collective: [{ operators: ["a(c)"], rates: [["-kappa"]] }] }),
    "negative-rate",
    "/collective/0/rates/0/0",
    /-0.1/,
  ],
  [
    "a period of nothing that repeats",
    equationDocument({ H: "cos(t)*n(c)", steady: { period: 3 } }),
    "out-of-bounds",
    "/steady/period",
    /repeats/,
  ],
  [
    "a period that counting cannot use",
    equationDocument({ H: "cos(t)*n(c)", counting: { of: ["N"], period: 3 } }),
    "out-of-bounds",
    "/counting/period",
    /repeats/,
  ],
  ["steps of a master equation", equationDocument({ run: { steps: 3 } }), "structure", "/run/steps", /until or times/],
  ["couplings to a driven Hamiltonian", { ...global({}), H: "t*sz(A)" } as CanonicalDocument, "structure", "/global", /depends on time/],
  [
    "a cluster without its form",
    global({ cluster: 0.1 }) as unknown as CanonicalDocument,
    "structure",
    "/global/cluster",
    /unified or partial/,
  ],
  [
    "a shift in another letter",
    global({ lambShift: { S: "0.1*x" } }) as unknown as CanonicalDocument,
    "unknown-name",
    "/global/lambShift/S",
    /x is not defined/,
  ],
];

describe.each([
  ["collisions", collisions],
  ["master equations", equations],
])("%s refuse", (_, list) => {
  test.each(list)("%s", (_name, document, code, pointer, says) => {
    const [first] = problemsOf(document);
    expect(first).toMatchObject({ code, pointer });
    expect(first.says).toMatch(/^must .*, but /);
    expect(first.says).toMatch(says);
    expect(first.says).not.toMatch(/undefined|\[object|NaN/);
  });
});

test("all that is wrong is told at once, and each thing once", () => {
  const document = qubitDocument({
    let: { w: "omgea" },
    H: "w*sz(S)",
    units: [unit({ V: "g*sp(S)*sm(U)", T: "-1" })],
    observables: { x: "n(S)" },
  });
  expect(problemsOf(document).map(({ pointer }) => pointer)).toEqual(["/let/w", "/units/0/T", "/units/0/V", "/observables/x"]);
});

test("values that come later are refused by one sentence", () => {
  const definition = definitionOf(equationDocument({ jumps: [{ operator: "a(c)", rate: "kappa*(1 - g)" }] }));
  expect(() => definition.build({ g: 2 })).toThrow("`/jumps/0/rate` must be ≥ 0, but kappa*(1 - g) is -0.1 at kappa = 0.1, g = 2.");
  expect(() => definition.build({}).with({ d: 1 })).toThrow("`/spaces/0/levels` must be ≥ 2, but d is 1.");
  expect(() => definition.build({ d: 2 ** 21 })).toThrow(RangeError);
  const named = definitionOf(equationDocument(), ({ pointer, says }) => new RangeError(`file.yaml ${pointer} ${says}`));
  expect(() => named.build({ kappa: -1 })).toThrow("file.yaml /jumps/0/rate must be ≥ 0, but kappa is -1");
});
