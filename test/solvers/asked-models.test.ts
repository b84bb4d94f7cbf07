/** Starts and observables that a question brings along, on models of every kind. */
import { describe, expect, it } from "vitest";
import { normal } from "../../src/dynamics/noise/construct.ts";
import { averaged } from "../../src/ensembles/averaged.ts";
import { prepareEnsemble } from "../../src/ensembles/preparation.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { atoms } from "../../src/models/atoms.ts";
import { bloch } from "../../src/models/bloch.ts";
import { composite } from "../../src/models/composite.ts";
import { harvest } from "../../src/models/harvest.ts";
import { catalogue } from "../../src/models/index.ts";
import { jaynesCummings } from "../../src/models/jaynes-cummings.ts";
import type { Model } from "../../src/models/model.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { structured } from "../../src/models/structured.ts";
import { expectation } from "../../src/observables/catalogue.ts";
import { purity } from "../../src/observables/entropy.ts";
import { sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState, coherent, fockState, ket, maximallyMixed, qubitState } from "../../src/operators/states.ts";
import { evolve } from "../../src/solvers/evolve.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit } from "../../src/spaces/space.ts";
import { parallelSweep } from "../../src/studies/parallel.ts";
import { plan } from "../../src/studies/planning.ts";
import { sweep } from "../../src/studies/sweep.ts";

/** A length that each kind of model takes. */
const short = (model: Model) => (model.dynamics.kind === "generator" ? { times: [0.05, 0.1] } : { steps: 2 });

/** A small size of each model of the catalogue, so that a whole matrix is a test. */
const small: Readonly<Record<string, object>> = {
  phaseonium: { cavities: 2, levels: 4 },
  rotor: { lmax: 3 },
  atoms: { N: 3 },
  kerr: { levels: 5 },
  cavity: { levels: 5 },
  jaynesCummings: { levels: 4 },
  composite: {},
};

