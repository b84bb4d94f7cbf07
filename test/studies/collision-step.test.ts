/** One collision by itself: the ledger of a run, both laws, both halves of the entropy production, and the way inside. */
import { describe, expect, it } from "vitest";
import {
  bloch,
  collide,
  collisionModel,
  entropy,
  identity,
  type Model,
  maximallyMixed,
  mutualInformation,
  phaseonium,
  projector,
  purity,
  qubit,
  qubitHamiltonian,
  qubitState,
  relativeEntropy,
  run,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  spin,
  stateView,
  traceDistance,
} from "../../src/index.ts";

const [s, u] = [qubit("s"), qubit("u")];
const exchange = [
  [sigmaPlus(s), sigmaMinus(u)],
  [sigmaMinus(s), sigmaPlus(u)],
] as const;
const unit = (beta: number, bath: string, split = 1) => ({ HE: qubitHamiltonian(u, split), V: exchange, beta, bath });
const base = { HS: qubitHamiltonian(s, 1), tau: 0.4, initial: qubitState([0.3, 0.2, 0.6], s) };
const thermalising = collisionModel({ ...base, name: "thermalising", units: unit(1, "units") });
const detuned = collisionModel({ ...base, name: "detuned", units: unit(0.7, "units", 1.6) });
const cyclic = collisionModel({ ...base, name: "engine", units: [unit(0.2, "hot", 2), unit(1.5, "cold")], stream: "cyclic" });

/** Ledger columns of a run's collision n against the step by itself, from the recorded state before it. */
function comparesWithRun(model: Model, n: number): void {
  const observables = ["dU", "Q", "W", "dS", "Sigma", "mutual_information", "relative_entropy"];
  const { observables: columns, states } = run(model, { steps: n, saveEvery: 1, observables, states: true });
  const step = collide(model, states?.[n - 1]);
  expect(step.collision).toBe(n);
  const at = (name: string) => columns[name].at(-1) as number;
  for (const name of ["dU", "Q", "W", "dS", "Sigma"] as const) expect(step[name]).toBeCloseTo(at(name), 13);
  expect(step.I).toBeCloseTo(at("mutual_information"), 12);
  expect(step.D).toBeCloseTo(at("relative_entropy"), 12);
  expect(traceDistance(step.system.after, states?.[n].state as never)).toBeLessThan(1e-14);
}

