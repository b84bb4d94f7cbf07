/** Driven master equations on the command line: states that repeat, and what is said where a stationary state is asked for. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeAt } from "../../src/documents/editor/index.ts";
import { documentModel, readDocument } from "../../src/documents/index.ts";
import { masterEquation, periodicSteady, plan, qubit, qubitHamiltonian, sigmaMinus, sigmaX } from "../../src/index.ts";
import { Programs } from "../docs/programs.ts";
import { inProcess } from "./inprocess.ts";

const document = `ancilla: 1
kind: master-equation
name: driven
spaces: [{kind: qubit, label: S}]
H: 0.5*sz(S) + 0.2*cos(2*pi*t)*sx(S)
initial: "ket(S, g)"
jumps: [{operator: sm(S), rate: 0.5, bath: cold}]
`;

let folder = "";
let file = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-repeating-"));
  file = join(folder, "driven.yaml");
  writeFileSync(file, document);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("ancilla steady --period", () => {
  it("has the records, means, power and heats that the library finds", async () => {
    const q = qubit("S");
    const model = masterEquation({
      H: [qubitHamiltonian(q, 1), [sigmaX(q), (t: number) => 0.2 * Math.cos(2 * Math.PI * t)]],
      jumps: [{ operator: sigmaMinus(q), rate: 0.5, bath: "cold" }],
      initial: [0, 1],
    });
    const wanted = periodicSteady(model, { period: 1, points: 9, observables: ["sz"] });
    const { code, out } = await inProcess(["steady", file, "--period", "1", "--points", "9", "--observe", "sz", "--json"]);
    expect(code).toBe(0);
    const { axis, observables, diagnostics } = JSON.parse(out);
    expect(axis.values).toEqual(wanted.axis.values);
    observables.sz.forEach((value: number, k: number) => expect(value).toBeCloseTo(wanted.observables.sz[k] as number, 12));
    expect(diagnostics.averages.sz).toBeCloseTo(-0.998908, 6);
    expect(diagnostics.power).toBeCloseTo(wanted.power, 12);
    expect(diagnostics.heats.cold).toBeCloseTo(-wanted.power, 10);
    expect(Math.abs(diagnostics.energyResidual)).toBeLessThan(1e-12);
  });

  it("prints a table and what it means, and writes files that it finds again", async () => {
    const out = join(folder, "out");
    const words = ["steady", file, "--period", "1", "--points", "5", "--observe", "sz", "--out", out, "--format", "json,csv,svg"];
    const first = await inProcess(words);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/Means over the period 1: sz -0\.9989\d*\. Per unit time: power of the drive \S+, heat from each bath cold/);
    expect(readdirSync(out).sort()).toContain("driven-period.json");
    expect(readdirSync(out).some((name) => name.endsWith(".svg"))).toBe(true);
    expect((await inProcess(words)).code).toBe(0);
    expect((await inProcess([...words.slice(0, 3), "2", ...words.slice(4)])).code).toBe(2);
  });
});

describe("a period in a document", () => {
  const written = (section: string): string => {
    const own = join(folder, "own.yaml");
    const free = document.replace("2*pi*t", "omega*t").replace("spaces", "parameters: {omega: {default: 6}}\nspaces");
    writeFileSync(own, `${free}${section}\n`);
    return own;
  };
  const given = "steady: {observe: [sz], period: 2*pi/omega, points: 3}";

  it("is an expression, taken at the parameters of the line", async () => {
    const { code, out } = await inProcess(["steady", written(given), "--set", "omega=4", "--json"]);
    expect(code).toBe(0);
    const { axis, diagnostics } = JSON.parse(out);
    expect(axis.values).toEqual([0, Math.PI / 4, Math.PI / 2]);
    const line = await inProcess(["steady", written(""), "--set", "omega=4", "--period", "2*pi/omega", "--observe", "sz", "--json"]);
    expect(JSON.parse(line.out).diagnostics).toEqual(diagnostics);
  });

  it("is what the plan is for, and the plan is the one that runs", async () => {
    const { code, out } = await inProcess(["plan", written(given), "--for", "steady", "--json"]);
    expect(code).toBe(0);
    const model = documentModel(readDocument(readFileSync(written(given), "utf8"))).build({});
    const { plan: ran } = periodicSteady(model, { period: Math.PI / 3, observables: ["sz"] });
    expect(JSON.parse(out).plan.text).toBe(String(ran));
    expect(String(ran)).toMatch(/periodic +harmonic balance/);
    expect(String(plan(model, { command: "steady", period: Math.PI / 3 }))).toBe(String(ran));
    expect(() => plan(model, { command: "steady", period: 1, scope: "space" })).toThrow(/`scope` must be left out with a period/);
    expect(() => plan(model, { period: 1 })).toThrow(/`period` must be left out of the plan of `run`/);
  });

  it.each([
    ["steady: {period: 2*pi/omga}", /line 9, column 18; character 6.*omga is not defined\. Did you mean omega\?/],
    ["steady: {period: -1}", /`\/steady\/period`.*> 0/],
    ["steady: {points: 3}", /`\/steady\/points`.*must stand beside a period/],
    ["steady: {period: 1, points: 1}", /≥ 2/],
    ["counting: {of: [N], period: 0*omega}", /`\/counting\/period`.*> 0/],
  ])("%s is refused at its place", async (section, sentence) => {
    const { code, out, err } = await inProcess(["check", written(section)]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(sentence);
  });

  it("has no place beside collisions", async () => {
    const text = readFileSync("examples/thermalising-qubit.json", "utf8");
    writeFileSync(join(folder, "stream.json"), text.replace('"steady": {', '"steady": { "period": 1,'));
    const { code, err } = await inProcess(["check", join(folder, "stream.json")]);
    expect(code).toBe(2);
    expect(err).toMatch(/`\/steady\/period`.*must be left out of collisions/);
  });

  it("is completed and read by editors as an expression", () => {
    const text = readFileSync(written("steady: {period: 2*pi/o}"), "utf8");
    const { proposals } = completeAt(text, text.indexOf("pi/o}") + 4);
    expect(proposals.map(({ insert }) => insert)).toContain("omega");
  });
});

describe("a document that says its period", () => {
  const steady = "steady: {period: 1, points: 9, observe: [sz]}\n";
  let own = "";
  beforeAll(() => {
    own = join(folder, "own.yaml");
    writeFileSync(own, document + steady);
  });
  const printed = async (words: readonly string[]) => {
    const { code, out, err } = await inProcess([...words, "--json"]);
    expect(code, err).toBe(0);
    return JSON.parse(out);
  };

  it("is the same question as the line's, which wins", async () => {
    const words = ["--period", "1", "--points", "9", "--observe", "sz"];
    const [found, asked] = [await printed(["steady", own]), await printed(["steady", file, ...words])];
    expect(found.observables).toEqual(asked.observables);
    expect(found.diagnostics).toEqual(asked.diagnostics);
    expect((await printed(["steady", own, "--points", "3", "--period", "2"])).axis.values).toEqual([0, 1, 2]);
  });

  it("is planned as it is found", async () => {
    const { plan } = await printed(["plan", own, "--for", "steady"]);
    expect(plan).toEqual((await printed(["plan", file, "--for", "steady", "--period", "1", "--observe", "sz"])).plan);
    const q = qubit("S");
    const model = masterEquation({
      H: [qubitHamiltonian(q, 1), [sigmaX(q), (t: number) => 0.2 * Math.cos(2 * Math.PI * t)]],
      jumps: [{ operator: sigmaMinus(q), rate: 0.5, bath: "cold" }],
      initial: [0, 1],
      name: "driven",
    });
    expect(plan.text).toBe(String(periodicSteady(model, { period: 1 }).plan));
    expect(plan.text).toMatch(/^periodic +harmonic balance/m);
  });

  it("is drawn, and written as a program that finds it", async () => {
    const out = join(folder, "drawn");
    expect((await inProcess(["figures", own, "--out", out, "--format", "svg"])).code).toBe(0);
    expect(readdirSync(out).some((name) => name.startsWith("driven-period"))).toBe(true);
    const programs = new Programs("repeating");
    const { out: text } = await inProcess(["export", own, "--to", "typescript"]);
    const [line] = await programs.printed(text);
    programs.cleanUp();
    const { observables, averages } = JSON.parse(line as string);
    const wanted = await printed(["steady", own]);
    expect(observables).toEqual(wanted.observables);
    expect(averages).toEqual(wanted.diagnostics.averages);
  });

  it.each([
    ["points alone", "steady: {points: 9}\n", ["check"], /`\/steady\/points`.* must stand beside a period/],
    ["no period", "steady: {period: 0}\n", ["check"], /line 8, column 18.* > 0/],
    [
      "one after which nothing repeats",
      "steady: {period: 0.7}\n",
      ["check"],
      /line 8, column 18.* must be one after which every coefficient repeats/,
    ],
    ["a plan of a run", steady, ["plan", "--period", "1"], /Option --period does nothing for run\. Use --for steady/],
    ["a plan without one", "", ["plan", "--for", "steady"], /depends on time, and has no stationary state\. Give --period T/],
    ["QuTiP", steady, ["export", "--to", "qutip", "--period", "1"], /must be left out of a QuTiP script/],
    ["a period and a run", steady, ["export", "--to", "typescript", "--period", "1", "--until", "3"], /Give one of the two/],
    ["points of a run", steady, ["export", "--to", "typescript", "--points", "5", "--until", "3"], /Option --points .* without a period/],
  ])("is refused in a sentence: %s", async (_, section, [command, ...rest], sentence) => {
    const bad = join(folder, "bad.yaml");
    writeFileSync(bad, document + section);
    const { code, err } = await inProcess([command, bad, ...rest]);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

describe("a driven equation without a stationary state", () => {
  it.each([
    [["steady"], /driven depends on time, and has no stationary state\. Give --period T/],
    [["correlate", "--of", "sm", "--times", "0,1"], /no stationary state\. Give --from t/],
    [["spectrum", "--of", "sm", "--over", "omega=0,1"], /no stationary state\. Fix its coefficients/],
    [["steady", "--points", "5"], /Option --points belongs to --period/],
    [["steady", "--period", "0"], /Option --period must be a finite number > 0/],
    [["steady", "--period", "0.7"], /repeat/],
    [["steady", "--period", "1/0"], /Option --period .* division by 0/],
    [["steady", "--period", "2*pie"], /Option --period \(character 3 of "2\*pie"\) must be a known name/],
    [["steady", "--period", ""], /Option --period .* is empty/],
    [["plan", "--for", "steady"], /no stationary state\. Give --period T/],
    [["plan", "--for", "sweep"], /no stationary state\. Give --until/],
    [["plan", "--period", "1"], /Option --period does nothing for run\. Use --for steady/],
  ])("is refused by %j with a remedy", async ([command, ...rest], sentence) => {
    const { code, out, err } = await inProcess([command, file, ...rest]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  it("is refused for collisions", async () => {
    const { code, err } = await inProcess(["steady", "structured", "--period", "1"]);
    expect(code).toBe(2);
    expect(err).toMatch(/master equation/);
  });
});
