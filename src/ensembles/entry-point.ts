/**
 * Where the entry points of this package lie, seen from the file that this code ends up in:
 *
 *   source tree:   src/ensembles/*.ts    src/node.ts       src/documents/index.ts    src/ensembles/worker.ts
 *   bundle:        dist/chunks/*.js      dist/node.js      dist/documents.js         dist/worker.js     (or dist/*.js itself)
 */
export function entryPoint(name: "node" | "documents" | "worker" | "browser-worker"): URL {
  const here = import.meta.url;
  const sources: Readonly<Record<string, string>> = { node: "../node.ts", documents: "../documents/index.ts" };
  if (/\.ts(\?|$)/.test(here)) return new URL(sources[name] ?? `./${name}.ts`, here);
  return new URL(here.includes("/chunks/") ? `../${name}.js` : `./${name}.js`, here);
}
