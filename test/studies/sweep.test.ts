import { describe, expect, it } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { rotor } from "../../src/models/rotor.ts";
import { steady } from "../../src/solvers/steady.ts";
import { parallelSweep } from "../../src/studies/parallel.ts";
import { sweep } from "../../src/studies/sweep.ts";

describe("sweep", () => {
  it("gives at each value the bits that a single solve gives, whatever came before", () => {
    const model = rotor({ lmin: -12, lmax: 14 });
    const values = [0.01, 0.05, 0.08];
    const swept = sweep(model, { over: "beta2", values, observables: ["Q1", "Q2", "WQ"] });
    values.forEach((beta2, k) => {
      const alone = steady(model.with({ beta2 }), { observables: ["Q1", "Q2", "WQ"] }).observables;
      expect(swept.observables.Q2[k]).toBe(alone.Q2);
      expect(swept.observables.WQ[k]).toBe(alone.WQ);
    });
    expect(swept.axis).toEqual({ name: "beta2", values });
    expect(swept.residual).toBeLessThan(1e-14);
  });

  it("records the end of runs on request", () => {
    const { observables } = sweep(bloch({ gamma: 0 }), { over: "Omega", values: [0.5, 1, 2], until: Math.PI, observables: ["sz"] });
    expect(observables.sz[0]).toBeCloseTo(0, 10);
    expect(observables.sz[1]).toBeCloseTo(1, 10);
    expect(observables.sz[2]).toBeCloseTo(-1, 10);
  });

  it("lists the values where the stationary state is not unique", () => {
    const { degenerate, diagnostics } = sweep(bloch({ Omega: 0, Delta: 1 }), { over: "gamma", values: [0, 1] });
    expect(degenerate).toEqual([0]);
    expect(diagnostics.warnings.join()).toMatch(/gamma = 0: The stationary space has dimension 2/);
  });

  it("gives the same bits on threads", async () => {
    const model = rotor({ lmin: -12, lmax: 14 });
    const options = { over: "beta2", values: [0.01, 0.03, 0.05, 0.07, 0.09], observables: ["Q1", "Q2", "WQ"] };
    const seen: number[] = [];
    const threads = await parallelSweep(model, { ...options, threads: 2, onProgress: (fraction) => seen.push(fraction) });
    const here = sweep(model, options);
    expect(threads.observables).toEqual(here.observables);
    expect(threads.diagnostics).toEqual(here.diagnostics);
    expect(seen.at(-1)).toBe(1);
    const past = { over: "gamma", values: [0.1, 0, 0.05, 0.02], observables: ["Q1"] };
    const free = rotor();
    const borders = await parallelSweep(free, { ...past, threads: 2 });
    expect(JSON.stringify(borders)).toBe(JSON.stringify(sweep(free, past)));
    expect(borders.observables.Q1[1]).toBeNull();
    await expect(parallelSweep(model, { ...options, values: [], threads: 2 })).rejects.toThrow(/the range is empty/);
  });

  it("holds null where there is no stationary state or a run fails, with the reason", () => {
    const cavity = phaseonium({ cavities: 1 });
    const swept = sweep(cavity, { over: "alpha", values: [0.2, 0.8, 0.9], observables: ["T1", "n1"] });
    expect(swept.observables.T1[0]).toBe(steady(cavity.with({ alpha: 0.2 }), { observables: ["T1"] }).observables.T1);
    expect([swept.observables.T1.slice(1), swept.observables.n1.slice(1)]).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(swept.problems.map(({ value }) => value)).toEqual([0.8, 0.9]);
    for (const { reason } of swept.problems) expect(reason).toMatch(/^There is no stationary state: /);
    expect(swept.diagnostics.warnings[0]).toMatch(/^alpha = 0\.8 and 1 more: no value \(null\): There is no stationary state: /);
    expect(String(swept.plan)).toContain("sweep     3 values of alpha");
    const none = sweep(cavity, { over: "alpha", values: [0.9], observables: ["T1"] });
    expect(none).toMatchObject({ observables: { T1: [null] }, residual: null, degenerate: [] });
  });

  it("answers bad input with a sentence", () => {
    const model = bloch();
    expect(() => sweep(model, { over: "Omga", values: [1] })).toThrow(
      /`over` must name a parameter of bloch, but is "Omga"\. Did you mean "Omega"/,
    );
    expect(() => sweep(model, { over: "Omega", values: [] })).toThrow(/the range is empty/);
    expect(() => sweep(model, { over: "gamma", values: [1, -1] })).toThrow(/`gamma` must be a finite number ≥ 0, but is -1/);
    expect(() => sweep(model, { over: "gamma", values: [1], until: 1, steps: 2 })).toThrow(/`until` must be left out/);
  });
});
