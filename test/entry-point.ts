/** Stands in for `src/ensembles/entry-point.ts`: threads of tests start from the bundle of the sources, everything else from the sources. */
import { pathToFileURL } from "node:url";
import { entryPoint as inSources } from "../src/ensembles/entry-point.ts";

export function entryPoint(name: Parameters<typeof inSources>[0]): URL {
  const bundled = process.env.ANCILLA_TEST_WORKER;
  return name === "worker" && bundled ? pathToFileURL(bundled) : inSources(name);
}
