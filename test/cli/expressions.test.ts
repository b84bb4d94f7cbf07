/** `--initial EXPR` and `--observe "name=EXPR"`: the language of model documents on the command line, on models of the catalogue. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bloch, ensemble, normal, perRealisation, run, steady, sweep } from "../../src/index.ts";
import { ket } from "../../src/operators/states.ts";
import { inProcess } from "./inprocess.ts";

const [{ label }] = bloch().dynamics.system.factors;

async function json(...words: string[]) {
  const { code, out, err } = await inProcess([...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe("expressions on the line", () => {
  it("start a run elsewhere, and record what they say", async () => {
    const model = bloch();
    const from = { ...model, initial: ket(model.dynamics.system, [Math.SQRT1_2, Math.SQRT1_2]) };
    const here = run(from, { times: [0, 0.5, 1], observables: ["sx", "sz"] });
    const observe = `sz,x=mean(sx(${label})),r=sqrt(mean(sx(${label}))^2 + Omega*0)`;
    const data = await json("run", "bloch", "--times", "0,0.5,1", "--initial", `bloch(${label}, 1, 0, 0)`, "--observe", observe);
    expect(Object.keys(data.observables)).toEqual(["r", "sz", "x"]);
    here.observables.sx.forEach((value, k) => {
      expect(data.observables.x[k]).toBeCloseTo(value as number, 12);
      expect(data.observables.r[k]).toBeCloseTo(Math.abs(value as number), 12);
      expect(data.observables.sz[k]).toBeCloseTo(here.observables.sz[k] as number, 12);
    });
    expect(data.provenance).toMatchObject({ initial: `bloch(${label}, 1, 0, 0)`, observables: { x: `mean(sx(${label}))` } });
  });

  it("reach stationary states, sweeps and ensembles", async () => {
    const observe = `up=mean(proj(${label}, e))`;
    const still = await json(
      "steady",
      "bloch",
      "--set",
      "Omega=0",
      "--set",
      "Delta=1",
      "--set",
      "gamma=0",
      "--initial",
      `proj(${label}, e)`,
      "--observe",
      observe,
    );
    expect(still.observables.up[0]).toBeCloseTo(1, 12);
    const swept = await json("sweep", "bloch", "--over", "Omega=0.5,1,2", "--observe", observe);
    const sz = sweep(bloch(), { over: "Omega", values: [0.5, 1, 2], observables: ["sz"] }).observables.sz;
    sz.forEach((value, k) => {
      expect(swept.observables.up[k]).toBeCloseTo((1 + (value as number)) / 2, 12);
    });
    const words = ["--times", "1", "--trajectories", "33", "--noise", "Delta=normal(0,0.1)@realisation", "--observe", observe];
    const many = await json("ensemble", "bloch", ...words);
    const noise = { Delta: perRealisation(normal(0, 0.1)) };
    const { mean } = await ensemble(bloch(), { times: [1], trajectories: 33, noise, observables: ["sz"], threads: 1 });
    expect(many.mean.up.at(-1)).toBeCloseTo((1 + (mean.sz.at(-1) as number)) / 2, 12);
    expect(steady(bloch()).unique).toBe(true);
  });

  it.each([
    [["--initial", "bloch(Q, 1, 0, 0)"], /^ancilla: Option --initial \(character 7 of "bloch\(Q, 1, 0, 0\)"\) must name a space/],
    [["--initial", `2*proj(${label}, e)`], /^ancilla: Option --initial .*trace/],
    [["--initial", ""], /^ancilla: Option --initial .*empty/],
    [["--observe", `x=sx(${label})`], /^ancilla: Option --observe .*must be a real number.*write mean/],
    [["--observe", "x=mean("], /^ancilla: Option --observe \(character/],
    [["--observe", `sz=mean(sx(${label}))`], /has an observable "sz" already/],
    [["--observe", "x=1,x=2"], /Observable "x" is defined twice/],
    [["--observe", `x=mean(sz(${label}))*t`], /t is the time of model documents/],
  ])("%j gets a sentence", async (words, sentence) => {
    const { code, out, err } = await inProcess(["run", "bloch", "--until", "1", ...words]);
    expect(err).toMatch(sentence);
    expect(err).toMatch(/^ancilla: .+\n$/);
    expect([code, out]).toEqual([2, ""]);
  });

  it("give the same bits on any number of threads", async () => {
    const words = ["--until", "1", "--trajectories", "96", "--noise", "Delta=normal(0,0.1)@realisation", "--quiet"];
    const observe = ["--observe", `x=purity(),y=2*mean(sx(${label}))/Omega`, "--initial", `bloch(${label}, 0, Omega/2, 0)`];
    const [one, two] = [
      await json("ensemble", "bloch", ...words, ...observe, "--threads", "1"),
      await json("ensemble", "bloch", ...words, ...observe, "--threads", "2"),
    ];
    expect(two).toEqual(one);
    const grid = ["sweep", "bloch", "--over", "Omega=0.5:2:20", ...observe];
    expect((await json(...grid)).observables.y).toHaveLength(20);
  });

  it("know the Hamiltonian, the baths of a master equation, and the definitions of a document", async () => {
    const warm = await json("run", "jaynes-cummings", "--times", "0,1", "--initial", "thermal(H, 0.5)", "--observe", "e=energy()");
    expect(warm.observables.e[0]).toBeLessThan(0);
    const folder = mkdtempSync(join(tmpdir(), "ancilla-said-"));
    try {
      const file = join(folder, "own.yaml");
      const text = `ancilla: 1
kind: master-equation
name: own
let: {up: "proj(S, e)"}
spaces: [{label: S, kind: qubit}]
H: sz(S)/2
jumps: [{operator: sm(S), rate: 0.5, bath: cold}]
initial: up
`;
      writeFileSync(file, text);
      const { observables } = await json("run", file, "--times", "0,1", "--initial", "up", "--observe", "p=mean(up),q=heat(cold),Q_cold");
      expect(observables.p[1]).toBeCloseTo(Math.exp(-0.5), 12);
      expect(observables.q).toEqual(observables.Q_cold);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("starts the parts of an ensemble where the line says, as the whole does", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ancilla-parts-"));
    try {
      const noise = [
        "--noise",
        "Delta=normal(0,0.1)",
        "--every",
        "0.5",
        "--noise",
        "Omega=normal(1,0.1)",
        "--correlate",
        "Delta,Omega=0.4",
      ];
      const asked = ["ensemble", "bloch", "--times", "1", "--trajectories", "300", ...noise, "--initial", `bloch(${label}, 1, 0, 0)`];
      for (const part of ["1/2", "2/2"]) {
        const { err, code } = await inProcess([...asked, "--shard", part, "--out", folder, "--no-checkpoint"]);
        expect([err, code]).toEqual(["", 0]);
      }
      const merged = await json("merge", folder);
      const whole = await json(...asked);
      for (const key of ["axis", "mean", "std", "every", "correlations"]) expect(merged[key], key).toEqual(whole[key]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
