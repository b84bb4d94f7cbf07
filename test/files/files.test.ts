import { chmodSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromCsv, toCsv } from "../../src/files/csv.ts";
import { writableFolder, writeWhole } from "../../src/files/folder.ts";
import { toJson } from "../../src/files/json.ts";
import { fromNpz, toNpz } from "../../src/files/npz.ts";
import { optional } from "../../src/files/optional.ts";
import { parseRecord } from "../../src/files/parse.ts";
import { provenance, version } from "../../src/files/provenance.ts";
import { readResult } from "../../src/files/read.ts";
import { columnsOf, type GridRecord, type ResultRecord, withoutNaN, worded } from "../../src/files/record.ts";
import { withHash } from "../../src/files/result-hash.ts";
import { dataFormats, saveNotes, saveRecord } from "../../src/files/save.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-files-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const record: ResultRecord = {
  model: "phaseonium",
  parameters: { T0: [0.7, 1.3], alpha: 0.25 },
  axis: { name: "collision", values: [0, 1, 2] },
  observables: { T1: [0.1, 1 / 3, 1e-300], "p_0,1": [1, null, -2.5] },
  diagnostics: { warnings: [] },
  provenance: provenance({ seed: 7 }),
};

describe("a saved result", () => {
  it("comes back from every form with all its digits and gaps", async () => {
    const paths = await saveRecord(folder, "run", record, dataFormats);
    expect(paths).toHaveLength(4);
    for (const path of paths) expect((await readResult(path)).columns, path).toEqual(columnsOf(record));
    expect(JSON.parse(readFileSync(join(folder, "run.json"), "utf8"))).toEqual(withHash(record));
  });

  it("has the same bits each time, and leaves no part files", async () => {
    const first = await saveRecord(folder, "a", record, dataFormats);
    const second = await saveRecord(folder, "b", record, dataFormats);
    first.forEach((path, i) => {
      expect(readFileSync(path).equals(readFileSync(second[i])), path).toBe(true);
    });
    expect(readdirSync(folder)).toHaveLength(8);
  });

  it("is written beside its place and renamed: who reads the old file never sees half of the new one", async () => {
    const path = join(folder, "whole.csv");
    await writeWhole(path, "old");
    linkSync(path, join(folder, "reader"));
    await writeWhole(path, "new");
    expect([readFileSync(path, "utf8"), readFileSync(join(folder, "reader"), "utf8")]).toEqual(["new", "old"]);
  });

  it("keeps command, host and times in a file of their own", async () => {
    const notes = JSON.parse(readFileSync(await saveNotes(folder, "run", { command: "ancilla run", seconds: 0.5 }), "utf8"));
    const secret = await saveNotes(folder, "secret", { command: "x redis://:hunter2@h?password=hunter2", seconds: 0 });
    expect(readFileSync(secret, "utf8")).not.toContain("hunter2");
    expect(notes).toMatchObject({ command: "ancilla run", node: process.version, seconds: 0.5 });
    const data = JSON.stringify(record);
    expect(data).not.toContain(process.version);
    expect(data).not.toMatch(/20\d\d-\d\d-\d\d/);
  });

  it("names statistics of an ensemble after the observable", () => {
    const { observables: _, ...rest } = record;
    const ensemble = { ...rest, mean: { T1: [1, 2, 3] }, std: { T1: [0, 1, 2] } };
    expect(Object.keys(columnsOf(ensemble))).toEqual(["collision", "mean_T1", "std_T1"]);
  });

  it("are columns only where they are as long as the axis, and never stand for an axis", () => {
    const base = { model: "m", parameters: {}, axis: { name: "time", values: [0, 1] }, diagnostics: {}, provenance: { ancilla: "0" } };
    const mixed = { ...base, mean: { x: [1, 2] }, std: { x: [1] }, min: null, max: 3, "q0.5": { x: [3, 4] } };
    expect(columnsOf(mixed as never)).toEqual({ time: [0, 1], mean_x: [1, 2], "q0.5_x": [3, 4] });
    const clash = () => columnsOf({ ...base, observables: { time: [5, 6] } } as never);
    expect(clash).toThrow('Argument `observables` must have names that no axis has, but "time" is both.');
  });

  it("turns NaN into null and says so", () => {
    const whole = withoutNaN({ ...record, observables: { T1: [0, Number.NaN, Number.POSITIVE_INFINITY] } });
    expect(toJson(whole)).toContain('"T1": [0, null, null]');
    expect(whole.diagnostics.warnings).toEqual(["T1 is not a finite number at 2 of 3 points; null stands for it."]);
  });
});

describe("observables that say which", () => {
  const modes: ResultRecord = { ...record, observables: { mode: [0, null, 1] }, labels: { mode: ["engine", "refrigerator"] } };

  it("have names in JSON and numbers in columns, and come back as numbers", async () => {
    expect(worded(modes).observables?.mode).toEqual(["engine", null, "refrigerator"]);
    const paths = await saveRecord(folder, "modes", modes, dataFormats);
    expect(readFileSync(join(folder, "modes.json"), "utf8")).toContain('"mode": ["engine", null, "refrigerator"]');
    for (const path of paths) expect((await readResult(path)).columns.mode, path).toEqual([0, null, 1]);
  });
});

describe("JSON", () => {
  it("is JSON with keys sorted by code unit, for any value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = toJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(toJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(toJson({ b: 1, a: [1, 2], Z: { y: new Float64Array([1, Number.NaN]) } })).toBe(
      '{\n  "Z": {\n    "y": [1, null]\n  },\n  "a": [1, 2],\n  "b": 1\n}\n',
    );
  });
});