describe("a start of one's own", () => {
  for (const definition of catalogue) {
    it(`${definition.name}: mixed and coherent starts run as a model that was built with them does`, () => {
      const defaults = Object.fromEntries(Object.entries(definition.parameters).map(([name, spec]) => [name, spec.default]));
      const known = Object.keys(small[definition.name] ?? {}).every((name) => name in defaults);
      const model = definition.build(known ? { ...defaults, ...small[definition.name] } : defaults);
      const { system } = model.dynamics;
      if (system.dimension > 64) return;
      const amplitudes = Array.from({ length: system.dimension }, (_, k) => (k < 2 ? (k === 0 ? 0.6 : [0, 0.8]) : 0)) as never;
      for (const initial of [maximallyMixed(system), ket(system, amplitudes)]) {
        const asked = run(model, { ...short(model), initial, observables: [{ p: (state) => purity(state) }] });
        const put = run({ ...model, initial }, { ...short(model), observables: [] });
        expect([...asked.final.matrix().data]).toEqual([...put.final.matrix().data]);
        expect(asked.observables.p.at(-1)).toBeCloseTo(purity(put.final), 12);
      }
      const byAmplitudes = run(model, { ...short(model), initial: amplitudes, observables: [] }).final.matrix().data;
      expect([...byAmplitudes]).toEqual([...run({ ...model, initial: ket(system, amplitudes) }, short(model)).final.matrix().data]);
    });
  }

  it("is a function of the space where levels are chosen by the model", () => {
    const model = phaseonium({ cavities: 1 });
    const { observables } = sweep(model, {
      over: "theta",
      values: [0.1, 0.2],
      steps: 1,
      initial: (space) => coherent(space, 0.5),
      observables: ["n1"],
    });
    expect(observables.n1.every((n) => Math.abs((n as number) - 0.25) < 0.1)).toBe(true);
    const fixed = sweep(model, {
      over: "theta",
      values: [0.1, 0.2],
      steps: 1,
      initial: coherent(model.dynamics.system, 0.5),
      observables: ["n1"],
    });
    fixed.observables.n1.forEach((n, k) => expect(n).toBeCloseTo(observables.n1[k] as number, 8));
  });

  it("finds its own limit, of the closed form too", () => {
    const model = atoms({ N: 4, nbar: 1, f0: 0.5, reduction: "none" });
    const initial = basisState(model.dynamics.system, 0b0111);
    const { state } = steady(model, { initial });
    const closed = (model.knownLimit as NonNullable<Model["knownLimit"]>).state(initial).toMatrix().data;
    state.matrix().data.forEach((x, k) => expect(x).toBeCloseTo(closed[k], 12));
  });

  it("goes through averages, plans and correlations of other results", () => {
    const model = phaseonium({ cavities: 1, levels: 8 });
    const initial = fockState(model.dynamics.system, 3);
    const noise = { phi: normal(2.4, 0.2) };
    expect(averaged(model, { noise, steps: 2, initial, observables: ["n1"] }).observables.n1[0]).toBeCloseTo(3, 12);
    expect(String(plan(model, { steps: 3, initial: coherent(model.dynamics.system, 0.5) }))).not.toBe(String(plan(model, { steps: 3 })));
    const first = run(model, { steps: 4, initial, observables: ["n1"] });
    const again = run(model, { steps: 0, initial: first.final, observables: ["n1"] });
    expect(again.observables.n1[0]).toBe(first.observables.n1.at(-1));
    const limit = steady(bloch());
    expect(run(bloch(), { until: 1, initial: limit.state, observables: ["sz"] }).observables.sz.at(-1)).toBeCloseTo(
      limit.observables.sz as number,
      10,
    );
  });

  it("travels to threads, with the same bits", async () => {
    const model = phaseonium({ cavities: 1, levels: 8 });
    const a = model.dynamics.system;
    const options = {
      steps: 6,
      trajectories: 64,
      noise: { phi: normal(2.4, 0.2) },
      initial: coherent(a, [0.3, 0.2]),
      observables: [
        "n1",
        {
          x: Operator.fromEntries(a, [
            [0, 1, 1],
            [1, 0, 1],
          ]),
        },
        { c: { element: [0, 1], part: "abs" } as const },
      ],
    };
    expect((await prepareEnsemble(model, options)).rebuildable).toBe(true);
    const [one, two] = [await ensemble(model, { ...options, threads: 1 }), await ensemble(model, { ...options, threads: 2 })];
    expect(two.execution.threads).toBe(2);
    expect(two.mean).toEqual(one.mean);
    expect(two.std).toEqual(one.std);
    expect(one.mean.x[0]).toBeCloseTo(2 * 0.3 * Math.exp(-0.13), 10);
    const points = { over: "theta", values: [0.1, 0.2, 0.3], steps: 3, initial: options.initial, observables: options.observables };
    expect((await parallelSweep(model, { ...points, threads: 2 })).observables).toEqual(sweep(model, points).observables);
  });

  it("stays on this thread where an observable is a function", async () => {
    const model = phaseonium({ cavities: 1, levels: 8 });
    const options = {
      steps: 3,
      trajectories: 4,
      noise: { phi: normal(2.4, 0.2) },
      observables: { p: (state: Parameters<typeof purity>[0]) => purity(state) },
    };
    expect((await prepareEnsemble(model, options)).rebuildable).toBe(false);
    expect((await ensemble(model, options)).mean.p[0]).toBeCloseTo(
      run(model, { steps: 0, observables: ["purity"] }).observables.purity[0] as number,
      12,
    );
  });

  it("keeps levels that the model chose", async () => {
    const model = phaseonium({ cavities: 1 });
    const initial = coherent(model.dynamics.system, 0.5);
    const { mean } = await ensemble(model, {
      steps: 2,
      trajectories: 4,
      noise: { phi: normal(2.4, 0.3) },
      initial,
      observables: ["n1"],
      threads: 1,
    });
    expect(mean.n1[0]).toBeCloseTo(0.25, 9);
  });
});

