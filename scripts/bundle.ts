/** Bundles the library, linear algebra, closed forms, the Node half, the figures and the command line; the binary travels inline, once, in a file of its own. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { decode, encode } from "@jridgewell/sourcemap-codec";
import { build } from "esbuild";

/** Where each bundle starts. */
const entries = {
  index: "src/index.ts",
  slim: "src/slim.ts",
  binary: "src/numerics/carried-binary.ts",
  linear: "src/linear.ts",
  papers: "src/papers.ts",
  node: "src/node.ts",
  figures: "src/figures/index.ts",
  documents: "src/documents/index.ts",
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

/** The module that `ancilla` and `ancilla/slim` share. */
const index = resolve("src/index.ts");

/**
 * Write the bundles (ES modules with shared chunks) into `outdir`.
 *
 * Packages stay imports, except the loader of the binary: it is part of the library.
 */
export async function bundle(outdir: string): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
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
    charset: "utf8",
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
          onResolve({ filter: /\/(carried-binary|page-worker)\.ts$/ }, ({ kind, path, importer }) => {
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
  });
  settleImports(outdir, "./");
  settleImports(join(outdir, "chunks"), "../");
  for (const folder of [outdir, join(outdir, "chunks")]) mapLines(folder);
  // `ancilla` and `ancilla/slim` are the same chunks; one brings the binary.
  writeFileSync(join(outdir, "index.js"), `import "./binary.js"; ${readFileSync(join(outdir, "index.js"), "utf8")}`);
}

/**
 * No chunk is imported for what it does: whoever needs something of one names it, and bundlers warn of the others. What stays
 * apart is imported from where it lies. Lines stay where they are, for the maps.
 */
function settleImports(folder: string, entriesAt: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
    const text = readFileSync(join(folder, name), "utf8")
      .replace(/^import "\.\/(?:chunks\/)?chunk-[A-Z0-9]+\.js";$/gm, "")
      .replace(/"\.\/(binary|page-worker)\.js"/g, `"${entriesAt}$1.js"`)
      .replace('new URL("./browser-worker.ts", import.meta.url)', 'new URL("./browser-worker.js", import.meta.url)');
    writeFileSync(join(folder, name), ownNames(text));
  }
}

/** Classes that speak of themselves keep their names: esbuild calls them `_Name` inside. */
function ownNames(text: string): string {
  const renamed = [...text.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  return renamed.reduce((now, name) => now.replace(new RegExp(`\\b_${name}\\b`, "g"), name), text);
}

/** Maps name the line and leave the columns out: a trace says no more, and they are a sixth as large. */
function mapLines(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".js.map"))) {
    const map = JSON.parse(readFileSync(join(folder, name), "utf8")) as { mappings: string; names: string[] };
    const lines = decode(map.mappings).map(([first]) =>
      first === undefined ? [] : [first.slice(0, 4) as [number, number, number, number]],
    );
    writeFileSync(join(folder, name), JSON.stringify({ ...map, mappings: encode(lines), names: [] }));
  }
}

/** The loader without its polyfill of Object.hasOwn: every supported host has it, and one whose objects are frozen refuses to be changed. */
function frozen(loader: string): string {
  const without = loader.replace(/Object\.hasOwn = Object\.hasOwn \|\| function[^;]*;\s*\};/, "");
  if (without === loader || /Object\.\w+ = /.test(without)) throw new Error("The loader is not the one that this build knows.");
  return without;
}
