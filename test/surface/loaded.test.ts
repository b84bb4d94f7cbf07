/** What is loaded, and when: files of `dist` that an import opens, and modules that lie in them. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { built, cleanUp } from "../cli/ancilla.ts";

let dist = "";
beforeAll(async () => {
  dist = await built();
}, 60_000);
afterAll(cleanUp);

const IMPORTED = /^(?:import|export) (?:[^"\n=]* from )?"(\.[^"\n]+)";$/gm;

/** The files that the import of one opens, as their names. */
function opened(...entries: readonly string[]): readonly string[] {
  const files = new Set(entries.map((entry) => join(dist, entry)));
  for (const file of files) {
    for (const [, to] of readFileSync(file, "utf8").matchAll(IMPORTED)) files.add(join(dirname(file), to));
  }
  return [...new Set([...files].map((file) => basename(file, ".js")))].sort();
}

/** The modules whose lines lie in these files, as paths from the top. */
function modulesIn(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const path = [join(dist, `${name}.js.map`), join(dist, "chunks", `${name}.js.map`)].find((map) =>
      readdirSync(dirname(map)).includes(basename(map)),
    );
    if (path === undefined) return [];
    const { sources } = JSON.parse(readFileSync(path, "utf8")) as { sources: readonly string[] };
    return sources.map((source) => source.replace(/^(\.\.\/)+/, ""));
  });
}

/** Everything that the library has from here on is in one of these. */
const LIBRARY = ["base", "definitions", "ensembles", "formulas", "models", "runs", "slim", "statistics", "studies"];

describe("an import of", () => {
  it.each([
    ["index.js", ["binary", "index", "page-worker", ...LIBRARY]],
    ["slim.js", ["page-worker", ...LIBRARY]],
    ["linear.js", ["base", "binary", "formulas", "linear"]],
    ["papers.js", ["base", "binary", "formulas", "papers", "structured-formulas"]],
    ["exchange.js", ["base", "exchange", "expressions", "qutip-preamble"]],
    ["data-half.js", ["base", "data-half", "definitions", "documents-as-data", "expressions"]],
    ["worker.js", ["base", "definitions", "ensembles", "formulas", "handler", "models", "runs", "studies", "worker"]],
  ])("%s opens these files", (entry, files) => {
    expect(opened(entry)).toEqual([...files].sort());
  });

  it("the library brings no documents, files, queue, pictures or commands", () => {
    const modules = modulesIn(opened("index.js"));
    const folders = (names: string) => modules.filter((file) => new RegExp(`^src/(${names})/`).test(file));
    expect(folders("solvers").length).toBeGreaterThan(10);
    expect(folders("documents|queue|figures|exchange|cli")).toEqual([]);
    const columns = ["counting-columns", "declared-units", "record", "result-hash", "typed-columns"];
    expect(folders("files").filter((file) => !columns.includes(basename(file, ".ts")))).toEqual([]);
  });

  it("a run opens nothing of counting, trajectories, spectra, ensembles", () => {
    const modules = modulesIn(["base", "definitions", "runs"]);
    expect(modules).toContain("src/solvers/run.ts");
    expect(modules.filter((file) => /^src\/(ensembles|studies|async|documents|files)\/|trajector/.test(file))).toEqual([]);
  });
});

describe("the command line", () => {
  const words = ["base", "binary", "definitions", "formulas", "line", "models", "start", "words"];
  const start = ["chunks/start.js"];

  it("opens little before it knows the command", () => {
    expect(opened("cli.js")).toEqual(["cli"]);
    expect(opened(...start)).toEqual(["base", "binary", "line", "start"]);
    expect(modulesIn(["line", "start"]).filter((file) => !/^src\/(cli|files|queue|numerics)\//.test(file))).toEqual([]);
  });

  it.each([
    ["list", ["list"]],
    ["check", ["check"]],
    ["new", ["new"]],
    ["run", ["ensembles", "files-of-results", "pictures", "results", "run", "runs"]],
    ["steady", ["constant", "ensembles", "files-of-results", "period", "pictures", "results", "runs", "steady", "studies"]],
  ])("opens for `%s` what that needs", (name, files) => {
    const all = opened(...start, `chunks/${name}.js`);
    expect(all.filter((file) => !words.includes(file))).toEqual(files);
  });

  it("has every command under its own name", async () => {
    const made = await Promise.all(Object.entries(commands).map(async ([name, load]) => [name, (await load())().name()]));
    expect(made.length).toBeGreaterThan(25);
    for (const [name, own] of made) expect(own).toBe(name);
  });
});

it("names every file once, and by what it holds", () => {
  const names = readdirSync(join(dist, "chunks")).filter((file) => file.endsWith(".js"));
  expect(names.filter((name) => !/^[a-z][a-z0-9-]*\.js$/.test(name))).toEqual([]);
  const numbered = names.filter((name) => /-\d+\.js$/.test(name));
  // files that commands of the same name share with others
  expect(numbered).toEqual(["queue-2.js", "sweep-2.js"]);
});
