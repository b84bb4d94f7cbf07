/** Noise on the command line: slices of time, kinds by their text, samples from files. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensemble, modelByName, ornsteinUhlenbeck, samples } from "../../src/index.ts";
import { ancilla, cleanUp } from "./ancilla.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-noise-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const run = ["ensemble", "bloch", "--until", "2", "--save-every", "1", "--trajectories", "32", "--observe", "sz", "--json"];

describe("noise on the command line", () => {
  it("is held for slices of time", async () => {
    const { code, out } = await ancilla([...run, "--every", "0.25", "--noise", "Delta=ou(0,0.5,2)"]);
    expect(code).toBe(0);
    const data = JSON.parse(out);
    const noise = { Delta: ornsteinUhlenbeck(0, 0.5, 2) };
    const options = { until: 2, saveEvery: 1, every: 0.25, trajectories: 32, noise, observables: ["sz"], threads: 1 };
    expect(data.mean).toEqual((await ensemble(modelByName("bloch"), options)).mean);
    expect(data.provenance).toMatchObject({ every: 0.25, noise: ["Delta=ou(0,0.5,2)"] });
  });

  it("is drawn from files", async () => {
    const table = file("runs.csv", "# measured\nt,Delta\n0,0.1\n1,-0.3\n2,0.25\n");
    const { code, out } = await ancilla([...run, "--every", "0.5", "--noise", `Delta=samples(${table}:Delta,replay)`]);
    expect(code).toBe(0);
    const noise = { Delta: samples([0.1, -0.3, 0.25], { order: "replay" }) };
    const options = { until: 2, saveEvery: 1, every: 0.5, trajectories: 32, noise, observables: ["sz"], threads: 1 };
    expect(JSON.parse(out).mean).toEqual((await ensemble(modelByName("bloch"), options)).mean);
  });

  it("lists every kind in its help", async () => {
    const { out } = await ancilla(["ensemble", "--help"]);
    const text = out.replace(/\s+/g, " ");
    for (const form of ["lognormal(mean, std)", "telegraph(low, high, up, down[, x0])", "choice(value:probability, …)", "samples(FILE"])
      expect(text).toContain(form);
  });

  it("is planned", async () => {
    const words = ["plan", "bloch", "--until", "2", "--every", "0.1", "--noise", "Delta=ou(0,0.5,2)"];
    expect((await ancilla(words)).out).toContain("exponentials as polynomials in the noisy parameters");
    expect((await ancilla([...words, "--for", "averaged"])).out).toContain("a chain of hidden states");
  });

  it.each<[string, () => string[], RegExp]>([
    ["no --every", () => ["--noise", "Delta=normal(0,1)"], /Argument `every` must say how long a drawn value is held/],
    ["a missing file", () => ["--every", "1", "--noise", `Delta=samples(${join(folder, "none.csv")})`], /Cannot read the samples of/],
    [
      "a column that is not there",
      () => ["--every", "1", "--noise", `Delta=samples(${file("a.csv", "x,y\n1,2\n")}:z)`],
      /has no column "z", but x, y/,
    ],
    ["no column named", () => ["--every", "1", "--noise", `Delta=samples(${file("b.csv", "1,2\n3,4\n")})`], /has 2 columns; say which/],
    ["a row without a number", () => ["--every", "1", "--noise", `Delta=samples(${file("c.csv", "1\nx\n")})`], /line 2 has "x"/],
    ["an empty file", () => ["--every", "1", "--noise", `Delta=samples(${file("d.csv", "")})`], /holds no rows/],
  ])("refuses %s", async (_, words, sentence) => {
    const { code, err } = await ancilla([...run, ...words()]);
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, " ")).toMatch(sentence);
  });
});