describe("CSV", () => {
  it("keeps numbers and names", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !["__proto__", "constructor"].includes(text) && !/^\d+$/.test(text));
    const table = fc.dictionary(
      name,
      fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 2, maxLength: 2 }),
      {
        minKeys: 2,
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(table, (columns) => {
        const back = fromCsv(toCsv(columns));
        expect(Object.keys(back)).toEqual(Object.keys(columns));
        for (const [key, values] of Object.entries(columns)) expect(back[key]).toEqual(values.map((value) => (value === 0 ? 0 : value)));
      }),
    );
  });

  it("says which row is wrong", () => {
    expect(() => fromCsv("a,b\n1,2\n3\n")).toThrow("row 3 has 1 of 2");
    expect(() => fromCsv("a,b\n1,x\n")).toThrow('row 2 has "x" under b');
  });
});

describe("bad input", () => {
  it("refuses a folder that cannot be written, in one sentence", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(writableFolder(join(folder, "file"))).rejects.toThrow(
      /^Argument `out` must be a folder that can be written, but ".*" is a file\. /,
    );
    await expect(writableFolder(join(folder, "file", "below"))).rejects.toThrow("lies below a file");
    if (process.getuid?.() !== 0) {
      chmodSync(folder, 0o500);
      await expect(writableFolder(join(folder, "new"))).rejects.toThrow("may not be written");
      chmodSync(folder, 0o700);
    }
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("refuses files that are missing, folders, or something else", async () => {
    writeFileSync(join(folder, "other.json"), "[1, 2]");
    writeFileSync(join(folder, "broken.json"), "{");
    writeFileSync(join(folder, "note.txt"), "");
    await expect(readResult(join(folder, "gone.csv"))).rejects.toThrow("does not exist");
    await expect(readResult(folder)).rejects.toThrow("is a folder");
    await expect(readResult(join(folder, "other.json"))).rejects.toThrow("hold a result of ancilla");
    await expect(readResult(join(folder, "broken.json"))).rejects.toThrow("hold JSON");
    await expect(readResult(join(folder, "note.txt"))).rejects.toThrow("end in .csv, .json, .parquet or .npz");
  });

  it("names the command that installs a missing package", async () => {
    const missing = optional("no-such-package", "Writing X", () => import("no-such-package" as string));
    await expect(missing).rejects.toThrow(
      "Writing X needs the package no-such-package, which is not installed. Install it with `npm install no-such-package`.",
    );
    const two = optional("no-such-package", "Writing X", () => import("no-such-package" as string), "its-partner");
    await expect(two).rejects.toThrow("Install it with `npm install no-such-package its-partner`.");
  });
});

it("has the version of the package", () => {
  expect(version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});

describe("a result over a grid", () => {
  const { axis: _axis, ...rest } = record;
  const axes = [
    { name: "a", values: [1, 2, 3] },
    { name: "b", values: [0.5, 0.25] },
  ] as const;
  const grid: GridRecord = { ...rest, axes, observables: { x: [1, 2, null, 4, 5, 6], y: [6, 5, 4, 3, 2, 1] } };

  it("is a long table, and comes back as one from every form", async () => {
    expect(columnsOf(grid)).toEqual({ a: [1, 1, 2, 2, 3, 3], b: [0.5, 0.25, 0.5, 0.25, 0.5, 0.25], ...grid.observables });
    for (const path of await saveRecord(folder, "grid", grid, dataFormats)) {
      expect((await readResult(path)).columns, path).toEqual(columnsOf(grid));
    }
    expect(JSON.parse(readFileSync(join(folder, "grid.json"), "utf8"))).toEqual(withHash(grid));
  });

  it("is refused where its tables and axes do not fit", async () => {
    const about = JSON.stringify({ axes: ["a", "b"] });
    const table = { shape: [3, 2] as const, values: [1, 2, 3, 4, 5, 6] };
    const cases: [Uint8Array, RegExp][] = [
      [await toNpz({ a: [1, 2, 3], b: [1], x: table }, { "ancilla.json": about }), /x\.npy has 3 × 2 values on axes of 3 and 1/],
      [await toNpz({ a: [1, 2], b: [1, 2, 3], x: table }, { "ancilla.json": about }), /x\.npy has 3 × 2 values on axes of 2 and 3/],
      [await toNpz({ a: [1, 2, 3], b: [1, 2], x: table }), /does not say on which axes/],
      [await toNpz({ a: [1, 2, 3], x: table }, { "ancilla.json": about }), /does not say on which axes/],
      [await toNpz({ a: [1, 2, 3], b: [1, 2], x: table }, { "ancilla.json": "{" }), /does not say on which axes/],
    ];
    for (const [bytes, sentence] of cases) expect(() => fromNpz(bytes)).toThrow(sentence);
    const broken: [object, RegExp][] = [
      [{ ...grid, observables: { x: [1, 2, 3] } }, /column "x" has 3 values for 6 points/],
      [{ ...grid, axes: [axes[0]] }, /its axes are not two/],
      [{ ...grid, axes: [axes[0], { name: "b" }] }, /no model or no axis/],
      [{ ...grid, axes: [axes[0], { name: "b", values: ["x"] }] }, /holds something that is no number/],
      [{ ...grid, axis: axes[0] }, /an axis and axes/],
      [{ ...grid, axes: 7 }, /its axes are not two/],
    ];
    for (const [data, sentence] of broken) expect(() => parseRecord(JSON.stringify(data))).toThrow(sentence);
  });
});
