/** Bundles the library, linear algebra, closed forms, the Node half, the figures and the command line; the binary travels inline, once, in a file of its own. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { decode, encode, type SourceMapMappings, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { parseSync, Visitor } from "rolldown/utils";
import { pureTables } from "./pure-tables.ts";
import { type Shelves, shelvesFor } from "./shelves.ts";

/** Where each bundle starts. */
const entries = {
  slim: "src/slim.ts",
  binary: "src/numerics/carried-binary.ts",
  linear: "src/linear.ts",
  papers: "src/papers.ts",
  node: "src/node.ts",
  figures: "src/figures/index.ts",
  documents: "src/documents/index.ts",
  editor: "src/documents/editor/index.ts",
  exchange: "src/exchange/index.ts",
  // Shapes the chunks and is taken away: what a page loads before its first curve stays apart from all else.
  "first-run": "src/first-run.ts",
  "data-half": "src/documents/data-half.ts",
  cli: "src/cli/main.ts",
  worker: "src/ensembles/worker.ts",
  "browser-worker": "src/ensembles/browser-worker.ts",
  "page-worker": "src/ensembles/page-worker.ts",
};

/** Files that stay apart from the chunks, beside the entries: the binary, and the line that bundlers find the worker's script by. */
const apart: Readonly<Record<string, { readonly file: string; readonly sideEffects: boolean }>> = {
  "carried-binary": { file: "binary", sideEffects: true },
  "page-worker": { file: "page-worker", sideEffects: false },
};

const outside = /\/(carried-binary|page-worker)\.ts$/;

/** The module that `ancilla` and `ancilla/slim` share. */
const index = resolve("src/index.ts");

/**
 * Write the bundles (ES modules with shared chunks) into `outdir`.
 *
 * Packages stay imports, except the loader of the binary: it is part of the library.
 */
export async function bundle(outdir: string): Promise<void> {
  const options: BuildOptions = {
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    chunkNames: "chunks/[name]-[hash]",
    legalComments: "none",
    // Readable: an uncaught error shows a line that somebody wrote, with the names that they gave. Maps say where, without the text.
    minify: false,
    keepNames: false,
    charset: "ascii",
    sourcemap: "linked",
    sourcesContent: false,
    plugins: [
      {
        name: "the loader changes nothing of the host",
        setup({ onLoad }) {
          onLoad({ filter: /@assemblyscript[/\\]loader[/\\]index\.js$/ }, ({ path }) => ({ contents: frozen(readFileSync(path, "utf8")) }));
        },
      },
      {
        // `sideEffects` of package.json names the entries that carry the binary: bundlers must not shake it off.
        name: "files that stay apart",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: outside }, ({ kind, path, importer }) => {
            if (kind === "entry-point") return undefined;
            const { file, sideEffects } = apart[basename(path, ".ts")];
            if (sideEffects && importer === index) return { path, namespace: "left out" };
            return { path: `./${file}.js`, external: true, sideEffects };
          });
          onLoad({ filter: /./, namespace: "left out" }, () => ({ contents: "" }));
        },
      },
      {
        name: "packages stay outside",
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === "entry-point" || path === "@assemblyscript/loader" ? undefined : { path, external: true },
          );
        },
      },
    ],
  };
  const shelves = shelvesFor(entries, outside);
  const plugins = [...(options.plugins ?? []), shelves.plugin];
  const settings: BuildOptions = { entryPoints: entries, plugins, metafile: true, logOverride: { "ignored-bare-import": "silent" } };
  const { metafile } = await build({ ...options, ...settings });
  await settleImports(outdir, "./");
  await settleImports(join(outdir, "chunks"), "../");
  for (const folder of [outdir, join(outdir, "chunks")]) {
    await changeEach(folder, async (text) => indentedByTabs(namesHandedOn(exportsInPlace(await pureTables(text)))));
    settleLines(folder);
  }
  for (const ending of [".js", ".js.map"]) rmSync(join(outdir, `first-run${ending}`), { force: true });
  await nameChunks(outdir, metafile as Metafile, shelves);
  // `ancilla` is `ancilla/slim` with the binary; behind it, so that compressed pages have all script in one piece.
  writeFileSync(join(outdir, "index.js"), 'export * from "./slim.js";\nimport "./binary.js";\n');
}

/**
 * No chunk is imported for what it does: whoever needs something of one names it, and bundlers warn of the others. What stays
 * apart is imported from where it lies. What goes leaves its line behind, for the maps.
 */
