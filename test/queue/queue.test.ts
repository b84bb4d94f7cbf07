/** The queue against a real Redis, started for the test; skipped where redis-server is not installed. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EnsembleOptions, ensemble, modelByName, normal } from "../../src/index.ts";
import { decodePart, encodePart } from "../../src/queue/chunk.ts";
import { connect } from "../../src/queue/connection.ts";
import { type Description, ensembleId } from "../../src/queue/description.ts";
import { follow } from "../../src/queue/follow.ts";
import { cancel, retry } from "../../src/queue/manage.ts";
import { merge } from "../../src/queue/merge.ts";
import { chunkQueue, register } from "../../src/queue/registry.ts";
import { status } from "../../src/queue/status.ts";
import { submit } from "../../src/queue/submit.ts";
import { work } from "../../src/queue/work.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis.ts";

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

/** Until a state is there: as long as a busy machine needs. */
const soon = { timeout: 60_000, interval: 10 };

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
    const text = encodePart(part);
    expect(decodePart(text)).toEqual(part);
    for (const at of [0, 63, 64, 65, 200, text.length - 1]) {
      const flipped = `${text.slice(0, at)}${text[at] === "1" ? "2" : "1"}${text.slice(at + 1)}`;
      expect(() => decodePart(flipped), String(at)).toThrow("its checksum does not hold");
    }
  });
});