describe("collide", () => {
  it.each([
    ["resonant", thermalising, 3],
    ["detuned, so that switching costs work", detuned, 2],
    ["a cycle's second unit", cyclic, 4],
    ["a catalogue model", phaseonium({ cavities: 1, levels: 6, T0: [0.4] }), 2],
  ] as const)("books what a run books: %s", (_, model, n) => {
    if (model.name === "phaseonium") {
      const { states } = run(model, { steps: n, saveEvery: 1, states: true, observables: ["n1"] });
      expect(traceDistance(collide(model, states?.[n - 1]).system.after, states?.[n].state as never)).toBeLessThan(1e-14);
    } else comparesWithRun(model, n);
  });

  it("keeps both laws: Q + W = ΔU, and Σ = I + D = ΔS − βQ with each half measured by itself", () => {
    const step = collide(detuned, undefined, { inside: [1] });
    const { dU, Q, W, residual, I, D, Sigma, dS, units, inside } = step;
    expect(Math.abs((Q as number) + (W as number) - (dU as number))).toBeLessThan(1e-15);
    expect(residual).toBeLessThan(1e-15);
    expect(W).not.toBeCloseTo(0, 3);
    const end = inside?.[0] as NonNullable<typeof inside>[number];
    expect(I).toBeCloseTo(mutualInformation(end.joint, ["s"]), 12);
    expect(D).toBeCloseTo(relativeEntropy(units[0].after, units[0].before), 12);
    expect(Sigma).toBeCloseTo((I as number) + (D as number), 14);
    expect(Sigma).toBeCloseTo((dS as number) - 0.7 * (Q as number), 13);
    expect(Sigma).toBeGreaterThan(0);
  });

  it("goes through its inside: from a product to the state after it, at constant energy, W from what the coupling gives up", () => {
    const { inside, system, units, W } = collide(detuned, undefined, { inside: [0, 0.25, 0.5, 1] });
    const all = inside as NonNullable<typeof inside>;
    expect(all.map(({ s: part }) => part)).toEqual([0, 0.25, 0.5, 1]);
    expect(all[0].I).toBeCloseTo(0, 12);
    expect(all[1].I).toBeGreaterThan(1e-3);
    expect(traceDistance(all[3].system, system.after)).toBeLessThan(1e-14);
    expect(traceDistance(all[3].unit, units[0].after)).toBeLessThan(1e-14);
    const total = all.map(({ energy }) => (energy ? energy.system + energy.unit + energy.coupling : Number.NaN));
    for (const sum of total) expect(sum).toBeCloseTo(total[0], 13);
    expect((all[3].energy?.coupling as number) - (all[0].energy?.coupling as number)).toBeCloseTo(-(W as number), 13);
    for (const { joint } of all) expect(purity(joint)).toBeCloseTo(purity(all[0].joint), 12);
  });

  it("has no energies of a coupling in the interaction picture, where H_S and H_E take no part", () => {
    const model = collisionModel({ ...base, name: "rotating", picture: "interaction", units: unit(1, "units") });
    const { inside, residual } = collide(model, undefined, { inside: [0.5] });
    expect(inside?.[0].energy).toBeNull();
    expect(residual).toBeLessThan(1e-14);
  });

  it("tells units apart that meet the system at once, and heats by bath", () => {
    const [a, b] = [qubit("a"), qubit("b")];
    const of = (space: typeof a, beta: number, bath: string) => ({
      HE: qubitHamiltonian(space, 1),
      V: [
        [sigmaPlus(s), sigmaMinus(space)],
        [sigmaMinus(s), sigmaPlus(space)],
      ] as const,
      beta,
      bath,
    });
    const model = collisionModel({ ...base, name: "both", units: [of(a, 0.3, "hot"), of(b, 2, "cold")], stream: "joint" });
    const { units, heat, Q, bath } = collide(model, undefined, { inside: [0, 1] });
    expect(bath).toBe("hot+cold");
    expect(units.map((one) => [one.bath, one.beta])).toEqual([
      ["hot", 0.3],
      ["cold", 2],
    ]);
    expect(heat.hot).toBeCloseTo(units[0].Q as number, 14);
    expect((heat.hot as number) + (heat.cold as number)).toBeCloseTo(Q as number, 14);
    expect(units[0].after.space.factors.map(({ label }) => label)).toEqual(["a"]);
    expect(traceDistance(units[0].after, units[0].before)).toBeGreaterThan(0.01);
  });

  it("says the mean of a mixture, and why what it shares with one unit is no number", () => {
    const units = [unit(0.2, "hot"), unit(2, "cold")];
    const model = collisionModel({ ...base, name: "mixed", units, stream: "mixture", probabilities: [0.25, 0.75] });
    const step = collide(model, undefined, { inside: [1] });
    const { observables } = run(model, { steps: 1, observables: ["Q", "dU", "Sigma"] });
    expect(step.Q).toBeCloseTo(observables.Q[1] as number, 14);
    expect(step.Sigma).toBeCloseTo(observables.Sigma[1] as number, 13);
    expect(step.units.map(({ probability }) => probability)).toEqual([0.25, 0.75]);
    expect([step.I, step.D, step.inside]).toEqual([null, null, null]);
    expect(Object.keys(step.reasons).sort()).toEqual(["D", "I", "inside"]);
  });

  it("books the unit that stays", () => {
    const model = collisionModel({ ...base, name: "remembering", units: unit(1, "units"), memory: 0.5 });
    const { dU, carried, Q, W, residual } = collide(model);
    expect(carried).not.toBeNull();
    expect((dU as number) + (carried as number)).toBeCloseTo((Q as number) + (W as number), 14);
    expect(residual).toBeLessThan(1e-14);
  });

  it("is plain: it clones, and its states are taken wherever states are", () => {
    const step = collide(thermalising, undefined, { inside: [0, 0.5, 1] });
    for (const copy of [structuredClone(step), JSON.parse(JSON.stringify(step)) as typeof step]) {
      expect(entropy(copy.system.after)).toBe(entropy(step.system.after));
      expect(stateView(copy.inside?.[1].joint as never).reduced(["u"]).data).toEqual(step.inside?.[1].joint.reduced(["u"]).data);
      expect(collide(thermalising, copy.system.after)).toEqual(collide(thermalising, step.system.after));
    }
  });

  it("refuses what it cannot do, each with a remedy", () => {
    expect(() => collide(bloch())).toThrow(/must be a collision model for `collide`, but bloch is a master equation/);
    expect(() => collide(thermalising, maximallyMixed(spin(1)))).toThrow(/state/);
    expect(() => collide(thermalising, undefined, { inside: [0.5, 1.5] })).toThrow(
      "Argument `inside[1]` must be a finite number ≥ 0 and ≤ 1",
    );
    expect(() => collide(thermalising, undefined, { collision: 0 })).toThrow("`collision` must be an integer from 1");
    expect(() => collide(thermalising, undefined, { insid: [0] } as never)).toThrow('Did you mean "inside"?');
    expect(() => collide(thermalising, { state: "x" } as never)).toThrow("`state` must be a state");
    expect(() => collide("qubit" as never)).toThrow("be a model");
    const wide = phaseonium({ cavities: 1, levels: 40, T0: [0.4] });
    expect(collide(wide, undefined, { inside: [1] }).reasons.inside).toMatch(/states together; 64 are shown at most/);
    const second = collisionModel({
      ...base,
      name: "second",
      units: { ...unit(1, "units"), V: [[sigmaX(s), sigmaX(u)]] },
      evaluation: "second",
    });
    expect(collide(second, undefined, { inside: [1] }).reasons.inside).toMatch(/no inside/);
  });
});

