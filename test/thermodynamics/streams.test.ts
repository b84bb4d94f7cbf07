import { describe, expect, it } from "vitest";
import { contactCollision } from "../../src/dynamics/contact.ts";
import { type CollisionModelDefinition, collisionModel, type UnitDefinition } from "../../src/models/collision-model.ts";
import { streamModel } from "../../src/models/collision-parts.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { diagonal, plus, scale } from "../../src/operators/algebra.ts";
import { qubitHamiltonian, sigmaMinus, sigmaPlus } from "../../src/operators/named.ts";
import { qubitState, thermal } from "../../src/operators/states.ts";
import { lift } from "../../src/operators/tensor.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { qubit, tensor } from "../../src/spaces/space.ts";

const [system, unit] = [qubit("system"), qubit("unit")];
const TAU = 0.3;

/** A thermal qubit that exchanges its excitation; at resonance the swap angle is `angle`. */
function exchanging(bath: string, omega: number, beta: number, angle = TAU): UnitDefinition {
  const joint = tensor(system, unit);
  const hop = plus(lift(joint, sigmaPlus(system), sigmaMinus(unit)), lift(joint, sigmaMinus(system), sigmaPlus(unit)));
  return { bath, HE: qubitHamiltonian(unit, omega), V: scale(hop, angle / TAU), beta };
}

function model(units: readonly UnitDefinition[], more: Partial<CollisionModelDefinition> = {}) {
  const initial = qubitState([0.3, 0, 0.2], system);
  return collisionModel({ HS: qubitHamiltonian(system, 1), tau: TAU, initial, units, ...more });
}

const engine = [exchanging("hot", 2, 0.1), exchanging("cold", 1, 2)];
const last = (values: readonly (number | null)[]) => values[values.length - 1] as number;

