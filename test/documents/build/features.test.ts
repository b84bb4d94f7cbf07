/** Every way of making collisions and master equations that documents have, against closed forms, limits and builders. */
import { describe, expect, test } from "vitest";
import { definitionOf, warningsOf } from "../../../src/documents/build/index.ts";
import type { CanonicalDocument } from "../../../src/documents/canonical.ts";
import type { Collisions } from "../../../src/dynamics/collisions.ts";
import type { Generator } from "../../../src/dynamics/generator.ts";
import { collisionModel } from "../../../src/models/collision-model.ts";
import type { Model, Parameters } from "../../../src/models/model.ts";
import { cos, exp, sin } from "../../../src/numerics/scalar.ts";
import { dag, plus, scale } from "../../../src/operators/algebra.ts";
import { projector, sigmaMinus, sigmaPlus, sigmaZ } from "../../../src/operators/named.ts";
import { levelsFor } from "../../../src/operators/states.ts";
import { lift } from "../../../src/operators/tensor.ts";
import { run } from "../../../src/solvers/run.ts";
import { steady } from "../../../src/solvers/steady.ts";
import { qubit, tensor } from "../../../src/spaces/space.ts";
import { canonical, equationDocument, fixture, problemsOf, qubitDocument } from "./canonical.ts";

type Loose = Record<string, unknown>;

function valid(document: CanonicalDocument): CanonicalDocument {
  expect(problemsOf(document)).toEqual([]);
  return document;
}

const build = (document: CanonicalDocument, set: Parameters = {}): Model => definitionOf(valid(document)).build(set);

function lastOf(model: Model, options: { steps?: number; until?: number }, name: string): number {
  return run(model, { ...options, observables: [name] } as never).observables[name].at(-1) as number;
}

const U = (changes: Loose = {}): Loose => ({
  spaces: [{ label: "U", kind: "qubit" }],
  H: "omega*sz(U)/2",
  V: "g*(sp(S)*sm(U) + h.c.)",
  T: "T",
  ...changes,
});

/** A key of documents that linters fear. */
const AFTER = "then";

const scheduled = (phases: unknown, after: string): Loose =>
  Object.fromEntries([
    ["kind", "schedule"],
    ["phases", phases],
    [AFTER, after],
  ]);

