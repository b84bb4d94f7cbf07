/** Noise on the command line: slices of time, kinds by their text, samples from files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { averaged, ensemble, markov, modelByName, normal, ornsteinUhlenbeck, samples } from "../../src/index.ts";
import { ancilla, cleanUp } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

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

  it("is correlated, with quantiles from a sketch", async () => {
    const noise = ["--noise", "Delta=normal(0,0.5)", "--noise", "Omega=uniform(0.8,1.2)"];
    const { code, out } = await ancilla([
      ...run,
      "--every",
      "0.5",
      ...noise,
      "--correlate",
      "Delta,Omega=0.7",
      "--quantiles",
      "0.5",
      "--sketch",
    ]);
    expect(code).toBe(0);
    const { provenance, ...data } = JSON.parse(out);
    expect(provenance.correlations).toEqual({
      parameters: ["Delta", "Omega"],
      matrix: [
        [1, 0.7],
        [0.7, 1],
      ],
    });
    expect(data["q0.5"].sz).toHaveLength(3);
  });

  it("is averaged exactly, in slices and in continuous time", async () => {
    const words = ["average", "bloch", "--until", "2", "--save-every", "1", "--observe", "sz,sx", "--json"];
    const noise = { Delta: ornsteinUhlenbeck(0, 0.5, 2) };
    const options = { noise, until: 2, saveEvery: 1, observables: ["sz", "sx"] };
    const sliced = await inProcess([...words, "--noise", "Delta=ou(0,0.5,2)", "--every", "0.25"]);
    expect(sliced.code, sliced.err).toBe(0);
    expect(JSON.parse(sliced.out).observables).toEqual(averaged(modelByName("bloch"), { ...options, every: 0.25 }).observables);
    const limit = await inProcess([...words, "--noise", "Delta=ou(0,0.5,2)", "--continuous", "--spread", "--nodes", "8"]);
    const { mean, std, diagnostics, provenance } = JSON.parse(limit.out);
    const exact = averaged(modelByName("bloch"), { ...options, continuous: true, spread: true, nodes: 8 });
    expect({ mean, std }).toEqual({ mean: exact.observables, std: exact.std });
    expect(diagnostics.hidden).toEqual({ levels: 8, error: null });
    expect(provenance).toMatchObject({ continuous: true, noise: ["Delta=ou(0,0.5,2)"] });
    const shown = await inProcess([...words.slice(0, -1), "--noise", "Delta=telegraph(-1,1,0.5,0.5)"]);
    expect(shown.out).toContain("Exact mean by a master equation with hidden states, 2 states.");
  });

  it("jumps at its exact times without slices", async () => {
    const { code, out } = await inProcess([...run, "--noise", "Delta=markov(-1,0,1,0>1:0.5,1>2:0.4,2>0:0.3,start=1)", "--threads", "1"]);
    expect(code).toBe(0);
    const Delta = markov(
      [-1, 0, 1],
      [
        [0, 1, 0.5],
        [1, 2, 0.4],
        [2, 0, 0.3],
      ],
      { start: 1 },
    );
    const options = { until: 2, saveEvery: 1, trajectories: 32, noise: { Delta }, observables: ["sz"], threads: 1 };
    expect(JSON.parse(out).mean).toEqual((await ensemble(modelByName("bloch"), options)).mean);
  });

  it("is counted as a program would have it: covariances, histograms, pairs, an early end", async () => {
    const words = [...run, "--every", "0.5", "--noise", "Delta=normal(0,0.5)", "--threads", "1"];
    const more = ["--covariances", "1,2", "--histogram", "sz@2=-1:1:4", "--antithetic", "--quantiles", "0.5", "--sketch"];
    const { code, out, err } = await inProcess([...words, ...more]);
    expect(code, err).toBe(0);
    const found = JSON.parse(out);
    const result = await ensemble(modelByName("bloch"), {
      until: 2,
      saveEvery: 1,
      every: 0.5,
      trajectories: 32,
      noise: { Delta: normal(0, 0.5) },
      observables: ["sz"],
      covariances: { at: [1, 2] },
      histograms: [{ observable: "sz", step: 2, edges: [-1, -0.5, 0, 0.5, 1] }],
      antithetic: true,
      quantiles: [0.5],
      sketch: true,
      threads: 1,
    });
    expect(found.covariances).toEqual(result.covariances);
    expect(found.histograms).toEqual(result.histograms);
    expect(found.antitheticGain).toEqual(result.antitheticGain);
    expect(found.quantileBins).toEqual(result.quantiles?.bins);
    expect(found.provenance.antithetic).toBe(true);
    const many = words.map((word) => (word === "32" ? "100000" : word));
    const stopped = JSON.parse((await inProcess([...many, "--stop-at", "sz=0.02"])).out);
    expect(stopped.stoppedEarly).toBe(true);
    expect(stopped.trajectories % 256).toBe(0);
    expect(stopped.trajectories).toBeLessThan(5000);
    for (const error of stopped.standardError.sz) expect(error).toBeLessThanOrEqual(0.02);
  });

  it("of a document may be on collisions, and shared", async () => {
    const text = readFileSync("examples/thermalising-qubit.json", "utf8");
    const document = (noise: object) =>
      file("noisy.json", JSON.stringify({ ...JSON.parse(text), noise: { trajectories: 64, steps: 5, ...noise } }));
    const both = { g: "normal(1, 0.1)", T: "gamma(9, 0.1)" };
    const path = document({ parameters: { ...both, collisions: "choice(0:0.2, 1:0.7, 2:0.1)" }, correlate: ["g,T=0.6"] });
    const { code, out, err } = await inProcess(["ensemble", path, "--observe", "energy", "--json", "--threads", "1"]);
    expect(code, err).toBe(0);
    const { provenance } = JSON.parse(out);
    expect(provenance.correlations.parameters).toEqual(["g", "T"]);
    expect(provenance.noise).toContain("collisions=choice(0:0.2,1:0.7,2:0.1)");
    const average = await inProcess(["average", path, "--observe", "energy", "--json", "--nodes", "12"]);
    expect(average.code, average.err).toBe(0);
    for (const [noise, sentence] of [
      [{ parameters: { collisions: "normal(1, 0.1)" } }, /must draw whole numbers from 0 to 64/],
      [{ parameters: both, correlate: ["g,T"] }, /must look like phi,theta=0.6/],
      [{ parameters: both, correlate: ["g,tau=0.5"] }, /must have noise, but `tau` has none/],
      [{ parameters: both, correlate: ["g,T=1.5"] }, /must be a finite number/],
    ] as const) {
      const refused = await inProcess(["check", document(noise)]);
      expect(refused.code, JSON.stringify(noise)).toBe(2);
      expect(`${refused.out}${refused.err}`.replace(/\s+/g, " ")).toMatch(sentence);
    }
    const equation = JSON.parse(readFileSync("examples/driven-kerr-cavity.json", "utf8"));
    const odd = file(
      "odd.json",
      JSON.stringify({ ...equation, noise: { until: 1, trajectories: 2, parameters: { collisions: "poisson(1)" } } }),
    );
    expect((await inProcess(["check", odd])).err + (await inProcess(["check", odd])).out).toMatch(/this is a master equation/);
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
    [
      "half a correlation",
      () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--correlate", "Delta=0.5"],
      /must look like phi,theta=0.6/,
    ],
    ["no --every", () => ["--noise", "Delta=normal(0,1)"], /Option --every must say how long a drawn value is held/],
    ["a missing file", () => ["--every", "1", "--noise", `Delta=samples(${join(folder, "none.csv")})`], /Cannot read the samples of/],
    [
      "a column that is not there",
      () => ["--every", "1", "--noise", `Delta=samples(${file("a.csv", "x,y\n1,2\n")}:z)`],
      /has no column "z", but x, y/,
    ],
    ["no column named", () => ["--every", "1", "--noise", `Delta=samples(${file("b.csv", "1,2\n3,4\n")})`], /has 2 columns; say which/],
    ["a row without a number", () => ["--every", "1", "--noise", `Delta=samples(${file("c.csv", "1\nx\n")})`], /line 2 has "x"/],
    [
      "a histogram without bins",
      () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--histogram", "sz@1=0:1"],
      /must look like T1@100=0:2:40/,
    ],
    ["a histogram downwards", () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--histogram", "sz@1=1:0:4"], /must go up/],
    [
      "two errors without names",
      () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--stop-at", "1e-3", "--stop-at", "1e-4"],
      /T1=1e-4 for each/,
    ],
    [
      "an error of nothing",
      () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--stop-at", "sx=1e-3"],
      /must name recorded observables/,
    ],
    [
      "covariances where nothing is saved",
      () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--covariances", "0.7"],
      /must be a saved step/,
    ],
    [
      "pairs of an odd number",
      () => ["--every", "1", "--noise", "Delta=normal(0,1)", "--antithetic", "--trajectories", "33"],
      /given twice/,
    ],
    ["an empty file", () => ["--every", "1", "--noise", `Delta=samples(${file("d.csv", "")})`], /holds no rows/],
  ])("refuses %s", async (_, words, sentence) => {
    const { code, err } = await inProcess([...run, ...words()]);
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, " ")).toMatch(sentence);
  });
});
