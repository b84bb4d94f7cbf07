/** Bundles the library, linear algebra, closed forms, the Node half, the figures and the command line; the binary travels inline, once, in a shared chunk. */
import { existsSync, readFileSync } from "node:fs";
import { build } from "esbuild";

/** Where each bundle starts. */
const entries = {
  index: "src/index.ts",
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
    keepNames: true,
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
        name: "packages stay outside",
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === "entry-point" || path === "@assemblyscript/loader" ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
}

/** The loader without its polyfill of Object.hasOwn: every supported host has it, and one whose objects are frozen refuses to be changed. */
function frozen(loader: string): string {
  const without = loader.replace(/Object\.hasOwn = Object\.hasOwn \|\| function[^;]*;\s*\};/, "");
  if (without === loader || /Object\.\w+ = /.test(without)) throw new Error("The loader is not the one that this build knows.");
  return without;
}
