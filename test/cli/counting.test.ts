import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sayWhatTakesLong } from "../../src/cli/long-counting.ts";
import { bloch, counting, kerr, structured } from "../../src/index.ts";
import { countingTold, type Told } from "../../src/studies/counting/counting.ts";
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
    expect(out).toMatch(/unitality at β, transposition, Gallavotti–Cohen not judged, because bath "bath" has no temperature above 0/);
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

  it("counts what the line defines: jumps, currents, units before and after", async () => {
    const clicks = counting(bloch(), { of: [{ name: "c", jumps: "bath", efficiency: 0.8, dark: 0.1 }], orders: 2 });
    const data = await json("bloch", "--of", "c=jumps(bath)", "--efficiency", "0.8", "--dark", "0.1", "--orders", "2");
    expect(data.observables.c2_c).toEqual([clicks.rates?.cumulants.c[1]]);
    const current = counting(bloch(), { of: [{ name: "Y", current: "bath", phase: 0.5 }], omega: [0, 1] });
    const noise = await json("bloch", "--of", "Y=current(bath,0.5)", "--over", "omega=0,1");
    expect(noise.observables.S_Y).toEqual(current.noise?.S.Y);
    expect(noise.lines.Y[0].weight).toBeCloseTo((current.rates?.cumulants.Y[0] as number) ** 2, 12);
    const model = structured();
    const found = await json("structured", "--of", "up=leaving((1 + sz(q1))/2),H=sz(q1) + sz(q2)", "--steps", "3");
    expect(found.counts).toEqual(["up", "H"]);
    expect(found.cumulants.up[0][0]).toBeGreaterThan(0);
    expect(model.name).toBe("structured");
  });

  it("starts from another state", async () => {
    const steady = counting(bloch(), { of: ["N"], until: 2, initial: "steady" });
    const data = await json("bloch", "--of", "N", "--until", "2", "--initial", "steady");
    expect(data.observables.K2_N).toEqual(steady.cumulants.N[1]);
    expect(data.observables.K1_N[0]).toBeCloseTo(2 * (steady.rates?.cumulants.N[0] as number), 10);
    const excited = await json("bloch", "--of", "N", "--until", "2", "--initial", "proj(qubit, e)");
    expect(excited.observables.K1_N[0]).toBeGreaterThan(data.observables.K1_N[0]);
  });

  it.each([
    [["bloch", "--of", "N", "--until", "2", "--initial", "proj(cat, e)"], /Option --initial/],
    [["structured", "--of", "x=sz(q1) - 2*(1+"], /Option --of \(character \d+/],
    [["structured", "--of", "x=sy(q1)"], /be diagonal in the unit's energies/],
    [["structured", "--of", "x=sz(E9)"], /must name an operator, but is "sz\(E9\)"/],
    [["structured", "--of", "x=sz(q1)@hot"], /must name the bath of its units after an @/],
    [["bloch", "--of", "x=sz"], /counts units, which bloch does not have\. Count jumps: x=jumps\(BATH\)/],
    [["bloch", "--of", "x=jumps(light)"], /be "all" or the bath of some jumps, but is "light"/],
    [["bloch", "--of", "N", "--efficiency", "0.5"], /--efficiency needs a count of jumps/],
    [["bloch", "--of", "x=jumps(bath)", "--efficiency", "1.5"], /`of\[0\]\.efficiency` must be a finite number ≥ 0 and ≤ 1/],
    [["bloch", "--of", "2x=jumps(bath)"], /must hold names, or definitions/],
    [["bloch", "--of", "N", "--period", "2"], /be left out where nothing depends on time/],
    [["structured", "--of", "heat"], /Option --of must name something that can be counted, but is "heat"/],
    [["structured", "--of", "Q", "--most", "5"], /Option --most belongs to --distribution/],
    [["structured", "--of", "Q", "--distribution"], /must come with --steps or --until/],
    [["structured", "--of", "Q", "--over", "phi=0:1:3"], /Option --over must go over omega/],
    [["structured", "--of", "Q", "--over", "omega=0:1:3", "--steps", "3"], /leave --steps and --until out/],
    [["structured", "--of", "Q", "--scheme", "xyz"], /Option --scheme must be/],
    [["rotor", "--of", "Q"], /Count the jumps with an energy each/],
  ])("refuses %j", async (words, sentence) => {
    const { code, out, err } = await inProcess(["counting", ...words]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
  });
});

describe("counting that takes long", () => {
  it("is told with its price before it starts, and short work is not", () => {
    const said: string[] = [];
    const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
    try {
      const asked = { of: ["N"], until: 10, distribution: true, steady: false, theorems: false } as const;
      const stopped = () => {
        throw new Error("before it starts");
      };
      const first: Told = (work, operations) => {
        sayWhatTakesLong(work, operations);
        stopped();
      };
      expect(() => countingTold(kerr({ levels: 50 }), asked, first)).toThrow("before it starts");
      expect(said.join("")).toMatch(/^Cumulants take about 2e\+10 operations, some \d+ s on one core\. Fewer levels, .* take less\.\n$/);
      const works: string[] = [];
      countingTold(kerr({ levels: 4 }), { ...asked, until: 0.1, orders: 2 }, (work, operations) => {
        works.push(work);
        expect(operations).toBeLessThan(1e8);
        sayWhatTakesLong(work, operations);
      });
      expect(works).toEqual(["cumulants", "distribution"]);
      expect(said).toHaveLength(1);
      sayWhatTakesLong("distribution", 3e11);
      expect(said[1]).toMatch(/^The distribution takes about 3e\+11 operations, some 10 min on one core\. .*cumulants alone far less\.\n$/);
    } finally {
      spy.mockRestore();
    }
  });
});
