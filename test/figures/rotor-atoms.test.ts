import { describe, expect, it } from "vitest";
import { figures as atomsFigures, timeToEquilibrium } from "../../src/figures/atoms.ts";
import type { Figure, Panel } from "../../src/figures/figure.ts";
import { figures as rotorFigures } from "../../src/figures/rotor.ts";

async function panelsOf(figures: readonly Figure[], id: string): Promise<readonly Panel[]> {
  const figure = figures.find((entry) => entry.id === id);
  if (!figure) throw new Error(`No figure ${id}.`);
  return figure.panels({ full: false });
}

/** Every curve has as many values as points, finite or an announced gap. */
function expectWhole(panel: Panel): void {
  expect(panel.series.length).toBeGreaterThan(0);
  for (const { name, x, y } of panel.series) {
    expect(y.length, `${panel.id}: ${name}`).toBe(x.length);
    expect(
      y.every((value) => value === null || Number.isFinite(value)),
      `${panel.id}: ${name}`,
    ).toBe(true);
  }
}

describe("figures of the rotor", () => {
  it("2: regimes lie between the two thresholds", async () => {
    const panels = await panelsOf(rotorFigures, "rotor-2");
    for (const panel of panels) expectWhole(panel);
    const [flows, efficiency, cop, modes] = panels;
    const [power, heat] = flows.rules!.map(({ at }) => at);
    expect(power).toBeCloseTo(0.434235, 5);
    expect(heat).toBeCloseTo(0.503882, 5);
    const { x, y } = modes.series[0];
    x.forEach((r, k) => {
      expect(y[k]).toBe(r < power ? 0 : r < heat ? 2 : 1);
    });
    efficiency.series[0].y.forEach((eta, k) => {
      if (eta !== null) expect(eta).toBeLessThan(efficiency.series[1].y[k] as number);
    });
    for (const value of cop.series[0].y) if (value !== null) expect(value).toBeLessThan(2 / 3);
  });

  it("6, 7 and 8: populations and powers", async () => {
    for (const id of ["rotor-6", "rotor-7", "rotor-8"]) for (const panel of await panelsOf(rotorFigures, id)) expectWhole(panel);
    const [panel] = await panelsOf(rotorFigures, "rotor-6");
    for (const { y } of panel.series) expect(y.reduce<number>((sum, p) => sum + (p as number), 0)).toBeCloseTo(1, 9);
  });

  it("have names of their own", () => {
    const ids = [...rotorFigures, ...atomsFigures].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("figures of the atoms", () => {
  it("2: the master equation lies on Eq. (5)", async () => {
    const [panel] = await panelsOf(atomsFigures, "atoms-2");
    expectWhole(panel);
    const dots = panel.series.at(-1)!;
    const curves = panel.series.slice(0, -1);
    const perCurve = dots.x.length / curves.length;
    dots.x.forEach((t, k) => {
      const curve = curves[Math.floor(k / perCurve)];
      const at = curve.x.indexOf(t);
      expect(Math.abs((curve.y[at] as number) - (dots.y[k] as number))).toBeLessThan(1e-8);
    });
  });

  it("3: curves end on their plateau", async () => {
    for (const panel of await panelsOf(atomsFigures, "atoms-3")) {
      expectWhole(panel);
      for (const { y } of panel.series) expect(y.at(-1)).toBeCloseTo(panel.rules![0].at, 3);
    }
  });

  it("4: the fit passes near the points and far from the law", async () => {
    const panels = await panelsOf(atomsFigures, "atoms-4");
    for (const panel of panels) expectWhole(panel);
    const growth = panels.find(({ id }) => id === "atoms-4-growth")!;
    const [law, fit] = growth.series;
    expect((law.y.at(-1) as number) / (fit.y.at(-1) as number)).toBeGreaterThan(1e20);
    expect(timeToEquilibrium(2, 10)).toBeCloseTo(0.0992, 3);
  });
});
