/** The doors for models of one's own: operators are matched by labels or refused, options are checked, and every error is a sentence of ours. */
import { describe, expect, it, vi } from "vitest";
import * as ancilla from "../../src/index.ts";
import {
  averaged,
  basisState,
  type CollisionModelDefinition,
  collisionModel,
  ensemble,
  evolve,
  expectation,
  generator,
  globalMasterEquation,
  levels,
  lift,
  memoryMeasure,
  normal,
  ohmic,
  permuteFactors,
  plan,
  planEnsemble,
  plus,
  prepare,
  productState,
  projector,
  qubit,
  qubitHamiltonian,
  qubitState,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  stateObservable,
  steady,
  sweep,
  tensor,
  timeFunction,
} from "../../src/index.ts";
import { modelOf } from "../solvers/model-of.ts";

const [a, b, unit] = [qubit("a"), levels(3, "b"), qubit("unit")];
const ab = tensor(a, b);
/** Energies 0 and 1 of a, 0, 2 and 4 of b. */
const HS = plus(lift(ab, projector(a, "e")), lift(ab, scaled(projector(b, 1), 2)), lift(ab, scaled(projector(b, 2), 4)));
const V = plus(lift(tensor(a, b, unit), sigmaMinus(a), sigmaPlus(unit)), lift(tensor(a, b, unit), sigmaPlus(a), sigmaMinus(unit)));
const units = { HE: qubitHamiltonian(unit, 1), V, beta: 1 };
const initial = productState(ab, basisState(a, "e"), basisState(b, 1));
const definition: CollisionModelDefinition = { HS, units, tau: 0.3, initial };
const reversed = (A: ancilla.Operator) => permuteFactors(A, ["b", "a"]);
const start = (changes: Partial<CollisionModelDefinition>, observables = ["energy"]) =>
  run(collisionModel({ ...definition, ...changes }), { steps: 0, observables }).observables;

const own = () => collisionModel(definition);
const equation = generator({ system: a, H: sigmaZ(a), jumps: [{ operator: sigmaMinus(a), rate: 1 }] });
const decay = () => modelOf(equation, basisState(a, "e"));

