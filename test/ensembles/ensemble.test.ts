import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipped, normal, perRealisation } from "../../src/dynamics/noise/construct.ts";
import type { EnsembleOptions } from "../../src/ensembles/ensemble-options.ts";
import { type Executor, thisThread } from "../../src/ensembles/executor.ts";
import { nodeThreads } from "../../src/ensembles/node-threads.ts";
import { ensemble } from "../../src/ensembles/run-ensemble.ts";
import { ar1, ar1Lanes } from "../reference/ar1.ts";

const module = new URL("../reference/ar1.ts", import.meta.url);
const worker = new URL("../reference/ar1-worker.ts", import.meta.url);
const here: EnsembleOptions = {
  steps: 20,
  saveEvery: 4,
  trajectories: 100,
  seed: 7,
  noise: { kick: normal(0.1, 0.3) },
  observables: ["x"],
  executor: thisThread(ar1Lanes),
  module,
};

/** Everything but what does not determine bits. */
async function bits(options: EnsembleOptions): Promise<unknown> {
  const { execution: _, plan: __, ...rest } = await ensemble(ar1(), options);
  return JSON.parse(JSON.stringify(rest));
}

describe("an ensemble", () => {
  it("has the moments of the process", async () => {
    const trajectories = 20_000;
    const result = await ensemble(ar1(), { ...here, trajectories });
    expect(result.axis).toEqual({ name: "collision", values: [0, 4, 8, 12, 16, 20] });
    result.axis.values.forEach((n, s) => {
      const mean = 0.9 ** n + (0.1 * (1 - 0.9 ** n)) / 0.1;
      const std = 0.3 * Math.sqrt((1 - 0.81 ** n) / 0.19);
      expect(Math.abs((result.mean.x[s] as number) - mean)).toBeLessThanOrEqual((5 * std) / Math.sqrt(trajectories) + 1e-15);
      expect(Math.abs((result.std.x[s] as number) - std)).toBeLessThanOrEqual((5 * std) / Math.sqrt(2 * trajectories));
      expect(result.standardError.x[s]).toBeCloseTo((result.std.x[s] as number) / Math.sqrt(trajectories), 15);
    });
    expect(result).toMatchObject({
      model: "ar1",
      seed: 7,
      trajectories,
      partial: false,
      stoppedEarly: false,
      missing: { x: [0, 0, 0, 0, 0, 0] },
    });
    expect(result.parameters.kick).toBe(0.1);
    expect(result.diagnostics.warnings).toEqual(["a test process"]);
  });

  it("per realisation spreads as far as the parameter does", async () => {
    const result = await ensemble(ar1(), {
      ...here,
      steps: 400,
      saveEvery: 400,
      trajectories: 4000,
      noise: { kick: perRealisation(normal(0.1, 0.3)) },
    });
    expect(Math.abs((result.std.x[1] as number) - 3)).toBeLessThan((5 * 3) / Math.sqrt(8000));
  });

  it("without noise has no spread, to the last bit", async () => {
    const result = await ensemble(ar1(), { ...here, noise: {} });
    expect(result.std.x).toEqual([0, 0, 0, 0, 0, 0]);
    expect(result.min.x).toEqual(result.max.x);
  });

  it("takes quantiles, window and histograms from the same realisations", async () => {
    // x is normal with mean 1 and standard deviation 0.68314
    const edges = [0.2, 1, 1.2];
    const result = await ensemble(ar1(), {
      ...here,
      trajectories: 1000,
      quantiles: [0, 0.5, 1],
      window: [9, 20],
      histograms: [{ observable: "x", step: 20, edges }],
    });
    expect(result.quantiles?.values.x[0]).toEqual(result.min.x);
    expect(result.quantiles?.values.x[2]).toEqual(result.max.x);
    expect(Math.abs((result.quantiles?.values.x[1][5] as number) - (result.mean.x[5] as number))).toBeLessThan(0.1);
    expect(result.window).toMatchObject({ from: 9, to: 20, saved: 3 });
    const mean = ((result.mean.x[3] as number) + (result.mean.x[4] as number) + (result.mean.x[5] as number)) / 3;
    expect(result.window?.observables.x.mean).toBeCloseTo(mean, 12);
    const [histogram] = result.histograms ?? [];
    expect(histogram.counts.reduce((a, b) => a + b, 0) + histogram.below + histogram.above).toBe(1000);
    [histogram.below, ...histogram.counts, histogram.above].forEach((count, k) => {
      const p = [0.12079, 0.37921, 0.11515, 0.38485][k];
      expect(Math.abs(count - 1000 * p)).toBeLessThan(5 * Math.sqrt(1000 * p * (1 - p)));
    });
  });

  it("leaves undefined values out and says so", async () => {
    const result = await ensemble(ar1(), { ...here, observables: ["x", "root"], noise: { kick: normal(-0.3, 0.3) } });
    const missing = result.missing.root[5];
    expect(missing).toBeGreaterThan(50);
    expect(result.diagnostics.warnings[1]).toMatch(/^root is undefined in up to \d+ of 100 realisations; its statistics leave them out\.$/);
    expect(result.min.root[1] as number).toBeGreaterThanOrEqual(0);
  });
});

