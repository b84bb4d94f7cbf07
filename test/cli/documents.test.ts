/** Model documents on the command line: a file wherever a model is asked for, its sections as defaults, and what bad ones get. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentDoor } from "../../src/ensembles/document-door.ts";
import { ensemble, normal, parallelSweep, perRealisation, run, steady, sweep } from "../../src/index.ts";
import type { Model } from "../../src/models/model.ts";
import { ancilla, cleanUp } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

let folder = "";
let collision = "";
let equation = "";
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-documents-"));
  collision = file("collision.yaml", (await inProcess(["new", "collision"])).out);
  equation = file("equation.yml", (await inProcess(["new", "master-equation"])).out);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

async function json(...words: string[]) {
  const { code, out, err } = await inProcess([...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

async function modelOf(path: string, parameters = {}): Promise<Model> {
  const { readDocument, documentModel } = await documentDoor();
  return documentModel(readDocument(readFileSync(path, "utf8"), { file: path })).build(parameters);
}

describe("a document to start from", () => {
  it("passes its own check, and says what it is", async () => {
    const facts = await json("check", collision);
    expect(facts).toMatchObject({ name: "my-qubit", kind: "collisions", dimension: 2, parameters: { g: 0.5 }, warnings: [] });
    expect(facts.modelHash).toMatch(/^[0-9a-f]{64}$/);
    const { code, out } = await inProcess(["check", equation, "--set", "d=4"]);
    expect(code).toBe(0);
    expect(out).toMatch(/equation\.yml: ok\nmy-cavity: An atom in a lossy cavity\nmaster equation on .*, dimension 8\n/);
    expect(out).toContain("sections: run, steady, sweep");
  });

  it("keeps its meaning and its hashes in either form", async () => {
    const yaml = (await inProcess(["print", collision])).out;
    const both = [file("again.yaml", yaml), file("again.json", (await inProcess(["print", collision, "--format", "json"])).out)];
    const hashes = await Promise.all([collision, ...both].map(async (path) => path));
    const facts = [];
    for (const path of hashes) facts.push((await json("check", path)).documentHash);
    expect(new Set(facts).size).toBe(1);
    expect((await inProcess(["print", both[1]])).out).toBe(yaml);
  });

  it("is shown with its parameters and observables", async () => {
    const { out } = await inProcess(["list", equation]);
    expect(out).toMatch(/^my-cavity: An atom in a lossy cavity/);
    expect(out).toMatch(/kappa +0\.1 +number ≥ 0 +energy/);
    expect((await json("list", equation)).models[0]).toMatchObject({ name: "my-cavity" });
    expect((await inProcess(["show", equation])).out).toBe(out);
  });
});

describe("a document as a model", () => {
  it("runs with its own section, and what the line says wins", async () => {
    const model = await modelOf(collision);
    const data = await json("run", collision);
    const here = run(model, { steps: 200, saveEvery: 2, observables: ["excited", "energy", "Q", "Sigma"] });
    expect(data.axis).toEqual(here.axis);
    expect(data.observables).toEqual(here.observables);
    expect(data.model).toBe("my-qubit");
    expect(data.document).toMatchObject({ ancilla: 1, name: "my-qubit" });
    expect(data.provenance).toMatchObject({ steps: 200, saveEvery: 2, documentHash: expect.any(String), modelHash: expect.any(String) });
    const other = await json("run", collision, "--steps", "4", "--observe", "purity", "--set", "g=1");
    expect(other.axis.values).toEqual([0, 2, 4]);
    expect(Object.keys(other.observables)).toEqual(["purity"]);
    expect(other.parameters.g).toBe(1);
    const times = await json("run", equation, "--times", "0,1,2", "--set", "d=4");
    expect(times.axis.values).toEqual([0, 1, 2]);
  });

  it("has stationary states, sweeps and grids", async () => {
    const model = await modelOf(equation, { d: 4 });
    const data = await json("steady", equation, "--set", "d=4");
    expect(data.observables.photons[0]).toBe(steady(model, { observables: ["photons"] }).observables.photons);
    const swept = await json("sweep", equation, "--set", "d=3");
    expect([swept.axis.name, swept.axis.values.length]).toEqual(["g", 20]);
    const grid = await json("sweep", equation, "--set", "d=3", "--over", "g=0.1,0.2", "--over", "T=0.1:1:3", "--observe", "photons");
    const values = [
      [0.1, 0.2],
      [0.1, 0.55, 1],
    ] as const;
    expect(grid.observables).toEqual(
      sweep(await modelOf(equation, { d: 3 }), { over: ["g", "T"], values, observables: ["photons"] }).observables,
    );
    expect((await inProcess(["plan", equation, "--for", "steady"])).out).toContain("my-cavity");
  });

  it("sweeps a run to the last of its times", async () => {
    const decay = file(
      "decay.yaml",
      `ancilla: 1
kind: master-equation
name: decay
parameters: { gamma: 0.5 }
spaces: [{ label: q, kind: qubit }]
H: sz(q)/2
jumps: [{ operator: sm(q), rate: gamma }]
initial: proj(q, e)
observables: { up: "mean(proj(q, e))" }
run: { times: [0.5, 2] }
sweep: { over: gamma, values: [0.1, 1], of: run }
`,
    );
    const { up } = (await json("sweep", decay, "--observe", "up")).observables;
    expect(up).toEqual([Math.exp(-0.2), Math.exp(-2)].map((value) => expect.closeTo(value, 9)));
  });

  it("gives the same bits on threads, in sweeps and in ensembles", async () => {
    const model = await modelOf(equation, { d: 3 });
    const options = {
      over: ["g", "T"] as const,
      values: [
        [0.1, 0.2, 0.3],
        [0.1, 1],
      ] as const,
      observables: ["photons"],
    };
    expect((await parallelSweep(model, { ...options, threads: 2 })).observables).toEqual(sweep(model, options).observables);
    const wanted = { times: [0, 1], trajectories: 64, seed: 3, noise: { g: perRealisation(normal(0.5, 0.1)) }, observables: ["photons"] };
    const two = await ensemble(model, { ...wanted, threads: 2 });
    expect(two.execution.threads).toBe(2);
    expect(two.mean).toEqual((await ensemble(model, { ...wanted, threads: 1 })).mean);
    const words = ["--noise", "g=normal(0.5,0.05)", "--trajectories", "64", "--steps", "10", "--observe", "excited"];
    const cli = await json("ensemble", collision, ...words, "--threads", "2", "--quiet");
    const same = { steps: 10, trajectories: 64, noise: { g: normal(0.5, 0.05) }, observables: ["excited"], threads: 1, saveEvery: 2 };
    const here = await ensemble(await modelOf(collision), { ...same, saveEvery: undefined as never });
    expect(cli.mean.excited.at(-1)).toBe(here.mean.excited.at(-1));
    expect(cli.provenance.documentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("comes on standard input, through the real command", async () => {
    const text = readFileSync(collision, "utf8");
    const { code, out, err } = await ancilla(["run", "-", "--steps", "2", "--json"], { input: text });
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out).axis.values).toEqual([0, 2]);
    const broken = await ancilla(["check", "-"], { input: text.replace("omega*sz(S)/2", "omgea*sz(S)/2") });
    expect(broken.code).toBe(2);
    expect(broken.err).toMatch(/^ancilla: .*standard input.*omega/);
  });

  it("is remembered by its hash: another text in the same file is another request", async () => {
    const out = join(folder, "kept");
    const words = ["run", collision, "--steps", "4", "--out", out];
    expect((await inProcess(words)).code).toBe(0);
    expect((await inProcess(words)).out).toMatch(/nothing was computed/);
    const changed = file("changed.yaml", readFileSync(collision, "utf8").replace("initial: proj(S, e)", "initial: proj(S, g)"));
    const { code, err } = await inProcess(["run", changed, "--steps", "4", "--out", out]);
    expect([code, err.includes("of another request")]).toEqual([2, true]);
  });

  it("is drawn as its figure section says", async () => {
    const drawn = file(
      "drawn.yaml",
      `${readFileSync(collision, "utf8")}figure: {title: Getting warm, x: step, y: [excited, energy], xLabel: visits}\n`,
    );
    const out = join(folder, "drawn");
    expect((await inProcess(["figures", drawn, "--out", out])).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(
      ["csv", "json", "run.json"]
        .map((end) => `my-qubit-run.${end}`)
        .concat(["my-qubit-run-figure.png", "my-qubit-run-figure.svg"])
        .sort(),
    );
    const svg = readFileSync(join(out, "my-qubit-run-figure.svg"), "utf8");
    for (const word of ["Getting warm", "visits", "excited", "energy"]) expect(svg).toContain(word);
  });
});

describe("a document as a program", () => {
  it("in TypeScript prints the numbers of `ancilla run`", async () => {
    const { out } = await inProcess(["export", collision, "--to", "typescript", "--set", "g=0.7", "--steps", "5"]);
    const here = out
      .replace('"ancilla"', JSON.stringify(resolve("src/index.ts")))
      .replace('"ancilla/documents"', JSON.stringify(resolve("src/documents/index.ts")));
    mkdirSync("build", { recursive: true });
    const path = resolve(`build/export-${process.pid}.mts`);
    writeFileSync(path, here);
    const printed = JSON.parse(execFileSync(process.execPath, ["--import", "tsx", path], { encoding: "utf8" }));
    rmSync(path);
    const data = await json("run", collision, "--steps", "5", "--save-every", "1", "--set", "g=0.7");
    expect(printed.observables).toEqual(data.observables);
  });

  it("for QuTiP has what `run` records", async () => {
    const { out } = await inProcess(["export", equation, "--to", "qutip", "--until", "1"]);
    for (const line of ["kappa = 0.1", '"photons": lambda t:', "qt.mesolve("]) expect(out).toContain(line);
    expect((await inProcess(["export", "rotor", "--to", "qutip"])).err).toMatch(/`ancilla export` takes a document/);
  });
});

describe("bad documents get a sentence, exit code 2, and nothing is written", () => {
  const cases: [string, (text: string) => string, RegExp][] = [
    ["an unknown operator", (text) => text.replace("omega*sz(S)/2  ", "omega*szz(S)/2 "), /`\/H` \(.*bad\.yaml, line \d+, column \d+.*sz/],
    ["an unknown key", (text) => text.replace("initial:", "initail:"), /initial/],
    ["H that is not Hermitian", (text) => text.replace("omega*sz(S)/2  ", "omega*sp(S)/2  "), /`\/H`/],
    ["text that is no YAML", () => "a: [1", /line \d+/],
    ["an empty file", () => "", /bad\.yaml/],
    ["a job that is too large", (text) => text.replace("sz(S)/2  ", "sz(Q)/2  "), /S/],
  ];

  it.each(cases)("%s", async (_, change, sentence) => {
    const path = file("bad.yaml", change(readFileSync(collision, "utf8")));
    const out = join(folder, "nothing");
    for (const words of [
      ["check", path],
      ["run", path, "--out", out],
      ["plan", path],
      ["export", path, "--to", "qutip"],
    ]) {
      const { code, out: printed, err } = await inProcess(words);
      expect(err).toMatch(/^ancilla: .+\n$/);
      expect(err).toMatch(sentence);
      expect([code, printed]).toEqual([2, ""]);
    }
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ["run", "no.yaml", /The document "no\.yaml" does not exist\./],
    ["run", "src/.json", /The document "src\/\.json" does not exist\./],
    [
      "check",
      "rotor",
      /`ancilla check` takes a document: a file that ends in \.json, \.yaml or \.yml, or - for standard input, but not "rotor"\./,
    ],
    ["list", "no.json", /does not exist/],
  ])("%s %s", async (command, word, sentence) => {
    const { code, err } = await inProcess([command, word]);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
  });

  it("all that is wrong is told, a line each", async () => {
    const path = file("twice.yaml", readFileSync(collision, "utf8").replace("initial:", "initail:").replace("tau: tau", "tau: 2*"));
    const { code, err } = await inProcess(["check", path]);
    expect(code).toBe(2);
    expect(err.split("\n")).toHaveLength(3);
    expect(err).toMatch(/^ancilla: `\/tau` .*\nancilla: `\/initail` .*initial\?\n$/);
  });

  it("units that do not fit are warned of", async () => {
    const path = file("units.yaml", readFileSync(collision, "utf8").replace("H: omega*sz(S)/2", "H: (omega + tau)*sz(S)/2"));
    const { code, err } = await inProcess(["check", path]);
    expect([code, err]).toEqual([0, expect.stringMatching(/^warning: `\/H` \(.*units\.yaml, line \d+, column 4; character \d+\) .+\n$/)]);
    expect(JSON.parse((await inProcess(["check", path, "--json"])).out).warnings).toHaveLength(1);
  });

  it("the schema is printed", async () => {
    const { code, out } = await inProcess(["schema"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      anyOf: [{ $ref: "#/$defs/collisions" }, {}],
    });
  });

  it("a run without a length says the remedy", async () => {
    const bare = file("bare.yaml", readFileSync(collision, "utf8").replace(/^run:.*\n/m, ""));
    const { code, err } = await inProcess(["run", bare]);
    expect([code, err]).toEqual([2, "ancilla: A run needs a length. Say how many collisions with --steps N.\n"]);
    const grid = await inProcess(["sweep", collision, "--over", "g=0:1:40000", "--over", "T=0:1:25000"]);
    expect([grid.code, grid.err.includes("40000 × 25000 = 1000000000 points")]).toEqual([2, true]);
    const neither = file("neither.yaml", readFileSync(collision, "utf8").replace(/^(run|steady):.*\n/gm, ""));
    expect((await inProcess(["figures", neither])).err).toMatch(/has no run, no sweep and no other question to draw/);
  });
});