describe("operators are brought to the model by the labels of their factors", () => {
  it("a start on b ⊗ a is the same start", () => {
    expect(start({}).energy[0]).toBeCloseTo(3, 14);
    expect(start({ initial: reversed(initial) }).energy[0]).toBeCloseTo(3, 14);
  });

  it("so are observables on b ⊗ a, and those on b alone act on b", () => {
    const N = plus(scaled(projector(b, 1), 1), scaled(projector(b, 2), 2));
    const observables = { whole: reversed(HS), part: N };
    const values = start({ observables }, ["whole", "part"]);
    expect(values.whole[0]).toBeCloseTo(3, 14);
    expect(values.part[0]).toBeCloseTo(1, 14);
    expect(start({ observables: [expectation("whole", reversed(HS))] }, ["whole"]).whole[0]).toBeCloseTo(3, 14);
  });

  it("an observable beside a memory sees the system alone", () => {
    const single = {
      HS: sigmaZ(a),
      units: { ...units, V: [[sigmaX(a), sigmaX(unit)]] as const },
      tau: 0.3,
      initial: qubitState([0, 0, 1], a),
    };
    const seen = stateObservable("size", "dimension of what is seen", (state) => state.space.dimension);
    const model = collisionModel({ ...single, memory: 0.5, observables: [expectation("z", sigmaZ(a)), seen] });
    const { observables } = run(model, { steps: 1, observables: ["z", "sz", "size"] });
    expect(observables.size).toEqual([2, 2]);
    expect(observables.z).toEqual(observables.sz);
  });

  it("an interaction and a unit's state in another order", () => {
    const [c, d] = [qubit("c"), levels(2, "d")];
    const cd = tensor(c, d);
    const two = {
      HE: lift(cd, sigmaZ(c)),
      V: lift(tensor(ab, cd), sigmaX(a), sigmaX(c)),
      state: productState(cd, basisState(c, "g"), basisState(d, 1)),
    };
    const there = collisionModel({ ...definition, units: two });
    const swapped = { ...two, V: permuteFactors(two.V, ["d", "b", "c", "a"]), state: permuteFactors(two.state, ["d", "c"]) };
    const back = collisionModel({ ...definition, units: swapped });
    const energies = [there, back].map((model) => run(model, { steps: 3, observables: ["energy"] }).observables.energy);
    expect(energies[0]).toEqual(energies[1]);
  });

  it("a generator's, a coupling's and a pair of starts, too", () => {
    const whole = generator({ system: ab, H: reversed(HS), jumps: [{ operator: sigmaMinus(a), rate: 1 }] });
    const model = modelOf(whole, initial, [expectation("E", HS)]);
    expect(run(model, { times: [1], observables: ["E"] }).observables.E[1]).toBeCloseTo(2 + Math.exp(-1), 8);
    const coupling = { bath: "x", operator: sigmaX(a), spectralDensity: ohmic(0.1, 5), beta: 1 };
    expect(globalMasterEquation({ H: HS, couplings: [coupling] }).system).toBe(HS.space);
    const other = productState(ab, basisState(a, "g"), basisState(b, 1));
    expect(memoryMeasure(own(), [initial, other], { steps: 3 })).toEqual(memoryMeasure(own(), [initial, reversed(other)], { steps: 3 }));
  });

  it.each<[string, Partial<CollisionModelDefinition>, RegExp]>([
    [
      "a start of another dimension",
      { initial: basisState(levels(5, "x"), 0) },
      /`initial` must act on the system a:2 ⊗ b:3, but it acts on x:5\./,
    ],
    ["a start of a part", { initial: basisState(b, 0) }, /`initial` must be a state of the system a:2 ⊗ b:3, but it is one of b:3\./],
    [
      "a factor of another size",
      { initial: productState(tensor(a, levels(2, "b")), basisState(a, "e"), basisState(levels(2, "b"), 0)) },
      /it acts on a:2 ⊗ b:2/,
    ],
    [
      "an observable on the unit",
      { observables: { n: projector(unit, "e") } },
      /`observables\.n` must act on the system .* it acts on unit:2/,
    ],
    [
      "an observable that is none",
      { observables: [projector(a, "e")] as never },
      /`observables\[0\]` must be an observable, but is an operator\. Give operators with their names/,
    ],
    ["an operator for all observables", { observables: HS as never }, /Write \{ name: operator \}/],
    [
      "a unit's state on another space",
      { units: { HE: units.HE, V, state: basisState(levels(3, "unit"), 0) } },
      /`units\.state` must act on the unit unit:2, but it acts on unit:3/,
    ],
    ["an interaction with a stranger", { units: { ...units, V: sigmaX(qubit("z")) } }, /`units\.V` must act on system and unit/],
  ])("%s is refused", (_, changes, message) => {
    expect(() => collisionModel({ ...definition, ...changes })).toThrow(message);
  });
});

