/** Bundles the library, linear algebra, closed forms, the Node half, the figures and the command line; the binary travels inline, once, in a file of its own. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** Where each bundle starts. */
const entries = {
  index: "src/index.ts",
  binary: "src/numerics/carried-binary.ts",
  linear: "src/linear.ts",
  papers: "src/papers.ts",
  node: "src/node.ts",
  figures: "src/figures/index.ts",
  documents: "src/documents/index.ts",
  cli: "src/cli/main.ts",
  worker: "src/ensembles/worker.ts",
  "browser-worker": "src/ensembles/browser-worker.ts",
};

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
        // `sideEffects` of package.json names this file: bundlers must not shake it off the entries that carry the binary.
        name: "the binary is a file of its own",
        setup({ onResolve }) {
          onResolve({ filter: /\/carried-binary\.ts$/ }, ({ kind }) =>
            kind === "entry-point" ? undefined : { path: "./binary.js", external: true, sideEffects: true },
          );
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
  settleImports(outdir, "./binary.js");
  settleImports(join(outdir, "chunks"), "../binary.js");
  // The same library without the binary: `ready({ module })` is handed one.
  const whole = readFileSync(join(outdir, "index.js"), "utf8");
  writeFileSync(join(outdir, "slim.js"), whole.replace(/^import "\.\/binary\.js";$/m, ""));
}

/**
 * No chunk is imported for what it does: whoever needs something of one names it, and bundlers warn of the others. The binary
 * is, from where it lies. Lines stay where they are, for the maps.
 */
function settleImports(folder: string, binary: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(
      join(folder, name),
      text.replace(/^import "\.\/(?:chunks\/)?chunk-[A-Z0-9]+\.js";$/gm, "").replace(/^import "\.\/binary\.js";$/gm, `import "${binary}";`),
    );
  }
}

/** The loader without its polyfill of Object.hasOwn: every supported host has it, and one whose objects are frozen refuses to be changed. */
function frozen(loader: string): string {
  const without = loader.replace(/Object\.hasOwn = Object\.hasOwn \|\| function[^;]*;\s*\};/, "");
  if (without === loader || /Object\.\w+ = /.test(without)) throw new Error("The loader is not the one that this build knows.");
  return without;
}