function settleImports(folder: string, entriesAt: string): Promise<void> {
  return changeEach(folder, (text) => {
    const settled = text
      .replace(/^import "\.\/(?:chunks\/)?chunk-[A-Z0-9]+\.js";$/gm, GONE)
      .replace(/"\.\/(binary|page-worker)\.js"/g, `"${entriesAt}$1.js"`)
      .replace('new URL("./browser-worker.ts", import.meta.url)', 'new URL("./browser-worker.js", import.meta.url)');
    return listsOnOneLine(withoutComments(ownNames(settled)));
  });
}

/** Chunks are called by what they hold, which reads well in traces; and a change of one changes no name in the others. */
async function nameChunks(outdir: string, { outputs }: Metafile, { nameOf }: Shelves): Promise<void> {
  const chunks = join(outdir, "chunks");
  const names = new Map<string, string>();
  for (const [path, output] of Object.entries(outputs).sort(([, a], [, b]) => b.bytes - a.bytes)) {
    const old = basename(path, ".js");
    if (resolve(path) !== resolve(chunks, `${old}.js`)) continue;
    const [name, taken] = [nameOf(output), new Set(names.values())];
    names.set(old, taken.has(name) ? `${name}-${[...taken].filter((other) => other.startsWith(name)).length + 1}` : name);
  }
  for (const folder of [outdir, chunks]) {
    await changeEach(folder, (text) => text.replace(/[\w-]+-[A-Z0-9]{8}(?=\.js)/g, (name) => names.get(name) ?? name));
  }
  const files = readdirSync(chunks);
  for (const [old, name] of names) {
    // files that are in no trace have no map
    for (const file of [`${old}.js`, `${old}.js.map`].filter((one) => files.includes(one))) {
      renameSync(join(chunks, file), join(chunks, file.replace(old, name)));
    }
  }
}

/** Names that a file imports or exports, on one line each time. */
function listsOnOneLine(text: string): string {
  return text.replace(/^(import|export) \{\n((?: {2}.*\n)+)\}(.*)$/gm, (_, word: string, names: string, rest: string) => {
    const list = names.trimEnd().split("\n");
    return [`${word} { ${list.map((name) => name.trim()).join(" ")} }${rest}`, ...list.map(() => GONE), GONE].join("\n");
  });
}

/** What a file exports says so where it stands, as people write it; the list at the end keeps what comes from elsewhere or under another name. */
function exportsInPlace(text: string): string {
  const list = /^export \{ (.*) \};$/m.exec(text);
  if (!list) return text;
  const own = new Set(list[1].split(", ").filter((name) => !name.includes(" as ")));
  const marked = text.replace(/^(?:(?:async )?function\*?|class|var) (\w+)/gm, (start, name: string) =>
    own.delete(name) ? `export ${start}` : start,
  );
  const rest = list[1].split(", ").filter((name) => name.includes(" as ") || own.has(name));
  return marked.replace(list[0], rest.length > 0 ? `export { ${rest.join(", ")} };` : GONE);
}

/** A file that only hands names on does so in one line for each file that they come from. */
function namesHandedOn(text: string): string {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("//"));
  const last = /^export \{ (.*) \};$/.exec(lines.at(-1) ?? "");
  const bare = lines.filter((line) => /^import "/.test(line));
  const imports = lines.slice(0, -1).flatMap((line) => (bare.includes(line) ? [] : [/^import \{ (.*) \} from (".*");$/.exec(line)]));
  if (!last || !imports.every((found) => found !== null)) return text;
  const outside = new Map(last[1].split(", ").map((pair) => [pair.split(" as ")[0], pair] as const));
  const handedOn = imports.map(([, names, from]) => {
    const handed = names.split(", ").map((pair) => {
      const [there, here = there] = pair.split(" as ");
      const name = outside.get(here)?.split(" as ").at(-1);
      if (name === undefined) throw new Error(`A file of names imports ${here} for nothing.`);
      return there === name ? name : `${there} as ${name}`;
    });
    return `export { ${handed.join(", ")} } from ${from};`;
  });
  return `${[...bare, ...handedOn].join("\n")}\n`;
}

