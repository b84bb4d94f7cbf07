/** Driven master equations on the command line: states that repeat, and what is said where a stationary state is asked for. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { masterEquation, periodicSteady, qubit, qubitHamiltonian, sigmaMinus, sigmaX } from "../../src/index.ts";
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

describe("a driven equation without a stationary state", () => {
  it.each([
    [["steady"], /driven depends on time, and has no stationary state\. Give --period T/],
    [["correlate", "--of", "sm", "--times", "0,1"], /no stationary state\. Give --from t/],
    [["spectrum", "--of", "sm", "--over", "omega=0,1"], /no stationary state\. Fix its coefficients/],
    [["steady", "--points", "5"], /Option --points belongs to --period/],
    [["steady", "--period", "0"], /Option --period must be a finite number > 0/],
    [["steady", "--period", "0.7"], /repeat/],
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