describe("options are checked by name, kind, choice and combination", () => {
  const sentences: readonly [string, () => unknown, RegExp][] = [
    [
      "a choice in capitals",
      () => collisionModel({ ...definition, evaluation: "Generator" as never }),
      /`evaluation` must be "exact", "second" or "generator", but is "Generator"\. Did you mean "generator"\?/,
    ],
    ["a scaling", () => collisionModel({ ...definition, scaling: "sqrt" as never }), /`scaling` must be "1" or "1\/sqrt\(tau\)"/],
    ["a stream", () => collisionModel({ ...definition, stream: "random" as never }), /`stream` must be "cyclic", "mixture" or "joint"/],
    ["a name", () => collisionModel({ ...definition, memmory: 0.5 } as never), /has `memmory`\. Did you mean "memory"\?/],
    [
      "a unit's name",
      () => collisionModel({ ...definition, units: { ...units, baht: "x" } as never }),
      /`units` must have only known names, but has `baht`\. Did you mean "bath"\?/,
    ],
    [
      "memory and arrivals",
      () => collisionModel({ ...definition, memory: 0.5, arrivals: 1 }),
      /`memory` must be left out beside `arrivals`/,
    ],
    [
      "memory and a limit",
      () => collisionModel({ ...definition, memory: 0.5, evaluation: "generator" }),
      /`memory` must be left out when `evaluation` is "generator"/,
    ],
    [
      "memory and an expansion",
      () => collisionModel({ ...definition, memory: 0.5, evaluation: "second" }),
      /`memory` must be left out when/,
    ],
    [
      "arrivals and a limit",
      () => collisionModel({ ...definition, arrivals: 1, evaluation: "generator" }),
      /`arrivals` must be left out when/,
    ],
    [
      "probabilities of turns",
      () => collisionModel({ ...definition, probabilities: [1] }),
      /`probabilities` must be left out unless `stream` is "mixture"/,
    ],
    ["no units", () => collisionModel({ HS, tau: 1, initial } as never), /`units` must be given, but is missing\. Write \{ HS, units/],
    ["no definition", () => collisionModel(undefined as never), /`definition` must be an object of named options, but is missing/],
    ["a scope", () => steady(decay(), { scope: "all" as never }), /`scope` must be "space" or "sector", but is "all"/],
    ["saveevery", () => run(own(), { steps: 1, saveevery: 1 } as never), /has `saveevery`\. Did you mean "saveEvery"\?/],
    ["a method for collisions", () => run(own(), { steps: 1, method: ancilla.auto() }), /`method` must be left out for a collision model/],
    ["times for collisions", () => run(own(), { steps: 1, times: [1] }), /`times` must be left out for a collision model/],
    ["steps for an equation", () => run(decay(), { steps: 1 }), /`steps` must be left out for a master equation/],
    ["an equation's option that is a collision's", () => evolve(decay(), { until: 1, steps: 1 } as never), /has `steps`/],
    [
      "a complex coefficient",
      () => generator({ system: a, H: [{ operator: sigmaZ(a), coefficient: [1, 2] as never }] }),
      /`H\[0\]\.coefficient` must be a real number or a function of time.*scaled\(A, re, im\)/,
    ],
    [
      "a plain function as a coefficient",
      () => generator({ system: a, H: [{ operator: sigmaZ(a), coefficient: Math.sin as never }] }),
      /Write timeFunction\(f\)/,
    ],
    [
      "a rate that is missing",
      () => generator({ system: a, H: sigmaZ(a), jumps: [{ operator: sigmaMinus(a) } as never] }),
      /`jumps\[0\]\.rate` must be given, but is missing/,
    ],
    [
      "a plain function as a rate",
      () => generator({ system: a, H: sigmaZ(a), jumps: [{ operator: sigmaMinus(a), rate: (() => 1) as never }] }),
      /`jumps\[0\]\.rate` must be .*timeFunction/,
    ],
    [
      "a jump's name",
      () => generator({ system: a, H: sigmaZ(a), jumps: [{ operator: sigmaMinus(a), rate: 1, bahn: "x" } as never] }),
      /has `bahn`/,
    ],
    ["a coupling's name", () => globalMasterEquation({ H: HS, couplings: [], lambshift: true } as never), /Did you mean "lambShift"\?/],
    ["a sweep's name", () => sweep(ancilla.rotor(), { over: "kappa", values: [1], step: 1 } as never), /has `step`/],
    ["a plan's scope without steady", () => plan(decay(), { scope: "space" }), /`scope` must be left out of the plan of `run`/],
    ["a plan's command", () => plan(decay(), { command: "ensemble" as never }), /planEnsemble/],
    [
      "noise on what no model has",
      () => averaged(ancilla.phaseonium(), { noise: { fi: normal(1, 1) }, steps: 1 }),
      /`noise` must be on a parameter of phaseonium.*Did you mean "phi"\?/,
    ],
    ["noise that is none", () => ancilla.perRealisation(5 as never), /`noise` must be made by normal/],
    [
      "operators as names of observables",
      () => run(own(), { steps: 1, observables: [HS] as never }),
      /`observables\[0\]` must be a name, an observable, or \{ name: operator \}, but is an operator\. Write \{ x: operator \}/,
    ],
    ["a signal", () => run(own(), { steps: 1, signal: {} as never }), /`signal` must be an AbortSignal/],
    [
      "a generator for a model",
      () => run(equation as never, { until: 1 }),
      /`model` must be a model, but is an object\. It is a generator: .*masterEquation/,
    ],
    ["a name for a model", () => run("rotor" as never, { until: 1 }), /Write modelByName\("rotor"\)/],
    ["a builder for a model", () => run(ancilla.rotor as never, { until: 1 }), /Call it: rotor\(/],
    ["nothing for a model", () => steady(undefined as never), /`model` must be a model, but is missing/],
    [
      "no options",
      () => run(own(), undefined as never),
      /`options` must be an object of named options, but is missing\. Write \{ steps: 1000 \}/,
    ],
    ["no options of an equation", () => run(decay(), undefined as never), /Write \{ until: 10 \}/],
    ["no options of prepare", () => prepare(decay(), undefined as never), /`options` must be an object/],
    ["prepare for collisions", () => prepare(own(), { until: 1 }), /`model` must be a master equation for `prepare`/],
    [
      "a sweep of a model without parameters",
      () => sweep(own(), { over: "g", values: [1] }),
      /`parameters: \{ … \}` and `with: \(changes\) => …`/,
    ],
    [
      "average of a model without parameters",
      () => averaged(own(), { noise: { g: normal(1, 1) }, steps: 1 }),
      /`parameters: \{ … \}` and `with/,
    ],
  ];
  it.each(sentences)("%s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
    try {
      attempt();
    } catch (error) {
      expect(["WRONG_KIND", "WRONG_VALUE"]).toContain((error as ancilla.Coded).code);
    }
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["an ensemble's name", () => ensemble(own(), { steps: 1, trajectorys: 2 } as never), /Did you mean "trajectories"\?/],
    [
      "an ensemble of a model without parameters",
      () => planEnsemble(own(), { steps: 1, trajectories: 2, noise: { g: normal(1, 1) } }),
      /`parameters: \{ … \}` and `with/,
    ],
    [
      "a parallel sweep's name",
      () => ancilla.parallelSweep(ancilla.rotor(), { over: "kappa", values: [1], thread: 2 } as never),
      /Did you mean "threads"\?/,
    ],
  ])("%s", async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message);
  });

  it("a function of time is no mistake", () => {
    const driven = generator({ system: a, H: [{ operator: sigmaZ(a), coefficient: timeFunction(() => 1) }] });
    expect(run(modelOf(driven, basisState(a, "e")), { until: 1, observables: ["purity"] }).observables.purity.at(-1)).toBeCloseTo(1, 8);
  });

  it("no observables are fine where the final state is all that is wanted", () => {
    expect(run(own(), { steps: 2, observables: [] }).final.reduced(["a"]).rows).toBe(2);
    const last = run(decay(), { until: 1, observables: [] }).final.matrix();
    expect(last.data[0]).toBeCloseTo(Math.exp(-1), 8);
    expect(steady(decay(), { observables: [] }).state.matrix().data[6]).toBeCloseTo(1, 12);
  });
});

