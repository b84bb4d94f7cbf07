/** A document is the model that the same physics makes in TypeScript: patterns, sectors, numbers; at any value of its parameters. */
import { describe, expect, test } from "vitest";
import { definitionOf, documentOfModel } from "../../../src/documents/build/index.ts";
import type { CanonicalDocument } from "../../../src/documents/canonical.ts";
import type { Collisions } from "../../../src/dynamics/collisions.ts";
import type { Generator } from "../../../src/dynamics/generator.ts";
import { collisionModel } from "../../../src/models/collision-model.ts";
import { jaynesCummings } from "../../../src/models/jaynes-cummings.ts";
import { masterEquation } from "../../../src/models/master-equation.ts";
import type { Model, Parameters } from "../../../src/models/model.ts";
import { spinChain } from "../../../src/models/spin-chain.ts";
import { structured } from "../../../src/models/structured.ts";
import { dag, plus, scale } from "../../../src/operators/algebra.ts";
import { projector, sigmaMinus, sigmaPlus, sigmaZ } from "../../../src/operators/named.ts";
import type { Operator } from "../../../src/operators/operator.ts";
import { lift } from "../../../src/operators/tensor.ts";
import { run } from "../../../src/solvers/run.ts";
import { levels, qubit, tensor } from "../../../src/spaces/space.ts";
import { plan } from "../../../src/studies/planning.ts";
import { fixture, qubitDocument } from "./canonical.ts";

const sectorOf = (model: Model): string =>
  String(plan(model, model.dynamics.kind === "collisions" ? { steps: 3 } : { until: 1 }))
    .split("\n")
    .filter((line) => /^ *sector/.test(line))
    .join();

/** The operators of a model's dynamics, in their order. */
function operatorsOf({ dynamics }: Model): readonly Operator[] {
  if (dynamics.kind === "generator") {
    const { hamiltonian, dissipators } = dynamics as Generator;
    return [...hamiltonian.map(({ operator }) => operator), ...dissipators.flatMap(({ left, right }) => [left, right])];
  }
  const { stream } = dynamics as Collisions;
  const collisions = stream.kind === "constant" ? [stream.collision] : "collisions" in stream ? stream.collisions : [];
  return collisions.flatMap(({ visits, state }) => [
    ...visits.flatMap((visit) => (visit.kind === "unitary" ? [visit.H] : visit.kraus)),
    ...state.map(({ state: eta }) => eta),
  ]);
}

const patternOf = (A: Operator): unknown => ({ rows: [...A.rowStart], columns: [...A.columns] });
const patternsOf = (model: Model): unknown => [model.initial, ...operatorsOf(model)].map(patternOf);

function sameNumbers(a: Model, b: Model, pairs: readonly (readonly [string, string])[]): void {
  const options = a.dynamics.kind === "collisions" ? { steps: 40, saveEvery: 8 } : { until: 2, saveEvery: 0.5 };
  const [x, y] = [
    run(a, { ...options, observables: pairs.map(([name]) => name) }),
    run(b, { ...options, observables: pairs.map(([, name]) => name) }),
  ];
  for (const [one, other] of pairs) {
    x.observables[one].forEach((value, k) => {
      const wanted = y.observables[other][k];
      if (wanted === null) expect(value).toBeNull();
      else expect(Math.abs((value as number) - wanted), `${one} at ${k}`).toBeLessThanOrEqual(1e-12);
    });
  }
}

const same = (...names: readonly string[]) => names.map((name) => [name, name] as const);
const built = (name: string, set: Parameters = {}) => definitionOf(fixture(name)).build(set);

function thermalising(): Model {
  const [S, U] = [qubit("S"), qubit("U")];
  const joint = tensor(S, U);
  const up = lift(joint, sigmaPlus(S), sigmaMinus(U));
  return collisionModel({
    HS: scale(sigmaZ(S), 0.5),
    units: { HE: scale(sigmaZ(U), 0.5), V: plus(up, dag(up)), beta: 1 },
    tau: 0.1,
    initial: projector(S, "e"),
  });
}

function twoBaths(stream: "cyclic" | "joint", documented: Parameters): Model {
  const [A, B, h, c] = [qubit("A"), qubit("B"), qubit("h"), qubit("c")];
  const AB = tensor(A, B);
  const hop = lift(AB, sigmaPlus(A), sigmaMinus(B));
  const [hot, cold] = [lift(tensor(AB, h), sigmaPlus(A), sigmaMinus(h)), lift(tensor(AB, c), sigmaPlus(B), sigmaMinus(c))];
  const p = documented as Record<string, number>;
  return collisionModel({
    HS: plus(scale(lift(AB, sigmaZ(A)), p.omega1 / 2), scale(lift(AB, sigmaZ(B)), p.omega2 / 2), scale(plus(hop, dag(hop)), p.lambda)),
    units: [
      { HE: scale(sigmaZ(h), p.omega1 / 2), V: scale(plus(hot, dag(hot)), p.gh), beta: 1 / p.Th, bath: "hot" },
      { HE: scale(sigmaZ(c), p.omega2 / 2), V: scale(plus(cold, dag(cold)), p.gc), beta: 1 / p.Tc, bath: "cold" },
    ],
    stream,
    tau: p.tau,
    scaling: "1/sqrt(tau)",
    initial: lift(AB, projector(A, "g"), projector(B, "g")),
  });
}

