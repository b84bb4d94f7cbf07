/** Pictures that a referee accepts: nothing lies on anything else, several panels stand in line, PDF files are the same each time. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawAssembled } from "../../src/figures/assemble.ts";
import { figures as atoms } from "../../src/figures/atoms.ts";
import { figures as composite } from "../../src/figures/composite.ts";
import { drawSvg } from "../../src/figures/draw.ts";
import type { Figure, Panel } from "../../src/figures/figure.ts";
import { figures as fluctuations } from "../../src/figures/fluctuations.ts";
import { figures as harvest } from "../../src/figures/harvest.ts";
import { drawPdf } from "../../src/figures/pdf.ts";
import { figures as phaseonium } from "../../src/figures/phaseonium.ts";
import { trace } from "../../src/figures/refine.ts";
import { panelsOf } from "../../src/figures/result.ts";
import { figures as structured } from "../../src/figures/structured.ts";
import { collisionsIn, textBoxes } from "./text-boxes.ts";

const curve: Panel = {
  id: "curve",
  title: "Mean temperature",
  xLabel: "collisions",
  yLabel: "T (ħω/k_B)",
  series: [{ name: "T_1", x: [0, 1, 2, 3], y: [0, 0.5, 0.75, 0.875] }],
};

/** Figures that take seconds together. */
const cheap: readonly Figure[] = [...phaseonium, ...structured, ...composite, ...atoms, ...harvest, ...fluctuations].filter(({ id }) =>
  /^(phaseonium-2|structured-[234568]|composite-(1c|2a|4c|6)|atoms-[23]|harvest-2|fluctuations-heat)$/.test(id),
);

describe("the papers' figures", () => {
  it.each(cheap.map((figure) => [figure.id, figure] as const))("%s: no text lies on another or leaves the picture", async (_id, figure) => {
    const panels = (await figure.panels({ full: false })).map((panel) => ({ ...panel, caption: figure.caption }));
    for (const panel of panels) {
      const svg = await drawSvg(panel);
      expect(collisionsIn(svg), panel.id).toEqual([]);
      const texts = textBoxes(svg).map(({ text }) => text);
      for (const label of [panel.xLabel, panel.yLabel].filter(Boolean)) expect(texts.join("\n")).toContain(label.replace(/_(?=\w)/g, ""));
    }
    const { caption, columns = 2 } = figure;
    const whole = await drawAssembled(panels, { caption, columns });
    expect(collisionsIn(whole)).toEqual([]);
    expect(await drawAssembled(panels, { caption, columns })).toBe(whole);
  });

  it("draw the map of temperatures with its border, its tip, and where there is no state", async () => {
    const [panel] = await (phaseonium.find(({ id }) => id === "phaseonium-2") as Figure).panels({ full: false });
    const values = (panel.cells ?? []).map(({ value }) => value);
    expect(Math.max(...values.map((value) => value ?? 0))).toBeGreaterThan(5); // what is beyond the colours is not cut
    const svg = await drawSvg(panel);
    expect(svg).toContain("no stationary state");
    expect(svg).toMatch(/<path d="M[\d.]+,[\d.]+h16l-8,-12z"/); // the arrow of what is above
    expect(await drawSvg({ ...panel, cellDomain: [0, 1e9] })).not.toMatch(/h16l-8,-12z/);
  });
});

