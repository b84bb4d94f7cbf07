import { describe, expect, it } from "vitest";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { stationaryTemperature } from "../../src/models/phaseonium-formulas.ts";
import { PI } from "../../src/numerics/scalar.ts";
import { steady } from "../../src/solvers/steady.ts";

describe("stationary states from products with the map", () => {
  it("are those of the closed form, with unit trace, for large cascades", () => {
    const parameters = { theta: 0.2, phi: 1.585589386 };
    const found = steady(phaseonium(parameters));
    const T = stationaryTemperature(0.25, parameters.phi) as number;
    expect(Math.abs((found.observables.T1 as number) - T)).toBeLessThan(1e-10);
    expect(Math.abs((found.observables.T2 as number) - T)).toBeLessThan(1e-10);
    expect(found.diagnostics.traceDefect).toBeLessThan(1e-11);
    expect(found.unique).toBe(true);
    expect(found.residual).toBeLessThan(1e-13);
    expect(found.gap as number).toBeCloseTo(steady(phaseonium({ ...parameters, cavities: 1 }), { scope: "sector" }).gap as number, 5);
  });

  it("keep their trace where the approach is slow", () => {
    const found = steady(phaseonium({ levels: 26 }));
    expect(found.diagnostics.traceDefect).toBeLessThan(1e-11);
    expect(Math.abs((found.observables.T1 as number) - 1.5)).toBeLessThan(1e-6);
    expect(Math.abs((found.observables.T2 as number) - (found.observables.T1 as number))).toBeLessThan(1e-9);
  });

  it("are the limit of the start where traps make the space degenerate", () => {
    const found = steady(phaseonium({ levels: 20, theta: PI / Math.sqrt(8) }));
    expect(found.dimension).toBe(9);
    expect(found.unique).toBe(false);
    expect(found.observables.T1).toBeCloseTo(1.27018, 5);
    expect(found.observables.T2).toBeCloseTo(1.27018, 5);
    expect(found.diagnostics.traceDefect).toBeLessThan(1e-11);
  });
});
