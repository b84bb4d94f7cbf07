/**
 * `node --import ./bench/sources.mjs FILE.ts`: runs the sources as the package runs.
 *
 * Loaders for development hang its name on every function, each time that it is made. A bench would measure that: of a request that takes
 * microseconds, and makes its closures anew, it is more than half.
 */
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { transform } from "esbuild";

if (isMainThread) register(import.meta.url);

/** Node's hook, on the thread that loads. */
export async function load(url, context, next) {
  if (!/^file:.*\.ts$/.test(url)) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), "utf8"), {
    loader: "ts",
    format: "esm",
    target: "es2022",
    keepNames: false,
    sourcemap: "inline",
    sourcefile: fileURLToPath(url),
  });
  return { format: "module", source: code, shortCircuit: true };
}