describe("observables on the spot", () => {
  const q = qubit();
  const model = bloch();

  it("are operators, elements and functions of the state, in the order of the question", () => {
    const { system } = model.dynamics;
    const { observables } = run(model, {
      until: 1,
      observables: [
        "sz",
        { x: sigmaX(system), c: { element: [0, 1], part: "im" } },
        expectation("z", sigmaZ(system)),
        { p: (state) => purity(state) },
      ],
    });
    expect(Object.keys(observables)).toEqual(["sz", "x", "c", "z", "p"]);
    expect(observables.z).toEqual(observables.sz);
    const plain = run(model, { until: 1, observables: ["sx", "sy", "purity"] }).observables;
    expect(observables.x).toEqual(plain.sx);
    observables.c.forEach((c, k) => expect(c).toBeCloseTo(-(plain.sy[k] as number) / 2, 14));
    observables.p.forEach((p, k) => expect(p).toBeCloseTo(plain.purity[k] as number, 14));
  });

  it("may stand alone, by name, on steady, evolve and ensembles", async () => {
    const { system } = model.dynamics;
    expect(steady(model, { observables: { z: sigmaZ(system) } }).observables.z).toBe(steady(model, { observables: ["sz"] }).observables.sz);
    expect(Object.keys(evolve(model, { until: 1, observables: { z: sigmaZ(system) } }).observables)).toEqual(["z"]);
    const atomsModel = harvest();
    const options = { steps: 3, trajectories: 4, noise: { gtau: normal(0.1, 0.01) } };
    const { mean } = await ensemble(atomsModel, { ...options, observables: { z: sigmaZ(atomsModel.dynamics.system) }, threads: 1 });
    expect(mean.z).toHaveLength(4);
  });

  it("count elements by one index, or one per factor", () => {
    const jc = jaynesCummings({ levels: 3 });
    const element = (i: number | number[]) => ({ element: [i, i] as const });
    const { observables } = run(jc, { until: 0.1, observables: { a: element(4), b: element([1, 1]) } });
    const { factors } = jc.dynamics.system;
    const index = factors[1].dimension + 1;
    expect(run(jc, { until: 0.1, observables: { a: element(index) } }).observables.a).toEqual(observables.b);
  });

  const wrong: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "an operator of another space",
      () => run(model, { until: 1, observables: { x: sigmaX(qubit("other")) } }),
      /`observables\.x` must act on the system/,
    ],
    [
      "one that is not Hermitian",
      () => run(model, { until: 1, observables: { x: Operator.fromEntries(model.dynamics.system, [[0, 1, 1]]) } }),
      /`observables\.x` must be Hermitian/,
    ],
    [
      "a bare operator",
      () => run(model, { until: 1, observables: [sigmaX(q)] as never }),
      /`observables\[0\]` must be a name, an observable, or \{ name: operator \}.*Write \{ x: operator \}/,
    ],
    ["a taken name", () => run(model, { until: 1, observables: { sz: sigmaX(model.dynamics.system) } }), /has an observable "sz" already/],
    ["a name twice", () => run(model, { until: 1, observables: ["sz", "sz"] }), /name each one once.*"sz" twice/],
    [
      "an element outside",
      () => run(model, { until: 1, observables: { c: { element: [0, 2] } } }),
      /element\[1\]` must be within the basis/,
    ],
    [
      "a part that is none",
      () => run(model, { until: 1, observables: { c: { element: [0, 1], part: "phase" as never } } }),
      /`observables\.c\.part` must be "re", "im" or "abs"/,
    ],
    [
      "a function that gives no number",
      () => run(model, { until: 1, observables: { c: (() => "x") as never } }),
      /`observables\.c` must return a number/,
    ],
    [
      "a start on other factors",
      () => run(model, { until: 1, initial: qubitState([0, 0, 1], qubit("other")) }),
      /`initial` must act on the system/,
    ],
    ["a start of another dimension", () => run(model, { until: 1, initial: [1, 0, 0] }), /`initial` must have 2 amplitudes.*there are 3/],
    ["amplitudes without norm", () => run(model, { until: 1, initial: [1, 1] }), /`initial` must have amplitudes of norm 1.*norm² is 2/],
    ["no state", () => steady(model, { initial: sigmaX(model.dynamics.system) }), /`initial` must have trace 1/],
    [
      "a negative one",
      () =>
        steady(model, {
          initial: Operator.fromEntries(model.dynamics.system, [
            [0, 0, 1.5],
            [1, 1, -0.5],
          ]),
        }),
      /`initial` must be positive semidefinite/,
    ],
    [
      "something else",
      () => run(model, { until: 1, initial: 3 as never }),
      /`initial` must be a state, but is 3\. Give a density operator/,
    ],
    [
      "a function of nothing",
      () => run(model, { until: 1, initial: (() => 3) as never }),
      /`initial` must be a function that returns a state/,
    ],
    [
      "one cavity of two",
      () =>
        run(phaseonium({ cavities: 2, levels: 4 }), {
          steps: 1,
          initial: fockState(phaseonium({ cavities: 1, levels: 4 }).dynamics.system, 1),
        }),
      /`initial` must (be a state of|act on) the system/,
    ],
  ];
  for (const [what, ask, sentence] of wrong) {
    it(`${what}: one sentence`, () => expect(ask).toThrow(sentence));
  }

  it("composite, harvest and structured record them too", () => {
    for (const own of [composite(), harvest(), structured()]) {
      const { system } = own.dynamics;
      const p = { element: [0, 0] as const };
      const options = own.dynamics.kind === "generator" ? { until: 0.1 } : { steps: 1 };
      expect(run(own, { ...options, initial: basisState(system, 0), observables: { p } }).observables.p[0]).toBe(1);
    }
  });
});
