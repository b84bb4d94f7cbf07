/** The queue against a real Redis, started for the test; skipped where redis-server is not installed. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue } from "bullmq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EnsembleOptions, ensemble, modelByName, normal } from "../../src/index.ts";
import { type Chunk, decodePart, encodePart } from "../../src/queue/chunk.ts";
import { connect } from "../../src/queue/connection.ts";
import { merge } from "../../src/queue/merge.ts";
import { submit } from "../../src/queue/submit.ts";
import { work } from "../../src/queue/work.ts";

const model = modelByName("phaseonium", { cavities: 2, alpha: 0.25, phi: 2.404315987, theta: 0.2, T0: 1, levels: 6 });
const options: EnsembleOptions = {
  steps: 20,
  saveEvery: 5,
  trajectories: 300,
  seed: 7,
  noise: { phi: normal(2.404315987, 0.2) },
  observables: ["T1", "T2"],
  window: [10, 20],
  quantiles: [0.05, 0.5],
  histograms: [{ observable: "T2", step: 20, edges: [0, 1, 1.02, 2] }],
};

const hasRedis = (() => {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

describe("parts as text", () => {
  it("keep every bit, undefined numbers included", () => {
    const moments = { cells: 1, data: Float64Array.of(2, 0.1, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) };
    const part = {
      first: 0,
      end: 1,
      axis: [0, 1],
      plan: "p",
      subtrees: [{ level: 0, index: 0, moments }],
      samples: Float64Array.of(Number.NaN, 5e-324),
      histograms: [Float64Array.of(1, 2)],
      diagnostics: {
        traceDefect: 0,
        positivityDefect: null,
        cutPopulation: {},
        firstLawResidual: null,
        secondLawViolation: null,
        warnings: [],
      },
      ending: "complete" as const,
    };
    expect(decodePart(encodePart(part))).toEqual(part);
  });
});

describe.skipIf(!hasRedis)("the queue", () => {
  const folder = mkdtempSync(join(tmpdir(), "ancilla-redis-"));
  let server: ChildProcess;
  let redis = "";

  beforeAll(async () => {
    const port = await freePort();
    redis = `redis://localhost:${port}`;
    const words = ["--port", String(port), "--dir", folder, "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"];
    server = spawn("redis-server", words, { stdio: "ignore" });
    for (let attempt = 0; attempt < 50; attempt++) {
      const client = await connect(redis).catch(() => null);
      client?.disconnect();
      if (client) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("redis-server did not start");
  });
  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true });
  });

  it("gives the bits of one machine, whatever the chunks and the workers", async () => {
    const { execution: _, plan, ...reference } = await ensemble(model, { ...options, threads: 1 });
    for (const chunk of [32, 96, 256]) {
      const { id, chunks } = await submit(model, options, { redis, chunk });
      expect(chunks).toBe(Math.ceil(300 / chunk));
      const runs = await Promise.all([work({ redis, threads: 1, drain: true }), work({ redis, threads: 2, drain: true })]);
      expect(runs[0] + runs[1]).toBe(chunks);
      const { plan: merged, ...result } = await merge(id, { redis });
      expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(reference)));
      expect(String(merged)).toBe(String(plan));
    }
  });

  it("knows an ensemble that was submitted before", async () => {
    const first = await submit(model, options, { redis, chunk: 96 });
    expect(await submit(model, options, { redis, chunk: 96 })).toEqual(first);
    expect(await work({ redis, threads: 1, drain: true })).toBe(0);
    expect((await submit(model, { ...options, seed: 8 }, { redis, queue: "other" })).id).not.toBe(first.id);
  });

  it("gives a partial result of the first chunks, and says when some are missing", async () => {
    const queue = "interrupted";
    const { id } = await submit(model, { ...options, seed: 9 }, { redis, queue, chunk: 96 });
    const controller = new AbortController();
    const done = await work({ redis, queue, threads: 1, signal: controller.signal, onChunk: () => controller.abort() });
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(4);
    await expect(merge(id, { redis, queue })).rejects.toThrow(
      /^\d of 4 chunks are not complete yet\. Wait for the workers, or ask for a partial/,
    );
    const part = await merge(id, { redis, queue, partial: true });
    expect(part).toMatchObject({ partial: true, trajectories: 96 * done });
    const same = await ensemble(model, { ...options, seed: 9, trajectories: 96 * done, threads: 1 });
    expect(part.mean).toEqual(same.mean);
    expect(part.quantiles).toEqual(same.quantiles);
  });

  it("reports a chunk that fails, with its step, and does not try it again", async () => {
    const queue = "failing";
    const { id } = await submit(model, { ...options, noise: { alpha: normal(0.9, 0.1) } }, { redis, queue });
    const errors: (Error | null)[] = [];
    await work({ redis, queue, threads: 1, drain: true, onChunk: ({ error }) => errors.push(error) });
    expect(errors).toHaveLength(2);
    await expect(merge(id, { redis, queue })).rejects.toThrow(
      /^2 of 2 chunks failed\. Noise took `alpha` to 1\.\d+, outside \[0, 1\], at collision/,
    );
  });

  it("refuses to run with another engine", async () => {
    const queue = "versions";
    const connection = await connect(redis);
    const bull = new Queue<Chunk>(queue, { connection });
    const { id } = await submit(model, options, { redis, queue: "elsewhere" });
    const bullThere = new Queue<Chunk>("elsewhere", { connection });
    const there = await bullThere.getJob(`${id}-0`);
    await bull.add("chunk", { ...(there?.data as Chunk), engine: "0".repeat(64) }, { jobId: `${id}-0` });
    const errors: (string | undefined)[] = [];
    await work({ redis, queue, threads: 1, drain: true, onChunk: ({ error }) => errors.push(error?.message) });
    expect(errors[0]).toMatch(
      /^The ensemble was submitted with the engine 000000000000, but this machine has [0-9a-f]{12}: use the same version\.$/,
    );
    await bull.close();
    await bullThere.close();
    connection.disconnect();
  });

  it("does not know what was never submitted", async () => {
    await expect(merge("nothing", { redis })).rejects.toThrow(
      'Argument `id` must name an ensemble in the queue "ancilla", but is "nothing".',
    );
  });
});

describe("bad submissions", () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      "nobody answers",
      () => submit(model, options, { redis: "redis://user:secret@localhost:1" }),
      /^No Redis answers at redis:\/\/localhost:1 \(.*ECONNREFUSED.*\)\. Start one, or name another one\.$/,
    ],
    ["chunk", () => submit(model, options, { chunk: 100 }), /^Argument `chunk` must be a multiple of 32, but is 100\./],
    [
      "local options",
      () => submit(model, { ...options, threads: 2 }),
      /^Argument `threads` must be left out of a submission, but is given\./,
    ],
    [
      "stranger",
      () => submit({ ...model, name: "mine" }, options),
      /^Argument `model` must be in the catalogue to run elsewhere, but is "mine"\. Pass `module`/,
    ],
    ["bad ensemble", () => submit(model, { ...options, trajectories: 1 }), /^Argument `trajectories` must/],
  ])("%s gets a sentence", async (_, act, sentence) => {
    await expect(act()).rejects.toThrow(sentence);
  });
});
