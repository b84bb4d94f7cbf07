import { describe, expect, it } from "vitest";
import { drawSvg } from "../../src/figures/draw.ts";
import type { Panel } from "../../src/figures/figure.ts";
import { figures } from "../../src/figures/fluctuations.ts";
import { panelsOf } from "../../src/figures/result.ts";
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
