/** Parts of the lab that need no browser: addresses, ranges of sliders, texts with values, numbers and names in words, curves, meshes. */
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { apart } from "../../src/draw/apart.ts";
import { contour } from "../../src/draw/contour.ts";
import { bandPath, curvePath, rangeOf as extentOf } from "../../src/draw/curve.ts";
import { withTexts } from "../../src/draw/png-texts.ts";
import { linearScale, linearTicks, logScale } from "../../src/draw/scales.ts";
import { dark, light } from "../../src/draw/theme.ts";
import { coarseFirst } from "../../src/engine/coarse-first.ts";
import { valueEnd } from "../../src/engine/value-end.ts";
import { lineDifference } from "../../src/panels/document/line-difference.ts";
import { readAddress, writeAddress } from "../../src/state/address.ts";
import { History } from "../../src/state/history.ts";
import { positionOf, rangeOf, scaled, valueAt } from "../../src/state/ranges.ts";
import { retitled, writtenText } from "../../src/state/written.ts";
import { cautionsInWords, isDoubt } from "../../src/words/cautions.ts";
import { csvOf } from "../../src/words/csv.ts";
import { curveInWords } from "../../src/words/curves.ts";
import { written } from "../../src/words/names.ts";
import { npzOf } from "../../src/words/npz.ts";
import { inWords } from "../../src/words/numbers.ts";

const spec = (more: object) =>
  ({ name: "x", description: "", kind: "number" as const, default: 1, opened: 1, place: null, ...more }) as never;
const none = { lab: {}, sweeps: [] };

describe("addresses", () => {
  it("come back as they were written", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.string(),
      fc.array(fc.integer()),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]\w{0,8}$/), value), (values) => {
        const model = { kind: "named" as const, name: "phaseonium", values };
        const read = readAddress(writeAddress({ model, lab: { view: "player", obs: "T1,T2" } }));
        expect(read.model).toEqual(JSON.parse(JSON.stringify(model).replaceAll("-0,", "0,")));
        expect(read.lab).toEqual({ view: "player", obs: "T1,T2" });
      }),
    );
  });

  it("keep the data of a link apart from the keys of the lab", () => {
    expect(readAddress("#m=1.abc-_&view=time&step=3&unknown=1")).toEqual({
      model: { kind: "link", link: "#m=1.abc-_" },
      lab: { view: "time", step: "3" },
    });
    expect(readAddress("#p.x=%E0%A4%A").model).toBeNull();
  });
});

describe("ranges", () => {
  it("follow the document, then bounds, units and defaults", () => {
    expect(rangeOf(spec({}), { lab: { ranges: { x: [1, 5] } }, sweeps: [] })).toEqual({ from: 1, to: 5, log: false });
    expect(rangeOf(spec({}), { lab: {}, sweeps: [{ over: "x", from: 0.1, to: 10, scale: "log" }] })).toEqual({
      from: 0.1,
      to: 10,
      log: true,
    });
    expect(rangeOf(spec({ atLeast: 0, atMost: 1 }), none)).toEqual({ from: 0, to: 1, log: false });
    const halfTurn = Number(Math.PI.toPrecision(6));
    expect(rangeOf(spec({ unit: "angle", opened: 0 }), none)).toEqual({ from: -halfTurn, to: halfTurn, log: false });
    expect(rangeOf(spec({ above: 0, opened: 0.1 }), none)).toEqual({ from: 0.001, to: 2, log: false });
    expect(rangeOf(spec({ opened: -2 }), none)).toEqual({ from: -6, to: 2, log: false });
    expect(rangeOf(spec({ opened: 0 }), none)).toEqual({ from: -1, to: 1, log: false });
  });

  it("give decimals of at most four digits within their ends", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 200, noNaN: true }),
        (from, width, at) => {
          const range = { from, to: from + width, log: false };
          const value = valueAt(range, at, { kind: "number" });
          expect(value).toBeGreaterThanOrEqual(from);
          expect(value).toBeLessThanOrEqual(range.to);
          if (value > from && value < range.to) expect(String(Number(value.toPrecision(4)))).toBe(String(value));
        },
      ),
      { examples: [[2.9751000000000007, 0.01, 0.01]] },
    );
    const log = { from: 0.001, to: 10, log: true };
    expect(positionOf(log, valueAt(log, 73, { kind: "number" }))).toBeCloseTo(73, 0);
  });
});