describe("a panel", () => {
  it("keeps texts apart whatever their lengths are", async () => {
    const word = fc.string({ unit: fc.constantFrom("a", "β", "W", "i", " ", "_", "5"), minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          names: fc.array(word, { minLength: 1, maxLength: 7 }),
          scale: fc.integer({ min: -9, max: 9 }),
          from: fc.double({ min: -5, max: 5, noNaN: true }),
          width: fc.double({ min: 1e-3, max: 50, noNaN: true }),
          log: fc.boolean(),
          caption: word,
          square: fc.boolean(),
        }),
        async ({ names, scale, from, width, log, caption, square }) => {
          const unit = Number(`1e${scale}`);
          const x = [0, 1, 2, 3, 4].map((k) => (log ? 1 : from) * unit + (k * width * unit) / 4);
          const series = names.map((name, k) => ({ name, x, y: x.map((value, n) => value * (k + 1) + n) }));
          const axes = log ? { xScale: "log" as const, yScale: "log" as const } : {};
          const svg = await drawSvg({ ...curve, series, ...axes, square, caption: caption.repeat(4) });
          expect(collisionsIn(svg)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("names rules where nothing is in the way, and no two names on one place", async () => {
    // the curve winds about the upper rule on the left, and about the lower one on the right
    const x = Array.from({ length: 51 }, (_, k) => k / 10);
    const series = [{ name: "T", x, y: x.map((value, k) => (value < 2.5 ? 1 : 0) + (k % 2 ? 0.08 : -0.08)) }];
    const rules = [
      { axis: "y", at: 1, label: "hot" },
      { axis: "y", at: 0, label: "cold" },
      { axis: "x", at: 2.5, label: "here" },
      { axis: "x", at: 2.52, label: "and here" },
    ] as const;
    const boxes = textBoxes(await drawSvg({ ...curve, series, rules }));
    const at = (text: string) => boxes.find((box) => box.text === text) as (typeof boxes)[number];
    expect(at("hot").x).toBeGreaterThan(at("here").x);
    expect(at("cold").x).toBeLessThan(at("here").x);
    expect(collisionsIn(await drawSvg({ ...curve, series, rules }))).toEqual([]);
  });

  it("has whole dots at its border, and none beyond it", async () => {
    const dots: Panel = { ...curve, xDomain: [0, 2], series: [{ name: "d", x: [0, 2, 3], y: [0, 1, 2], style: "dots" }] };
    const svg = await drawSvg(dots);
    expect(svg.match(/<circle [^>]*r="2.8"/g)).toHaveLength(2);
    const group = svg.slice(0, svg.indexOf("<circle")).split("<g").pop() as string;
    expect(group).not.toContain("clip-path");
  });

  it("marks every point of a line where there is nothing between", async () => {
    const [bare, marked] = [await drawSvg(curve), await drawSvg({ ...curve, series: [{ ...curve.series[0], marked: true }] })];
    expect(bare).not.toContain("<circle");
    expect(marked.match(/<circle [^>]*r="2.8"/g)).toHaveLength(4);
    expect(marked.match(/<path[^>]* d="M[^"]*L/g)).toEqual(bare.match(/<path[^>]* d="M[^"]*L/g));
  });

  it("has legends with rows that are nearly as long, and none for the one curve of an axis of names", async () => {
    const rows = async (count: number, name: string) => {
      const series = Array.from({ length: count }, (_, k) => ({ ...curve.series[0], name: `${name} ${k}` }));
      const boxes = textBoxes(await drawSvg({ ...curve, series })).filter(({ text }) => text.startsWith(name));
      return [...new Set(boxes.map(({ y }) => y))].map((y) => boxes.filter((box) => box.y === y).length);
    };
    expect(await rows(4, "heat from the hot bath")).toEqual([2, 2]);
    expect(await rows(8, "E")).toEqual([4, 4]);
    expect(await rows(3, "E")).toEqual([3]);
    expect(textBoxes(await drawSvg({ ...curve, yLabel: "T_1" })).filter(({ text }) => text === "T1")).toHaveLength(1); // the axis says it
    const named = { ...curve, yNames: ["a", "b"], series: [{ ...curve.series[0], y: [0, 0, 1, 1] }] };
    expect(textBoxes(await drawSvg(named)).map(({ text }) => text)).not.toContain("T1");
  });

  it("names rules beside bars, not on them", async () => {
    const bars = Array.from({ length: 5 }, (_, k) => ({ from: k, to: k + 1, height: 1 }));
    const panel: Panel = { ...curve, series: [], bars, xDomain: [0, 10], rules: [{ axis: "y", at: 0.5, label: "half" }] };
    const [label] = textBoxes(await drawSvg(panel)).filter(({ text }) => text === "half");
    expect(label.x).toBeGreaterThan(340);
  });

  it("says which at ticks with names", async () => {
    const svg = await drawSvg({
      ...curve,
      yNames: ["engine", "refrigerator"],
      series: [{ name: "mode", x: [0, 10], y: [0, 1], style: "dots" }],
    });
    const texts = textBoxes(svg).map(({ text }) => text);
    expect(texts).toContain("engine");
    expect(texts).toContain("refrigerator");
    expect(texts).not.toContain("0.2");
  });
});

describe("several panels in one picture", () => {
  it("are lettered, share one legend, and have their axes in line", async () => {
    const wide = {
      ...curve,
      id: "wide",
      series: [
        { ...curve.series[0], y: [0, 123456, 234567, 345678] },
        { ...curve.series[0], name: "T_2" },
      ],
    };
    const narrow = { ...wide, id: "narrow", series: wide.series.map((series) => ({ ...series, y: [0, 1, 2, 3] })) };
    const svg = await drawAssembled([wide, narrow, wide, narrow], { columns: 1, caption: "All of it." });
    const boxes = textBoxes(svg);
    for (const letter of ["(a)", "(b)", "(c)", "(d)"]) expect(boxes.filter(({ text }) => text === letter)).toHaveLength(1);
    expect(boxes.filter(({ text }) => text === "T2")).toHaveLength(1);
    expect(boxes.filter(({ text }) => text === "All of it.")).toHaveLength(1);
    const frames = [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="340" fill="none"/g)];
    expect(new Set(frames.map(([, x, width]) => `${x} ${width}`)).size).toBe(1);
    expect(frames).toHaveLength(4);
    const other = { ...narrow, series: [narrow.series[0]] };
    expect(textBoxes(await drawAssembled([wide, other])).filter(({ text }) => text === "T2")).toHaveLength(1);
  });

  it("are clipped at their own axes", async () => {
    const cut: Panel = { ...curve, yDomain: [0, 0.6] };
    const svg = await drawAssembled([cut, { ...cut, id: "other" }]);
    const used = [...svg.matchAll(/ clip-path="url\(#([^)]+)\)"/g)].map(([, name]) => name);
    const known = [...svg.matchAll(/<clipPath id="([^"]+)"/g)].map(([, name]) => name);
    expect(used).toHaveLength(2);
    expect(new Set(used).size).toBe(2);
    expect([...used].sort()).toEqual([...known].sort());
  });

  it("are refused when there are none", async () => {
    await expect(drawAssembled([])).rejects.toThrow("hold at least one panel");
  });
});

describe("a PDF file", () => {
  it("has one page as large as the picture, its texts, no date, and the same bytes each time", async () => {
    const svg = await drawSvg(curve);
    const [one, two] = [await drawPdf(svg, "Title"), await later(() => drawPdf(svg, "Title"))];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    const text = Buffer.from(one).toString("latin1");
    expect(text.startsWith("%PDF-1.")).toBe(true);
    expect(text).toMatch(/%%EOF\s*$/);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(text).not.toMatch(/CreationDate|ModDate|xmp:/);
    const [, width, height] = (/width="([\d.]+)" height="([\d.]+)"/.exec(svg) as RegExpExecArray).map(Number);
    const box = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) as RegExpExecArray).map(Number);
    expect(box[1]).toBeCloseTo(width * 0.75, 1);
    expect(box[2]).toBeCloseTo(height * 0.75, 1);
    await expect(drawPdf("<svg></svg>")).rejects.toThrow("a width and a height");
  });

  it("draws every letter: Greek ones, and marks above others, which have no width", async () => {
    const svg = await drawSvg({ ...curve, title: "n\u0304 = 10, σ\u0302_x", xLabel: "β_2/β_1", yLabel: "⟨a†b⟩ (ħω)" });
    expect(svg).toContain('σ\u0302<tspan dy="0.3em" font-size="75%">x</tspan>');
    const text = Buffer.from(await drawPdf(svg)).toString("latin1");
    const codes = (/beginbfrange\s+<\w+> <\w+> \[(.*?)\]/s.exec(text)?.[1] ?? "")
      .split(" ")
      .map((hex) => Number.parseInt(hex.slice(1, -1), 16));
    const drawn = [...text.matchAll(/<(\w{4})> Tj/g)].map(([, glyph]) => String.fromCodePoint(codes[Number.parseInt(glyph, 16)])).join("");
    for (const wanted of ["n\u0304 = 10, σ\u0302x", "β2/β1", "⟨a†b⟩ (ħω)"]) expect(drawn).toContain(wanted);
  });
});

