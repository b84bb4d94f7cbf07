/** Programs of the pages that run in place: found by their text, bundled with the built library into files of the site. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../..");

/** Entry points of the package that need nothing of Node. */
const entries: Readonly<Record<string, string>> = {
  ancilla: "index",
  "ancilla/documents": "documents",
  "ancilla/editor": "editor",
  "ancilla/exchange": "exchange",
  "ancilla/linear": "linear",
  "ancilla/papers": "papers",
};

/** The name of a program that a page can run, from its text; null for what is no whole program or needs more than a browser. */
export function programName(text: string): string | null {
  const imported = [...text.matchAll(/\bfrom "([^"]+)"|\bimport\(?\s*"([^"]+)"/g)].map(([, from, alone]) => from ?? alone);
  if (imported.length === 0 || imported.some((name) => !Object.hasOwn(entries, name))) return null;
  return createHash("sha256").update(text.trim()).digest("hex").slice(0, 12);
}

/** Pages of the site, as paths from its folder. */
export function pagesOf(docs: string): readonly string[] {
  return (readdirSync(docs, { recursive: true }) as string[])
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".md") && !/^(node_modules|dist|public|\.made|\.vitepress)\//.test(path))
    .sort();
}

/** Programs by name, from every page. */
export function programsOf(docs: string): ReadonlyMap<string, string> {
  const blocks = pagesOf(docs).flatMap((page) => [...readFileSync(join(docs, page), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)]);
  return new Map(
    blocks.map(([, text]) => [programName(text), text] as const).filter((pair): pair is readonly [string, string] => pair[0] !== null),
  );
}

/**
 * Writes docs/public/run: the worker, a module per program, and what they share. Nothing is compiled in the page: a policy of
 * `script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'` lets all of it run.
 */
export async function makePrograms(docs: string): Promise<void> {
  const outdir = join(docs, "public/run");
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const programs = programsOf(docs);
  await build({
    entryPoints: {
      worker: join(docs, ".vitepress/programs/worker.ts"),
      ...Object.fromEntries([...programs.keys()].map((name) => [name, `program:${name}`])),
    },
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    chunkNames: "shared/[name]-[hash]",
    external: ["node:*"],
    logLevel: "error",
    plugins: [
      {
        name: "programs",
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^program:/ }, ({ path }) => ({ path: path.slice("program:".length), namespace: "program" }));
          onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({
            contents: programs.get(path) as string,
            loader: "ts",
            resolveDir: root,
          }));
          onResolve({ filter: /^ancilla(\/|$)/ }, ({ path }) => ({ path: join(root, `dist/${entries[path]}.js`) }));
        },
      },
    ],
  });
}
