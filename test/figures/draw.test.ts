import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edges, extent, linearTicks, logTicks, tickText, tickTexts } from "../../src/figures/axes.ts";
import { drawSvg } from "../../src/figures/draw.ts";
import type { Panel } from "../../src/figures/figure.ts";
import { strokes } from "../../src/figures/palette.ts";
import { drawPng } from "../../src/figures/picture.ts";
import { indexedPng } from "../../src/figures/raster.ts";
import { textWidth, withIndices, wrap } from "../../src/figures/text.ts";

const plain: Panel = {
  id: "plain",
  title: "A <title> & more",
  xLabel: "Collision number",
  yLabel: "⟨n⟩",
  series: [
    { name: "first", x: [0, 1, 2], y: [0, null, 2], lower: [-1, null, 1], upper: [1, null, 3] },
    { name: "second", x: [0, 1, 2], y: [1, 1, 1], style: "dashed" },
    { name: "third", x: [0, 1, 2], y: [2, 1, 0], style: "dots" },
  ],
  rules: [{ axis: "y", at: 1.5, label: "limit" }],
};

/** How many dark pixels the PNG of a panel has. */
async function darkPixels(panel: Panel): Promise<number> {
  const { Resvg } = await import("@resvg/resvg-js");
  const png = await drawPng(await drawSvg(panel));
  expect([...png.subarray(1, 4)]).toEqual([80, 78, 71]);
  const data = Buffer.from(png).toString("base64");
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="1360" height="900"><rect width="1360" height="900" fill="white"/><image width="1360" height="900" href="data:image/png;base64,${data}"/></svg>`;
  return new Resvg(page).render().pixels.filter((value, i) => i % 4 === 0 && value < 100).length;
}

describe("drawing a panel", () => {
  it("draws every series, the legend, the labels and the rule", async () => {
    const svg = await drawSvg(plain);
    expect(svg).toContain("A &lt;title&gt; &amp; more");
    for (const word of ["first", "second", "third", "Collision number", "⟨n⟩", "limit"]) expect(svg).toContain(word);
    expect(svg).toContain('stroke-dasharray="6 4"');
    expect(svg).not.toContain("NaN");
    expect(svg).not.toContain("var(--");
  });

  it("is the same text each time", async () => {
    expect(await drawSvg(plain)).toBe(await drawSvg(plain));
  });

  it("leaves out what a logarithmic axis cannot show", async () => {
    const svg = await drawSvg({ ...plain, xScale: "log", yScale: "log", rules: [] });
    expect(svg).not.toContain("NaN");
    expect(svg).not.toContain("Infinity");
  });

  it("makes a PNG whose text is really there", async () => {
    const blank = { ...plain, title: "", xLabel: "", yLabel: "", series: [], rules: [] };
    const titled = { ...blank, title: "Mean temperature of the second cavity" };
    expect(await darkPixels(titled)).toBeGreaterThan((await darkPixels(blank)) + 500);
  });

  it("draws a heat map with a hole, and its colour bar", async () => {
    const cells = [0, 1, 2, 3].map((i) => ({ x: i % 2, y: Math.floor(i / 2), value: i === 3 ? null : i }));
    const svg = await drawSvg({ ...plain, series: [], rules: [], cells, cellLabel: "W" });
    expect(svg.match(/<rect[^>]*fill="(#|rgb)/g)).toHaveLength(3);
    expect(svg.match(/data:image\/png;base64/g)).toHaveLength(1); // the bar
    expect(svg).toContain(">W<");
  });
});

describe("colours", () => {
  it("gives one colour per group and different strokes to different series", () => {
    const series = Array.from({ length: 20 }, (_, i) => ({ name: `s${i}`, x: [0], y: [0] }));
    const all = [...strokes({ ...plain, series }).values()].map((stroke) => `${stroke.colour} ${stroke.dash}`);
    expect(new Set(all).size).toBe(20);
    const paired = strokes({ ...plain, series: [0, 1].map((i) => ({ name: `s${i}`, group: "g", x: [0], y: [0] })) });
    expect(new Set([...paired.values()].map((stroke) => stroke.colour)).size).toBe(1);
  });
});

describe("axes", () => {
  it("covers bands, rules and bars, but not what a logarithm lacks", () => {
    const [low, high] = extent(plain, "y");
    expect(low).toBeLessThan(-1);
    expect(high).toBeGreaterThan(3);
    const [least, most] = extent({ ...plain, yScale: "log" }, "y");
    expect(least).toBeGreaterThan(0.9);
    expect(least).toBeLessThan(1);
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThan(3.3);
    expect(extent({ ...plain, series: [], rules: [] }, "y")).toEqual([0, 1]);
  });

  it("finds the outer edges of a grid", () => {
    expect(edges([0, 1, 2], false)).toEqual([-0.5, 2.5]);
    expect(edges([1, 4, 16], true)).toEqual([0.5, 32]);
    expect(edges([3], false)).toEqual([2.5, 3.5]);
  });

  it("writes numbers as people read them", () => {
    const numbers = [0, 1, -2.5, 0.05, 1e-5, -2e-7, 1500000, 2000];
    expect(numbers.map(tickText)).toEqual(["0", "1", "−2.5", "0.05", "10⁻⁵", "−2·10⁻⁷", "1.5·10⁶", "2000"]);
  });

  it("writes the numbers of one axis in one form", () => {
    expect(tickTexts([-0.0015, -5e-4, 0, 5e-4, 0.001], false)).toEqual({ texts: ["−1.5", "−0.5", "0", "0.5", "1"], factor: "×10⁻³" });
    expect(tickTexts([0, 20000, 1e5], false)).toEqual({ texts: ["0", "0.2", "1"], factor: "×10⁵" });
    expect(tickTexts([0, 0.002, 0.004], false)).toEqual({ texts: ["0", "0.002", "0.004"], factor: "" });
    expect(tickTexts([5e-4, 0.001, 0.1, 1, 2, 10, 20, 1e6], true).texts).toEqual(["5·10⁻⁴", "10⁻³", "10⁻¹", "1", "2", "10", "20", "10⁶"]);
    expect(tickTexts([0.01, 0.1, 1, 1000], true).texts).toEqual(["0.01", "0.1", "1", "1000"]);
  });

  it("writes different numbers differently, and none that is another", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: -12, max: 9 }), (low, power) => {
        const width = Number(`1e${power}`);
        // what doubles can tell apart
        fc.pre(width > 1e-11 * Math.abs(low));
        const values = linearTicks(low, low + width, 5);
        const { texts, factor } = tickTexts(values, false);
        const superscript = factor
          .slice(3)
          .replace("⁻", "-")
          .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)));
        const read = texts.map((text) => Number(`${text.replace("−", "-")}e${factor ? superscript : 0}`));
        for (const [k, value] of values.entries()) expect(Math.abs(read[k] - value)).toBeLessThan(0.5 * (values[1] - values[0]));
        expect(new Set(texts).size).toBe(values.length);
      }),
    );
  });

  it("has between one and a dozen logarithmic ticks inside any domain of a decade or more", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e6, noNaN: true }), fc.double({ min: 10.1, max: 1e12, noNaN: true }), (low, ratio) => {
        const ticks = logTicks(low, low * ratio);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(13);
        for (const tick of ticks) expect(tick >= low * 0.999 && tick <= low * ratio * 1.001).toBe(true);
      }),
    );
  });
});

describe("text", () => {
  it("wraps between words and loses none", () => {
    const text = "Mean temperature of the second cavity under phase noise";
    const lines = wrap(text, 16, 200);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(" ")).toBe(text);
    for (const line of lines) expect(textWidth(line, 16)).toBeLessThanOrEqual(200);
  });
});

describe("indices", () => {
  it("are set for physics letters only", () => {
    const plainText = (svg: string): string => svg.replace(/<[^>]*>/g, "");
    const set = withIndices('<text x="1">C_l1 of ω_B, σ_φ</text>');
    expect(set.match(/font-size="75%">(\w+|φ)</g)).toHaveLength(3);
    expect(plainText(set)).toBe("Cl1 of ωB, σφ");
    expect((set.match(/<tspan/g) ?? []).length).toBe((set.match(/<\/tspan/g) ?? []).length);
    for (const name of ["mutual_information", "adag_b", "mean_T1", "p_k_x"])
      expect(withIndices(`<text>${name}</text>`)).toBe(`<text>${name}</text>`);
  });
});

describe("indexed PNG", () => {
  it("holds the pixels behind a filter byte per row", () => {
    const width = 300;
    const height = 301;
    const pixels = Uint8Array.from({ length: width * height }, (_, i) => i % 251);
    const palette = Array.from({ length: 256 }, (_, i) => [i, i, i]);
    const bytes = Buffer.from(indexedPng(width, height, pixels, palette).split(",")[1], "base64");
    const at = bytes.indexOf("IDAT");
    const data = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
    expect(data.length).toBe((width + 1) * height);
    for (let row = 0; row < height; row += 50) {
      const start = row * (width + 1);
      expect([...data.subarray(start, start + 9)]).toEqual([0, ...pixels.subarray(row * width, row * width + 8)]);
    }
  });
});