/** Tabs indent, which packs smaller; lines inside of template literals are text and stay. */
function indentedByTabs(text: string): string {
  const literals = new Set<number>();
  const lineOf = (at: number) => text.slice(0, at).split("\n").length - 1;
  new Visitor({
    TemplateElement({ start, end }) {
      if (text.slice(start, end).includes("\n")) for (let line = lineOf(start) + 1; line <= lineOf(end); line++) literals.add(line);
    },
  }).visit(parseSync("bundle.js", text).program);
  return text
    .split("\n")
    .map((line, at) => (literals.has(at) ? line : line.replace(/^(?: {2})+/, (spaces) => "\t".repeat(spaces.length / 2))))
    .join("\n");
}

/** A line without anything, until `settleLines` takes it out. */
const GONE = "//-";

/** Rewrite every script of a folder. */
async function changeEach(folder: string, change: (text: string) => string | Promise<string>): Promise<void> {
  const names = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const files = names.map((name) => join(folder, name));
  await Promise.all(files.map(async (file) => writeFileSync(file, await change(readFileSync(file, "utf8")))));
}

/** Comments stay with the sources: names of files, and what the bundler keeps inside classes. */
function withoutComments(text: string): string {
  return text
    .replace(/^\/\/ (?:\.\.?|src|bindings|assembly|node_modules)\/.*$/gm, GONE)
    .replace(/^ +\/\*\*[\s\S]*?\*\/$/gm, (comment) => comment.replace(/[^\n]+/g, GONE));
}

/** Classes that speak of themselves keep their names: esbuild calls them `_Name` inside. */
function ownNames(text: string): string {
  const renamed = [...text.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  return renamed.reduce((now, name) => now.replace(new RegExp(`\\b_${name}\\b`, "g"), name), text);
}

/**
 * Takes lines out that have gone, of the text and of its map alike. Sources are not in the package, and so are given as empty texts:
 * development servers would look for them, and warn.
 */
function settleLines(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
    const [script, mapped] = [join(folder, name), join(folder, `${name}.map`)];
    const text = readFileSync(script, "utf8").split("\n");
    const map = JSON.parse(readFileSync(mapped, "utf8")) as { mappings: string; sources: string[] };
    const places = decode(map.mappings).map(([first]) => first);
    const stays = text.flatMap((line, at) => (line === GONE ? [] : [{ line, place: places[at] }]));
    const settled = stays.map(({ line }) => line).join("\n");
    // A file that only hands names on is in no trace.
    if (!stays.some(({ line }) => inTraces(line))) {
      rmSync(mapped);
      writeFileSync(script, settled.replace(/\n*^\/\/# sourceMappingURL=.*\n?/m, "\n"));
      continue;
    }
    writeFileSync(script, settled);
    writeFileSync(
      mapped,
      JSON.stringify({ ...map, mappings: encode(placesOf(stays)), names: [], sourcesContent: map.sources.map(() => "") }),
    );
  }
}

/**
 * Where each line stands in the sources, without columns: a trace says no more.
 *
 * A line that a trace can name (a call, `new`, `throw`, `await` or `yield` stands there) has the place that the bundler gives it. The
 * others follow the line above, which is nearly always so and which compresses to next to nothing.
 */
function placesOf(lines: readonly { line: string; place: SourceMapSegment | undefined }[]): SourceMapMappings {
  let above: readonly [source: number, line: number] | null = null;
  return lines.map(({ line, place }) => {
    if (place && place.length > 1 && inTraces(line)) above = [place[1] as number, place[2] as number];
    else if (above) above = [above[0], above[1] + 1];
    return above ? [[0, above[0], above[1], 0]] : [];
  });
}

const WORDS_BEFORE_BRACKETS = new Set(["if", "for", "while", "switch", "return", "function", "catch", "typeof", "of", "in", "case"]);

/** Can a trace name this line of a bundle? The heads of functions call nothing. */
function inTraces(line: string): boolean {
  if (/\b(?:new|throw|await|yield)\b/.test(line)) return true;
  if (/^\s*(?:(?:export|static|async|get|set|function\*?) |\*)*[\w$#]+\([^()]*\) \{$/.test(line)) return false;
  return [...line.matchAll(/([\w$]+|[)\]])\s*\(/g)].some(([, before]) => !WORDS_BEFORE_BRACKETS.has(before));
}

/** The loader without its polyfill of Object.hasOwn: every supported host has it, and one whose objects are frozen refuses to be changed. */
function frozen(loader: string): string {
  const without = loader.replace(/Object\.hasOwn = Object\.hasOwn \|\| function[^;]*;\s*\};/, "");
  if (without === loader || /Object\.\w+ = /.test(without)) throw new Error("The loader is not the one that this build knows.");
  return without;
}