/** After the clock has moved on by more than a second, which is what dates in files count. */
async function later<T>(make: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 1100));
  return make();
}

describe("a traced curve", () => {
  it("has points where it turns, and not more than it may", () => {
    const circle = (t: number) => ({ x: 100 * Math.cos(t), y: Math.sin(t), value: t });
    const points = trace([0, 1, 2, 3, 4, 5, 6], circle, 500);
    const turns = points.slice(1, -1).map((point, k) => {
      const [a, b] = [points[k], points[k + 2]];
      const [u, v] = [
        [(point.x - a.x) / 200, (point.y - a.y) / 2],
        [(b.x - point.x) / 200, (b.y - point.y) / 2],
      ];
      return (u[0] * v[0] + u[1] * v[1]) / Math.sqrt((u[0] ** 2 + u[1] ** 2) * (v[0] ** 2 + v[1] ** 2));
    });
    expect(Math.min(...turns)).toBeGreaterThan(Math.cos((10.5 * Math.PI) / 180));
    expect(points.every(({ t }, k) => k === 0 || t > points[k - 1].t)).toBe(true);
    expect(trace([0, 1, 2, 3], circle, 9).length).toBeLessThanOrEqual(9);
    expect(trace([0, 1, 2], (t) => ({ x: t, y: 2 * t, value: null }), 100)).toHaveLength(3);
  });
});