describe("streams", () => {
  const two = [
    { ...U(), bath: "hot", T: 5 },
    { ...U(), bath: "cold", T: 0.2 },
  ];

  test("a schedule with step sees the number of the collision", () => {
    const units = [{ ...U({ V: "g*step*(sp(S)*sm(U) + h.c.)", state: "proj(U, g)" }), T: undefined }];
    const stream = scheduled([{ unit: "bath", collisions: 3 }], "last");
    const model = build(qubitDocument({ units, stream }));
    let pe = 1;
    const found = run(model, { steps: 5, observables: ["p_0"] }).observables.p_0;
    for (let n = 1; n <= 5; n++) {
      pe *= cos(0.5 * n * 0.1) * cos(0.5 * n * 0.1);
      expect(found[n]).toBeCloseTo(pe, 13);
    }
    const changed = run(model.with({ g: 0.7 }), { steps: 1, observables: ["p_0"] }).observables.p_0;
    expect(changed[1]).toBeCloseTo(cos(0.07) * cos(0.07), 13);
  });

  test("a schedule of two baths repeats, and is a cycle", () => {
    const phases = [
      { unit: "hot", collisions: 2 },
      { unit: "cold", collisions: 1 },
    ];
    const schedule = build(qubitDocument({ units: two, stream: scheduled(phases, "repeat") }));
    const cycle = build(qubitDocument({ units: two, stream: { kind: "cyclic", order: ["hot", "hot", "cold"] } }));
    const names = ["energy", "Q_hot", "Q_cold", "Q_hot_total", "W"];
    const [a, b] = [schedule, cycle].map((model) => run(model, { steps: 9, observables: names }).observables);
    expect(a).toEqual(b);
    expect(a.Q_cold.slice(1, 4).map((Q) => Q === 0)).toEqual([true, true, false]);
    expect(a.Q_hot[3]).toBe(0);
  });

  test("a mixture books the average", () => {
    const model = build(qubitDocument({ units: two, stream: { kind: "mixture", probabilities: ["0.3", "1 - 0.3"] } }));
    const single = (T: number) => build(qubitDocument({ units: [U({ T })] }));
    const [hot, cold] = [single(5), single(0.2)].map((one) => run(one, { steps: 1, observables: ["energy", "Q"] }).observables);
    const mixed = run(model, { steps: 1, observables: ["energy", "Q", "Q_hot"] }).observables;
    expect(mixed.energy[1]).toBeCloseTo(0.3 * (hot.energy[1] as number) + 0.7 * (cold.energy[1] as number), 14);
    expect(mixed.Q[1]).toBeCloseTo(0.3 * (hot.Q[1] as number) + 0.7 * (cold.Q[1] as number), 14);
    expect(mixed.Q_hot[1]).toBeCloseTo(0.3 * (hot.Q[1] as number), 14);
  });

  test("random arrivals tend to the state of the units, and are those of the builder", () => {
    const model = build(qubitDocument({ arrivals: 2 }));
    expect(steady(model, { observables: ["p_0"] }).observables.p_0).toBeCloseTo(1 / (exp(1) + 1), 10);
    const [S, E] = [qubit("S"), qubit("U")];
    const up = lift(tensor(S, E), sigmaPlus(S), sigmaMinus(E));
    const builder = collisionModel({
      HS: scale(sigmaZ(S), 0.5),
      units: { HE: scale(sigmaZ(E), 0.5), V: scale(plus(up, dag(up)), 0.5), beta: 1 },
      tau: 0.1,
      arrivals: 2,
      initial: projector(S, "e"),
    });
    for (const name of ["energy", "Q", "W", "Sigma"]) {
      expect(lastOf(model, { until: 30 }, name)).toBeCloseTo(lastOf(builder, { until: 30 }, name), 11);
    }
  });

  test("arrivals of units with coherence", () => {
    const units = [{ ...U({ state: "bloch(U, 0.6, 0.1, -0.5)" }), T: undefined }];
    const model = build(qubitDocument({ units, arrivals: 1.5, initial: "bloch(S, 0, 0.3, 0.2)" }));
    const slow = build(qubitDocument({ units, initial: "bloch(S, 0, 0.3, 0.2)" }));
    // d<sz>/dt at 0 is that of the channel of one collision, times the rate (H_S does not move sz)
    const change = (run(slow, { steps: 1, observables: ["sz"] }).observables.sz[1] as number) - 0.2;
    const sz = run(model, { times: [0, 1e-5], observables: ["sz"] }).observables.sz;
    expect(((sz[1] as number) - 0.2) / 1e-5).toBeCloseTo(1.5 * change, 5);
  });

  test("what happens between collisions", () => {
    const between = { duration: 0.7, H: 0, jumps: [{ operator: "sm(S)", rate: 0.4 }] };
    const model = build(qubitDocument({ parameters: { omega: 1, g: 0, T: 1, tau: 0.1 }, between }));
    expect(lastOf(model, { steps: 3 }, "p_0")).toBeCloseTo(exp(-0.4 * 0.7 * 3), 12);
    // beside arrivals at rate 0 it is a master equation
    const equation = build(qubitDocument({ arrivals: 0, between: { jumps: [{ operator: "sm(S)", rate: 0.4 }] } }));
    expect(lastOf(equation, { until: 2 }, "p_0")).toBeCloseTo(exp(-0.8), 10);
  });
});