function maser(): Model {
  const A = levels(["e", "m", "g"], "A");
  return masterEquation({
    H: plus(projector(A, "m"), scale(projector(A, "e"), 3), scale(plus(projector(A, "e", "m"), projector(A, "m", "e")), 0.4)),
    baths: {
      hot: { lowering: projector(A, "g", "e"), omega: 3, rate: 0.2, T: 5 },
      cold: { lowering: projector(A, "g", "m"), omega: 1, rate: 0.4, T: 0.6 },
    },
    initial: projector(A, "g"),
  });
}

const maserDocument = (): CanonicalDocument =>
  ({
    ...fixture("12-driven-maser.yaml"),
    H: "Em*proj(A, m) + Ee*proj(A, e) + 0.4*(signal + h.c.)",
    observables: {},
  }) as CanonicalDocument;

describe("the same model", () => {
  test.each([
    [
      "a thermalising qubit",
      () => built("01-thermalising-qubit.json"),
      thermalising,
      same("energy", "sz", "Q", "W", "Sigma", "dS", "purity"),
    ],
    [
      "two baths at once",
      () => built("04-two-qubits-joint.json"),
      () => twoBaths("joint", built("04-two-qubits-joint.json").parameters),
      same("energy", "Q_hot", "Q_cold", "Sigma", "W"),
    ],
    [
      "two baths in turn",
      () => definitionOf({ ...fixture("04-two-qubits-joint.json"), stream: { kind: "cyclic" } } as CanonicalDocument).build({}),
      () => twoBaths("cyclic", built("04-two-qubits-joint.json").parameters),
      same("energy", "Q_hot", "Q_cold", "Sigma", "W"),
    ],
    ["structured ancillae", () => built("08-structured-ancilla.json"), () => structured({}), same("sz", "C_l1", "dU", "Q", "W", "Sigma")],
    [
      "structured ancillae to second order",
      () => built("08-structured-ancilla.json", { evaluation: "second" }),
      () => structured({ evaluation: "second" }),
      same("sz", "C_l1", "dU", "Q", "W"),
    ],
    [
      "structured ancillae in the limit",
      () => built("08-structured-ancilla.json", { evaluation: "generator" }),
      () => structured({ evaluation: "generator" }),
      same("sz", "C_l1", "dU", "Q", "W"),
    ],
    [
      "a chain",
      () => built("13-xxz-chain.yaml", { N: 4 }),
      () => spinChain({ N: 4, J: 1, Jz: 0.5, h: 0, gamma: 1, mu: 0.5, dephasing: 0.1 }),
      [],
    ],
    ["a maser", () => definitionOf(maserDocument()).build({}), maser, same("energy", "Q_hot", "Q_cold", "Sigma", "W", "p_0")],
  ] as const)("%s", (name, document, builder, pairs) => {
    const [a, b] = [document(), builder()];
    if (name !== "a chain") expect(patternsOf(a)).toEqual(patternsOf(b));
    expect(sectorOf(a)).toBe(sectorOf(b));
    sameNumbers(a, b, pairs);
  });

  test("a chain without its field", () => {
    sameNumbers(built("13-xxz-chain.yaml", { h: 0 }), spinChain({ N: 4, J: 1, Jz: 0.5, h: 0, gamma: 1, mu: 0.5, dephasing: 0.1 }), [
      ["first", "sz1"],
      ["last", "sz4"],
      ["magnetisation", "magnetisation"],
    ]);
  });

  test("Jaynes and Cummings", () => {
    const p = { g: 0.5, kappa: 0.1, gamma: 0.05 };
    const catalogue = jaynesCummings({ ...p, levels: 6 });
    expect(catalogue.dynamics.kind).toBe("generator");
    const document = definitionOf({
      ...fixture("11-jaynes-cummings-losses.yaml"),
      H: `${catalogue.parameters.detuning === undefined ? "" : ""}g*(a(c)*sp(A) + h.c.)`,
      thermal: undefined,
      jumps: [
        { operator: "a(c)", rate: "kappa" },
        { operator: "sm(A)", rate: "gamma" },
      ],
      observables: { photons: { of: "mean(n(c))" }, excited: { of: "mean(proj(A, e))" } },
    } as unknown as CanonicalDocument).build({ ...p, d: 6 });
    const [x, y] = [document, catalogue].map((model) => run(model, { until: 3, saveEvery: 1, observables: ["purity", "entropy"] }));
    x.observables.purity.forEach((value, k) => {
      expect(value).toBeCloseTo(y.observables.purity[k] as number, 12);
    });
  });
});