describe("bits", () => {
  const full: EnsembleOptions = {
    ...here,
    trajectories: 333,
    observables: ["x", "root"],
    noise: { kick: normal(0, 0.3), a: perRealisation(normal(0.8, 0.05)), bounded: clipped(normal(0.5, 1)) },
    quantiles: [0.1, 0.9],
    window: [4, 20],
    histograms: [{ observable: "root", step: 8, edges: [0, 0.5, 1] }],
  };

  it("do not depend on lanes", async () => {
    const reference = await bits(full);
    for (const lanes of [1, 2, 3, 5, 7, 8]) expect(await bits({ ...full, lanes })).toEqual(reference);
  });

  it("do not depend on threads", async () => {
    const reference = await bits(full);
    for (const threads of [1, 2, 3]) {
      const executor = nodeThreads({ threads, worker });
      try {
        expect(await bits({ ...full, executor })).toEqual(reference);
        expect(await bits({ ...full, executor, lanes: 3 })).toEqual(reference);
      } finally {
        await executor.close();
      }
    }
  });

  it("of the first realisations do not depend on how many follow", async () => {
    const few = await ensemble(ar1(), { ...here, trajectories: 64, quantiles: [0] });
    const many = await ensemble(ar1(), { ...here, trajectories: 96, quantiles: [0], signal: firesAfter(2) });
    expect(many).toMatchObject({ trajectories: 64, partial: true });
    expect(many.mean).toEqual(few.mean);
    expect(many.std).toEqual(few.std);
    expect(many.quantiles).toEqual(few.quantiles);
  });

  it("change with the seed", async () => {
    expect(await bits({ ...here, seed: 8 })).not.toEqual(await bits(here));
  });
});

/** A signal that fires once so many batches have been counted; the option that counts comes along. */
let fire: { after: number; controller: AbortController } | null = null;
function firesAfter(batches: number): AbortSignal {
  fire = { after: batches, controller: new AbortController() };
  return fire.controller.signal;
}
const counting = (executor: Executor): Executor => ({
  ...executor,
  async open(job, built) {
    const open = await executor.open(job, built);
    return {
      ...open,
      async run(first, count) {
        if (fire && first >= fire.after) {
          fire.controller.abort();
          await new Promise((resolve) => setTimeout(resolve));
        }
        return open.run(first, count);
      },
    };
  },
});
Object.assign(here, { executor: counting(thisThread(ar1Lanes)) });

