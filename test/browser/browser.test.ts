/** The bundle in real browsers: in the page and on its workers, with the bits of Node. Skipped where there is no browser. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../scripts/bundle.ts";
import { type EnsembleOptions, ensemble, jumps, kerr, normal, phaseonium, type UnravelResult, unravel } from "../../src/index.ts";
import { answerOf, browsers, postingPage } from "./page.ts";

const parameters = { cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels: 8 };
const plain = { steps: 30, saveEvery: 10, trajectories: 100, seed: 7, observables: ["T1", "T2"] };

const clicking = { until: 1, saveEvery: 0.25, trajectories: 80, seed: 7, observables: ["n", "N_bath1"], records: true };

/** What of trajectories must be the same, as JSON has it. */
const bitsOf = ({ mean, std, clicks }: UnravelResult): unknown =>
  JSON.parse(JSON.stringify({ mean, std, times: Array.from(clicks?.times ?? []), which: Array.from(clicks?.which ?? []) }));

/** Runs in the page: the library comes over the wire, the script is text because the page shares nothing with this file. */
const script = `
  const { browserWorkers, ensemble, jumps, kerr, normal, phaseonium, unravelAsync } = await import("/index.js");
  const model = phaseonium(${JSON.stringify(parameters)});
  const options = { ...${JSON.stringify(plain)}, noise: { phi: normal(2.404315987, 0.2) } };
  const inPage = await ensemble(model, options);
  const executor = browserWorkers({ url: "/browser-worker.js", threads: 2 });
  const onWorkers = await ensemble(model, { ...options, executor });
  const bitsOf = ({ mean, std, clicks }) => ({ mean, std, times: Array.from(clicks.times), which: Array.from(clicks.which) });
  const clicking = { ...${JSON.stringify(clicking)}, by: jumps() };
  const trajectories = [];
  for (const who of [{}, { executor }]) {
    const running = unravelAsync(kerr({ levels: 10 }), { ...clicking, ...who });
    let clicks = 0;
    for await (const record of running) clicks += record.clicks.times.length;
    const { execution, ...found } = await running;
    trajectories.push({ where: execution.executor, clicks, ...bitsOf(found) });
  }
  await executor.close();
  const failure = (more) => ensemble(model, { ...options, ...more }).catch((error) => error.message);
  return {
    inPage: { mean: inPage.mean, std: inPage.std },
    onWorkers: { mean: onWorkers.mean, std: onWorkers.std },
    execution: onWorkers.execution,
    trajectories,
    noScript: await failure({ executor: browserWorkers({ url: "/nothing.js", threads: 1 }) }),
    noThreads: await failure({ threads: 2 }),
  };`;

describe("in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "ancilla-bundle-"));
  beforeAll(() => bundle(folder));
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const name of ["Chromium", "Firefox"] as const) {
    it.skipIf(!browsers[name])(`gives the bits of Node, in the page and on workers, and says what is wrong: ${name}`, async () => {
      const options: EnsembleOptions = { ...plain, noise: { phi: normal(2.404315987, 0.2) }, threads: 1 };
      const { mean, std } = await ensemble(phaseonium(parameters), options);
      const trajectories = bitsOf(await unravel(kerr({ levels: 10 }), { ...clicking, by: jumps(), threads: 1 })) as { times: number[] };
      const page = await postingPage(folder, script);
      try {
        expect(await answerOf(name, page)).toEqual({
          inPage: { mean, std },
          onWorkers: { mean, std },
          execution: { executor: "browser workers", threads: 2, note: null },
          trajectories: ["this thread", "browser workers"].map((where) => ({
            where,
            clicks: trajectories.times.length,
            ...trajectories,
          })),
          noScript: "A browser worker failed: is /nothing.js its script?",
          noThreads: "Argument `threads` must be 1 here, but this host has no Node threads. In a browser, pass executor: browserWorkers().",
        });
      } finally {
        page.close();
      }
    });
  }
});