describe("pictures of results", () => {
  const record = {
    model: "rotor",
    parameters: { B1: 4, B2: 10, beta2: 0.05, lam: 0.1, initial: "ground qubits, l=0" },
    axis: { name: "beta1", values: [0.01, 0.1, 1] },
    observables: { Q1: [1, 2, 3], WQ: [3, 2, 1] },
    diagnostics: {},
    provenance: { ancilla: "0", wasm: "0" },
  };

  it("say the parameters that are not the usual ones, noise, realisations and seed", () => {
    expect(panelsOf(record)[0].caption).toBe("β_2 = 0.05.");
    const noisy = { ...record, trajectories: 256, provenance: { ...record.provenance, seed: 7, noise: ["phi=normal(2.4,0.2)"] } };
    expect(panelsOf(noisy)[0].caption).toBe("β_2 = 0.05; noise φ ~ normal(2.4, 0.2); 256 realisations; seed 7.");
  });

  it("of an ensemble are means between one standard deviation less and more", () => {
    const [axis, mean, std] = [{ name: "time", values: [0, 1] }, { n: [1, 2] }, { n: [0.5, 0.25] }];
    const [{ series }] = panelsOf({ ...record, axis, observables: {}, mean, std });
    expect(series).toEqual([{ name: "n: mean ± std", x: [0, 1], y: [1, 2], lower: [0.5, 1.75], upper: [1.5, 2.25] }]);
  });

  it("have units, a logarithmic axis where the sweep has one, and all curves in one panel when asked", () => {
    expect(panelsOf(record).map(({ xScale, xLabel }) => [xScale, xLabel])).toEqual([
      ["log", "β_1 (1/energy)"],
      ["log", "β_1 (1/energy)"],
    ]);
    const [together, ...none] = panelsOf(record, { together: true });
    expect(none).toEqual([]);
    expect(together.series.map(({ name }) => name)).toEqual(["Q_1", "WQ"]);
    expect(together.yLabel).toBe("Q_1, WQ");
  });
});
