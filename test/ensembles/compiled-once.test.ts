/** Threads find what Node compiled where the thread that starts them keeps it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import nodeModules from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, it } from "vitest";
import { bloch, ensemble, normal } from "../../src/index.ts";
import { nodeThreads } from "../../src/node.ts";

const folder = mkdtempSync(join(tmpdir(), "ancilla-compiled-"));
const host = nodeModules as { getCompileCacheDir?: (() => string | undefined) | undefined };
const own = host.getCompileCacheDir;
const before = process.env.NODE_COMPILE_CACHE;
afterEach(() => {
  host.getCompileCacheDir = own;
  rmSync(folder, { recursive: true, force: true });
});

it("tells a thread the folder, and nothing where there is none", async () => {
  const worker = join(folder, "worker.mjs");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the thread's own
  writeFileSync(worker, "throw new Error(`It keeps that in ${process.env.NODE_COMPILE_CACHE}.`);\n");
  const failed = async (kept: string | undefined): Promise<unknown> => {
    host.getCompileCacheDir = () => kept;
    const executor = nodeThreads({ threads: 1, worker: pathToFileURL(worker) });
    const options = { until: 1, trajectories: 64, seed: 1, noise: { Omega: normal(1, 0.1) }, executor };
    return ensemble(bloch(), options).catch((error: Error) => error.message);
  };
  expect(await failed(join(folder, "cache", "v24"))).toContain(`keeps that in ${join(folder, "cache")}.`);
  expect(await failed(undefined)).toContain(`keeps that in ${before}.`);
});
