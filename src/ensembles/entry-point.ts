/**
 * Where the entry points of this package lie, seen from the file that this code ends up in:
 *
 *   source tree:   src/ensembles/*.ts    src/node.ts       src/ensembles/worker.ts
 *   bundle:        dist/chunks/*.js      dist/node.js      dist/worker.js            (or dist/*.js itself)
 */
export function entryPoint(name: "node" | "worker" | "browser-worker"): URL {
  const here = import.meta.url;
  if (/\.ts(\?|$)/.test(here)) return new URL(name === "node" ? "../node.ts" : `./${name}.ts`, here);
  return new URL(here.includes("/chunks/") ? `../${name}.js` : `./${name}.js`, here);
}
