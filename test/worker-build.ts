/** Bundles the package once for all tests, so that threads start from a script and not by compiling the sources again, each for itself. */
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundle } from "../scripts/bundle.ts";

export default async function setup(): Promise<() => void> {
  const folder = resolve(`build/tests-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  await bundle(folder);
  process.env.ANCILLA_TEST_WORKER = join(folder, "worker.js");
  return () => rmSync(folder, { recursive: true, force: true });
}
