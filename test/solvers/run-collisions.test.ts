/** The run of collisions alone: the bits of `run`, the same refusals, and nothing that steps a master equation behind it. */
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bloch } from "../../src/models/bloch.ts";
import { phaseonium } from "../../src/models/phaseonium.ts";
import { structured } from "../../src/models/structured.ts";
import { run } from "../../src/solvers/run.ts";
import { runCollisions } from "../../src/solvers/run-collisions.ts";
import type { RunOptions } from "../../src/solvers/runoptions.ts";

/** Source files that a bundle of a function of the package holds. */
async function reached(name: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${name} } from "./src/index.ts";`, resolveDir: process.cwd() },
    bundle: true,
    format: "esm",
    write: false,
    metafile: true,
    external: ["*/carried-binary.ts", "node:*"],
    logLevel: "silent",
    outdir: "unwritten",
    splitting: true,
  });
  const [, { inputs }] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "<stdin>") as [
    string,
    (typeof metafile.outputs)[string],
  ];
  return Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
}

describe("runCollisions", () => {
  it.each([
    ["a cascade", phaseonium({ levels: 4 }), { steps: 40, saveEvery: 8, observables: ["T1", "T2"], states: true }],
    ["a stream with a ledger", structured(), { steps: 12, observables: ["energy", "Q"] }],
    ["a part of it", structured(), { steps: 4, from: 3, observables: ["energy"] }],
  ] as const)("gives what run gives: %s", (_, model, options) => {
    const [own, general] = [runCollisions(model, options), run(model, options)];
    expect(JSON.stringify(own)).toBe(JSON.stringify(general));
    expect(JSON.stringify(own.plan)).toContain("collision");
  });

  it("refuses master equations, and what only they have", () => {
    expect(() => runCollisions(bloch(), { steps: 1 })).toThrow(/be a collision model for `runCollisions`.*Use `run`/);
    const asked: RunOptions = { steps: 1, times: [1] };
    expect(() => runCollisions(structured(), asked)).toThrow(/`times` must be left out for a collision model/);
    expect(() => runCollisions(structured(), { steps: -1 })).toThrow(/steps/);
  });

  it("brings no stepper of master equations, no way for noise, and no study", async () => {
    const [own, general] = [await reached("runCollisions"), await reached("run")];
    const heavy =
      /^src\/(lowerings\/(evolutions|derivatives|slices|ensembles|stationary|trajectories)|ensembles|studies|figures|documents)\//;
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter((file) => heavy.test(file))).toEqual([]);
    expect(general.filter((file) => /^src\/lowerings\/evolutions\//.test(file)).length).toBeGreaterThan(5);
    expect(general.filter((file) => /^src\/(ensembles|studies|figures|documents)\//.test(file))).toEqual([]);
  });
});
