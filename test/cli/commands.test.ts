import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { figures as allFigures } from "../../src/figures/index.ts";
import { bloch, ensemble, normal, phaseonium, run, steady } from "../../src/index.ts";
import { catalogue } from "../../src/models/index.ts";
import { ancilla, built, cleanUp } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

const phaseonium2 = allFigures.find(({ id }) => id === "phaseonium-2") as (typeof allFigures)[number];

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
    expect(data.provenance).toMatchObject({ ancilla: version, steps: 10, saveEvery: 5 });
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
  ["run bloch --until 1e9 --method rk4(dt=1e-9)", /would take 1\.0e\+18 steps of dt = 1e-9.* Use a larger dt/],
  ["run bloch --until 1 --observe ,", /--observe must name observables/],
  ["run bloch --steps 3", /--steps must be left out for a master equation, but is 3\. Give --until or --times\./],
  ["run phaseonium --steps 1.5", /--steps must be an integer ≥ 0, but is 1\.5/],
  ["run phaseonium --steps -1", /--steps must be an integer ≥ 0, but is -1/],
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
  ["sweep rotor --over beta2=0.1:0.2:2 --over beta1=0.1:0.2:2 --over g=1,2", /over one parameter or two, but --over is given 3 times/],
  ["sweep rotor --over beta2=0.1:0.2:2 --over beta2=0.1:0.2:2", /Both --over name "beta2"/],
  [
    "sweep rotor --over beta2=0.01:0.2:40000 --over lam=0.1:0.2:25000",
    /asks for 40000 × 25000 = 1000000000 points, which take about 976563 MiB/,
  ],
  ["sweep rotor --over beta2=0.1:0.2:2 --over lam=0.1,-1 --set lam=0.1", /"lam" has both --set and --over/],
  ["sweep rotor --over beta2=0.1:0.2:2 --over gamma=0.1,-1", /`gamma` must be a finite number ≥ 0, but is -1/],
  ["sweep rotor --over beta2=0.1:0.2:2 --over gama=0.1,1", /--over must name a parameter of rotor, but is "gama"\. Did you mean "gamma"/],
  ["sweep rotor", /A sweep needs a parameter\. Say which, with --over name=start:end:points\./],
  ["sweep rotor --over beta2=1:2:1e9", /asks for 1000000000 points, which take about \d+.* MiB/],
  ["sweep rotor --over beta2=0.1:0.2:2 --set beta2=0.1", /has both --set and --over/],
  ["steady bloch --out x --format png", /This command does not write png\. It writes csv, json, parquet, npz\./],
  ["figures --out x --format npz", /This command does not write npz\. It writes csv, json, svg, png, pdf\./],
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
  ["ensemble bloch --until 1 --trajectories 4 --noise Delta=normal(1,0.1) --cut 2", /--cut must be left out/],
  ["ensemble phaseonium --steps 3", /An ensemble needs a number of realisations\. Say how many with --trajectories N\./],
  ["ensemble phaseonium --steps 3 --trajectories 1", /--trajectories must be an integer ≥ 2/],
  ["ensemble phaseonium --steps 3 --trajectories 4 --noise phi=gauss(1,2)", /name a kind/],
  ["ensemble phaseonium --steps 3 --trajectories 4 --set phi=1 --noise phi=normal(1,0.1)", /both --set and --noise/],
  ["ensemble phaseonium --steps 3 --trajectories 4 --noise phi=normal(1,0.1) --noise phi=normal(1,0.2)", /given twice/],
  ["sweep rotor --over beta2", /--over must look like/],
  ["sweep rotor --over beta2=0.1:0.2:0", /--over must have a whole number of points ≥ 1/],
  ["sweep rotor --over beta2=0.1:0.1:5", /must go somewhere/],
  ["sweep rotor --over beta2=-1:0.2:3", /`beta2` must be a finite number > 0, but is -1/],
  ["sweep rotor --over bta2=1:2:3", /Did you mean "beta2"\?/],
  ["figures rotr", /There is no figure or paper "rotr"\. Did you mean "rotor"\?/],
  ["show nothing.csv", /"nothing\.csv" does not exist/],
];