describe("one end for all that a signal ends", () => {
  it("is an AbortError with its code and cause", async () => {
    const controller = new AbortController();
    controller.abort("enough");
    const { signal } = controller;
    const attempts = [
      () => run(own(), { steps: 5, signal }),
      () => run(decay(), { until: 1, signal }),
      () => evolve(decay(), { until: 1, signal }),
      () => steady(decay(), { signal }),
      () => sweep(ancilla.kerr({ levels: 4 }), { over: "Delta", values: [0], signal }),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(ancilla.AbortError);
        expect(error).toMatchObject({ name: "AbortError", code: "ABORT", cause: "enough" });
      }
    }
    const parallel = ancilla.parallelSweep(ancilla.kerr({ levels: 4 }), { over: "Delta", values: [0, 1], signal, threads: 1 });
    await expect(parallel).rejects.toMatchObject({ name: "AbortError", code: "ABORT" });
  });
});

describe("two copies of the package", () => {
  it("are named where an object of one reaches the other", async () => {
    vi.resetModules();
    const twin: typeof ancilla = await import("../../src/index.ts");
    const foreign = twin.sigmaZ(twin.qubit("a"));
    const sentence = /Two copies of ancilla are loaded \(both version .*npm ls ancilla/;
    expect(() => generator({ system: a, H: foreign })).toThrow(sentence);
    expect(() => collisionModel({ ...definition, observables: { z: foreign } })).toThrow(sentence);
    expect(() => generator({ system: twin.qubit("a"), H: sigmaZ(a) })).toThrow(sentence);
    expect(() => plus(sigmaZ(a), foreign)).toThrow(sentence);
  });
});
