/**
 * Where the entry points of this package lie, seen from the file that this code ends up in:
 *
 *   source tree:   src/ensembles/*.ts    src/node.ts       src/documents/{index,data-half}.ts     src/ensembles/worker.ts
 *   bundle:        dist/chunks/*.js      dist/node.js      dist/{documents,data-half}.js          dist/worker.js     (or dist/*.js itself)
 */
export function entryPoint(name: "node" | "documents" | "data-half" | "worker" | "browser-worker"): URL {
  const here = import.meta.url;
  const sources: Readonly<Record<string, string>> = {
    node: "../node.ts",
    documents: "../documents/index.ts",
    "data-half": "../documents/data-half.ts",
  };
  if (/\.ts(\?|$)/.test(here)) return new URL(sources[name] ?? `./${name}.ts`, here);
  return new URL(here.includes("/chunks/") ? `../${name}.js` : `./${name}.js`, here);
}