describe("parameters", () => {
  const zeros: readonly (readonly [string, Parameters, Parameters])[] = [
    ["01-thermalising-qubit.json", { g: 0 }, { g: 0.7 }],
    ["04-two-qubits-joint.json", { lambda: 0, gh: 0 }, { lambda: 0.3 }],
    ["07-phaseonium-cascade.yaml", { phi: 0, q: 0 }, { phi: 1 }],
    ["10-driven-kerr.json", { F: 0, U: 0 }, { F: 2 }],
    ["11-jaynes-cummings-losses.yaml", { g: 0, kappa: 0, T: 0 }, { g: 1 }],
    ["13-xxz-chain.yaml", { J: 0, mu: 1, phi: 0 }, { J: 2 }],
  ];

  test.each([
    ...zeros,
    ["12-driven-maser.yaml", { phase: 0, eps: 0 }, { phase: 1.2 }],
    ["15-ou-detuning.yaml", { gamma: 0 }, { delta: 0.4 }],
    ["16-global-two-qubits.json", { lambda: 0.3, eta: 0 }, { eta: 0.2 }],
  ] as const)("have one sector at all values: %s", (name, at, else_) => {
    const definition = definitionOf(fixture(name));
    const sector = sectorOf(definition.build({}));
    expect(sectorOf(definition.build(at))).toBe(sector);
    expect(sectorOf(definition.build(else_))).toBe(sector);
  });

  test.each(zeros)("keep the pattern at zero: %s", (name, at, else_) => {
    const definition = definitionOf(fixture(name));
    const model = definition.build({});
    expect(patternsOf(definition.build(at))).toEqual(patternsOf(model));
    expect(patternsOf(definition.build(else_))).toEqual(patternsOf(model));
  });

  test.each(zeros)("with = build = defaults: %s", (name, at) => {
    const definition = definitionOf(fixture(name));
    const observables = definition.build({}).defaultObservables;
    const options = (model: Model) => ({ ...(model.dynamics.kind === "collisions" ? { steps: 6 } : { until: 0.7 }), observables });
    const changed = definition.build({}).with(at);
    const document = documentOfModel(changed);
    const ways = [
      changed,
      definition.build(at),
      definitionOf(document).build({}),
      definitionOf(JSON.parse(JSON.stringify(document))).build({}),
    ];
    const [first, ...others] = ways.map((model) => run(model, options(model)).observables);
    for (const other of others) expect(other).toEqual(first);
    expect(documentOfModel(ways[2])).toEqual(document);
    expect(changed.document).toEqual(fixture(name));
    expect(changed.parameters).toEqual({ ...definition.build({}).parameters, ...at });
  });

  test("make anew only what reads them", () => {
    const model = built("07-phaseonium-cascade.yaml");
    const [before, after] = [operatorsOf(model), operatorsOf(model.with({ phi: 1.3 }))];
    // the visits stay the same objects, the weights of the state move
    before.forEach((operator, k) => {
      expect(after[k]).toBe(operator);
    });
  });

  test("are checked like those of the catalogue", () => {
    const definition = definitionOf(qubitDocument());
    expect(() => definition.build({ tau: -1 })).toThrow("Argument `tau` must be a finite number > 0, but is -1.");
    expect(() => definition.build({ gg: 1 })).toThrow(/must name parameters of qubit, but one is called "gg"/);
    expect(() => definition.build({}).with({ T: -1 })).toThrow("`/units/0/T` must be ≥ 0, but T is -1.");
    expect(definition.parameters.tau).toEqual({ default: 0.1, above: 0, kind: "number", description: "" });
  });
});

test("weights at other parameters are those of the state there", () => {
  const model = built("07-phaseonium-cascade.yaml");
  for (const phi of [-7, 0, 0.3, 2.40431, 3.9, 50]) {
    const exact = ((model.with({ phi }).dynamics as Collisions).stream as { collision: { state: readonly { weight: number }[] } }).collision
      .state;
    const weights = model.weightsAt?.({ ...model.parameters, phi }) as readonly number[];
    weights.forEach((weight, k) => {
      expect(Math.abs(weight - exact[k].weight)).toBeLessThan(2e-14);
    });
  }
  const both = model.weightsAt?.({ ...model.parameters, phi: 0.3, alpha: 0.6 }) as readonly number[];
  expect(both.reduce((sum, weight, k) => sum + (k < 3 ? weight : 0), 0)).toBeTypeOf("number");
  expect(both[0]).toBeCloseTo(0.36, 14);
});
