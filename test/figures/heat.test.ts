import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { cellEdges, extent, isLogarithmic, isRegular, linearTicks } from "../../src/figures/axes.ts";
import { drawSvg } from "../../src/figures/draw.ts";
import type { Panel } from "../../src/figures/figure.ts";
import { rangeOf } from "../../src/figures/heat.ts";
import { axisLabel, symbolOf } from "../../src/figures/labels.ts";
import { panelsOf } from "../../src/figures/result.ts";
import { provenance } from "../../src/files/provenance.ts";
import type { GridRecord, ResultRecord } from "../../src/files/record.ts";

const common = { model: "rotor", parameters: {}, diagnostics: {}, provenance: provenance({}) };
const grid: GridRecord = {
  ...common,
  axes: [
    { name: "beta2", values: [0.01, 0.02, 0.03] },
    { name: "lam", values: [0.01, 0.1, 1] },
  ],
  observables: { WQ: [-1, 0, 1, 2, null, -2, 1, 1, 1], L: [1, 2, 3, 4, 5, 6, 7, 8, 9], mode: [0, 1, 1, 0, null, 2, 2, 2, 0] },
  labels: { mode: ["engine", "refrigerator", "accelerator"] },
};

describe("the maps of a grid", () => {
  it("have labelled axes with units, logarithmic where the range is, and cells at their places", () => {
    const [WQ, L, mode] = panelsOf(grid);
    expect(WQ).toMatchObject({ xLabel: "β_2 (1/energy)", yLabel: "λ (energy)", xScale: "linear", yScale: "log", square: true });
    expect(WQ).toMatchObject({ cellScale: "diverging", cellLabel: "WQ", gaps: "hatched" });
    expect(L.cellScale).toBe("sequential");
    expect(mode.cellNames).toEqual(["engine", "refrigerator", "accelerator"]);
    expect(L.cells?.[1]).toEqual({ x: 0.01, y: 0.1, value: 2 });
    expect(L.cells?.[3]).toEqual({ x: 0.02, y: 0.01, value: 4 });
  });

  it("draw a scale for sizes, a legend for names, and hatching for what has no value", async () => {
    const [WQ, L, mode] = await Promise.all(panelsOf(grid).map(drawSvg));
    // the bar; few cells are rectangles, which no viewer blurs
    expect(WQ.match(/data:image\/png;base64/g)).toHaveLength(1);
    expect(WQ.match(/<rect[^>]*fill="(#|rgb)/g)).toHaveLength(1 + 8); // the hatching's ground, and the cells
    expect(mode.match(/<rect[^>]*fill="(#|rgb)/g)).toHaveLength(1 + 3 + 8); // and the legend's swatches
    expect(WQ).toContain("no value");
    expect(WQ).toContain('fill="url(#no-value)"');
    expect(L).not.toContain('fill="url(#no-value)"');
    expect(mode).not.toMatch(/data:image\/png;base64/);
    for (const name of ["engine", "refrigerator", "accelerator", "no value"]) expect(mode).toContain(name);
    for (const svg of [WQ, L, mode]) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    // square: the frame
    expect(WQ).toMatch(/<rect x="[\d.]+" y="[\d.]+" width="430" height="430" fill="none"/);
  });

  it("span the larger of both signs where colours diverge, and tell what lies beyond a domain", () => {
    const panel = { cells: [-3, null, 1].map((value, x) => ({ x, y: 0, value })) } as Pick<Panel, "cells"> as Panel;
    expect(rangeOf({ ...panel, cellScale: "diverging" })).toEqual({ low: -3, high: 3, under: false, over: false });
    expect(rangeOf({ ...panel, cellDomain: [-1, 2] })).toEqual({ low: -1, high: 2, under: true, over: false });
    expect(rangeOf({ ...panel, cellDomain: [-4, 0] })).toEqual({ low: -4, high: 0, under: false, over: true });
  });

  it("draw a fine regular grid as one picture that fills the frame", async () => {
    const values = Array.from({ length: 40 }, (_, k) => k);
    const axes = ["beta2", "lam"].map((name) => ({ name, values })) as unknown as GridRecord["axes"];
    const [panel] = panelsOf({ ...grid, axes, observables: { L: values.flatMap(() => values) } });
    const svg = await drawSvg(panel);
    expect(svg).toMatch(/<image x="0" y="0" width="430" height="430"/);
    expect(svg).not.toMatch(/<rect[^>]*fill="(#|rgb)/);
  });

  it("draw each cell of an irregular grid between the borders halfway to its neighbours", async () => {
    const irregular = {
      ...grid,
      axes: [{ name: "beta2", values: [0.1, 0.2, 0.9] }, grid.axes[1]] as const,
      observables: { L: grid.observables?.L as number[] },
    };
    const svg = await drawSvg(panelsOf(irregular)[0]);
    expect(svg.match(/<rect[^>]*fill="#/g)).toHaveLength(9);
    expect(cellEdges([0.1, 0.2, 0.9], false)).toEqual([0.05, expect.closeTo(0.15), 0.55, 1.25]);
    expect(cellEdges([1, 100], true)).toEqual([expect.closeTo(0.1), 10, expect.closeTo(1000)]);
  });

  it("draw a large irregular grid as one picture, each point in its cell", async () => {
    const values = Array.from({ length: 150 }, (_, k) => k + (k === 149 ? 100 : 0));
    const L = values.flatMap((_, i) => values.map((_, j) => (i === 149 ? 1 : j === 149 ? null : 0)));
    const large = {
      ...grid,
      axes: [
        { name: "a", values },
        { name: "b", values },
      ] as const,
      observables: { L },
    };
    const svg = await drawSvg(panelsOf(large)[0]);
    expect(svg.match(/<image /g)).toHaveLength(2);
    const png = Buffer.from(/base64,([^"]*)"/.exec(svg)?.[1] ?? "", "base64");
    const data = inflateSync(png.subarray(png.indexOf("IDAT") + 4));
    const at = (x: number, y: number): number => data[(800 - y) * 801 + x + 1];
    // The last column begins 50 before its centre at 249, on an axis from −0.5 to 299.5 that 800 points divide.
    expect([at(0, 1), at(520, 1), at(540, 1), at(799, 1)]).toEqual([0, 0, 254, 254]);
    expect([at(0, 520), at(0, 540), at(799, 799)]).toEqual([0, 255, 254]);
  });

  it("need two values along each axis", () => {
    expect(panelsOf({ ...grid, axes: [grid.axes[0], { name: "lam", values: [1] }], observables: { L: [1, 2, 3] } })).toEqual([]);
  });
});

describe("axes of parameters", () => {
  it("have ticks at multiples of 1, 2 or 5 of a power of ten, in decimals", () => {
    expect(linearTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(linearTicks(-0.3, 0.7, 8)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(linearTicks(0, 2600, 5)).toEqual([0, 500, 1000, 1500, 2000, 2500]);
  });

  it("of bars begin at 0, without a gap below", () => {
    const bars = [1, 2].map((height, k) => ({ from: k, to: k + 1, height }));
    const panel = { bars, series: [] } as unknown as Panel;
    expect(extent(panel, "y")).toEqual([0, 2 + 0.04 * 2]);
    expect(extent({ ...panel, bars: [{ from: 0, to: 1, height: -1 }, ...bars] }, "y")[0]).toBeCloseTo(-1 - 0.04 * 3, 14);
  });

  it("are logarithmic for equal ratios alone", () => {
    expect([isLogarithmic([1, 10, 100]), isLogarithmic([100, 10, 1]), isLogarithmic([1, 2, 3]), isLogarithmic([1, 10])]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([isLogarithmic([-1, -10, -100]), isLogarithmic([0, 1, 10])]).toEqual([false, false]);
    // close together and far from 0 equal steps are equal ratios, too
    expect(isLogarithmic([1e6, 1e6 + 1, 1e6 + 2])).toBe(false);
    expect([isRegular([1, 2, 3], false), isRegular([1, 2, 4], false), isRegular([1, 2, 4], true)]).toEqual([true, false, true]);
    const curve = (values: readonly number[]): ResultRecord => ({ ...common, axis: { name: "beta2", values }, observables: { L: values } });
    expect(panelsOf(curve([0.01, 0.1, 1]))[0]).toMatchObject({ xScale: "log", xLabel: "β_2 (1/energy)" });
    expect(panelsOf(curve([0.01, 0.02, 0.03]))[0]).not.toHaveProperty("xScale");
    expect(panelsOf({ ...common, axis: { name: "collision", values: [1, 2, 4] }, observables: { L: [1, 2, 3] } })[0]).toMatchObject({
      xLabel: "Collision number",
    });
  });

  it("have the symbols of physics, and units from the catalogue or the document", () => {
    const symbols = {
      beta2: "β_2",
      Omega: "Ω",
      lam: "λ",
      betar: "β_r",
      omega_c: "ω_c",
      g: "g",
      T0: "T_0",
      gamma_up: "γ_up",
      C_l1: "C_l1",
      gammaphi: "γ_φ",
      Q_cold: "Q_cold",
    };
    for (const [name, symbol] of Object.entries(symbols)) expect(symbolOf(name), name).toBe(symbol);
    for (const word of ["number", "must", "sz", "kT", "epsilonium", "alphabet", "theta_stationary", "purity"])
      expect(symbolOf(word)).toBe(word);
    expect(axisLabel(grid, "g")).toBe("g (√energy)");
    expect(axisLabel({ ...grid, document: { parameters: { g: { unit: "rate" } } } }, "g")).toBe("g (rate)");
    expect(axisLabel({ ...grid, document: { parameters: { g: {} } } }, "g")).toBe("g");
    expect(axisLabel({ ...grid, document: { parameters: { g: { unit: "1" } } } }, "g")).toBe("g");
    expect(axisLabel({ ...grid, model: "own" }, "toString")).toBe("toString");
  });
});
