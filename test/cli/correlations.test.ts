import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  annihilate,
  bloch,
  correlation,
  dag,
  fock,
  jaynesCummings,
  lift,
  phaseonium,
  qubit,
  sigmaMinus,
  sigmaPlus,
  spectrum,
  spin,
  tensor,
} from "../../src/index.ts";
import { operatorOf, operatorOn } from "../../src/models/operator-names.ts";
import { inProcess } from "./inprocess.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-correlations-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function json(...words: string[]) {
  const { code, out, err } = await inProcess([...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

const jc = ["jaynes-cummings", "--set", "nbar=0.1", "--set", "levels=6"];
const model = jaynesCummings({ nbar: 0.1, levels: 6 });
const a = lift(model.dynamics.system, annihilate(fock(6, "cavity")));

describe("ancilla correlate", () => {
  it("prints the library's numbers", async () => {
    const data = await json("correlate", ...jc, "--of", "ad,a", "--times", "0:4:5");
    const found = correlation(model, { A: dag(a), B: a, times: [0, 1, 2, 3, 4] });
    expect(data.axis).toEqual({ name: "delay", values: [0, 1, 2, 3, 4] });
    expect(data.observables).toEqual({ im: found.im, re: found.re });
    expect(data.diagnostics.unique).toBe(true);
    expect((await json("correlate", ...jc, "--of", "a(cavity)", "--times", "0,1,2,3,4")).observables).toEqual(data.observables);
  });

  it("takes three operators, a time to start at, and counts collisions", async () => {
    const rest = ["--times", "0,0.5", "--from", "0.7"];
    const data = await json("correlate", "bloch", "--of", "sp,sz,sm", ...rest);
    const own = bloch();
    const q = own.dynamics.system;
    const found = correlation(own, { A: sigmaPlus(q), B: operatorOf(own, "sz"), C: sigmaMinus(q), times: [0, 0.5], from: 0.7 });
    expect(data.observables.re).toEqual(found.re);
    const light = await json(
      "correlate",
      "phaseonium",
      "--set",
      "cavities=1",
      "--set",
      "levels=8",
      "--set",
      "T0=0.5",
      "--of",
      "n",
      "--times",
      "0,2,5",
      "--from",
      "3",
    );
    expect(light.axis).toEqual({ name: "collisions", values: [0, 2, 5] });
    const cavity = phaseonium({ cavities: 1, levels: 8, T0: 0.5 });
    const n = operatorOf(cavity, "n");
    expect(light.observables.re).toEqual(correlation(cavity, { A: n, B: n, times: [0, 2, 5], from: 3 }).re);
  });

  it("reads the units of a stream", async () => {
    const data = await json("correlate", "structured", "--of", "sm(q1)", "--times", "0,1,2", "--units");
    expect(data.observables.re).toHaveLength(3);
    // ⟨σ⁺σ⁻⟩ of one unit is a population.
    expect(data.observables.re[0]).toBeGreaterThan(0);
    expect(data.observables.re[0]).toBeLessThan(1);
  });

  it("writes files and finds them again", async () => {
    const out = join(folder, "written");
    const words = ["correlate", ...jc, "--of", "ad,a", "--times", "0:4:9", "--out", out, "--format", "csv,json,svg"];
    expect((await inProcess(words)).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      "jaynes-cummings-correlation-im.svg",
      "jaynes-cummings-correlation-re.svg",
      "jaynes-cummings-correlation.csv",
      "jaynes-cummings-correlation.json",
      "jaynes-cummings-correlation.run.json",
    ]);
    expect(readFileSync(join(out, "jaynes-cummings-correlation.csv"), "utf8").split("\n")[0]).toBe("delay,re,im");
    expect((await inProcess(words)).out).toMatch(/nothing was computed/);
  });
});

describe("ancilla spectrum", () => {
  it("prints the library's numbers, with lines apart", async () => {
    const data = await json("spectrum", "bloch", "--set", "Omega=5", "--of", "sp,sm", "--over", "omega=-6:6:13");
    const own = bloch({ Omega: 5 });
    const q = own.dynamics.system;
    const omega = Array.from({ length: 13 }, (_, k) => -6 + k);
    const found = spectrum(own, { A: sigmaPlus(q), B: sigmaMinus(q), omega });
    expect(data.observables.S).toEqual(found.incoherent);
    expect(data.lines).toEqual(found.lines);
    expect(data.axis.name).toBe("omega");
    const { out } = await inProcess(["spectrum", "bloch", "--set", "Omega=5", "--of", "sm", "--over", "omega=0,1"]);
    expect(out).toMatch(/Lines \(weights of 2π δ\): [\d.e-]+ at 0\./);
  });

  it("absorbs, with gain where it is asked for, and goes over phases of a stream", async () => {
    const absorbed = await json("spectrum", ...jc, "--of", "a", "--absorption", "--over", "omega=-1,1");
    expect(absorbed.observables.S[0]).toBeGreaterThan(0);
    const net = await json("spectrum", ...jc, "--of", "a", "--absorption", "--net", "--over", "omega=-1,1");
    expect(net.observables.S[0]).toBeLessThan(absorbed.observables.S[0]);
    const stream = await json(
      "spectrum",
      "phaseonium",
      "--set",
      "cavities=1",
      "--set",
      "levels=8",
      "--set",
      "T0=0.5",
      "--of",
      "n,n",
      "--over",
      "phi=-1:1:5",
    );
    expect(stream.axis.name).toBe("phi");
  });
});

describe("bad input ends with 2, one sentence and no files", () => {
  it.each([
    [["correlate", ...jc, "--of", "b", "--times", "0,1"], /--of must name an operator, but is "b"\. (Did you mean|Known)/],
    [["correlate", ...jc, "--of", "ad,a,a,a", "--times", "0,1"], /--of takes operators as A,B or A,B,C .* names 4/],
    [["correlate", ...jc, "--of", "ad,a", "--times", "1,0"], /--times must increase/],
    [["correlate", ...jc, "--of", "ad,a", "--times", "-1,0"], /--times must be ≥ 0/],
    [["correlate", ...jc, "--of", "ad,a", "--times", "0:1:1e9"], /asks for 1000000000 points/],
    [["correlate", ...jc, "--of", "ad,a", "--times", "0,1", "--from", "late"], /--from must be steady or a time, but is "late"/],
    [["correlate", ...jc, "--of", "ad,a", "--times", "0,1", "--units"], /--units needs a collision model/],
    [["correlate", ...jc, "--times", "0,1"], /--of <operators>/],
    [["correlate", "phaseonium", "--of", "n1", "--times", "0.5"], /must be a number of collisions|must name an operator/],
    [["spectrum", ...jc, "--of", "ad,a", "--over", "omega=0:1:1e9"], /asks for 1000000000 points/],
    [
      ["spectrum", ...jc, "--of", "ad,a", "--over", "phi=0:1:3"],
      /must go over omega, because a master equation has frequencies, but goes over "phi"/,
    ],
    [["spectrum", ...jc, "--of", "ad,a", "--over", "0:1:3"], /must look like name=/],
    [["spectrum", ...jc, "--of", "ad,a", "--over", "omega=0,1", "--net"], /--net belongs to --absorption/],
    [["spectrum", ...jc, "--of", "ad,a", "--over", "omega=0,1", "--absorption"], /takes the lowering operator of the field alone/],
    [["spectrum", "bloch", "--of", "purity", "--over", "omega=0,1"], /--of must name an operator, but is "purity"/],
    [["correlate", "bloch", "--of", "foo,sm", "--times", "0,1"], /is "foo"\. Known: energy, sx, sy, sz, sp, sm\./],
  ])("%j", async (words, sentence) => {
    const out = join(folder, "nothing");
    const { code, err } = await inProcess([...words, "--out", out]);
    expect(err).toMatch(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([]);
  });

  it("and no stationary state with 1", async () => {
    const { code, err } = await inProcess([
      "spectrum",
      "phaseonium",
      "--set",
      "alpha=0.9",
      "--set",
      "cavities=1",
      "--set",
      "levels=8",
      "--of",
      "n",
      "--over",
      "phi=0,1",
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(/stationary state/);
  });
});

describe("names of operators", () => {
  const space = tensor(qubit("A"), qubit("B"), spin(1, "J"));
  it("have labels where several factors have them", () => {
    expect(operatorOn(space, "sm(B)").values).toEqual(lift(space, sigmaMinus(qubit("B"))).values);
    expect(operatorOn(space, "dag(sm( B ))").values).toEqual(lift(space, sigmaPlus(qubit("B"))).values);
    expect(operatorOn(space, "Jz").space.equals(space)).toBe(true);
    expect(() => operatorOn(space, "sm")).toThrow(/`operator` must say which factor it acts on, but is "sm"\. Write sm\(A\) or sm\(B\)\./);
    expect(() => operatorOn(space, "sm(C)")).toThrow(/Did you mean "sm\(A\)"/);
    expect(() => operatorOn(space, 3 as never)).toThrow(/be the name of an operator, but is 3/);
  });

  it("ask a reader of expressions where the names end", () => {
    const reader = (on: typeof space, text: string) => (text === "sm(A)*sp(B)" ? lift(on, sigmaMinus(qubit("A"))) : null);
    expect(operatorOn(space, "sm(A)*sp(B)", "of", reader).values).toEqual(lift(space, sigmaMinus(qubit("A"))).values);
    expect(() => operatorOn(space, "sm(A)*sp(C)", "of", reader)).toThrow(/`of` must name an operator/);
  });

  it("of a model are its observables that are one operator", () => {
    expect(operatorOf(model, "n").values).toEqual(
      (model.observable("n") as { operators: readonly { values: Float64Array }[] }).operators[0].values,
    );
    expect(() => operatorOf(model, "purity")).toThrow(/must name an operator/);
  });
});

describe("a document's section correlate", () => {
  it("has a coherence of its own operators, which operators of the line put aside", async () => {
    const file = ["correlate", "examples/driven-atom.yaml", "--times", "0,1"];
    const own = await json(...file);
    expect(Object.keys(own.observables)).toContain("g2");
    const asked = await json(...file, "--of", "sp(S),sm(S)");
    expect(Object.keys(asked.observables)).not.toContain("g2");
    const g1 = await json(...file, "--of", "sm(S)", "--coherence", "g1");
    expect(JSON.stringify(Object.keys(g1.observables))).toMatch(/g1/);
  });
});