describe("the ledger of every stream", () => {
  it("books 0 where a bath takes no part, and sums by bath, work and entropy production", () => {
    const names = ["energy", "dU", "W", "Sigma", "Q_hot", "Q_cold"];
    const totals = ["dU_total", "Q_total", "W_total", "Sigma_total", "Q_hot_total", "Q_cold_total"];
    const { observables: o } = run(model(engine), { steps: 5, observables: [...names, ...totals] });
    expect(o.Q_cold.slice(1).map((Q) => Q === 0)).toEqual([true, false, true, false, true]);
    expect(o.Q_hot.slice(1).map((Q) => Q === 0)).toEqual([false, true, false, true, false]);
    for (const name of ["dU", "W", "Sigma", "Q_hot", "Q_cold"]) {
      const sum = o[name].slice(1).reduce<number>((total, x) => total + (x as number), 0);
      expect(last(o[`${name}_total`])).toBeCloseTo(sum, 14);
    }
    expect(last(o.dU_total)).toBeCloseTo(last(o.energy) - (o.energy[0] as number), 14);
    expect(last(o.Q_total)).toBeCloseTo(last(o.Q_hot_total) + last(o.Q_cold_total), 14);
  });

  it("gives one whole cycle in the stationary state, and the efficiency that can be read off", () => {
    const names = ["Q_hot", "Q_cold", "W", "Sigma", "dU", "efficiency", "COP", "Q_hot_total"];
    const { observables: o } = steady(model(engine), { observables: names });
    expect(o.dU).toBeCloseTo(0, 14);
    expect((o.Q_hot as number) + (o.Q_cold as number) + (o.W as number)).toBeCloseTo(0, 14);
    expect(o.efficiency).toBeCloseTo(0.5, 12); // 1 − ω_c/ω_h of swaps
    expect(o.COP).toBeNull();
    expect(o.Q_hot_total).toBe(o.Q_hot);
    expect(o.Sigma).toBeCloseTo(-0.1 * (o.Q_hot as number) - 2 * (o.Q_cold as number), 13);
    const fridge = steady(model([exchanging("hot", 2, 0.7), exchanging("cold", 1, 1)]), { observables: names }).observables;
    expect(fridge.COP).toBeCloseTo(1, 12);
    expect(fridge.efficiency).toBeNull();
  });

  it("agrees with the closed form of partial swaps in turn", () => {
    const units = [exchanging("one", 1, 0.5, 0.7), exchanging("two", 1, 2, 0.4)];
    const { observables: o } = steady(model(units), { observables: ["Q_one", "Q_two", "Sigma"] });
    expect(o.Q_one).toBeCloseTo(0.03227680510659, 12);
    expect(o.Q_two).toBeCloseTo(-0.03227680510659, 12);
    expect(o.Sigma).toBeCloseTo(0.04841520765989, 12);
  });

  it("adds up units of one bath, in turn, at random and at once", () => {
    const apart = [exchanging("a", 1, 0.5, 0.7), exchanging("b", 1, 2, 0.4)];
    const together = apart.map((one) => ({ ...one, bath: "both" }));
    for (const more of [{}, { stream: "mixture", probabilities: [0.25, 0.75] } as const]) {
      const [two, one] = [
        run(model(apart, more), { steps: 5, observables: ["Q", "Q_a", "Q_b", "Q_a_total", "Q_b_total"] }).observables,
        run(model(together, more), { steps: 5, observables: ["Q", "Q_both", "Q_both_total"] }).observables,
      ];
      expect(one.Q_both).toEqual(one.Q);
      for (let n = 1; n <= 5; n++) expect(one.Q_both[n]).toBeCloseTo((two.Q_a[n] as number) + (two.Q_b[n] as number), 15);
      expect(last(one.Q_both_total)).toBeCloseTo(last(two.Q_a_total) + last(two.Q_b_total), 14);
      if ("stream" in more) expect(two.Q_a.slice(1).every((Q) => Math.abs(Q as number) > 1e-6)).toBe(true);
    }
    const cycle = steady(model(together), { observables: ["Q_both", "Q"] }).observables;
    expect(Math.abs(cycle.Q_both as number)).toBeLessThan(1e-14);
    const [left, right] = [qubit("left"), qubit("right")];
    const at = (own: typeof left, bath: string, beta: number): UnitDefinition => ({
      bath,
      HE: qubitHamiltonian(own, 1),
      V: [
        [sigmaPlus(system), sigmaMinus(own)],
        [sigmaMinus(system), sigmaPlus(own)],
      ],
      beta,
    });
    const joint = (a: string, b: string) => model([at(left, a, 0.5), at(right, b, 2)], { stream: "joint" });
    const two = run(joint("a", "b"), { steps: 3, observables: ["Q_a", "Q_b", "Q_a_total", "Q_b_total"] }).observables;
    const one = run(joint("both", "both"), { steps: 3, observables: ["Q_both", "Q_both_total"] }).observables;
    for (let n = 1; n <= 3; n++) expect(one.Q_both[n]).toBeCloseTo((two.Q_a[n] as number) + (two.Q_b[n] as number), 14);
    expect(last(one.Q_both_total)).toBeCloseTo(last(two.Q_a_total) + last(two.Q_b_total), 14);
  });

  it("keeps its sums over powers of the map", () => {
    const driven = model([{ ...exchanging("bath", 2, 0.5), beta: 0.5 }]);
    const names = ["energy", "Q_total", "W_total", "dU_total", "Sigma_total", "Q_bath_total"];
    const [far, near] = [100, 1].map((saveEvery) => run(driven, { steps: 100, saveEvery, observables: names }));
    expect(String(far.plan)).toMatch(/records +powers of the map/);
    expect(String(near.plan)).not.toMatch(/records +powers of the map/);
    for (const name of names) expect(last(far.observables[name])).toBeCloseTo(last(near.observables[name]), 12);
    const many = run(driven, { steps: 1e4, saveEvery: 1e4, observables: ["Q_total", "W_total", "dU_total"] }).observables;
    expect(last(many.Q_total) + last(many.W_total)).toBeCloseTo(last(many.dU_total), 9);
  });

  it("splits system and carried unit where units have a memory", () => {
    const excited = qubitState([0, 0, 1], system);
    const carrying = model([exchanging("bath", 1, 1)], { memory: 0.5, initial: excited });
    const names = ["energy", "dU", "dU_memory", "Q", "W", "dU_total", "dU_memory_total", "Q_total", "Q_bath"];
    const { observables: o, diagnostics } = run(carrying, { steps: 4, observables: names });
    expect(o.dU[1]).toBeCloseTo(-0.063845, 6);
    expect((o.dU[1] as number) + (o.dU_memory[1] as number)).toBeCloseTo(-0.031922, 6);
    expect(last(o.dU_total)).toBeCloseTo(last(o.energy) - (o.energy[0] as number), 14);
    expect(last(o.dU_total) + last(o.dU_memory_total)).toBeCloseTo(last(o.Q_total), 13);
    expect(diagnostics.firstLawResidual).toBeLessThan(1e-14);
    expect(o.Q_bath).toEqual(o.Q);
    expect(carrying.observable("dS").description).toMatch(/system and carried unit \(memory\) together/);
  });

  it("of memory 0 has the columns of a memory: the carried energy is 0", () => {
    const excited = qubitState([0, 0, 1], system);
    const of = (memory: number) => model([exchanging("bath", 1, 1)], { memory, initial: excited });
    const names = ["dU", "dU_memory", "dU_memory_total", "Q"];
    const none = run(of(0), { steps: 4, observables: names }).observables;
    expect(none.dU_memory).toEqual([null, 0, 0, 0, 0]);
    expect(none.dU_memory_total).toEqual([0, 0, 0, 0, 0]);
    expect(steady(of(0), { observables: ["dU_memory", "dU_memory_total"] }).observables).toEqual({ dU_memory: 0, dU_memory_total: 0 });
    expect(of(0).observable("dS").description).not.toMatch(/together/);
    const small = run(of(1e-9), { steps: 4, observables: names }).observables;
    expect(small.dU[2]).toBeCloseTo(none.dU[2] as number, 6);
    // a model that says nothing of memory has none of it
    expect(() => model([exchanging("bath", 1, 1)], { initial: excited }).observable("dU_memory")).toThrow(/dU_memory/);
  });

  it("gives rates per unit time where units arrive at random", () => {
    const rate = 2;
    const arriving = model(engine, { arrivals: rate });
    const { observables: o } = steady(arriving, { observables: ["dU", "Q", "W", "Q_hot", "Q_cold", "Sigma"] });
    expect(o.dU).toBeCloseTo(0, 13);
    expect((o.Q as number) + (o.W as number)).toBeCloseTo(0, 13);
    expect(o.Sigma).toBeCloseTo(-0.1 * (o.Q_hot as number) - 2 * (o.Q_cold as number), 13);
    expect(o.Q_hot).toBeGreaterThan(0);
    const begin = run(arriving, { times: [1e-9], observables: ["Q_hot", "Q_cold", "Sigma"] }).observables;
    const first = run(model(engine), { steps: 1, observables: ["Q_hot"] }).observables;
    expect(begin.Q_hot[0]).toBeCloseTo((rate / 2) * (first.Q_hot[1] as number), 14);
  });

  it("follows a schedule whose later baths its first collision does not know", () => {
    const contact = (bath: string, beta: number) => {
      const { HE, V } = exchanging(bath, 1, beta);
      return contactCollision({
        system,
        unit,
        HS: qubitHamiltonian(system, 1),
        HE,
        V: V as never,
        state: thermal(HE, { beta }),
        beta,
        tau: TAU,
        scaling: "1",
        bath,
      });
    };
    const [early, late] = [contact("early", 1), contact("late", 3)];
    const scheduled = streamModel({
      name: "schedule",
      parameters: {},
      initial: qubitState([0, 0, 1], system),
      extra: [],
      warnings: [],
      with: () => scheduled,
      dynamics: {
        kind: "collisions",
        system,
        HS: qubitHamiltonian(system, 1),
        stream: { kind: "schedule", collisionAt: (n) => (n < 3 ? early : late) },
        tau: TAU,
      },
    });
    const { observables: o } = run(scheduled, { steps: 4, observables: ["Q_early", "Q_late", "Q_late_total", "Q_total", "Q_early_total"] });
    expect(o.Q_late.slice(1, 3)).toEqual([0, 0]);
    expect(o.Q_early.slice(3)).toEqual([0, 0]);
    expect(last(o.Q_late_total) + last(o.Q_early_total)).toBeCloseTo(last(o.Q_total), 14);
    expect(() => run(scheduled, { steps: 4, observables: ["Q_never"] })).toThrow(/must name baths of the collisions that are run/);
  });

  it("is complete for phaseonium, with the reason where Σ does not exist", () => {
    const names = ["n1", "n2", "dU", "Q", "W", "Sigma", "dU_total", "Q_total", "W_total", "Q_phaseonium_total"];
    for (const more of [{}, { detuning: 0.3 }, { eps: 0.8 }]) {
      const cascade = phaseonium({ levels: 5, T0: 0.5, ...more });
      const { observables: o, diagnostics } = run(cascade, { steps: 6, saveEvery: 1, observables: names });
      const gained = last(o.n1) + last(o.n2) - (o.n1[0] as number) - (o.n2[0] as number);
      expect(last(o.dU_total)).toBeCloseTo(gained, 13);
      expect(last(o.Q_phaseonium_total)).toBe(last(o.Q_total));
      expect(last(o.Q_total)).toBeCloseTo(gained, 12);
      expect(last(o.W_total)).toBeCloseTo(0, 12);
      expect(o.Sigma.every((sigma) => sigma === null)).toBe(true);
      expect(diagnostics.warnings.join()).toMatch(/Entropy production is not (finite|booked) for bath "phaseonium"/);
    }
    expect(phaseonium({ levels: 5 }).observable("atom_ee").description).toMatch(/in the next collision/);
  });

  it("takes Σ of cold units however they are given", () => {
    const HE = qubitHamiltonian(unit, 1);
    const { V } = exchanging("bath", 1, 1);
    const ways = [{ beta: 40 }, { state: thermal(HE, { beta: 40 }) }, { state: diagonal(unit, [4.248354255291589e-18, 1]) }];
    const sigmas = ways.map((way) =>
      last(run(model([{ HE, V, bath: "bath", ...way }]), { steps: 2, observables: ["Sigma"] }).observables.Sigma),
    );
    expect(sigmas[0]).toBeGreaterThan(1);
    for (const sigma of sigmas) expect(sigma).toBeCloseTo(sigmas[0], 11);
  });
});