describe("visits", () => {
  const cascade = (visits: unknown, more: Loose = {}) =>
    canonical({
      ancilla: 1,
      kind: "collisions",
      name: "cascade",
      parameters: { g: 0.3, tau: 0.2, q: 0 },
      spaces: [
        { label: "A", kind: "qubit" },
        { label: "B", kind: "qubit" },
      ],
      H: "0.5*sz(A) + 0.7*sz(B)",
      units: [{ spaces: [{ label: "U", kind: "qubit" }], H: "sz(U)/2", state: "bloch(U, 0.3, 0, -0.4)", visits }],
      tau: "tau",
      initial: "proj(A, e)*bloch(B, 0.5, 0.5, 0)",
      ...more,
    });
  const visits = [{ V: "g*(sp(A)*sm(U) + h.c.)" }, { V: "g*(sp(B)*sm(U) + h.c.)", tau: "2*tau" }];

  test("have their own durations, whose sum a collision takes", () => {
    const model = build(cascade(visits));
    expect((model.dynamics as Collisions).tau).toBeCloseTo(0.6, 15);
    const { stream } = model.dynamics as Collisions;
    expect(stream.kind === "constant" && stream.collision.visits.map((visit) => visit.kind === "unitary" && visit.duration)).toEqual([
      0.2, 0.4,
    ]);
  });

  test("a channel of flips takes the coherence", () => {
    const flip = (q: number) => ({ channel: [`sqrt(1 - ${q})*id(U)`, `sqrt(${q})*sz(U)`] });
    const model = build(cascade([flip(0.5), { V: "g*(sp(A)*sm(U) + h.c.)" }]));
    const plain = build(cascade([{ V: "g*(sp(A)*sm(U) + h.c.)" }], {}), {});
    const without = definitionOf(
      cascade([{ V: "g*(sp(A)*sm(U) + h.c.)" }], {
        units: [
          {
            spaces: [{ label: "U", kind: "qubit" }],
            H: "sz(U)/2",
            state: "bloch(U, 0, 0, -0.4)",
            visits: [{ V: "g*(sp(A)*sm(U) + h.c.)" }],
          },
        ],
      }),
    ).build({});
    const purity = [model, without, plain].map((one) => lastOf(one, { steps: 5 }, "purity"));
    expect(purity[0]).toBeCloseTo(purity[1], 13);
    expect(Math.abs(purity[0] - purity[2])).toBeGreaterThan(1e-4);
  });

  test("an interaction picture leaves out H_S and H_E, and keeps their energies", () => {
    const model = build(qubitDocument({ picture: "interaction", H: "3*sz(S)/2" }));
    const { stream, HS } = model.dynamics as Collisions;
    expect(HS?.at(0, 0)).toEqual([1.5, 0]);
    expect(stream.kind === "constant" && stream.collision.visits[0].kind === "unitary" && stream.collision.visits[0].H.at(0, 0)).toEqual([
      0, 0,
    ]);
    // on resonance the exchange alone decides
    expect(lastOf(model, { steps: 1 }, "p_0")).toBeCloseTo(1 - (1 - 1 / (exp(1) + 1)) * sin(0.05) * sin(0.05), 13);
  });

  test("in the limit of short collisions the order of visits stays", () => {
    const short = { scaling: "1/sqrt(tau)", units: undefined };
    const units = [{ spaces: [{ label: "U", kind: "qubit" }], H: "sz(U)/2", state: "proj(U, g)", visits }];
    const document = (tau: number, evaluation: string) =>
      build({ ...cascade(visits, { ...short, units, evaluation, parameters: { g: 0.3, tau } }) } as CanonicalDocument);
    const limit = document(1, "generator");
    const names = ["p_0", "p_1", "p_2"];
    const errors = [2e-3, 1e-3].map((tau) => {
      const steps = Math.round(3 / (3 * tau));
      const exact = run(document(tau, "exact"), { steps, observables: names }).observables;
      const wanted = run(limit, { until: 3, observables: names }).observables;
      return names.map((name) => Math.abs((exact[name].at(-1) as number) - (wanted[name].at(-1) as number)));
    });
    for (const k of names.keys()) {
      expect(errors[1][k]).toBeLessThan(1e-3);
      if (errors[1][k] > 1e-6) expect(errors[0][k] / errors[1][k]).toBeGreaterThan(1.8);
    }
    const { hamiltonian } = limit.dynamics as Generator;
    expect(hamiltonian.length).toBe(2);
  });
});

