/** The lab as a static app; `scripts/build.ts` calls this twice, once for the site and once for the one file. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, "../package.json"), "utf8")) as { version: string };
const dist = resolve(import.meta.dirname, "../dist");
const alias = [
  { find: /^ancilla$/, replacement: resolve(dist, "index.js") },
  { find: /^ancilla\/exchange$/, replacement: resolve(dist, "exchange.js") },
  { find: /^ancilla\/editor$/, replacement: resolve(dist, "editor.js") },
  { find: /^ancilla\/browser-worker$/, replacement: resolve(dist, "browser-worker.js") },
  { find: /^ancilla\/documents$/, replacement: resolve(dist, "documents.js") },
];

/** The worker's scripts leave the engine's binary out: it is a file of its own (src/engine/load-engine.ts). */
const binaryApart: Plugin = {
  name: "binary-apart",
  enforce: "pre",
  resolveId: (source, importer = "") => (/^\.\.?\/binary\.js$/.test(source) && importer.startsWith(dist) ? "\0no-binary" : null),
  load: (id) => (id === "\0no-binary" ? "export {};" : null),
};

/** Threads are started from the lab's own worker script (src/engine/threads.ts): the package's is none of them. */
const ownThreads: Plugin = {
  name: "own-threads",
  enforce: "pre",
  resolveId: (source, importer = "") => (/\/page-worker\.js$/.test(source) && importer.startsWith(dist) ? "\0no-page-worker" : null),
  load: (id) => (id === "\0no-page-worker" ? "export function pageWorker() {}" : null),
};

export default defineConfig({
  base: "./",
  define: { __VERSION__: JSON.stringify(version) },
  resolve: { alias },
  plugins: [ownThreads],
  server: { fs: { allow: [".."] } },
  build: {
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1000,
  },
  worker: { format: "es", plugins: () => [binaryApart, ownThreads] },
});
