import { describe, expect, it } from "vitest";
import { rotor } from "../../src/models/rotor.ts";
import { rotorSpectrum } from "../../src/models/rotor-spectrum.ts";
import { steady } from "../../src/solvers/steady.ts";
import { exchangeBaths } from "../../src/studies/rectify.ts";
import { MODES } from "../../src/thermodynamics/heat-flows.ts";
import { currentMagnitude, rectification } from "../../src/thermodynamics/rectification.ts";
import { caseOf, casesOf, expectNear } from "../fixtures/cases.ts";

const cases = casesOf("rotor");
const PQ = ["p00", "p01", "p10", "p11"];

describe("stationary state of the rotor", () => {
  for (const entry of cases.filter(({ id }) => /^(fig2-steady|fig2-boundary|fig3-ergotropy|gme-)/.test(id))) {
    it(`meets ${entry.id}`, () => {
      const { pq, Omega, mode, ...numbers } = entry.expected;
      const model = rotor(entry.params);
      const names = [...Object.keys(numbers), ...(mode ? ["mode"] : []), ...(pq ? PQ : [])];
      const { observables, unique } = steady(model, { observables: names });
      expect(unique).toBe(true);
      for (const [name, value] of Object.entries(numbers)) expectNear(entry, observables[name], value as number);
      if (mode) expect(MODES[observables.mode as number]).toBe(mode);
      for (const [k, p] of (pq ?? []).entries()) expectNear(entry, observables[PQ[k]], p);
      if (Omega) expectNear(entry, rotorSpectrum(entry.params, entry.params.tol).largest, Omega);
    });
  }

  for (const entry of cases.filter(({ id }) => id.startsWith("fig45-rect"))) {
    it(`meets ${entry.id}`, () => {
      const currents = { heat: ["Q2", "Q1"], angular: ["L", "L"] } as const;
      const { heat, angular } = exchangeBaths(rotor(entry.params), { exchange: ["beta1", "beta2"], currents });
      const scale = entry.params.lam * entry.params.g ** 2;
      const actual: Record<string, number | null> = {
        Q: heat.forward,
        Qswap: heat.swapped,
        Lz: angular.forward,
        Lzswap: angular.swapped,
        R: rectification(heat),
        J: currentMagnitude(heat, scale),
        R_angular: rectification(angular),
        J_angular: currentMagnitude(angular),
      };
      for (const [name, value] of Object.entries(entry.expected)) expectNear(entry, actual[name], value as number);
    });
  }

  it("meets fig6-steady: without load a cut ladder holds a geometric product state", () => {
    const entry = caseOf(cases, "fig6-steady");
    const names = entry.expected.pl.map((_: number, k: number) => `pl_${entry.params.lmin + k}`);
    const { observables } = steady(rotor(entry.params), { observables: names });
    entry.expected.pl.forEach((p: number, k: number) => {
      expectNear(entry, observables[names[k]], p);
    });
    const [below, top] = names.slice(-2).map((name: string) => observables[name] as number);
    expectNear(entry, top / below, entry.expected.ratio);
  });

  it("meets load-only: the load alone is a birth–death chain, not a Gibbs state", () => {
    const entry = caseOf(cases, "load-only");
    const model = rotor({ ...entry.params, lam: 0, g: 1, gamma: 5e-5 });
    const { observables } = steady(model, { observables: ["L2", "pl_0", "pl_5", "pl_20"] });
    expectNear(entry, observables.L2, entry.expected.L2);
    expectNear(entry, observables.L2, entry.expected.closed_form);
    for (const l of [0, 5, 20]) expectNear(entry, observables[`pl_${l}`], entry.expected[`p${l}`]);
  });
});
