import { describe, expect, it } from "vitest";
import { figures } from "../../src/figures/correlations.ts";
import type { Panel } from "../../src/figures/figure.ts";

const options = { full: false };
const panelsOf = async (id: string): Promise<readonly Panel[]> =>
  await (figures.find((figure) => figure.id === id) as (typeof figures)[number]).panels(options);

describe("figures of correlations", () => {
  it("rise and fall as the reference table says", async () => {
    const [heating, , vacuum, entanglement] = await panelsOf("phaseonium-correlations");
    const information = heating.series[0];
    const at = (k: number) => information.y[information.x.indexOf(k)];
    expect(at(200)).toBeCloseTo(0.01732, 5);
    expect(at(500)).toBeCloseTo(0.00613, 5);
    expect(Math.max(...(information.y as number[]))).toBe(at(200));
    expect(vacuum.series.every(({ y }) => y.every((value) => value !== null))).toBe(true);
    const [weak, strong] = entanglement.series;
    expect(weak.y[0]).toBeNull();
    expect(weak.y[1]).toBeCloseTo(6.3645e-5, 9);
    expect(strong.y[1]).toBeCloseTo(0.033, 3);
  });

  it("come closer to the master equation as θ²", async () => {
    for (const { series } of await panelsOf("phaseonium-limit")) {
      const limit = series.at(-1) as (typeof series)[number];
      // The curves have every second point of the limit's.
      const errors = series.slice(0, -1).map(({ x, y }) => {
        expect(x[7]).toBeCloseTo(limit.x[14], 9);
        return Math.max(...y.map((value, k) => Math.abs((value as number) - (limit.y[2 * k] as number))));
      });
      expect(errors[2]).toBeLessThan(7e-3);
      // θ⁴ terms are still seen at θ = 0.2; the order itself is tested at small θ with the model.
      expect(errors[1] / errors[2]).toBeGreaterThan(3.2);
      expect(errors[1] / errors[2]).toBeLessThan(4.8);
    }
  });

  it("show fringes at the start and none at the end", async () => {
    const panels = await panelsOf("phaseonium-wigner");
    const values = panels.map(({ cells }) => (cells ?? []).map(({ value }) => value as number));
    const centre = (values[0].length - 1) / 2;
    expect(values[0][centre]).toBeCloseTo(1 / Math.PI, 6);
    expect(Math.min(...values[0])).toBeLessThan(-0.2);
    expect(Math.min(...values[1])).toBeGreaterThan(-0.02);
    // Thermal at T = 1/2: W(0, 0) = tanh(1)/π
    expect(values[3][centre]).toBeCloseTo(Math.tanh(1) / Math.PI, 6);
    expect(Math.min(...values[3])).toBeGreaterThan(-1e-12);
  });
});