describe("mistakes get one sentence and exit code 2", () => {
  it.each(mistakes)("ancilla %s", async (words, sentence) => {
    const { code, out, err } = await inProcess(words.replace("--out x", `--out ${join(folder, "x")}`).split(" "));
    expect(err).toMatch(/^ancilla: .+\n$/);
    expect(err).toMatch(sentence);
    expect(out).toBe("");
    expect(code).toBe(2);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  it("refuses a folder that is a file before anything is computed", async () => {
    writeFileSync(join(folder, "file"), "");
    const { code, err } = await ancilla(["run", "phaseonium", "--steps", "1000000", "--out", join(folder, "file")]);
    expect(err).toMatch(/^ancilla: Option --out must be a folder that can be written, but ".*" is a file\. .*\n$/);
    expect(code).toBe(2);
  });
});

describe("every model", () => {
  it.each(catalogue.map(({ name, parameters }) => [name, parameters] as const))("list %s shows it in full", async (name, parameters) => {
    const { code, out, err } = await inProcess(["list", name]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/\nparameter +default +domain +unit +noise +meaning\n/);
    for (const [key, { description }] of Object.entries(parameters))
      expect(out).toMatch(new RegExp(`\n${key} .*${description.slice(0, 8).replace(/\W/g, ".")}`));
    expect(out).toMatch(/\nobservable +meaning\n/);
    const { models } = JSON.parse((await inProcess(["list", name, "--json"])).out);
    expect(models[0].name).toBe(name);
  });
});

describe("options that change a result", () => {
  const words = "ensemble phaseonium --set levels=8 --set T0=0.5 --steps 10 --save-every 2 --trajectories 64 --observe T1".split(" ");
  const noise = ["--noise", "phi=normal(2.4,0.2)"];

  it("--cut, --window and --seed reach the ensemble", async () => {
    const model = phaseonium({ levels: 8, T0: 0.5 });
    const asked = { steps: 10, saveEvery: 2, trajectories: 64, noise: { phi: normal(2.4, 0.2) }, observables: ["T1"] };
    const plain = await json(...words, ...noise);
    const cut = await json(...words, ...noise, "--cut", "1");
    expect(cut.mean).toEqual((await ensemble(model, { ...asked, cut: 1 })).mean);
    expect(cut.mean).not.toEqual(plain.mean);
    expect(cut.provenance.cut).toBe(1);
    const pooled = await json(...words, ...noise, "--window", "4,8", "--seed", "3");
    const window = (await ensemble(model, { ...asked, window: [4, 8], seed: 3 })).window;
    expect(pooled.window).toEqual(JSON.parse(JSON.stringify(window)));
    expect(plain.window).toBeUndefined();
  });

  it("--set stays in a sweep over another parameter", async () => {
    const swept = await json("sweep", "bloch", "--over", "Omega=0.5,1", "--set", "gamma=0.7", "--observe", "sz");
    expect(swept.parameters.gamma).toBe(0.7);
    for (const [k, Omega] of [0.5, 1].entries()) expect(swept.observables.sz[k]).toBe(steady(bloch({ Omega, gamma: 0.7 })).observables.sz);
    const ends = await json("sweep", "bloch", "--over", "Omega=0.5,1", "--until", "2", "--observe", "sz");
    expect(ends.observables.sz).not.toEqual(swept.observables.sz);
  });

  it("--full asks for the papers' own sizes, in figures and in the study", async () => {
    const sizes: boolean[] = [];
    for (const more of [[], ["--full"]]) {
      const out = join(folder, `full${more.length}`);
      const { figures } = await json("figures", "phaseonium-2", "--out", out, "--format", "json", ...more);
      expect(figures).toHaveLength(1);
      const data = JSON.parse(readFileSync(join(out, "phaseonium-2.json"), "utf8"));
      sizes.push(data.provenance.full);
      expect(data.panel).toEqual(JSON.parse(JSON.stringify((await phaseonium2.panels({ full: more.length === 1 }))[0])));
    }
    expect(sizes).toEqual([false, true]);
  });
});

describe("a sweep over two parameters", () => {
  it("has both axes, long tables and tables, and a map of each observable", async () => {
    const out = join(folder, "maps");
    const words = "sweep phaseonium --set cavities=1 --over alpha=0.1,0.2,0.8 --over phi=1:2:2 --observe T1,n1 --out";
    const formats = ["csv", "json", "npz", "parquet", "svg"];
    const { code, out: shown } = await inProcess([...words.split(" "), out, "--format", formats.join(",")]);
    expect(code).toBe(0);
    expect(shown).toMatch(/alpha +phi +T1 +n1\n/);
    const name = "phaseonium-sweep-alpha-phi";
    const pictures = [`${name}-T1.svg`, `${name}-n1.svg`];
    expect(readdirSync(out).sort()).toEqual(
      [...formats.slice(0, 4).map((end) => `${name}.${end}`), `${name}.run.json`, ...pictures].sort(),
    );
    const record = JSON.parse(readFileSync(join(out, `${name}.json`), "utf8"));
    expect(record.axes).toEqual([
      { name: "alpha", values: [0.1, 0.2, 0.8] },
      { name: "phi", values: [1, 2] },
    ]);
    expect(record).not.toHaveProperty("axis");
    expect(record.parameters).not.toHaveProperty("phi");
    const cavity = phaseonium({ cavities: 1 });
    const alone = steady(cavity.with({ alpha: 0.2, phi: 2 }), { observables: ["T1"] }).observables.T1;
    expect(record.observables.T1[3]).toBe(alone);
    expect(record.diagnostics.problems.map(({ values }: { values: number[] }) => values)).toContainEqual([0.8, 1]);
    expect(record.observables.T1.length).toBe(6);
    const table = readFileSync(join(out, `${name}.csv`), "utf8")
      .trim()
      .split("\n");
    expect(table[0]).toBe("alpha,phi,T1,n1");
    expect(table[4]).toBe(`0.2,2,${alone},${record.observables.n1[3]}`);
    expect(readFileSync(join(out, pictures[0]), "utf8")).toContain("no value");
    const again = await inProcess([...words.split(" "), out, "--format", formats.join(",")]);
    expect(again.out).toMatch(/nothing was computed/);
    const other = [...words.replace("0.1,0.2,0.8", "0.1,0.2,0.3").split(" "), out];
    expect((await inProcess(other)).err).toMatch(/of another request/);
    const read = await inProcess(["show", join(out, `${name}.npz`), join(out, `${name}.parquet`), join(out, `${name}.json`), "--json"]);
    const [npz, parquet] = JSON.parse(read.out).results;
    expect(npz.columns).toEqual(parquet.columns);
    expect(npz.columns.T1).toEqual(record.observables.T1);
    expect(npz.columns.alpha).toEqual([0.1, 0.1, 0.2, 0.2, 0.8, 0.8]);
  });
});

describe("a sweep past the border of stability", () => {
  const words = ["sweep", "phaseonium", "--set", "cavities=1", "--over", "alpha=0.2,0.9", "--observe", "T1"];

  it("holds null there, with the reason, and ends 0 with the warning in its first line", async () => {
    const data = await json(...words);
    expect(data.observables.T1[0]).toBeCloseTo(0.879763, 5);
    expect(data.observables.T1[1]).toBeNull();
    expect(data.diagnostics.problems).toEqual([{ value: 0.9, reason: expect.stringMatching(/^There is no stationary state/) }]);
    const { code, out, err } = await ancilla(words);
    expect(code).toBe(0);
    expect(out).toMatch(/^warning: alpha = 0\.9: no value \(null\): There is no stationary state/);
    expect(err).toMatch(/^warning: alpha = 0\.9: no value/);
  });

  it("is one exit code for no stationary state, wherever it is found out", async () => {
    for (const model of [
      ["phaseonium", "--set", "alpha=0.9"],
      ["rotor", "--set", "gamma=0"],
      ["kerr", "--set", "down=0", "--set", "up=0.1"],
    ]) {
      const { code, err, out } = await ancilla(["steady", ...model]);
      expect({ code, out }, model.join(" ")).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/^ancilla: The run failed: [^\n]+\n$/);
    }
  });

  it("is not a state of several, which warns in its first line and ends 0", async () => {
    const { code, out } = await ancilla(["steady", "bloch", "--set", "gamma=0", "--set", "Omega=0", "--set", "Delta=1"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^warning: The stationary space has dimension 2: /);
  });

  it("is no degeneracy where rounding hides a rate: that is said first, and no dimension", async () => {
    const { code, out } = await inProcess(["steady", "bloch", "--set", "gamma=1e-18", "--set", "Omega=1", "--set", "Delta=1"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^warning: Not resolved below r = \d/);
    expect(out).toContain("\nThe stationary state is that of times before the slowest modes decay, which rounding hides.");
    expect(out).not.toContain("dimension");
  });
});

describe("what a terminal must not get", () => {
  it("is written out in tables, paths, warnings and errors", async () => {
    const evil = "\u001b]0;x\u0007\u001b[31m\u009b2J\u202e";
    const record = {
      model: `m${evil}`,
      parameters: { [`p${evil}`]: evil },
      axis: { name: `t${evil}`, values: [0, 1] },
      observables: { [`x${evil}`]: [1, 2], mode: [`a${evil}`, null] },
      labels: { mode: [`a${evil}`] },
      diagnostics: { warnings: [`w${evil}`] },
      provenance: { ancilla: evil },
    };
    const path = join(folder, `evil${evil}.json`);
    writeFileSync(path, JSON.stringify(record));
    for (const words of [
      ["show", path],
      ["show", path, "--json"],
      ["show", `${path}x`],
      ["run", evil, "--steps", "1"],
      [`x${evil}`],
      ["help", evil],
      ["run", "bloch", "--until", "1", "--set", `gamma=${evil}`],
      ["run", "bloch", "--until", "1", "--out", join(path, evil)],
      ["status", evil, "--redis", `redis://127.0.0.1:1/${evil}`],
    ]) {
      const { code, out, err } = await inProcess(words);
      expect((out + err).replaceAll("\n", ""), words.join(" ")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(code).toBe(words.length < 4 && words[1] === path ? 0 : 2);
      if (code !== 0) expect(err).toMatch(/^ancilla: [^\n]+\n$/);
    }
  });
});

describe("the bundle", () => {
  it("runs where the objects of the host are frozen", async () => {
    const { code, out, err } = await ancilla(["run", "bloch", "--until", "1", "--json"], {
      node: ["--frozen-intrinsics", "--no-warnings"],
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out).model).toBe("bloch");
    const words = "ensemble phaseonium --set levels=6 --steps 4 --trajectories 64 --noise phi=normal(2.4,0.2) --threads 2 --json".split(
      " ",
    );
    expect((await ancilla(words, { node: ["--frozen-intrinsics", "--no-warnings"] })).code).toBe(0);
  });

  it("runs asynchronously there too, in slices and on threads", async () => {
    const bundle = await built();
    const library = (name: string) => JSON.stringify(`file://${join(bundle, name)}`);
    const script = `
      const { bloch, runAsync } = await import(${library("index.js")});
      const { nodeThreads } = await import(${library("node.js")});
      const executor = nodeThreads({ threads: 1 });
      const [here, there] = [await runAsync(bloch(), { until: 1 }), await runAsync(bloch(), { until: 1, executor })];
      await executor.close();
      console.log(JSON.stringify(here.observables) === JSON.stringify(there.observables), structuredClone(there.plan).model);`;
    const file = join(folder, "frozen.mjs");
    writeFileSync(file, script);
    const words = ["--frozen-intrinsics", "--no-warnings", file];
    expect(execFileSync(process.execPath, words, { encoding: "utf8" })).toBe("true bloch\n");
  });

  it("has maps that ask for no file that is not there", async () => {
    const chunks = join(await built(), "chunks");
    const maps = [...readdirSync(chunks).map((file) => join(chunks, file)), join(await built(), "cli.js.map")].filter((file) =>
      file.endsWith(".map"),
    );
    for (const file of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(file, "utf8")) as { sources: string[]; sourcesContent: string[] };
      expect(sourcesContent).toEqual(sources.map(() => ""));
    }
    expect(maps.length).toBeGreaterThan(3);
  });

  it("shows readable lines when an error is not caught, with the names of its classes", async () => {
    const script = join(folder, "uncaught.mjs");
    const library = JSON.stringify(`file://${join(await built(), "index.js")}`);
    writeFileSync(
      script,
      `import { bloch, run, RunFailure, Operator } from ${library};\nconsole.log(RunFailure.name, Operator.name);\nrun(bloch(), { until: -1 });`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stdout).toBe("RunFailure Operator\n");
    expect(stderr).toContain("Argument `until` must");
    expect(stderr).toMatch(/at (finite|wrongValue|run|savedTimes)/);
    expect(stderr.length).toBeLessThan(3000);
  });
});

describe("help", () => {
  it("names every command of the design and shows examples", async () => {
    const { code, out } = await ancilla(["--help"]);
    for (const name of "list plan run steady ensemble sweep correlate spectrum counting unravel figures robustness submit worker status retry cancel merge show".split(
      " ",
    )) {
      expect(out).toMatch(new RegExp(`\\n  ${name} `));
      const help = await inProcess([name, "--help"]);
      expect(help.out).toMatch(/Examples?:\n {2}ancilla /);
      expect(help.code).toBe(0);
    }
    expect(out).toContain("Exit codes: 0 done, 1 the run failed, 2 bad usage or input");
    expect(code).toBe(0);
  });

  it("is had in three ways, with exit code 0", async () => {
    const [help, run, word] = [await ancilla(["help"]), await ancilla(["run", "--help"]), await ancilla(["help", "run"])];
    expect([help.code, run.code, word.code]).toEqual([0, 0, 0]);
    expect(help.out).toBe((await ancilla(["--help"])).out);
    expect(word.out).toBe(run.out);
    expect(word.out).toContain("Usage: ancilla run [options] <model>");
  });

  it("prints the version", async () => {
    expect((await ancilla(["--version"])).out).toBe(`${version}\n`);
  });
});