describe("spaces", () => {
  const warm = (levels: unknown) =>
    canonical({
      ancilla: 1,
      kind: "master-equation",
      name: "warm",
      parameters: { T: { default: 1.5, noisy: true, atLeast: 0 }, w: 0.5 },
      spaces: [{ label: "c", kind: "fock", levels }],
      H: "w*n(c)",
      thermal: [{ bath: "walls", lowering: "a(c)", omega: "w", rate: 0.1, T: "T" }],
      initial: "thermal(H, T)",
      observables: { n: "mean(n(c))" },
    });

  test("levels that follow a temperature are pinned, and can be given back", () => {
    const definition = definitionOf(valid(warm({ temperature: "T", omega: "w", epsilon: 1e-6 })));
    const model = definition.build({});
    const levels = levelsFor(1.5, 1e-6, 0.5);
    expect(model.pinned).toEqual({ "levels:c": levels });
    expect(model.initial.dimension).toBe(levels);
    const other = model.with({ ...model.pinned, T: 0.7 });
    expect(other.initial.dimension).toBe(levels);
    expect(model.with({ T: 0.7 }).initial.dimension).toBe(levelsFor(0.7, 1e-6, 0.5));
    expect(definition.build(other.parameters).initial.dimension).toBe(levels);
    const sizes = model.sizesFor?.(model.parameters, { T: { std: 0.2, mean: 1.5 } as never }) as Parameters;
    expect(sizes["levels:c"]).toBe(levelsFor(1.5 + 3 * 0.2, 1e-6, 0.5));
  });

  test("spins, rotors, named levels, families", () => {
    const model = build(
      canonical({
        ancilla: 1,
        kind: "master-equation",
        name: "spaces",
        parameters: { N: { default: 2, kind: "integer" }, J: 1.5 },
        spaces: [
          { label: "j", kind: "spin", J: "J" },
          { label: "r", kind: "rotor", min: "-N", max: "N" },
          { label: "l", kind: "levels", names: ["x", "y"] },
          { label: "f", kind: "fock", levels: 3, count: "N" },
        ],
        H: "Jz(j) + L(r) + proj(l, x) + sum(k, 1, N, k*n(f[k]))",
        jumps: [{ for: ["k", 1, "N"], operator: "a(f[k])", rate: "0.1*k", bath: "walls" }],
        initial: "proj(j, 1.5)*proj(r, -2)*proj(l, y)*prod(k, 1, N, proj(f[k], k))",
        observables: { E: "energy()", n2: "mean(n(f[2]))" },
      }),
    );
    expect(String(model.initial.space)).toBe("j:4 ⊗ r:5 ⊗ l:2 ⊗ f1:3 ⊗ f2:3");
    const found = run(model, { times: [0, 1], observables: ["E", "n2"] }).observables;
    expect(found.E[0]).toBeCloseTo(1.5 - 2 + 1 + 4, 14);
    expect(found.n2[1]).toBeCloseTo(2 * exp(-0.2), 9);
  });
});

