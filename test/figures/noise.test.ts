/** Figures of noise: exact curves between their limits, and errors that are what standard errors say. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Panel } from "../../src/figures/figure.ts";
import { figures } from "../../src/figures/noise.ts";

const figure = (id: string) => figures.find((one) => one.id === id) as (typeof figures)[number];

describe("sampled means of a temperature", () => {
  let panels: readonly Panel[];
  beforeAll(async () => {
    panels = await figure("noise-convergence").panels({ full: false });
  }, 120_000);

  it("have the errors that their standard errors promise, the smallest with a control variate", () => {
    const [errors] = panels;
    const last = ["plain mean", "antithetic pairs", "control variate"].map((name) => {
      const dots = errors.series.find((series) => series.name === name)?.y as number[];
      const lines = errors.series.find((series) => series.name === `${name}: standard error`)?.y as number[];
      // the mean over sizes of 16 independent squared errors each
      const ratio = dots.reduce((sum, error, k) => sum + (error / lines[k]) ** 2 / dots.length, 0);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.5);
      return lines[lines.length - 1];
    });
    expect(last[1]).toBeLessThan(last[0] / 3);
    expect(last[2]).toBeLessThan(last[1] / 3);
  });

  it("gain less from stronger noise", () => {
    for (const { y } of panels[1].series) y.forEach((gain, k) => k > 0 && expect(gain as number).toBeLessThan(1.05 * (y[k - 1] as number)));
  });

  it("are named after their figures", () => {
    for (const { id, paper } of figures) expect(id.startsWith(paper)).toBe(true);
    for (const panel of panels) expect(panel.id.startsWith("noise-convergence")).toBe(true);
  });
});
