/**
 * Which modules lie together in one file of `dist`.
 *
 * A host pays for a file that it opens as for some forty thousand characters of script, and the bundler makes one for every set of entries
 * that share something: dozens, most of them small. Here modules are put on a few shelves, from what all need to what few need, and whoever
 * needs something from a shelf takes all of it. Shelves need only themselves and those before them.
 */
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Metafile, Plugin } from "esbuild";

/** The modules that a file reaches by `import`, itself among them. */
type Reach = ReadonlySet<string>;

const union = (...sets: readonly Reach[]): Reach => new Set(sets.flatMap((set) => [...set]));
const both = (a: Reach, b: Reach): Reach => new Set([...a].filter((file) => b.has(file)));

/**
 * The shelves, in order, from what files reach; a module lies on the first that has it.
 *
 * What a page loads before its first curve (documents as data, `run`) stays apart from all else, so that pages that bundle `dist` once more
 * can load the rest later.
 */
function shelvesOf(of: (file: string) => Reach, commands: readonly string[]): Readonly<Record<string, Reach>> {
  const library = of("src/index.ts");
  const run = of("src/solvers/run.ts");
  const [documents, described] = [of("src/documents/data-half.ts"), of("src/documents/index.ts")];
  const small = union(of("src/linear.ts"), of("src/papers.ts"), of("src/exchange/index.ts"));
  const node = of("src/node.ts");
  const line = of("src/cli/start.ts");
  const figures = of("src/figures/index.ts");
  const [list, running] = [of("src/cli/list.ts"), of("src/cli/run.ts")];
  return {
    base: both(union(run, described, line), both(library, union(small, line))), // errors, spaces, operators, numerics, the border to the binary
    line, // what any line of a command needs
    definitions: union(both(described, union(run, library)), both(run, list)), // dynamics and builders
    expressions: both(documents, small), // their texts
    "documents-as-data": documents,
    runs: run,
    formulas: both(library, small),
    models: both(library, union(of("src/models/index.ts"), list)), // the catalogue
    ensembles: both(library, union(node, running)),
    studies: both(library, of("src/ensembles/worker.ts")),
    statistics: both(library, union(figures, ...commands.map(of))), // what figures and commands need besides
    words: list, // of commands
    "files-of-results": both(node, running),
    pictures: both(figures, running), // of results
    results: running, // tables, curves and files of them
    files: both(node, union(...commands.map(of))), // and threads of Node
    "options-of-ensembles": of("src/cli/ensemble.ts"),
    "options-of-trajectories": of("src/cli/unravel.ts"),
  };
}

/** What modules import, at once and when it is asked for, as their texts say. */
class Imports {
  private readonly read = new Map<string, { readonly now: readonly string[]; readonly later: readonly string[] }>();
  private readonly known = new Map<string, Reach>();

  /** @param outside the modules that stay outside: imports of them lead nowhere */
  constructor(private readonly outside: RegExp) {}

  /** The modules that this one imports at once, and those that it loads later. */
  of(file: string): { readonly now: readonly string[]; readonly later: readonly string[] } {
    const known = this.read.get(file);
    if (known) return known;
    const text = readFileSync(file, "utf8");
    const named = (pattern: RegExp) =>
      [...text.matchAll(pattern)]
        .filter(([, names]) => !onlyTypes(names))
        .map(([, , to]) => relative(".", resolve(dirname(file), to)))
        .filter((to) => to.endsWith(".ts") && !this.outside.test(to));
    const found = { now: named(IMPORTED), later: named(LOADED) };
    this.read.set(file, found);
    return found;
  }

  readonly reach = (file: string): Reach => {
    const known = this.known.get(file);
    if (known) return known;
    const seen = new Set([file]);
    for (const one of seen) for (const next of this.of(one).now) seen.add(next);
    this.known.set(file, seen);
    return seen;
  };

  /** The files that modules load by themselves when somebody asks for them. */
  later(): readonly string[] {
    return [...new Set([...this.read.values()].flatMap(({ later }) => later))];
  }
}

const IMPORTED = /^(?:import|export)\s+(?!type\s)([\w*{},\s]+?\s+from\s+)?"(\.[^"]+)"/gm;
const LOADED = /(\bimport\()\s*"(\.[^"]+)"\)/g;

/** Are all names between these braces types, which no script imports? */
function onlyTypes(names: string | undefined): boolean {
  const [, list] = /^\{([\s\S]*)\}\s+from\s+$/.exec(names ?? "") ?? [];
  return list?.split(",").every((name) => /^\s*(type\s|$)/.test(name)) ?? false;
}

/** Modules that lie together, with all that lies on the shelves which they reach. */
interface Shelf {
  readonly name: string;
  readonly needs: Reach;
}

/** How modules lie together. */
export interface Shelves {
  /** Has the bundler lay them so. */
  readonly plugin: Plugin;
  /** What a file of `dist` is called that the bundler made of these modules, by the shelf or module that most of it is from. */
  nameOf(output: Metafile["outputs"][string]): string;
}

/**
 * The shelves of a build that starts from `entries`; files that match `outside` stay apart.
 *
 * The bundler puts into one file what the same entries reach. So each entry is given an import of all that lies on the shelves which it
 * takes from; nothing there has effects, and what nobody uses is still left out.
 */
export function shelvesFor(entries: Readonly<Record<string, string>>, outside: RegExp): Shelves {
  const imports = new Imports(outside);
  // Entries may do something when they are loaded: they stay apart.
  const apart = new Set(Object.values(entries));
  const shelfOf = new Map<string, Shelf>();
  const shelvesWith = (files: Reach): readonly Shelf[] => [...new Set([...files].flatMap((file) => shelfOf.get(file) ?? []))];
  for (const [name, reach] of Object.entries(shelvesOf(imports.reach, imports.of("src/cli/commands.ts").later))) {
    const files = [...reach].filter((file) => !shelfOf.has(file) && !apart.has(file)).sort();
    const needed = union(...files.map(imports.reach));
    const shelf = { name, needs: union(needed, ...shelvesWith(needed).map(({ needs }) => needs)) };
    for (const file of files) shelfOf.set(file, shelf);
  }
  /** What a file takes from shelves besides what it reaches by itself. */
  const besides = (entry: string): readonly string[] => {
    const own = imports.reach(entry);
    return [...union(...shelvesWith(own).map(({ needs }) => needs))].filter((file) => !own.has(file));
  };
  for (const entry of apart) imports.reach(entry);
  const given = new Map([...apart, ...imports.later()].map((entry) => [resolve(entry), besides(entry)]));
  const plugin: Plugin = {
    name: "modules on shelves",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path }) => {
        const files = given.get(path);
        if (!files) return undefined;
        const lines = files.map((file) => `import ${JSON.stringify(resolve(file))};\n`);
        return { contents: `${readFileSync(path, "utf8")}\n${lines.join("")}`, loader: "ts" };
      });
    },
  };
  return {
    plugin,
    nameOf({ entryPoint, inputs }) {
      if (entryPoint !== undefined) return nameOfModule(entryPoint);
      const bytes = new Map<string, number>();
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const name = shelfOf.get(file)?.name ?? nameOfModule(file);
        bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
      }
      return [...bytes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "nothing";
    },
  };
}

/** A module's own name, or that of its folder. */
function nameOfModule(file: string): string {
  const [name, folder] = file.replace(/\.ts$/, "").split("/").reverse();
  return name === "index" ? folder : name;
}
