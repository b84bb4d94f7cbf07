import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  bloch,
  type ClickRecord,
  type CurrentRecord,
  clickStatistics,
  jumps,
  recordedG2,
  recordedWaiting,
  unravel,
} from "../../src/index.ts";
import { readRecords, saveRecords } from "../../src/node.ts";
import { inProcess } from "./inprocess.ts";

let folder = "";
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-records-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function json(...words: string[]) {
  const { code, out, err } = await inProcess([...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

async function lines(...words: string[]) {
  const { code, out, err } = await inProcess(words);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

const watched = ["unravel", "bloch", "--by", "jumps", "--until", "20", "--trajectories", "60", "--seed", "3"];

describe("ancilla unravel --records FILE and ancilla records", () => {
  it.each(["clicks.npz", "clicks.parquet"])("%s holds what the library keeps", async (name) => {
    const data = await json(...watched, "--records", file(name));
    expect(data.recordsFile).toBe(file(name));
    expect(data.clicks).toBeUndefined();
    const { clicks } = await unravel(bloch(), { by: jumps(), until: 20, trajectories: 60, seed: 3, records: true });
    const read = (await readRecords(file(name))) as ClickRecord;
    expect(read.until).toBe(20);
    expect(Array.from(read.times)).toEqual(Array.from(clicks?.times ?? []));
    expect(Array.from(read.first)).toEqual(Array.from(clicks?.first ?? []));
    expect(Array.from(read.which)).toEqual(Array.from(clicks?.which ?? []));
    const waiting = await json("records", file(name), "--waiting", "0:8:5", "--after", "5");
    const exact = recordedWaiting(read, { edges: [0, 2, 4, 6, 8], after: 5 });
    expect(waiting.observables.density).toEqual(exact.density);
    expect(waiting.model).toBe("bloch");
    const pairs = await json("records", file(name), "--g2", "0,1,2,4", "--after", "5");
    expect(pairs.observables.g2).toEqual(recordedG2(read, { edges: [0, 1, 2, 4], after: 5 }).g2);
    expect(pairs.axis.values).toEqual([0.5, 1.5, 3]);
  });

  it("counts windows, and draws what it tells", async () => {
    const text = await lines("records", file("clicks.npz"), "--windows", "5", "--out", file("w"), "--format", "csv,svg");
    expect(text).toMatch(/In 240 windows: mean [\d.]+ ± [\d.]+, variance .*, Fano factor/);
    expect(readFileSync(file("w/bloch-windows.csv"), "utf8")).toMatch(/^n,P,P_error\n0,/);
  });

  it("readings and currents, too", async () => {
    await lines("unravel", "structured", "--by", "measured", "--steps", "40", "--trajectories", "50", "--records", file("units.parquet"));
    const told = await lines("records", file("units.parquet"), "--waiting", "0,1,2,3,4", "--of", "0");
    expect(told).toMatch(/Mean wait/);
    const homodyne = ["unravel", "bloch", "--by", "homodyne", "--dt", "0.05", "--until", "20", "--trajectories", "8", "--observe", "Y"];
    await lines(...homodyne, "--records", file("current.npz"));
    expect(((await readRecords(file("current.npz"))) as CurrentRecord).increments.length).toBe(8 * 400);
    const spectrum = await json("records", file("current.npz"), "--spectrum", "128");
    expect(spectrum.axis.values.length).toBe(65);
    expect(spectrum.floor).toBe(1);
  });

  it("says the exact numbers beside", async () => {
    const data = await json("counting", "bloch", "--of", "c=jumps(bath)", "--efficiency", "0.8", "--waiting", "0:4:5");
    const exact = clickStatistics(bloch(), { of: { name: "c", jumps: "bath", efficiency: 0.8 }, times: [0, 1, 2, 3, 4] });
    expect(data.observables).toEqual({ waiting: exact.waiting, survival: exact.survival, g2: exact.g2 });
    expect(data.wait.mean).toBe(exact.mean);
  });

  it.each<[string[], RegExp]>([
    [["records", "FILE"], /Give one of --waiting, --g2, --windows and --spectrum/],
    [["records", "FILE", "--g2", "0:1:3", "--windows", "2"], /Give one of/],
    [["records", "FILE", "--spectrum"], /Option --spectrum is of currents, and the file holds events/],
    [["records", "FILE", "--waiting", "0:1:3", "--of", "dark"], /--of must name events of the record \(bath\), but is "dark"/],
    [["records", "FILE", "--windows", "50"], /must fit into the records, which last 20/],
    [["records", "missing.npz", "--windows", "5"], /`path` must be a file of records, but "missing\.npz" does not exist/],
    [["records", "clicks.txt", "--windows", "5"], /`path` must end in \.npz or \.parquet/],
    [[...watched, "--records", "clicks.txt"], /--records must end in \.npz or \.parquet, but is "clicks\.txt"/],
    [[...watched, "--records", "/proc/none/clicks.npz"], /be a folder that can be written/],
    [["counting", "bloch", "--of", "N", "--waiting", "0:1:3", "--until", "3"], /leave --until out/],
    [["counting", "bloch", "--of", "N,N_bath", "--waiting", "0:1:3"], /takes one count, but names 2/],
  ])("refuses %j", async (words, sentence) => {
    const { code, out, err } = await inProcess(words.map((word) => (word === "FILE" ? file("clicks.npz") : word)));
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
    expect(existsSync("clicks.txt")).toBe(false);
  });
});

describe("files of records", () => {
  const record: ClickRecord = {
    kind: "clicks",
    detectors: ["a", "b"],
    trajectories: 3,
    until: 2,
    first: Int32Array.of(0, 2, 2, 3),
    times: Float64Array.of(0.1, 1 / 3, 2),
    which: Int16Array.of(0, 1, 0),
    logLikelihoods: Float64Array.of(-1, -0.5, 1e-300),
  };

  it.each(["x.npz", "x.parquet"])("%s gives the same object again, and the same bytes", async (name) => {
    await saveRecords(file(name), record);
    const bytes = readFileSync(file(name));
    expect(await readRecords(file(name))).toEqual(record);
    await saveRecords(file(name), record);
    expect(readFileSync(file(name)).equals(bytes)).toBe(true);
    const units = { kind: "readings", outcomes: ["g", "e"], trajectories: 2, steps: 3, values: Int16Array.of(0, 1, -1, 1, 1, 0) } as const;
    await saveRecords(file(name), units);
    expect(await readRecords(file(name))).toEqual(units);
    const both = {
      kind: "currents",
      names: ["Y1", "Y2"],
      dt: 0.1,
      trajectories: 1,
      steps: 2,
      increments: Float64Array.of(1, 2, 3, 4),
    } as const;
    await saveRecords(file(name), both);
    expect(await readRecords(file(name))).toEqual(both);
    await saveRecords(file(name), { ...record, trajectories: 1, first: [0, 0], times: [], which: [], logLikelihoods: [0] });
    expect((await readRecords(file(name))).trajectories).toBe(1);
  });

  it.each<[object, RegExp]>([
    [{ which: [0, 2, 0] }, /detector\[1\]|integer from 0 to 1/],
    [{ first: [0, 2, 2, 2] }, /share out all clicks|first/],
    [{ times: [0.1, 0.05, 2] }, /`time` must increase within each trajectory up to its end, but click 1 does not/],
    [{ times: [0.1, 0.3, 3] }, /is not/],
    [{ until: -1 }, /`record.until` must be a positive number/],
    [{ detectors: [] }, /`record.detectors` must be a list of names/],
    [{ kind: "photons" }, /record of trajectories|is not/],
  ])("refuse what is damaged: %j", async (change, sentence) => {
    const damaged = { ...record, ...change } as ClickRecord;
    await expect(saveRecords(file("bad.npz"), damaged).then(() => readRecords(file("bad.npz")))).rejects.toThrow(sentence);
  });

  it("with any byte changed are read as records or refused in a sentence", async () => {
    await saveRecords(file("whole.npz"), record);
    const whole = readFileSync(file("whole.npz"));
    for (let k = 0; k < 120; k++) {
      const bytes = Buffer.from(whole);
      bytes[(k * 7919) % bytes.length] ^= 1 << (k % 8);
      writeFileSync(file("changed.npz"), bytes);
      const answer = await readRecords(file("changed.npz")).then(
        ({ kind }) => kind,
        (error: Error & { code?: string }) => (error.message.startsWith("Argument `path` must") && error.code ? "refused" : error.stack),
      );
      expect(["clicks", "refused"]).toContain(answer);
    }
  });

  it("refuse other files in a sentence", async () => {
    writeFileSync(file("text.npz"), "nothing");
    await expect(readRecords(file("text.npz"))).rejects.toThrow(/be a file of records of trajectories, but ".*" is not: /);
    writeFileSync(file("text.parquet"), "nothing");
    await expect(readRecords(file("text.parquet"))).rejects.toThrow(/is not: /);
    await expect(saveRecords(file("x.npz"), undefined)).rejects.toThrow(/`record` must be a record of trajectories/);
  });
});
