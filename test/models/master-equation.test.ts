/** Models of master equations of one's own: forms of H, jumps and baths, what is recorded, and the answers to bad input. */
import { describe, expect, it } from "vitest";
import {
  annihilate,
  basisState,
  evolve,
  fock,
  generator,
  heatFlow,
  identity,
  ket,
  lift,
  localPower,
  type Model,
  masterEquation,
  numberOperator,
  ohmic,
  plan,
  plus,
  productState,
  qubit,
  qubitState,
  run,
  sampled,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaY,
  sigmaZ,
  steady,
  sweep,
  tensor,
  thermal,
  timeFunction,
  zero,
} from "../../src/index.ts";

const q = qubit();
const down = [0, 1];
const last = (model: Model, until: number, name: string, options = {}) =>
  run(model, { until, observables: [name], ...options }).observables[name].at(-1) as number;

describe("forms of H", () => {
  it("takes an operator, terms with real coefficients, and lists; all give one evolution", () => {
    const jumps = [{ operator: sigmaMinus(q), rate: 0.2 }];
    const H = plus(scaled(sigmaX(q), 0.7), scaled(sigmaZ(q), 0.4));
    const forms = [
      H,
      [H],
      [scaled(sigmaX(q), 0.7), { operator: sigmaZ(q), coefficient: 0.4 }],
      [[sigmaX(q), 0.7] as const, { operator: scaled(sigmaZ(q), 0.4) }],
      [[sigmaX(q), () => 0.7] as const, [sigmaZ(q), timeFunction(() => 0.4)] as const],
      [[sigmaX(q), sampled([0, 1], [0.7, 0.7], "linear")] as const, [sigmaZ(q), 0.4] as const],
    ];
    const values = forms.map((form) => last(masterEquation({ H: form, jumps, initial: down }), 3, "sz"));
    for (const value of values) expect(value).toBeCloseTo(values[0], 8);
  });

  it("adds the conjugate of complex coefficients, and of these only", () => {
    const [x, y] = [0.3, -0.5];
    const constant = masterEquation({ H: [[sigmaPlus(q), [x, y]]], initial: down });
    const byHand = masterEquation({ H: plus(scaled(sigmaPlus(q), x, y), scaled(sigmaMinus(q), x, -y)), initial: down });
    const byFunction = masterEquation({ H: [[sigmaPlus(q), () => [x, y] as const]], initial: down });
    const byParts = masterEquation({ H: [[sigmaPlus(q), [() => x, sampled([0], [y], "previous")]]], initial: down });
    const expected = last(byHand, 2, "sy");
    for (const model of [constant, byFunction, byParts]) expect(last(model, 2, "sy")).toBeCloseTo(expected, 8);
    // a pair with a Hermitian operator is twice its real part
    expect(last(masterEquation({ H: [[sigmaX(q), [0.25, 7]]], initial: down }), 1, "sz")).toBeCloseTo(-Math.cos(1), 9);
  });

  it("meets the rotating drive: H = ½ω₀σz + (A/2)(σ⁺e^{−iωt} + h.c.) at resonance flips with cos At", () => {
    const [omega, A] = [3, 0.8];
    const drive = (t: number) => [(A / 2) * Math.cos(omega * t), (-A / 2) * Math.sin(omega * t)] as const;
    const model = masterEquation({ H: [scaled(sigmaZ(q), omega / 2), [sigmaPlus(q), drive]], initial: down });
    const { observables, axis } = run(model, { times: [1, 2, 5], observables: ["sz"] });
    observables.sz.forEach((value, k) => expect(value).toBeCloseTo(-Math.cos(A * axis.values[k]), 7));
  });

  it("does not miss a pulse with a declared support", () => {
    const pulse = timeFunction((t) => (t >= 0.5 && t <= 0.500001 ? Math.PI / 2 / 1e-6 : 0), { support: [[0.5, 0.500001]] });
    expect(last(masterEquation({ H: [[sigmaX(q), pulse]], initial: [1, 0] }), 1, "sz")).toBeCloseTo(-1, 6);
  });

  it("shares the group of terms that share a function, and functions between models of a family", () => {
    const f = (t: number) => Math.cos(t);
    const build = () =>
      masterEquation({
        H: [
          [sigmaX(q), f],
          [sigmaZ(q), f],
          [sigmaPlus(q), [f, 0]],
        ],
        initial: down,
      }).dynamics;
    const [one, two] = [build(), build()];
    const coefficients = [one, two].flatMap((made) =>
      made.kind === "generator" ? made.hamiltonian.map(({ coefficient }) => coefficient) : [],
    );
    expect(new Set(coefficients).size).toBe(1);
  });

  it("finds the space of all terms, in any order of factors", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const terms = [sigmaZ(b), sigmaZ(a), lift(tensor(a, b), sigmaX(a), sigmaX(b))];
    const model = masterEquation({ H: terms, initial: productState(tensor(b, a), basisState(b, 0), basisState(a, 1)) });
    expect(String(model.dynamics.system)).toBe("a:2 ⊗ b:2");
    expect(String(masterEquation({ H: [sigmaZ(b), sigmaZ(a)], initial: [1, 0, 0, 0] }).dynamics.system)).toBe("b:2 ⊗ a:2");
  });
});

