import { describe, expect, it } from "vitest";
import { dormandPrince, exponential } from "../../src/methods/method.ts";
import { atoms } from "../../src/models/atoms.ts";
import { rotor } from "../../src/models/rotor.ts";
import { structured } from "../../src/models/structured.ts";
import { run } from "../../src/solvers/run.ts";

describe("observables that multiply small coordinates", () => {
  it.each([
    [150, 2, 0.004, 8.1655e23],
    [100, 10, 0.002, 1.79809e20],
  ])("are right by default: coherence of %i atoms, each coordinate times a binomial coefficient", (N, nbar, t, expected) => {
    const value = run(atoms({ N, nbar }), { times: [t], observables: ["C_l1"] }).observables.C_l1[1] as number;
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-5);
    const stepped = run(atoms({ N, nbar }), { times: [t], observables: ["C_l1"], method: dormandPrince() }).observables.C_l1[1] as number;
    expect(Math.abs(stepped / expected - 1)).toBeGreaterThan(1e-3);
  });

  it("are right by default: powers of the rotor to 1e-9", () => {
    const model = rotor();
    const observables = ["Q1", "Q2", "Qr", "WQ"];
    const found = run(model, { times: [4, 10], observables });
    const exact = run(model, { times: [4, 10], observables, method: exponential() });
    for (const name of observables) {
      [1, 2].forEach((k) => {
        const [a, b] = [found.observables[name][k] as number, exact.observables[name][k] as number];
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.abs(b));
      });
    }
  });
});

describe("a time to run collisions to", () => {
  const model = structured({ dt: 0.3 });
  const steps = (until: number) => run(model, { until }).axis.values.at(-1);

  it("must hold a whole number of them, at least one", () => {
    expect(steps(0.3)).toBe(1);
    expect(steps(0.9)).toBe(3);
    expect(() => steps(0.1)).toThrow(
      /`until` must be a whole number of collisions of τ = 0\.3, at least one, but is 0\.1\. Nearest: 0\.3 \(1\)/,
    );
    expect(() => steps(0.44)).toThrow(/Nearest: 0\.3 \(1\) or 0\.6 \(2\)/);
  });

  it("come to an end for steps so short that far coordinates are never reached", () => {
    const { observables } = run(atoms({ N: 100, nbar: 10, f0: 1 }), { times: [0, 1e-9], observables: ["C_l1"] });
    expect(Math.abs((observables.C_l1[1] as number) / (100 * 99 * 10 * 1e-9) - 1)).toBeLessThan(1e-3);
  });
});