describe("early ends", () => {
  it("takes the standard error with n − 1, as the result does", async () => {
    fire = null;
    const first = await ensemble(ar1(), { ...here, trajectories: 256 });
    const error = Math.max(...(first.standardError.x as number[]));
    const stop = (standardError: number) => ensemble(ar1(), { ...here, trajectories: 512, stopWhen: { standardError } });
    // With n in place of n − 1 it would be smaller by one part in 512.
    expect((await stop(error * (1 - 1 / 1024))).trajectories).toBe(512);
    expect((await stop(error * (1 + 1e-9))).trajectories).toBe(256);
  });

  it("stops at a border of 256 realisations once the standard error is small", async () => {
    fire = null;
    const options = { ...here, trajectories: 10_000, stopWhen: { standardError: 0.02 } };
    const result = await ensemble(ar1(), options);
    expect(result).toMatchObject({ stoppedEarly: true, partial: false });
    expect(result.trajectories % 256).toBe(0);
    expect(Math.max(...(result.standardError.x as number[]))).toBeLessThanOrEqual(0.02);
    const before = await ensemble(ar1(), { ...here, trajectories: result.trajectories - 256 });
    expect(Math.max(...(before.standardError.x as number[]))).toBeGreaterThan(0.02);
    const executor = nodeThreads({ threads: 2, worker });
    try {
      const threaded = await ensemble(ar1(), { ...options, executor });
      expect(threaded.trajectories).toBe(result.trajectories);
      expect(threaded.mean).toEqual(result.mean);
    } finally {
      await executor.close();
    }
  });

  it("keeps whole batches when it is interrupted, also on threads", async () => {
    fire = null;
    const controller = new AbortController();
    const executor = nodeThreads({ threads: 2, worker });
    try {
      const result = await ensemble(ar1(), {
        ...here,
        executor,
        trajectories: 3200,
        steps: 400,
        signal: controller.signal,
        onProgress: (fraction) => fraction > 0.1 && controller.abort(),
      });
      expect(result.partial).toBe(true);
      expect(result.trajectories % 32).toBe(0);
      expect(result.trajectories).toBeLessThan(3200);
      const same = await ensemble(ar1(), { ...here, steps: 400, trajectories: result.trajectories });
      expect(same.mean).toEqual(result.mean);
      expect(same.std).toEqual(result.std);
      // Batches that nobody waits for any more do not disturb the next ensemble on the same threads.
      const next = await ensemble(ar1(), { ...here, executor });
      expect(next.mean).toEqual((await ensemble(ar1(), here)).mean);
    } finally {
      await executor.close();
    }
  });

  it("has nothing to keep before the first batch", async () => {
    await expect(ensemble(ar1(), { ...here, signal: AbortSignal.abort() })).rejects.toThrow(
      "Interrupted before the first 32 realisations were complete: nothing to keep.",
    );
  });

  it("reports progress in order", async () => {
    fire = null;
    const seen: number[] = [];
    await ensemble(ar1(), { ...here, onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("fails with the step of the first failing batch, from threads too", async () => {
    const noise = { bounded: normal(0.5, 0.17) };
    const inlined = await ensemble(ar1(), { ...here, noise }).catch((error: Error) => error);
    expect(inlined).toMatchObject({ name: "RunFailure", step: expect.any(Number) });
    const executor = nodeThreads({ threads: 2, worker });
    try {
      const threaded = await ensemble(ar1(), { ...here, noise, executor }).catch((error: Error) => error);
      expect(threaded).toMatchObject({ name: "RunFailure", step: (inlined as { step?: number }).step });
      expect((threaded as Error).message).toBe((inlined as Error).message);
    } finally {
      await executor.close();
    }
  });
});

describe("any options at all", () => {
  const junk = fc.oneof(
    fc.integer({ min: -3, max: 40 }),
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.double(), { maxLength: 3 }),
    fc.object(),
  );
  const names = [
    "steps",
    "until",
    "saveEvery",
    "times",
    "trajectories",
    "seed",
    "noise",
    "observables",
    "window",
    "quantiles",
    "histograms",
    "stopWhen",
    "lanes",
    "cut",
    "signal",
  ];

  it("give a result or a sentence", async () => {
    fire = null;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), junk, { maxKeys: 3 }), async (change) => {
        try {
          const result = await ensemble(ar1(), { ...here, trajectories: 40, ...change } as EnsembleOptions);
          expect(result.mean).toBeDefined();
        } catch (error) {
          expect((error as Error).message).toMatch(/^Argument `.+` must .+, but .+\.|^no observable|^Noise took/s);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe("bad options", () => {
  const bad = (change: Record<string, unknown>) => () => ensemble(ar1(), { ...here, ...change } as EnsembleOptions);
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["misspelt", bad({ trajectorys: 3 }), /has `trajectorys`\. Did you mean "trajectories"\?/],
    [
      "one trajectory",
      bad({ trajectories: 1 }),
      /^Argument `trajectories` must be an integer from 2 to \d+, but is 1\. A spread needs at least two/,
    ],
    ["no steps", bad({ steps: undefined }), /^Argument `steps` must/],
    ["negative steps", bad({ steps: -1 }), /^Argument `steps` must/],
    ["times", bad({ times: [0, 1] }), /^Argument `times` must be left out for a collision model/],
    [
      "too many saved steps",
      bad({ steps: 1e8, saveEvery: 1 }),
      /^Argument `saveEvery` must keep within 4294967296 bytes, but the statistics of 100000001 saved steps × 1 observables may take 160000001600\./,
    ],
    ["seed", bad({ seed: 1.5 }), /^Argument `seed` must be an integer ≥ 0, but is 1\.5\./],
    ["lanes", bad({ lanes: 9 }), /^Argument `lanes` must be an integer from 1 to 8, but is 9\./],
    ["threads", bad({ executor: undefined, threads: 0 }), /^Argument `threads` must be an integer from 1 to 1024/],
    ["both", bad({ threads: 2 }), /^Argument `threads` must be left out beside `executor`/],
    ["window", bad({ window: [5, 30] }), /^Argument `window\[1\]` must be a finite number ≥ 5 and ≤ 20, but is 30\./],
    ["empty window", bad({ window: [9, 11] }), /^Argument `window` must hold at least one saved step, but none lies in \[9, 11\]/],
    ["quantiles", bad({ quantiles: [0.5, 0.2] }), /^Argument `quantiles\[1\]` must be/],
    ["quantile above 1", bad({ quantiles: [1.5] }), /^Argument `quantiles\[0\]` must be a finite number ≥ 0 and ≤ 1/],
    [
      "histogram step",
      bad({ histograms: [{ observable: "x", step: 3, edges: [0, 1] }] }),
      /^Argument `histograms\[0\]\.step` must be a saved step, but is 3\./,
    ],
    [
      "histogram edges",
      bad({ histograms: [{ observable: "x", step: 4, edges: [1, 1] }] }),
      /^Argument `histograms\[0\]\.edges\[1\]` must be/,
    ],
    ["histogram observable", bad({ histograms: [{ observable: "X1", step: 4, edges: [0, 1] }] }), /must be one of those recorded/],
    ["stop", bad({ stopWhen: { standardError: 0 } }), /^Argument `stopWhen\.standardError` must be a finite number > 0/],
    ["stop on what", bad({ stopWhen: { standardError: { y: 1 } } }), /must name recorded observables/],
    ["observables", bad({ observables: ["x", "x"] }), /^Argument `observables` must name each one once, but names "x" twice\./],
    ["no observables", bad({ observables: [] }), /^Argument `observables` must be a list of names/],
    ["unknown observable", bad({ observables: ["y"] }), /no observable y/],
    ["unknown noise", bad({ noise: { kik: normal(0, 1) } }), /is on `kik`\. Did you mean "kick"\?/],
    ["text noise", bad({ noise: { text: normal(0, 1) } }), /Noisy parameters here: a, kick, bounded\./],
    ["cut", bad({ cut: 3 }), /^Argument `cut` must be left out, but ar1 has no coherence orders to cut\./],
    ["signal", bad({ signal: 3 }), /^Argument `signal` must be an AbortSignal/],
    ["module without it", bad({ module: new URL("../reference/philox.ts", import.meta.url) }), /must export the definition of "ar1"/],
    ["module that is a path", bad({ module: "./ar1.ts" }), /^Argument `module` must be a URL, but is "\.\/ar1\.ts"\. Write new URL/],
    ["model", () => ensemble({} as never, here), /^Argument `model` must be a model/],
    [
      "threads for a model nobody knows",
      bad({ executor: undefined, module: undefined, threads: 2 }),
      /^Argument `threads` must be 1 for this model, but threads build models from their definition, and "ar1" is neither in the catalogue nor a document's\. Write it as a document, or pass `module`/,
    ],
  ])("%s gets a sentence", async (_, act, sentence) => {
    await expect(act()).rejects.toThrow(sentence);
  });
});