describe("master equations", () => {
  test("driven terms stay apart, one for each function of time", () => {
    const model = build(equationDocument({ H: "omega*n(c) + cos(2*t)*(a(c) + ad(c)) + sz(A)/2 + cos(2*t)*sx(A)" }));
    const { hamiltonian } = model.dynamics as Generator;
    expect(hamiltonian.map(({ coefficient }) => typeof coefficient)).toEqual(["number", "object"]);
  });

  test("energy(), heat() and power() of a driven H are kept at the time of each record", () => {
    const observables = { E: "energy()", J: "heat(loss)", P: "power()" };
    const model = build(equationDocument({ H: "omega*n(c) + (1 + t)*sz(A)/2", observables, initial: "fock(c, 1)*proj(A, e)" }));
    const found = run(model, { times: [0, 1], observables: ["E", "J", "P", "energy", "Q_loss", "W"] }).observables;
    expect(found.E).toEqual(found.energy);
    expect(found.J).toEqual(found.Q_loss);
    expect(found.P).toEqual(found.W);
    expect(found.J[1]).toBeCloseTo(-0.1 * exp(-0.1), 8);
    expect(found.P[1]).toBeCloseTo(0.5, 6);
  });

  test("rates of time decay as their integral", () => {
    const jumps = [{ operator: "sm(A)", rate: "kappa*t", bath: "loss" }];
    const model = build(equationDocument({ H: "0", jumps, observables: { pe: "mean(proj(A, e))" } }));
    expect(lastOf(model, { until: 3 }, "pe")).toBeCloseTo(exp(-0.1 * 4.5), 8);
  });

  test("negative rates, on request", () => {
    const jumps = [{ operator: "sm(A)", rate: "cos(t)", bath: "loss" }];
    const document = equationDocument({ H: "0", jumps, negativeRates: true, run: { until: 3 }, observables: { pe: "mean(proj(A, e))" } });
    expect(lastOf(build(document), { until: 3 }, "pe")).toBeCloseTo(exp(-sin(3)), 8);
    expect(problemsOf({ ...document, negativeRates: false } as CanonicalDocument)).toMatchObject([
      {
        code: "negative-rate",
        pointer: "/jumps/0/rate",
        says: expect.stringMatching(/must stay ≥ 0 .*, but it turns negative at t = 1\.5707/),
      },
    ]);
  });

  test("a bath at T = 0 takes and never gives", () => {
    const cold = [{ bath: "walls", lowering: "sm(A)", omega: "omega", rate: 0.3, T: 0 }];
    const document = equationDocument({ H: "omega*sz(A)/2", jumps: [], thermal: cold, observables: { pe: { of: "mean(proj(A, e))" } } });
    const { observables } = run(build(document), { until: 4, saveEvery: 1, observables: ["pe"] });
    observables.pe.forEach((value, t) => {
      expect(value).toBeCloseTo(exp(-0.3 * t), 10);
    });
  });

  test("jumps of a group belong to the bath that it names", () => {
    const group = [
      {
        bath: "shared",
        T: 2,
        operators: ["sm(A)", "a(c)"],
        rates: [
          [0.3, 0.1],
          [0.1, 0.2],
        ],
      },
    ];
    const { baths, dissipators } = build(equationDocument({ jumps: [], collective: group })).dynamics as Generator;
    expect(baths).toEqual({ shared: { beta: 0.5 } });
    expect(new Set(dissipators.map(({ bath }) => bath))).toEqual(new Set(["shared"]));
  });

  test("bosons and fermions keep detailed balance", () => {
    const thermal = (statistics: string) => [{ bath: "b", lowering: "sm(A)", omega: "omega", rate: 0.3, beta: 2, statistics }];
    for (const statistics of ["bosons", "fermions"]) {
      const document = equationDocument({ H: "omega*sz(A)/2", thermal: thermal(statistics), jumps: [{ operator: "a(c)", rate: 1 }] });
      const model = build({ ...document, observables: { pe: { of: "mean(proj(A, e))" } } } as CanonicalDocument);
      expect(steady(model, { observables: ["pe"] }).observables.pe).toBeCloseTo(1 / (exp(2) + 1), 10);
    }
  });

  test("a rate matrix of two atoms makes one dark", () => {
    const document = canonical({
      ancilla: 1,
      kind: "master-equation",
      name: "pair",
      parameters: { gamma: 0.3 },
      spaces: [{ label: "s", kind: "qubit", count: 2 }],
      H: 0,
      collective: [
        {
          bath: "light",
          operators: ["sm(s[1])", "sm(s[2])"],
          rates: [
            ["gamma", "gamma"],
            ["gamma", "gamma"],
          ],
        },
      ],
      initial: "pure(ket(s[1], e)*ket(s[2], g) - ket(s[1], g)*ket(s[2], e))",
      observables: { n: "mean(proj(s[1], e) + proj(s[2], e))" },
    });
    expect(lastOf(build(document), { until: 5 }, "n")).toBeCloseTo(1, 12);
    expect(
      problemsOf({
        ...document,
        collective: [
          {
            operators: ["sm(s[1])", "sm(s[2])"],
            rates: [
              [1, 2],
              [2, 1],
            ],
          },
        ],
      } as CanonicalDocument),
    ).toMatchObject([{ pointer: "/collective", says: expect.stringContaining("positive semidefinite") }]);
  });

  test("couplings to the whole Hamiltonian in every form, with shifts", () => {
    const base = fixture("16-global-two-qubits.json") as unknown as { global: Loose };
    for (const form of ["secular", "unified", "partial", "redfield", "geometric"]) {
      const document = { ...base, global: { ...base.global, form, lambShift: { S: "0.01*w/(1 + w^2)" } } } as unknown as CanonicalDocument;
      const found = steady(build(document), { observables: ["Jhot", "Jcold"] }).observables;
      expect((found.Jhot as number) + (found.Jcold as number)).toBeCloseTo(0, 10);
      expect(found.Jhot).toBeGreaterThan(0);
    }
  });
});