describe("jumps and baths", () => {
  it("takes operators, pairs and objects, at constant rates and functions of time", () => {
    const models = [[sigmaMinus(q)], [[sigmaMinus(q), 1] as const], [{ operator: sigmaMinus(q) }], [[sigmaMinus(q), () => 1] as const]];
    for (const jumps of models) {
      expect(last(masterEquation({ H: zero(q), jumps, initial: [1, 0] }), 0.7, "sz")).toBeCloseTo(2 * Math.exp(-0.7) - 1, 8);
    }
    const ramp = masterEquation({ H: zero(q), jumps: [[sigmaMinus(q), (t) => t]], initial: [1, 0] });
    expect(last(ramp, 1.5, "sz")).toBeCloseTo(2 * Math.exp(-1.125) - 1, 8);
  });

  it("carries heat of thermal baths by name, from hot to cold, closed with the power", () => {
    const bath = (T: number) => ({ lowering: sigmaMinus(q), omega: 1, rate: 0.1, T });
    const model = masterEquation({
      H: [scaled(sigmaZ(q), 0.5), [sigmaX(q), (t) => 0.2 * Math.cos(t)]],
      baths: { hot: bath(2), cold: [bath(0.5)] },
      initial: thermal(scaled(sigmaZ(q), 0.5), { T: 1 }),
    });
    const { observables: o } = run(model, { times: [1, 3], observables: ["energy", "dU", "Q", "Q_hot", "Q_cold", "W", "dS", "Sigma"] });
    for (const k of [0, 1, 2]) {
      expect(o.Q[k]).toBeCloseTo((o.Q_hot[k] as number) + (o.Q_cold[k] as number), 12);
      expect(o.dU[k]).toBeCloseTo((o.Q[k] as number) + (o.W[k] as number), 12);
      expect(o.Sigma[k]).toBeGreaterThan(0);
      expect(o.Sigma[k]).toBeCloseTo((o.dS[k] as number) - (o.Q_hot[k] as number) / 2 - (o.Q_cold[k] as number) / 0.5, 12);
    }
    // the energy is that of the driven H, and dU is its slope
    const fine = run(model, { times: [2.999, 3, 3.001], observables: ["energy", "dU"] }).observables;
    expect(((fine.energy[3] as number) - (fine.energy[1] as number)) / 0.002).toBeCloseTo(fine.dU[2] as number, 6);
  });

  it("thermalises by fermions and at zero temperature", () => {
    const lead = masterEquation({
      H: scaled(sigmaZ(q), 0.75),
      baths: { lead: { lowering: sigmaMinus(q), omega: 1.5, rate: 0.3, beta: 0.8, statistics: "fermions" } },
      initial: down,
    });
    expect(steady(lead, { observables: ["sz"] }).observables.sz).toBeCloseTo(-Math.tanh(0.6), 12);
    const cold = masterEquation({
      H: sigmaZ(q),
      baths: { b: { lowering: sigmaMinus(q), omega: 2, rate: (t) => 0.3 + t, T: 0 } },
      initial: [1, 0],
    });
    expect(cold.dynamics.kind === "generator" && cold.dynamics.dissipators).toHaveLength(1);
    expect(last(cold, 1, "sz")).toBeCloseTo(2 * Math.exp(-0.8) - 1, 8);
  });

  it("joins jumps by a matrix of rates: |eg⟩ decays to the dark state with probability ½", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const model = masterEquation({
      H: zero(pair),
      collective: [
        {
          operators: [sigmaMinus(a), sigmaMinus(b)],
          rates: [
            [1, 1],
            [1, 1],
          ],
        },
      ],
      initial: productState(pair, basisState(a, 0), basisState(b, 1)),
    });
    expect(steady(model, { observables: ["p_3"] }).observables.p_3).toBeCloseTo(0.5, 12);
  });

  it("is globalMasterEquation where baths see all of H, with local jumps beside it", () => {
    const model = masterEquation({
      H: sigmaZ(q),
      global: { couplings: [{ bath: "b", operator: sigmaX(q), density: ohmic(0.1, 10), T: 2 }] },
      jumps: [{ operator: sigmaZ(q), rate: 0.1, bath: "noise" }],
      initial: down,
    });
    expect(model.observableNames).toContain("Q_noise");
    expect(steady(model, { observables: ["sz"] }).observables.sz).toBeCloseTo(-Math.tanh(0.5), 12);
  });
});

