/** Bundles the library, linear algebra, closed forms, the Node half, the figures and the command line; the binary travels inline, once, in a shared chunk. */
import { existsSync } from "node:fs";
import { build } from "esbuild";

/** Where each bundle starts. */
const entries = {
  index: "src/index.ts",
  linear: "src/linear.ts",
  papers: "src/papers.ts",
  node: "src/node.ts",
  figures: "src/figures/index.ts",
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
    minify: true,
    plugins: [
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