describe("texts", () => {
  it("have one number replaced in place", () => {
    const text = '{ "a": { "default": 1 }, "b": [1, 2] }';
    const place = (name: string, from: number): { name: string; place: readonly [number, number] } => ({
      name,
      place: [from, valueEnd(text, from) as number],
    });
    const parameters = [place("a", text.indexOf("1 }")), place("b", text.indexOf("[1"))];
    expect(writtenText(text, { a: 0.25, b: [3] }, parameters)).toBe('{ "a": { "default": 0.25 }, "b": [3] }');
    expect(writtenText(text, {}, parameters)).toBe(text);
  });

  it("know where values end", () => {
    expect(valueEnd("x: 1e-3 # c", 3)).toBe(7);
    expect(valueEnd('"a\\"b", 1', 0)).toBe(6);
    expect(valueEnd("[1, [2]] ", 0)).toBe(8);
    expect(valueEnd("{ }", 0)).toBeNull();
  });

  it("are compared by lines", () => {
    expect(lineDifference("a\nb\nc", "a\nx\nc").map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "same a",
      "removed b",
      "added x",
      "same c",
    ]);
  });
});

describe("words", () => {
  it.each([
    [-0.217757979, "−0.217758"],
    [1.2e-5, "1.2·10⁻⁵"],
    [-1e-16, "−10⁻¹⁶"],
    [1234567, "1.23457·10⁶"],
    [400, "400"],
    [0.5, "0.5"],
    [Number.NaN, "–"],
    [null, "–"],
  ])("write %s as %s", (value, text) => expect(inWords(value)).toBe(text));

  it.each([
    ["beta2", "β", "2"],
    ["omega_S", "ω", "S"],
    ["betah", "β", "h"],
    ["Q_hot", "Q", "hot"],
    ["energy", "energy", ""],
    ["T1", "T", "1"],
    ["dU", "ΔU", ""],
    ["Th", "T", "h"],
    ["wc", "ω", "c"],
    ["pe", "p", "e"],
    ["nbar", "n̄", ""],
    ["up", "up", ""],
  ])("write the name %s", (name, letter, subscript) => expect(written(name)).toEqual({ letter, subscript }));

  it("tell what a curve does", () => {
    const xs = Array.from({ length: 101 }, (_, k) => k);
    const decay = xs.map((x) => Math.exp(-x / 10));
    expect(curveInWords({ name: "energy", axis: "step", xs, ys: decay, limit: 0 })).toBe(
      "Energy falls from 1 to 4.54·10⁻⁵ and flattens; its stationary value is 0, 4.54·10⁻⁵ away.",
    );
    expect(curveInWords({ name: "x", axis: "t =", xs, ys: xs.map((x) => Math.sin(x / 16)) })).toMatch(
      /rises from 0 to .* at t = 25.*crosses 0/,
    );
    expect(curveInWords({ name: "x", axis: "t", xs, ys: xs.map(() => 2) })).toBe("X stays at 2.");
    expect(curveInWords({ name: "x", axis: "t", xs, ys: xs.map(() => Number.NaN) })).toBe("X is not defined.");
  });
});