describe("what it records and how it changes", () => {
  it("takes own operators, and records them by default", () => {
    const model = masterEquation({ H: sigmaZ(q), initial: qubitState([1, 0, 0], q), observables: { x: sigmaX(q), y: sigmaY(q) } });
    const { observables } = run(model, { until: 0.4 });
    expect(Object.keys(observables)).toEqual(["x", "y"]);
    expect(observables.x.at(-1)).toBeCloseTo(Math.cos(0.8), 10);
    expect(observables.y.at(-1)).toBeCloseTo(Math.sin(0.8), 10);
  });

  it("takes observables made from the generator: heat counted with the bare Hamiltonian of a local equation", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const pair = tensor(a, b);
    const H0 = plus(lift(pair, scaled(sigmaZ(a), 0.5)), lift(pair, scaled(sigmaZ(b), 1)));
    const bath = (site: typeof a, omega: number, T: number) => ({ lowering: lift(pair, sigmaMinus(site)), omega, rate: 0.1, T });
    const model = masterEquation({
      H: [H0, [lift(pair, sigmaPlus(a), sigmaMinus(b)), [0.2, 0]]],
      baths: { cold: bath(a, 1, 0.5), hot: bath(b, 2, 5) },
      initial: [0, 0, 0, 1],
      observables: (generator) => ({
        cold: heatFlow(generator, "cold", H0),
        hot: heatFlow(generator, "hot", H0),
        work: localPower(generator, null, H0),
      }),
    });
    const { cold, hot, work } = steady(model).observables as Readonly<Record<string, number>>;
    // one quantum of 2 from the hot bath becomes one of 1 for the cold one; the rest is work of a coupling that the baths do not know
    expect(hot / cold).toBeCloseTo(-2, 8);
    const all = steady(model, { observables: ["Q_hot", "Q_cold"] }).observables as Readonly<Record<string, number>>;
    expect(all.Q_hot + all.Q_cold).toBeCloseTo(0, 12);
    expect(hot + cold + work).toBeCloseTo(0, 12);
  });

  it("takes amplitudes and states as a start", () => {
    const r = Math.SQRT1_2;
    const a = masterEquation({ H: sigmaZ(q), initial: [r, [0, r]] }).initial;
    expect(a.toMatrix().data).toEqual(ket(q, [r, [0, r]]).toMatrix().data);
  });

  it("is swept as a family over its parameters", () => {
    const family = masterEquation(
      ({ Omega, gamma }) => ({
        H: scaled(sigmaX(q), Omega / 2),
        jumps: [[sigmaMinus(q), gamma]],
        initial: down,
        observables: { n: scaled(plus(sigmaZ(q), identity(q)), 0.5) },
      }),
      { Omega: 1, gamma: 0.5 },
    );
    const values = [0.1, 0.7, 2];
    const { observables } = sweep(family, { over: "Omega", values, observables: ["n"] });
    observables.n.forEach((p, k) => expect(p).toBeCloseTo(values[k] ** 2 / (0.25 + 2 * values[k] ** 2), 10));
    expect(family.parameters).toEqual({ Omega: 1, gamma: 0.5 });
    expect(family.with({ gamma: 2 }).parameters).toEqual({ Omega: 1, gamma: 2 });
    expect(() => family.with({ Gamma: 2 })).toThrow(
      /must name parameters of the model, but one is called "Gamma"\. Did you mean "gamma"\?/,
    );
    expect(String(plan(family, {}))).toContain("custom");
  });

  it("refuses misspelt options in types", () => {
    // @ts-expect-error an option that does not exist is a type error
    expect(() => masterEquation({ H: sigmaZ(q), jump: [], initial: down })).toThrow(/Did you mean "jumps"/);
    // @ts-expect-error T and beta exclude each other
    expect(() => masterEquation({ H: sigmaZ(q), jumps: [{ operator: sigmaMinus(q), T: 1, beta: 1 }], initial: down })).toThrow(/either/);
  });

  it("has the bits of the textbook model made of the same operators", () => {
    const m = fock(12);
    const a = masterEquation({ H: numberOperator(m), jumps: [{ operator: lowering(12), rate: 0.3 }], initial: basisState(m, 3) });
    const bare = { ...a, dynamics: generator({ system: m, H: numberOperator(m), jumps: [{ operator: lowering(12), rate: 0.3 }] }) };
    expect(run(a, { until: 2, observables: ["energy"] }).observables).toEqual(
      evolve(bare, { until: 2, observables: ["energy"] }).observables,
    );
  });
});

const lowering = (n: number) => annihilate(fock(n));
