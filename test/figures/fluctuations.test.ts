import { describe, expect, it } from "vitest";
import { figures as clicks } from "../../src/figures/clicks.ts";
import { figures as demon } from "../../src/figures/demon.ts";
import { drawSvg } from "../../src/figures/draw.ts";
import type { Panel } from "../../src/figures/figure.ts";
import { figures } from "../../src/figures/fluctuations.ts";
import { panelsOf } from "../../src/figures/result.ts";
import { figures as structuredHeat } from "../../src/figures/structured-heat.ts";
import { counting } from "../../src/studies/counting/counting.ts";
import { ground, swapMachine } from "../studies/counting/models.ts";

const heat = figures.find(({ id }) => id === "fluctuations-heat") as (typeof figures)[number];

describe("figures of fluctuations", () => {
  it("an engine's heat: more of it with every cycle, and work that comes out", async () => {
    const [hot, work, both] = await heat.panels({ full: false });
    const mean = ({ series }: Panel, name: string) => {
      const { x, y } = series.find((one) => one.name === name) as Panel["series"][number];
      return x.reduce((sum, value, k) => sum + value * (y[k] as number), 0);
    };
    expect(mean(hot, "160 cycles")).toBeGreaterThan(mean(hot, "40 cycles"));
    expect(mean(work, "160 cycles")).toBeLessThan(-1);
    for (const { x, value } of both.cells ?? []) expect(Number.isFinite(x) && (value as number) > 0).toBe(true);
    expect(await drawSvg(work)).toMatch(/^<svg/);
  });

  it("a demon draws no more heat than its readings tell, and cools", async () => {
    const panels = await (demon[0] as (typeof figures)[number]).panels({ full: false });
    const [cooling, strength, law] = panels;
    const y = (panel: Panel, k: number) => panel.series[k].y as number[];
    const [information, heat, failing] = [0, 1, 2].map((k) => y(law, k));
    information.forEach((I, k) => {
      expect(heat[k]).toBeLessThan(I + 1e-12);
      expect(failing[k]).toBeLessThan(I + 1e-12);
    });
    expect(y(cooling, 1).at(-1)).toBeLessThan(y(cooling, 0).at(-1) as number);
    expect(Math.abs(y(strength, 0).at(-1) as number)).toBeLessThan(1e-6);
    for (const panel of panels) expect(await drawSvg(panel)).toMatch(/^<svg/);
  });

  it("what detectors see lies on the exact curves", async () => {
    const panels = await (clicks[0] as (typeof figures)[number]).panels({ full: false });
    expect(panels.map(({ id }) => id)).toEqual(["trajectory", "waiting", "g2", "spectrum"].map((name) => `fluctuations-clicks-${name}`));
    const [trajectory, waiting] = panels;
    // a single trajectory swings between the levels and falls to the ground at each click
    const { y } = trajectory.series.find(({ name }) => name === "one trajectory") as Panel["series"][number];
    expect(Math.max(...(y as number[]))).toBeGreaterThan(0.9);
    expect(y.filter((value, k) => k > 0 && value === 0 && (y[k - 1] as number) > 1e-3).length).toBeGreaterThan(2);
    const [exact, seen] = waiting.series;
    const inside = seen.x.filter((x, k) => {
      const value = exact.y[exact.x.findIndex((fine) => fine >= x)] as number;
      return value >= (seen.lower?.[k] as number) - 0.01 && value <= (seen.upper?.[k] as number) + 0.01;
    });
    expect(inside.length).toBeGreaterThan(0.85 * seen.x.length);
  });

  it("heat of structured ancillae spreads and costs", async () => {
    const [distribution, rates, product] = await (structuredHeat[0] as (typeof figures)[number]).panels({ full: false });
    for (const { y, style } of distribution.series)
      if (style === "dots") expect((y as number[]).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 7);
    for (const { y } of rates.series) expect((y as number[]).every((value) => value > 0)).toBe(true);
    for (const { y } of product.series) expect((y as number[]).every((value) => value > 1)).toBe(true);
  });

  it("names panels after their figure", () => {
    for (const { id, paper } of figures) expect(id.startsWith(paper)).toBe(true);
  });
});

describe("the picture of a distribution", () => {
  const record = (of: readonly string[]) => {
    const [found] = counting(swapMachine(ground()), { of: [...of], steps: 6, distribution: { of }, steady: false }).distributions;
    const { values, P } = found;
    return {
      model: "machine",
      parameters: {},
      axis: of.length === 1 ? { name: of[0], values: values[0] } : { name: "atom", values: P.map((_, k) => k) },
      observables: { ...Object.fromEntries(of.map((name, f) => [name, values[f]])), P },
      distribution: { of },
      diagnostics: {},
      provenance: { version: "0", engine: "0" } as never,
    };
  };

  it("is of bars for one count, of cells for two", () => {
    const [bars] = panelsOf(record(["Q_hot"]));
    expect(bars.bars?.length).toBe(6);
    expect(bars.bars?.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(1, 12);
    const [cells] = panelsOf(record(["Q_hot", "Q_cold"]));
    expect(cells.cells?.reduce((sum, { value }) => sum + (value as number), 0)).toBeCloseTo(1, 12);
  });
});
