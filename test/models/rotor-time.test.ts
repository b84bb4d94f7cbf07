import { describe, expect, it } from "vitest";
import { rotor } from "../../src/models/rotor.ts";
import { run } from "../../src/solvers/run.ts";
import { steady } from "../../src/solvers/steady.ts";
import { findMaximum } from "../../src/studies/roots.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";

const cases = casesOf("rotor");

describe("the rotor in time", () => {
  for (const entry of cases.filter(({ id }) => /^fig[67]-populations/.test(id))) {
    it(`meets ${entry.id}`, () => {
      const { times, ...params } = entry.params;
      const names = Array.from({ length: 16 }, (_, k) => `pl_${k - 5}`);
      const model = rotor(params);
      const { observables } = run(model, { times: [0, ...times], observables: names });
      times.forEach((t: number, k: number) => {
        const expected = entry.expected[`t${t}`];
        for (const [rung, name] of names.entries()) expectNear(entry, observables[name][k + 1], expected[rung]);
      });
      if (entry.expected.steady) {
        const limit = steady(model, { observables: [...names, "L"] }).observables;
        for (const [rung, name] of names.entries()) expectNear(entry, limit[name], entry.expected.steady[rung]);
        expectNear(entry, limit.L, entry.expected.L_steady);
      }
    });
  }

  it("meets fig8-powers", () => {
    const entry = caseOf(cases, "fig8-powers");
    const { times, ...params } = entry.params;
    const names = ["Wkin", "Wint", "QBA", "Wnet", "L"];
    const { observables } = run(rotor(params), { times: [0, ...times], observables: names });
    times.forEach((t: number, k: number) => {
      for (const name of names) expectNear(entry, observables[name][k + 1], entry.expected[`t${t}`][name]);
    });
  });

  it("meets fig8-netmax", () => {
    const entry = caseOf(cases, "fig8-netmax");
    const model = rotor(entry.params);
    const net = (t: number) => run(model, { times: [0, t], observables: ["Wnet"] }).observables.Wnet[1] as number;
    const best = findMaximum(net, 12000, 19000, { samples: 8, tolerance: 0.3 });
    expect(best.interior).toBe(true);
    expectNear(entry, best.at, entry.expected.t, "t");
    expectNear(entry, best.value, entry.expected.Wnet, "Wnet");
  });

  it("meets collision-tau0", () => {
    const entry = caseOf(cases, "collision-tau0");
    const { t, ...params } = entry.params;
    const pl = [-2, -1, 0, 1, 2, 3].map((l) => `pl_${l}`);
    const pq = ["p00", "p01", "p10", "p11"];
    const { observables } = run(rotor(params), { times: [0, t], observables: [...pq, ...pl, "Q1", "Q2"] });
    for (const [k, name] of pl.entries()) expectNear(entry, observables[name][1], entry.expected.pl[k]);
    for (const [k, name] of pq.entries()) expectNear(entry, observables[name][1], entry.expected.pq[k]);
    for (const name of ["Q1", "Q2"]) expectNear(entry, observables[name][1], entry.expected[name]);
  });
});

describe("the rotor in collisions", () => {
  const pl = [-2, -1, 0, 1, 2, 3].map((l) => `pl_${l}`);
  const pq = ["p00", "p01", "p10", "p11"];

  for (const entry of cases.filter(({ id }) => /^collision-tau0\./.test(id))) {
    it(`meets ${entry.id}`, () => {
      // The fixture keeps 40 quanta; beyond 30 and 24 lie e^{−24} of either oscillator, which moves no number by 1e-10.
      const { t, ...params } = { ...entry.params, nmax1: 30, nmax2: 24 };
      const { observables } = run(rotor(params), { until: t, saveEvery: 1000, observables: [...pq, ...pl, "Q1", "Q2"] });
      for (const [k, name] of pl.entries()) expectNear(entry, observables[name].at(-1), entry.expected.pl[k]);
      for (const [k, name] of pq.entries()) expectNear(entry, observables[name].at(-1), entry.expected.pq[k]);
      for (const name of ["Q1", "Q2"]) expectNear(entry, observables[name].at(-1), entry.expected[name]);
    }, 240_000);
  }

  it("tends to the local master equation, with the load between collisions", () => {
    const params = { lmin: -1, lmax: 2, beta1: 0.4, beta2: 0.15, lam: 0.5, gamma: 0.05, betar: 0.3, B1: 1.5, B2: 3 };
    const names = ["p00", "p10", "pl_0", "pl_1", "L"];
    const limit = run(rotor(params), { times: [0, 1], observables: names }).observables;
    const error = (tau: number) => {
      const { observables } = run(rotor({ ...params, tau, nmax1: 12, nmax2: 14 }), { until: 1, saveEvery: 1000, observables: names });
      return names.reduce((worst, name) => Math.max(worst, Math.abs((observables[name].at(-1) as number) - (limit[name][1] as number))), 0);
    };
    const [coarse, fine] = [error(0.02), error(0.01)];
    expect(fine).toBeLessThan(5e-3);
    expect(coarse / fine).toBeGreaterThan(1.7);
    expect(coarse / fine).toBeLessThan(2.3);
  });

  it("refuses collisions of the global equation", () => {
    expect(() => rotor({ me: "global", tau: 0.1 })).toThrow(/`tau` must be null/);
    expect(rotor({ me: "collision", lmin: -1, lmax: 1, nmax1: 2, nmax2: 2 }).parameters.tau).toBe(0.1);
  });
});
