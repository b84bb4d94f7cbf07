import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bloch, counting, structured } from "../../src/index.ts";
import { inProcess } from "./inprocess.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-counting-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function json(...words: string[]) {
  const { code, out, err } = await inProcess(["counting", ...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe("ancilla counting", () => {
  it("prints the library's rates and cumulants", async () => {
    const found = counting(structured(), { of: ["Q", "W"], orders: 3 });
    const data = await json("structured", "--of", "Q,W", "--orders", "3");
    expect(data.axis).toEqual({ name: "stationary", values: [null] });
    expect(data.observables.c3_W).toEqual([found.rates?.cumulants.W[2]]);
    expect(data.observables.cov_Q_W).toEqual([found.rates?.covariances["Q,W"]]);
    expect(data.theorems.unitality.holds).toBe(true);
    const run = await json("structured", "--of", "Q", "--steps", "20", "--save-every", "10");
    expect(run.axis).toEqual({ name: "collision", values: [10, 20] });
    expect(run.observables.K2_Q).toEqual(counting(structured(), { of: ["Q"], steps: 20, saveEvery: 10 }).cumulants.Q[1]);
  });

  it("noise over frequencies, and says which theorems are not judged", async () => {
    const data = await json("bloch", "--of", "N", "--over", "omega=0:4:3");
    expect(data.observables.S_N).toEqual(counting(bloch(), { of: ["N"], omega: [0, 2, 4] }).noise?.S.N);
    const { out } = await inProcess(["counting", "bloch", "--of", "N"]);
    expect(out).toMatch(/N per unit time: 0\.143541/);
    expect(out).toMatch(/unitality at β not judged, because bath "bath" has no temperature above 0/);
  });

  it("a distribution with its picture and files", async () => {
    const words = ["structured", "--of", "Q", "--steps", "10", "--distribution", "--out", folder, "--format", "csv,npz,svg"];
    const { code, out } = await inProcess(["counting", ...words]);
    expect(code).toBe(0);
    expect(out).toContain("integral theorem holds");
    expect(readdirSync(folder).sort()).toEqual([
      "structured-counting-P.svg",
      "structured-counting.csv",
      "structured-counting.npz",
      "structured-counting.run.json",
    ]);
    expect(readFileSync(join(folder, "structured-counting.csv"), "utf8").split("\n")[0]).toContain("Q,P");
  });

  it.each([
    [["structured", "--of", "heat"], /Argument `of\[0\]` must name something that can be counted, but is "heat"/],
    [["structured", "--of", "Q", "--most", "5"], /Option --most belongs to --distribution/],
    [["structured", "--of", "Q", "--distribution"], /must come with `steps` or `until`/],
    [["structured", "--of", "Q", "--over", "phi=0:1:3"], /Option --over must go over omega/],
    [["structured", "--of", "Q", "--over", "omega=0:1:3", "--steps", "3"], /leave --steps and --until out/],
    [["structured", "--of", "Q", "--scheme", "xyz"], /Argument `scheme` must be/],
    [["rotor", "--of", "Q"], /Count the jumps with an energy each/],
  ])("refuses %j", async (words, sentence) => {
    const { code, out, err } = await inProcess(["counting", ...words]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
  });
});