describe("values", () => {
  test("matrices and tables of the document", () => {
    const document = equationDocument({
      let: {
        X: {
          matrix: [
            [0, "g"],
            ["g", 0],
          ],
          on: ["A"],
        },
        pulse: { times: [0, 1, 2], values: [0, 1, 0], interpolation: "linear" },
      },
      H: "pulse(t)*X",
      jumps: [],
      initial: {
        matrix: [
          [0.25, 0],
          [0, 0.75],
        ],
        on: ["A"],
      },
      spaces: [{ label: "A", kind: "qubit" }],
      observables: { y: "mean(sy(A))" },
    });
    expect(lastOf(build(document), { until: 2 }, "y")).toBeCloseTo(0.5 * sin(2 * 0.3), 8);
  });

  test("a state by its entries in another order of labels", () => {
    const spaces = [
      { label: "A", kind: "qubit" },
      { label: "B", kind: "levels", levels: 3 },
    ];
    const matrix = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => (i === j ? [0.1, 0.2, 0.05, 0.15, 0.2, 0.3][i] : 0)),
    );
    const document = (on: readonly string[]) =>
      equationDocument({ spaces, H: 0, jumps: [], initial: { matrix, on }, observables: { p: "mean(proj(B, 1)*proj(A, e))" } });
    expect(lastOf(build(document(["A", "B"])), { until: 1 }, "p")).toBeCloseTo(0.2, 14);
    expect(lastOf(build(document(["B", "A"])), { until: 1 }, "p")).toBeCloseTo(0.05, 14);
  });

  test("definitions of a unit are used where it is", () => {
    const document = qubitDocument({ let: { swap: "sp(S)*sm(U) + h.c.", half: "omega/2" }, units: [U({ V: "g*swap", H: "half*sz(U)" })] });
    expect(lastOf(build(document), { steps: 4 }, "sz")).toBe(lastOf(build(qubitDocument()), { steps: 4 }, "sz"));
    expect(problemsOf({ ...document, H: "swap" } as CanonicalDocument)).toMatchObject([
      { code: "unknown-name", pointer: "/H", says: "must use definitions where their spaces are, but swap names the space U" },
    ]);
  });

  test("expectations of several operators stay expectations", () => {
    const model = build(fixture("03-micromaser.yaml"));
    expect(model.observable("mandel").kind).toBe("expectation");
    expect(build(fixture("04-two-qubits-joint.json")).observable("I").kind).toBe("state");
    // 1/log(1 + 1/n) has no value in the vacuum
    const observables = { T: "1/log(1 + 1/mean(n(c)))", n: "mean(n(c))" };
    expect(run(build(equationDocument({ observables })), { until: 1, observables: ["T"] }).observables.T[0]).toBeNull();
  });

  test("choices turn into words", () => {
    const document = qubitDocument({
      parameters: {
        omega: 1,
        g: 0.5,
        T: 1,
        tau: 0.1,
        how: { default: "exact", choices: ["exact", "second"] },
        scale: { default: "1", choices: ["1", "1/sqrt(tau)"] },
      },
      evaluation: { parameter: "how" },
      scaling: { parameter: "scale" },
    });
    const model = build(document);
    const collision = (one: Model) => ((one.dynamics as Collisions).stream as { collision: { evaluation?: string } }).collision;
    expect(collision(model).evaluation).toBeUndefined();
    expect(collision(model.with({ how: "second" })).evaluation).toBe("second");
    expect(lastOf(model.with({ scale: "1/sqrt(tau)" }), { steps: 1 }, "p_0")).toBeCloseTo(
      1 - (1 - 1 / (exp(1) + 1)) * sin(0.5 * Math.sqrt(0.1)) * sin(0.5 * Math.sqrt(0.1)),
      12,
    );
  });
});

describe("declared units", () => {
  test("fit in all reference documents", () => {
    for (const name of [
      "01-thermalising-qubit.json",
      "03-micromaser.yaml",
      "04-two-qubits-joint.json",
      "12-driven-maser.yaml",
      "14-rotor-load.yaml",
    ]) {
      expect(warningsOf(fixture(name)), name).toEqual([]);
    }
  });

  test("warn where they do not", () => {
    const parameters = {
      omega: { default: 1, unit: "energy" },
      tau: { default: 0.1, unit: "1/energy" },
      T: { default: 1, unit: "energy" },
      g: 1,
    };
    expect(warningsOf(qubitDocument({ parameters, H: "omega*sz(S)/2 + tau*sx(S)" }))).toMatchObject([{ pointer: "/H", character: 17 }]);
    expect(warningsOf(qubitDocument({ parameters, tau: "omega" }))).toMatchObject([
      { pointer: "/tau", says: expect.stringContaining("1/energy is needed") },
    ]);
    expect(warningsOf(qubitDocument({ parameters, units: [U({ T: undefined, beta: "T" })] }))).toMatchObject([
      { pointer: "/units/0/beta" },
    ]);
    expect(warningsOf(qubitDocument())).toEqual([]);
  });
});