describe.skipIf(!hasRedis)("the queue", () => {
  let server: RedisServer;
  let redis = "";
  beforeAll(async () => {
    server = await startRedis();
    redis = server.url;
  });
  afterAll(() => server?.stop());

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
    const { id } = await submit(model, { ...options, seed: 9 }, { redis, queue, chunk: 32 });
    const controller = new AbortController();
    const done = await work({ redis, queue, threads: 1, signal: controller.signal, onChunk: () => controller.abort() });
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(10);
    await expect(merge(id, { redis, queue })).rejects.toThrow(
      /^\d of 10 chunks are not complete yet\. Wait for the workers, or ask for a partial/,
    );
    const part = await merge(id, { redis, queue, partial: true });
    expect(part).toMatchObject({ partial: true, trajectories: 32 * done });
    const same = await ensemble(model, { ...options, seed: 9, trajectories: 32 * done, threads: 1 });
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

  it("leaves the chunks of another version to others", async () => {
    const queue = "versions";
    const { id } = await submit(model, options, { redis, queue });
    const connection = await connect(redis);
    const description = JSON.parse((await connection.hget(`ancilla:ensembles:${queue}`, id)) as string) as Description;
    const other: Description = { ...description, version: "0.0.9" };
    await register(connection, { queue }, ensembleId(other), other);
    connection.disconnect();
    const names: string[] = [];
    expect(await work({ redis, queue, threads: 1, drain: true, onChunk: (chunk) => names.push(chunk.id) })).toBe(2);
    expect(new Set(names)).toEqual(new Set([id]));
    expect(chunkQueue({ queue }, other)).not.toBe(chunkQueue({ queue }, description));
    expect((await status(ensembleId(other), { redis, queue })).version).toBe("0.0.9");
  });

  it("refuses a chunk with a flipped digit, names it, and runs it again", async () => {
    const queue = "flipped";
    const { id } = await submit(model, options, { redis, queue, chunk: 96 });
    await work({ redis, queue, threads: 1, drain: true });
    const good = await merge(id, { redis, queue });
    const connection = await connect(redis);
    const key = `bull:${chunkQueue({ queue })}:${id}-2`;
    const stored = (await connection.hget(key, "returnvalue")) as string;
    await connection.hset(
      key,
      "returnvalue",
      stored.replace(/(.{200}.*?)(\d)/, (_, before, digit) => `${before}${(Number(digit) + 1) % 10}`),
    );
    connection.disconnect();
    await expect(merge(id, { redis, queue })).rejects.toThrow(
      `Chunk 2 of 4 cannot be used: its checksum does not hold. \`ancilla retry ${id}\` runs them again.`,
    );
    expect(await status(id, { redis, queue })).toMatchObject({
      states: { done: 3, damaged: 1 },
      problems: [{ chunk: 2, state: "damaged", reason: "its checksum does not hold" }],
    });
    expect(await retry(id, { redis, queue })).toEqual([2]);
    expect(await retry(id, { redis, queue })).toEqual([]);
    expect((await status(id, { redis, queue })).states).toMatchObject({ done: 3, waiting: 1 });
    expect(await work({ redis, queue, threads: 1, drain: true })).toBe(1);
    expect(JSON.stringify(await merge(id, { redis, queue }))).toBe(JSON.stringify(good));
    expect(await retry(id, { redis, queue, chunk: 1 })).toEqual([1]);
    await expect(retry(id, { redis, queue, chunk: 4 })).rejects.toThrow("`chunk` must be an integer from 0 to 3, but is 4");
  });

  it("does not run or merge a description that was changed", async () => {
    const queue = "forged";
    const { id } = await submit(model, options, { redis, queue });
    const connection = await connect(redis);
    const key = `ancilla:ensembles:${queue}`;
    const text = (await connection.hget(key, id)) as string;
    await connection.hset(key, id, text.replace('"trajectories":300', '"trajectories":4000000000'));
    const errors: (string | undefined)[] = [];
    await work({ redis, queue, threads: 1, drain: true, onChunk: ({ error }) => errors.push(error?.message) });
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toMatch(/was changed: it is not run/);
    await expect(merge(id, { redis, queue })).rejects.toThrow("was changed");
    const huge = { ...(JSON.parse(text) as Description) };
    const forged: Description = { ...huge, job: { ...huge.job, trajectories: 4_000_000_000 }, batches: 1 };
    await register(connection, { queue }, ensembleId(forged), forged);
    await expect(merge(ensembleId(forged), { redis, queue })).rejects.toThrow(/make 125000000 chunks, which take 122071 MiB/);
    connection.disconnect();
  });

  it("never runs a module that the worker's owner did not name", async () => {
    const queue = "modules";
    const connection = await connect(redis);
    const { id } = await submit(model, options, { redis, queue });
    const description = JSON.parse((await connection.hget(`ancilla:ensembles:${queue}`, id)) as string) as Description;
    const code = "globalThis.ancillaWasHere = true; export const d = { name: 'phaseonium', build: () => null };";
    const urls = [
      `data:text/javascript,${encodeURIComponent(code)}`,
      "http://127.0.0.1:1/x.js",
      "file:///tmp/other.js",
      "node:fs",
      "ioredis",
    ];
    for (const module of urls) {
      const bad: Description = { ...description, job: { ...description.job, module } };
      await register(connection, { queue }, ensembleId(bad), bad);
      const bull = await import("bullmq");
      const chunks = new bull.Queue(chunkQueue({ queue }), { connection });
      await chunks.add("chunk", { id: ensembleId(bad), index: 0 });
      await chunks.close();
    }
    const errors: string[] = [];
    const allowModules = ["file:///opt/allowed.js"];
    const onChunk = ({ error }: { error: Error | null }) => error && errors.push(error.message);
    await work({ redis, queue, threads: 1, drain: true, allowModules, onChunk });
    expect(errors).toHaveLength(urls.length);
    for (const error of errors) expect(error).toContain("which this worker does not allow (--allow-module)");
    expect(globalThis).not.toHaveProperty("ancillaWasHere");
    for (const module of ["data:text/javascript,0", "http://host/x.js", "https://host/x.js", "file:"]) {
      await expect(work({ redis, queue, allowModules: [module] })).rejects.toThrow(/`allowModules` must be the URL of a file/);
      if (module !== "file:")
        await expect(submit(model, { ...options, module }, { redis })).rejects.toThrow(/`module` must be the URL of a file/);
    }
    connection.disconnect();
  });

  it("forgets an ensemble that is cancelled", async () => {
    const queue = "cancelled";
    const { id } = await submit(model, options, { redis, queue });
    expect((await status(id, { redis, queue })).states.waiting).toBe(2);
    expect(await cancel(id, { redis, queue })).toEqual({ removed: 2, running: 0 });
    await expect(status(id, { redis, queue })).rejects.toThrow('must name an ensemble in the queue "cancelled"');
    expect(await work({ redis, queue, threads: 1, drain: true })).toBe(0);
    expect((await submit(model, options, { redis, queue })).id).toBe(id);
    expect((await status(id, { redis, queue })).states.waiting).toBe(2);
  });

  it("refuses a database that Redis does not have", async () => {
    await expect(connect(`${redis}/999`)).rejects.toThrow(
      /^Redis does not open database 999 of redis:\/\/localhost:\d+\/999 \(.*out of range/,
    );
    const other = await connect(`${redis}/3`);
    expect((await other.client("INFO")) as string).toMatch(/\bdb=3\b/);
    other.disconnect();
  });

  it("takes the address from the environment", async () => {
    process.env.ANCILLA_REDIS = `${redis}/5`;
    try {
      const { id } = await submit(model, options, { queue: "environment" });
      expect((await status(id, { queue: "environment", redis: `${redis}/5` })).chunks).toBe(2);
    } finally {
      delete process.env.ANCILLA_REDIS;
    }
  });

  it("ends with a sentence when Redis is full", async () => {
    const queue = "full";
    await submit(model, options, { redis, queue });
    const connection = await connect(redis);
    try {
      await connection.config("SET", "maxmemory", "1");
      await expect(work({ redis, queue, threads: 1, drain: true })).rejects.toThrow(/^Redis is full: give it more memory/);
      await expect(submit(model, { ...options, seed: 99 }, { redis, queue })).rejects.toThrow(/^Redis is full/);
      await connection.config("SET", "maxmemory", "0");
      // Full while a chunk is at hand: its counts cannot be stored.
      const filling = await submit(model, { ...options, steps: 4000, seed: 5 }, { redis, queue: "filling" });
      const working = work({ redis, queue: "filling", threads: 1, drain: true });
      const refused = expect(working).rejects.toThrow(/^Redis is full/);
      await vi.waitFor(async () => expect((await status(filling.id, { redis, queue: "filling" })).states.running).toBeGreaterThan(0), soon);
      await connection.config("SET", "maxmemory", "1");
      await refused;
    } finally {
      await connection.config("SET", "maxmemory", "0");
      connection.disconnect();
    }
  });

  it("waits for a Redis that goes away, with a word and no trace, and ends at a signal while it is away", async () => {
    const other = await startRedis("secret", { lasting: true });
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const heard: boolean[] = [];
    const stop = new AbortController();
    try {
      const working = work({ redis: other.url, threads: 1, signal: stop.signal, onRedis: (answers) => heard.push(answers) });
      const { id } = await submit(model, options, { redis: other.url });
      await vi.waitFor(async () => expect((await status(id, { redis: other.url })).states.done).toBeGreaterThan(0), soon);
      await other.restart();
      await vi.waitFor(() => expect(heard).toEqual([false, true]), soon);
      const again = await submit(model, { ...options, seed: 77 }, { redis: other.url });
      await vi.waitFor(async () => expect((await status(again.id, { redis: other.url })).states.waiting).toBe(0), soon);
      other.stop();
      await vi.waitFor(() => expect(heard).toHaveLength(3), soon);
      stop.abort();
      expect(await working).toBeGreaterThan(0);
      expect(heard).toEqual([false, true, false]);
      expect(printed).not.toHaveBeenCalled();
    } finally {
      stop.abort();
      printed.mockRestore();
      other.stop();
    }
  });

  it("ends with the error of a listener that throws", async () => {
    const queue = "listener";
    await submit(model, options, { redis, queue });
    const onChunk = () => {
      throw new Error("mine");
    };
    await expect(work({ redis, queue, threads: 1, drain: true, onChunk })).rejects.toThrow("mine");
  });

  it("is followed until nothing waits, with rate, time left and standard error", async () => {
    const queue = "followed";
    const { id } = await submit(model, { ...options, trajectories: 1000 }, { redis, queue, chunk: 96 });
    const seen: { fraction: number; done: number; secondsLeft: number | null; T1: number | null }[] = [];
    const following = follow(id, {
      redis,
      queue,
      every: 0.05,
      onProgress: (fraction, { done, secondsLeft, standardError }) =>
        seen.push({ fraction, done, secondsLeft, T1: standardError.T1 ?? null }),
    });
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), soon);
    await work({ redis, queue, threads: 1, drain: true });
    expect((await following).states).toMatchObject({ done: 11, waiting: 0, running: 0 });
    expect(seen[0]).toMatchObject({ fraction: 0, done: 0, secondsLeft: null, T1: null });
    expect(seen.at(-1)).toMatchObject({ fraction: 1, done: 1000, secondsLeft: 0 });
    const merged = await merge(id, { redis, queue });
    expect(seen.at(-1)?.T1).toBe(Math.max(...merged.standardError.T1.map(Number)));
    // What fails is not waited for.
    const failing = await submit(model, { ...options, noise: { alpha: normal(0.9, 0.1) } }, { redis, queue });
    await work({ redis, queue, threads: 1, drain: true });
    expect((await follow(failing.id, { redis, queue })).problems).toHaveLength(2);
    const controller = new AbortController();
    const waiting = await submit(model, { ...options, seed: 123 }, { redis, queue });
    const ended = follow(waiting.id, { redis, queue, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    expect((await ended).states.waiting).toBe(2);
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
      "too many chunks",
      () => submit(model, { ...options, trajectories: 4_000_000_000 }, { chunk: 32 }),
      /^Argument `chunk` must cut an ensemble into at most 100000 chunks, but 4000000000 realisations make 125000000 chunks, which take 122071 MiB/,
    ],
    ["queue name", () => submit(model, options, { queue: "a:b" }), /^Argument `queue` must be a name of letters/],
    [
      "address",
      () => submit(model, options, { redis: "http://u:secret@h" }),
      /^Argument `redis` must be .*"\*\*\*" does not begin with redis:/,
    ],
    ["database", () => submit(model, options, { redis: "redis://h/x" }), /names no database by a number/],
    [
      "local options",
      () => submit(model, { ...options, threads: 2 }),
      /^Argument `threads` must be left out of a submission, but is given\./,
    ],
    [
      "stranger",
      () => submit({ ...model, name: "mine" }, options),
      /^Argument `model` must be in the catalogue or come from a document to run elsewhere, but is "mine"\. Write it as a document, or pass `module`/,
    ],
    ["bad ensemble", () => submit(model, { ...options, trajectories: 1 }), /^Argument `trajectories` must/],
  ])("%s gets a sentence", async (_, act, sentence) => {
    await expect(act()).rejects.toThrow(sentence);
  });
});