describe("information where system and unit do not keep their entropy", () => {
  const dephased = [scaled(identity(u), Math.SQRT1_2), scaled(sigmaZ(u), Math.SQRT1_2)];
  const reset = [projector(u, "g"), sigmaMinus(u)];
  it.each([
    ["a unit that is reset has nothing to tell", reset, [0, 0]],
    ["a dephased unit tells its populations", dephased, [0.183728135713283, 0.027893909493778]], // NumPy, joint density matrices
  ])("%s", (_, channel, expected) => {
    const units = {
      HE: qubitHamiltonian(u, 1),
      visits: [{ V: exchange.map(([a, b]) => [scaled(a, 0.7), b] as const) }, { channel }],
      T: 1,
    };
    const model = collisionModel({ HS: qubitHamiltonian(s, 1), tau: 0.8, initial: qubitState([0, 0, 1], s), units });
    const { observables, states } = run(model, { steps: 2, observables: ["mutual_information"], states: true });
    expected.forEach((value, k) => {
      expect(observables.mutual_information[k + 1]).toBeCloseTo(value, 12);
      expect(collide(model, states?.[k]).I).toBeCloseTo(value, 12);
    });
  });

  it("to second order: of what is left of both, or null where that is no state", () => {
    const strong = collisionModel({ ...base, units: unit(1, "units"), tau: 0.9, evaluation: "second", initial: qubitState([0, 0, 1], s) });
    const step = collide(strong);
    expect(step.I).toBeNull();
    expect(step.reasons.I).toContain("no state");
    expect(run(strong, { steps: 1, observables: ["mutual_information"] }).observables.mutual_information[1]).toBeNull();
    const weak = collisionModel({ ...base, units: unit(1, "units"), evaluation: "second", initial: maximallyMixed(s) });
    const { I, D, Sigma } = collide(weak);
    expect(I).toBeCloseTo(0.03679247997556079, 12); // NumPy
    expect((I as number) + (D as number)).toBeGreaterThan((Sigma as number) + 1e-4);
  });
});
