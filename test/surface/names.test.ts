/**
 * Holds the public names: what each entry point exports, types and values, so that nothing goes or comes by accident. A change that is
 * meant is made in the lists beside this file (`npx vitest run test/surface -u`) and in CHANGELOG.md.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ENTRIES = {
  index: "src/index.ts",
  linear: "src/linear.ts",
  papers: "src/papers.ts",
  node: "src/node.ts",
  figures: "src/figures/index.ts",
  documents: "src/documents/index.ts",
  editor: "src/documents/editor/index.ts",
  exchange: "src/exchange/index.ts",
};

/** The names that a file exports, with `type` before those that are no values, by code unit. */
function exported(file: string): string[] {
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const declared = [...text.matchAll(/^export (?:async )?(function|const|class|interface|type) (\w+)/gm)].map(([, kind, name]) =>
    kind === "interface" || kind === "type" ? `type ${name}` : name,
  );
  const listed = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type, names]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => {
        const isType = type !== undefined || name.startsWith("type ");
        const last = name
          .replace(/^type /, "")
          .split(" as ")
          .at(-1) as string;
        return isType ? `type ${last}` : last;
      }),
  );
  return [...declared, ...listed].sort((a, b) => (a < b ? -1 : 1));
}

describe("public names", () => {
  it.each(Object.entries(ENTRIES))("of the entry point %s", async (entry, file) => {
    const names = exported(file);
    expect(new Set(names).size).toBe(names.length);
    await expect(`${names.join("\n")}\n`).toMatchFileSnapshot(`${entry}.txt`);
  });

  it("are those that a program sees", async () => {
    for (const [file, found] of [
      [ENTRIES.index, await import("../../src/index.ts")],
      [ENTRIES.linear, await import("../../src/linear.ts")],
      [ENTRIES.papers, await import("../../src/papers.ts")],
    ] as const) {
      const values = exported(file).filter((name) => !name.startsWith("type "));
      expect(Object.keys(found).sort()).toEqual([...values].sort());
    }
  });

  it("come by name and not by star, in groups of one line each", () => {
    const text = readFileSync(ENTRIES.index, "utf8");
    for (const file of [ENTRIES.index, ENTRIES.linear, ENTRIES.papers]) expect(readFileSync(file, "utf8")).not.toMatch(/export \*/);
    const groups = [...text.matchAll(/^\/\/ ([^,:\n]+)/gm)].map(([, name]) => name);
    expect(groups).toEqual([
      "Spaces",
      "Operators",
      "States",
      "Collisions and master equations",
      "Maps and their representations",
      "Models",
      "Plan and run",
      "Stationary states",
      "Ensembles",
      "Sweeps",
      "Correlations and spectra",
      "Counting",
      "Trajectories",
      "Background runs",
      "Results",
      "Observables and measures of states",
      "Thermodynamics",
      "Errors",
    ]);
  });

  it("of single papers stand apart from those of the library", async () => {
    const [library, papers] = [await import("../../src/index.ts"), await import("../../src/papers.ts")];
    expect(Object.keys(papers).filter((name) => name in library)).toEqual([]);
  });

  it("hold the apparent temperature of any state, and the phaseonium's under a name of its own", async () => {
    const { apparentTemperature, qubit, qubitHamiltonian, sigmaMinus, thermal } = await import("../../src/index.ts");
    const { apparentAtomTemperature, stationaryTemperature } = await import("../../src/papers.ts");
    const atom = qubit("atom");
    expect(apparentTemperature(thermal(qubitHamiltonian(atom, 0.7), { T: 0.4 }), sigmaMinus(atom), 0.7)).toBeCloseTo(0.4, 12);
    expect(apparentAtomTemperature(0.25, 2.404315987)).toBe(stationaryTemperature(0.25, 2.404315987));
  });
});
