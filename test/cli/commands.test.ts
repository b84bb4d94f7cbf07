import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensemble, normal, phaseonium, run } from "../../src/index.ts";
import { ancilla, cleanUp } from "./ancilla.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-cli-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

async function json(...words: string[]) {
  const { code, out, err } = await ancilla([...words, "--json"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe("results on standard output", () => {
  it("run prints one object with the library's numbers, the axis from 0", async () => {
    const data = await json(
      "run",
      "phaseonium",
      "--set",
      "levels=14",
      "--set",
      "T0=0.5",
      "--steps",
      "10",
      "--save-every",
      "5",
      "--observe",
      "T1,T2",
    );
    const solution = run(phaseonium({ levels: 14, T0: 0.5 }), { steps: 10, saveEvery: 5, observables: ["T1", "T2"] });
    expect(data.axis).toEqual({ name: "collision", values: [0, 5, 10] });
    expect(data.observables).toEqual(solution.observables);
    expect(Object.keys(data)).toEqual(["axis", "diagnostics", "model", "observables", "parameters", "provenance"]);
    expect(data.provenance).toMatchObject({ ancilla: "0.1.0", steps: 10, saveEvery: 5 });
    expect(data.provenance.wasm).toMatch(/^[0-9a-f]{64}$/);
  });

  it("run takes times and a method for a master equation", async () => {
    const data = await json("run", "bloch", "--times", "0.5,1", "--method", "rk4(dt=0.001)");
    expect(data.axis).toEqual({ name: "time", values: [0, 0.5, 1] });
  });

  it("steady prints arrays of length one", async () => {
    const data = await json("steady", "rotor", "--observe", "Q1,Q2");
    expect(data.axis.values).toEqual([null]);
    expect(data.observables.Q1).toHaveLength(1);
    expect(data.diagnostics).toMatchObject({ unique: true, dimension: 1 });
  });

  it("ensemble prints statistics with the library's bits, whatever the threads", async () => {
    const words = [
      "ensemble",
      "phaseonium",
      "--set",
      "levels=14",
      "--set",
      "T0=0.4",
      "--steps",
      "20",
      "--save-every",
      "10",
      "--trajectories",
      "96",
    ];
    const noise = ["--noise", "phi=normal(2.4,0.2)", "--seed", "7", "--observe", "T1"];
    const [one, two] = [await json(...words, ...noise, "--threads", "1"), await json(...words, ...noise, "--threads", "2")];
    expect(two).toEqual(one);
    const model = phaseonium({ levels: 14, T0: 0.4 });
    const result = await ensemble(model, {
      steps: 20,
      saveEvery: 10,
      trajectories: 96,
      seed: 7,
      noise: { phi: normal(2.4, 0.2) },
      observables: ["T1"],
      threads: 1,
    });
    expect(one.mean).toEqual(result.mean);
    expect(one.std.T1.at(-1)).toBeGreaterThan(0);
    expect(one).toMatchObject({ trajectories: 96, partial: false });
    expect(one.provenance.noise).toEqual(["phi=normal(2.4,0.2)"]);
  });

  it("sweep has both ends of its range, exactly", async () => {
    const data = await json("sweep", "rotor", "--over", "beta2=0.001:0.09:4", "--observe", "Q1");
    expect(data.axis.name).toBe("beta2");
    expect(data.axis.values).toHaveLength(4);
    expect([data.axis.values[0], data.axis.values[3]]).toEqual([0.001, 0.09]);
    expect(data.parameters).not.toHaveProperty("beta2");
  });

  it("list and plan are data, too", async () => {
    const { models } = await json("list");
    expect(models.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["phaseonium", "structured", "rotor", "atoms", "harvest", "composite"]),
    );
    expect(models[0].parameters.alpha).toMatchObject({ kind: "number" });
    const { plan } = await json("plan", "phaseonium", "--set", "levels=20");
    expect(plan.sector).toEqual({ coordinates: (20 * 21 * 41) / 6, real: true });
  });

  it("figures lists what there is", async () => {
    const { figures } = await json("figures", "--list");
    expect(figures.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(["phaseonium-6", "rotor-2", "atoms-2"]));
  });
});

describe("files", () => {
  it("are written in every form, and show reads them back", async () => {
    const out = join(folder, "all");
    const words = ["run", "bloch", "--until", "1", "--out", out, "--format", "csv,json,parquet,npz,svg,png"];
    const { code } = await ancilla(words);
    expect(code).toBe(0);
    const names = readdirSync(out);
    for (const form of ["csv", "json", "parquet", "npz", "run.json"]) expect(names).toContain(`bloch-run.${form}`);
    expect(names.some((name) => name.endsWith(".svg")) && names.some((name) => name.endsWith(".png"))).toBe(true);
    expect(names.filter((name) => name.includes(".part"))).toEqual([]);
    const files = ["csv", "json", "parquet", "npz"].map((form) => join(out, `bloch-run.${form}`));
    const shown = await ancilla(["show", ...files]);
    expect(shown.code).toBe(0);
    const tables = shown.out.split("\n").filter((line) => /^ *1 /.test(line));
    expect(tables).toHaveLength(4);
    expect(new Set(tables).size).toBe(1);
    expect(readFileSync(join(out, "bloch-run.run.json"), "utf8")).toContain("ancilla run bloch --until 1");
  });

  it("figures writes a picture and its data for each panel", async () => {
    const out = join(folder, "figures");
    const { code, out: text } = await ancilla(["figures", "phaseonium-2", "--out", out]);
    expect(text).toContain("phaseonium-2: 1 panel in");
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["csv", "json", "png", "run.json", "svg"].map((form) => `phaseonium-2.${form}`));
    expect(readFileSync(join(out, "phaseonium-2.csv"), "utf8")).toMatch(/^kind,name,x,y,value,upper\n/);
  });
});

const mistakes: readonly (readonly [words: string, sentence: RegExp])[] = [
  ["rn phaseonium", /Unknown command 'rn'\. Did you mean run\?/],
  ["run", /Missing required argument 'model'/],
  ["run phaseonum --steps 3", /There is no model "phaseonum"\. Did you mean "phaseonium"\?/],
  ["run phaseonium --stesp 3", /Unknown option '--stesp'\. Did you mean --steps\?/],
  ["run phaseonium", /A run needs a length\. Say how many collisions with --steps N\./],
  ["run bloch", /Say how far with --until T/],
  ["run bloch --steps 3", /`steps` must be left out for a master equation/],
  ["run phaseonium --steps 1.5", /`steps` must be an integer ≥ 0, but is 1\.5/],
  ["run phaseonium --steps -1", /`steps` must be an integer ≥ 0, but is -1/],
  ["run phaseonium --steps 3 --set alhpa=0.2", /no parameter "alhpa"\. Did you mean "alpha"\?/],
  ["run phaseonium --steps 3 --set alpha=2", /`alpha` must be .*, but is 2/],
  ["run phaseonium --steps 3 --set alpha=NaN", /`alpha` must be .*, but is "NaN"/],
  ["run phaseonium --steps 3 --set alpha=[1", /"alpha" must be JSON/],
  ["run phaseonium --steps 3 --set alpha", /--set must look like name=value/],
  ["run phaseonium --steps 3 --set alpha=0.1 --set alpha=0.2", /"alpha" is set twice/],
  ["run phaseonium --steps 3 --set constructor=1", /no parameter "constructor"/],
  ["run phaseonium --steps 3 --set levels=1", /`levels` must be .*, but is 1/],
  ["run phaseonium --steps 3 --observe T9", /but is "T9"/],
  ["run bloch --until 1 --method rk5", /There is no method "rk5"\. Did you mean "rk4"\?/],
  ["run bloch --until 1 --method rk4(dx=1)", /dt/],
  ["run bloch --until 1 --method rk4(dt=-1)", /`dt` must be a finite number > 0, but is -1/],
  ["run bloch --until 1 --out x --format cvs", /There is no format "cvs"\. Did you mean "csv"\?/],
  ["run bloch --until 1 --format csv", /--format needs --out/],
  ["run bloch --until 1 --until 2", /Option --until is given twice; give it once\./],
  [
    "sweep rotor --over beta2=0.1:0.2:2 --over beta1=0.1:0.2:2",
    /Option --over is given twice; give it once\. A sweep goes over one parameter/,
  ],
  ["sweep rotor --over beta2=1:2:1e9", /asks for 1000000000 points, which take about \d+.* MiB/],
  ["sweep rotor --over beta2=0.1:0.2:2 --set beta2=0.1", /has both --set and --over/],
  ["steady bloch --out x --format png", /This command does not write png\. It writes csv, json, parquet, npz\./],
  ["figures --out x --format npz", /This command does not write npz\. It writes csv, json, svg, png\./],
  ["run bloch --until 1 --force", /--force needs --out/],
  ["run bloch --until 1 --out x --format ,", /--format must name formats/],
  ["run bloch --until 1 --out", /argument missing/],
  ["help rn", /There is no command "rn"\. Did you mean "run"\?/],
  [
    "ensemble phaseonium --steps 3 --trajectories 4",
    /An ensemble without noise .* Add --noise name=kind \(phaseonium takes it on alpha, phi, theta/,
  ],
  [
    "ensemble phaseonium --steps 3 --trajectories 4 --noise phi=normal(1,0.1) --window 1",
    /--window must be two numbers, from,to, but has 1/,
  ],
  ["ensemble bloch --until 1 --trajectories 4 --noise Delta=normal(1,0.1) --cut 2", /`cut` must be left out/],
  ["ensemble phaseonium --steps 3", /Required option '--trajectories/],
  ["ensemble phaseonium --steps 3 --trajectories 1", /`trajectories` must be an integer ≥ 2/],
  ["ensemble phaseonium --steps 3 --trajectories 4 --noise phi=gauss(1,2)", /name a kind/],
  ["ensemble phaseonium --steps 3 --trajectories 4 --set phi=1 --noise phi=normal(1,0.1)", /both --set and --noise/],
  ["ensemble phaseonium --steps 3 --trajectories 4 --noise phi=normal(1,0.1) --noise phi=normal(1,0.2)", /given twice/],
  ["sweep rotor --over beta2", /--over must look like/],
  ["sweep rotor --over beta2=0.1:0.2:0", /`points` must be an integer ≥ 1/],
  ["sweep rotor --over beta2=0.1:0.1:5", /must go somewhere/],
  ["sweep rotor --over beta2=-1:0.2:3", /`beta2` must be a finite number > 0, but is -1/],
  ["sweep rotor --over bta2=1:2:3", /Did you mean "beta2"\?/],
  ["figures rotr", /There is no figure or paper "rotr"\. Did you mean "rotor"\?/],
  ["show nothing.csv", /"nothing\.csv" does not exist/],
];

describe("mistakes get one sentence and exit code 2", () => {
  it.each(mistakes)("ancilla %s", async (words, sentence) => {
    const { code, out, err } = await ancilla(words.split(" "), { cwd: folder });
    expect(err).toMatch(/^ancilla: .+\n$/);
    expect(err).toMatch(sentence);
    expect(out).toBe("");
    expect(code).toBe(2);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  it("refuses a folder that is a file before anything is computed", async () => {
    writeFileSync(join(folder, "file"), "");
    const { code, err } = await ancilla(["run", "phaseonium", "--steps", "1000000", "--out", join(folder, "file")]);
    expect(err).toMatch(/^ancilla: Argument `out` must be a folder that can be written, but ".*" is a file\. .*\n$/);
    expect(code).toBe(2);
  });
});

describe("help", () => {
  it("names every command of the design and shows examples", async () => {
    const { code, out } = await ancilla(["--help"]);
    for (const name of ["list", "plan", "run", "steady", "ensemble", "sweep", "figures", "submit", "worker", "merge", "show"]) {
      expect(out).toMatch(new RegExp(`\\n  ${name} `));
      const help = await ancilla([name, "--help"]);
      expect(help.out).toMatch(/Examples?:\n {2}ancilla /);
      expect(help.code).toBe(0);
    }
    expect(out).toContain("Exit codes: 0 done, 1 the run failed, 2 bad usage or input");
    expect(code).toBe(0);
  });

  it("prints the version", async () => {
    expect((await ancilla(["--version"])).out).toBe("0.1.0\n");
  });
});

describe("an interrupted ensemble", () => {
  it("keeps what is complete, marked, and exits with 130", async () => {
    const words = ["ensemble", "phaseonium", "--set", "levels=8", "--steps", "500", "--save-every", "250", "--trajectories", "1000000"];
    const { code, out } = await ancilla([...words, "--noise", "phi=normal(2.4,0.2)", "--threads", "1", "--json"], { interruptAfter: 4000 });
    const data = JSON.parse(out);
    expect(data.partial).toBe(true);
    expect(data.trajectories).toBeGreaterThanOrEqual(32);
    expect(data.trajectories % 32).toBe(0);
    expect(data.trajectories).toBeLessThan(1000000);
    expect(code).toBe(130);
  });
});