describe("warnings of a sweep", () => {
  const axis = { name: "alpha", values: [0, 0.2, 0.4, 0.6] };
  const none = (at: number, rate: string) => ({ at, text: `alpha = ${axis.values[at]}: There is no stationary state: γα = ${rate}.` });

  it("are one for each kind, with the points that they are of", () => {
    const stiff = { at: 1, text: "alpha = 0.2: The equation is stiff from t = 2.1 on." };
    expect(cautionsInWords([stiff, none(3, "7.2e-1"), none(2, "0.32")], [axis], 4)).toEqual([
      stiff.text,
      "At 2 of 4 points (alpha from 0.4 to 0.6, shaded), at the first of them: There is no stationary state: γα = 0.32.",
    ]);
    expect([stiff, none(2, "1")].map(isDoubt)).toEqual([false, true]);
  });

  it("say where they are on a map", () => {
    const all = [none(5, "1"), none(7, "2")];
    const y = { name: "phi", values: [1, 2, 3, 4] };
    expect(cautionsInWords(all, [axis, y], 16)[0]).toMatch(/^At 2 of 16 points \(alpha = 0\.2, phi from 2 to 4, struck through\)/);
  });
});

describe("pictures", () => {
  const x = linearScale(0, 10, [0, 100]);
  const y = linearScale(0, 1, [100, 0]);

  it("leave gaps where values are missing", () => {
    expect(curvePath([0, 1, 2, 3], [0, Number.NaN, 1, 0.5], x, y)).toBe("M0 100M20 0L30 50");
    expect(bandPath([0, 1], [0, 0], [1, 1], x, y)).toBe("M0 0L10 0L10 100L0 100Z");
    expect(extentOf([[Number.NaN], [3, -1]])).toEqual([-1, 3]);
    expect(extentOf([[0, -2]], true)).toBeNull();
  });

  it("keep the extremes of each pixel where points are dense", () => {
    const xs = Float64Array.from({ length: 20_001 }, (_, k) => k / 2000);
    const ys = xs.map((_, k) => (k === 7_777 ? 1 : 0));
    const path = curvePath(xs, ys, x, y);
    expect(path).toContain(" 0L");
    expect(path.length).toBeLessThan(6000);
  });

  it("have ticks inside, at 1, 2, 5 times powers of ten", () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks(-0.25, 0.5, 4)).toEqual([-0.2, 0, 0.2, 0.4]);
    expect(logScale(0.001, 1000, [0, 100], 6).ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    expect(logScale(1, 20, [0, 100]).ticks).toEqual([1, 2, 5, 10, 20]);
  });

  it("move labels apart within their frame", () => {
    expect(apart([10, 11, 12], 10, 0, 100)).toEqual([10, 20, 30]);
    expect(apart([95, 96], 10, 0, 100)).toEqual([90, 100]);
  });

  it("visit each point of a mesh once, coarse ones first", () => {
    const order = coarseFirst([64, 64]);
    expect(new Set(order).size).toBe(4096);
    expect(order.slice(0, 64).every((at) => at % 8 === 0 && Math.floor(at / 64) % 8 === 0)).toBe(true);
    expect([...coarseFirst([5])].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("files", () => {
  const table = { names: ["step", "energy"], units: [], columns: [[0, 1], Float64Array.of(0.5, Number.NaN)] };

  it("hold all digits as CSV, and nothing where a value is missing", () => {
    expect(csvOf(table)).toBe("step,energy\n0,0.5\n1,\n");
  });

  it("hold columns that NumPy reads, the same bytes each time", () => {
    const bytes = npzOf(table);
    expect(npzOf(table)).toEqual(bytes);
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(["step.npy", "energy.npy"]);
    const energy = files["energy.npy"] as Uint8Array;
    expect(energy.length % 8).toBe(0);
    expect(new TextDecoder().decode(energy.subarray(10, 80))).toContain("'shape': (2,)");
    const view = new DataView(energy.buffer, energy.byteOffset);
    expect([view.getFloat64(energy.length - 16, true), view.getFloat64(energy.length - 8, true)]).toEqual([0.5, Number.NaN]);
  });

  it("hold texts as PNG, with their checksums, between its header and its data", () => {
    const chunk = (type: string, data: Buffer): Buffer => {
      const [size, sum, body] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(type), data])];
      size.writeUInt32BE(data.length);
      sum.writeUInt32BE(crc32(body));
      return Buffer.concat([size, body, sum]);
    };
    const [head, end] = [
      Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", Buffer.alloc(13))]),
      chunk("IEND", Buffer.alloc(0)),
    ];
    const made = withTexts(Buffer.concat([head, end]), { Title: "β", URL: "#m=1.abc" });
    const texts = [chunk("iTXt", Buffer.from("Title\0\0\0\0\0β")), chunk("iTXt", Buffer.from("URL\0\0\0\0\0#m=1.abc"))];
    expect(Buffer.from(made).equals(Buffer.concat([head, ...texts, end]))).toBe(true);
  });
});

describe("colours", () => {
  /** Relative luminance (WCAG 2.2). */
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  it.each([light, dark])("stand out from their ground: curves 3 to 1, words 4.5 to 1", (theme) => {
    for (const line of theme.lines) expect([line, contrast(line, theme.ground) >= 3]).toEqual([line, true]);
    for (const word of [theme.ink, theme.muted, theme.accent, theme.warn])
      expect([word, contrast(word, theme.ground) >= 4.5]).toEqual([word, true]);
  });
});

describe("undo", () => {
  it("joins what belongs together, and redoes until something new is done", () => {
    const history = new History<number>();
    history.keep(0, "g", 0);
    history.keep(1, "g", 100);
    history.keep(2, "g", 5000);
    expect(history.undo(3)).toBe(2);
    expect(history.undo(2)).toBe(0);
    expect(history.undo(0)).toBeNull();
    expect(history.redo(0)).toBe(2);
    history.keep(2, "", 6000);
    expect(history.redo(9)).toBeNull();
  });
});

describe("contours", () => {
  it("lie on the circle whose level they have, to the square of the mesh, and leave holes alone", () => {
    const xs = Array.from({ length: 41 }, (_, k) => -1 + k / 20);
    const pieces = contour({ xs, ys: xs, at: (i, j) => (xs[i] as number) ** 2 + (xs[j] as number) ** 2 }, 0.5);
    expect(pieces.length).toBeGreaterThan(40);
    for (const [x1, y1, x2, y2] of pieces)
      for (const r of [Math.hypot(x1, y1), Math.hypot(x2, y2)]) expect(Math.abs(r * r - 0.5)).toBeLessThan(0.05 ** 2);
    const around = pieces.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    expect(Math.abs(around - 2 * Math.PI * Math.SQRT1_2)).toBeLessThan(0.01);
    expect(contour({ xs, ys: xs, at: (i) => (i < 20 ? Number.NaN : 1) }, 0)).toEqual([]);
  });
});

describe("scales of sliders", () => {
  it("turn into the other one and back, with 0 as a stop of its own", () => {
    const linear = { from: 0, to: 2, log: false };
    const log = scaled(linear, true);
    expect(log).toEqual({ from: 2e-4, to: 2, log: true, zero: true });
    if (!log) return;
    expect([valueAt(log, 0, spec({})), valueAt(log, 200, spec({})), valueAt(log, 100, spec({}))]).toEqual([0, 2, 0.02]);
    expect([positionOf(log, 0), positionOf(log, 2), Math.round(positionOf(log, 0.02))]).toEqual([0, 200, 100]);
    expect(scaled(log, false)).toEqual(linear);
    expect(scaled({ from: -1, to: 1, log: false }, true)).toBeNull();
  });
});

describe("titles", () => {
  it.each([
    ['{ "a": { "title": "no" }, "title" : "old", "x": 1 }', "m.json", '{ "a": { "title": "no" }, "title" : "a \\"b\\"", "x": 1 }'],
    ['{ "kind": "title", "x": ["title", ":"] }', "m.json", '{\n  "title": "a \\"b\\"", "kind": "title", "x": ["title", ":"] }'],
    ["# c\nancilla: 1\ntitle: old one\n  title: no\n", "m.yaml", '# c\nancilla: 1\ntitle: "a \\"b\\""\n  title: no\n'],
    ["# c\nancilla: 1\n", "m.yaml", '# c\ntitle: "a \\"b\\""\nancilla: 1\n'],
  ])("are written in their place: %s", (text, file, wanted) => expect(retitled(text, file, 'a "b"')).toBe(wanted));
});
