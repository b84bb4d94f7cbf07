/** What a checkpoint and the files of parts refuse, each with one sentence and nothing overwritten; the bits are those of one go. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packData, unpackData } from "../../src/ensembles/packed-data.ts";
import type { Checkpoint } from "../../src/ensembles/part-store.ts";
import type { Part } from "../../src/ensembles/parts.ts";
import { checkpoint } from "../../src/files/checkpoint.ts";
import { mergeShards, runShard } from "../../src/files/shards.ts";
import { type EnsembleOptions, ensemble, modelByName, normal } from "../../src/index.ts";

const model = modelByName("phaseonium", { cavities: 1, levels: 6 });
const options: EnsembleOptions = {
  steps: 6,
  saveEvery: 2,
  trajectories: 1500,
  seed: 7,
  noise: { phi: normal(2.4, 0.2) },
  observables: ["T1", "n1"],
  window: [2, 6],
  quantiles: [0.05, 0.5],
  histograms: [{ observable: "n1", step: 6, edges: [0, 0.2, 0.4, 1] }],
  threads: 1,
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-parts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything but where it ran. */
async function bits(more: Partial<EnsembleOptions>): Promise<unknown> {
  const { execution: _, plan, ...rest } = await ensemble(model, { ...options, ...more });
  return JSON.parse(JSON.stringify({ ...rest, plan: String(plan) }));
}

/** Run until so many realisations are done, with a file for every 256. */
async function interrupted(place: string, after: number, more: Partial<EnsembleOptions> = {}): Promise<void> {
  const controller = new AbortController();
  const onProgress = (_: number, { done }: { done: number }): void => {
    if (done >= after) controller.abort();
  };
  const kept = checkpoint(place, { chunk: 256 });
  const result = await ensemble(model, { ...options, checkpoint: kept, signal: controller.signal, onProgress, ...more });
  expect(result.partial).toBe(true);
  expect(kept.kept()).toBe(256 * Math.floor(result.trajectories / 256));
}

const contents = (place: string): Record<string, string> =>
  Object.fromEntries(readdirSync(place).map((file) => [file, readFileSync(join(place, file), "latin1")]));

describe("packed data", () => {
  it("keeps every bit of plain data and arrays", () => {
    const arrays = fc.oneof(
      fc.float64Array(),
      fc.uint8Array({ maxLength: 20 }),
      fc.int32Array({ maxLength: 5 }),
      fc.uint32Array({ maxLength: 5 }),
      fc.double(),
      fc.string(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(
            fc.string().filter((key) => key !== "$" && key !== "__proto__"),
            arrays,
          ),
        ),
        (value) => {
          const back = unpackData(packData(value));
          expect(back).toStrictEqual(value.map((entry) => ({ ...entry })));
        },
      ),
    );
    const odd = { a: [Number.NaN, -0, Number.POSITIVE_INFINITY, 5e-324], b: Float64Array.of(Number.NaN, -0) };
    expect(unpackData(packData(odd))).toStrictEqual(odd);
  });

  it("refuses whatever else there is", () => {
    const good = packData({ a: Float64Array.of(1, 2), b: "x" });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(good.length), (noise, at) => {
        for (const bytes of [noise, good.subarray(0, at), Uint8Array.from([...good.subarray(0, at), ...noise])]) {
          try {
            unpackData(bytes);
          } catch (error) {
            expect((error as Error).message).toMatch(/^Argument `data` must be packed by this program/);
          }
        }
      }),
    );
  });
});

describe("a checkpoint", () => {
  it("lets the same request go on with the bits of one go, with gaps and on other threads, and leaves nothing", async () => {
    const place = join(folder, "resumed");
    await interrupted(place, 1000);
    const files = readdirSync(place);
    expect(files).toHaveLength(4);
    expect(files.every((file) => /^[0-9a-f]{16}-\d+-\d+\.part$/.test(file))).toBe(true);
    rmSync(join(place, files.find((file) => file.endsWith("-256-512.part")) as string));
    writeFileSync(join(place, `.${files[0]}.4711.unfinished`), "half");
    const seen: { done: number; total: number }[] = [];
    const found: number[] = [];
    const kept = checkpoint(place, { onResume: (realisations) => found.push(realisations) });
    const onProgress = (fraction: number, now: { done: number; total: number }): void => {
      expect(fraction).toBeGreaterThan(now.done / now.total - 0.03);
      seen.push(now);
    };
    expect(await bits({ checkpoint: kept, threads: 2, onProgress })).toEqual(await bits({}));
    expect(found).toEqual([768]);
    expect(seen[0]).toMatchObject({ done: 800, total: 1500 });
    expect(seen.at(-1)).toMatchObject({ done: 1500, total: 1500, secondsLeft: 0 });
    expect(Object.values((seen.at(-1) as unknown as { standardError: object }).standardError)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(existsSync(place)).toBe(false);
  });

  it("takes the longest of files that two runs cut differently, so that nothing of them is run again", async () => {
    const [place, other] = [join(folder, "short"), join(folder, "long")];
    const few = { trajectories: 1024 };
    await ensemble(model, { ...options, ...few, checkpoint: checkpoint(place, { chunk: 256, keep: true }) });
    await ensemble(model, { ...options, ...few, checkpoint: checkpoint(other, { chunk: 512, keep: true }) });
    rmSync(join(place, readdirSync(place).find((file) => file.endsWith("-256-512.part")) as string));
    cpSync(other, place, { recursive: true });
    const found: number[] = [];
    const kept = checkpoint(place, { onResume: (realisations) => found.push(realisations) });
    expect(await bits({ ...few, checkpoint: kept })).toEqual(await bits(few));
    expect(found).toEqual([1024]);
  });

  it("stops early where a run in one go stops", async () => {
    const place = join(folder, "early");
    const { standardError } = await ensemble(model, { ...options, trajectories: 256 });
    const error = Math.max(...standardError.n1.map(Number)) / 2.6;
    const more = { trajectories: 20_000, stopWhen: { standardError: { n1: error } } };
    const whole = (await bits(more)) as { trajectories: number };
    expect(whole.trajectories % 256).toBe(0);
    expect(whole.trajectories).toBeGreaterThan(600);
    await interrupted(place, whole.trajectories - 256, more);
    expect(await bits({ ...more, checkpoint: checkpoint(place, { keep: true }) })).toEqual(whole);
    // All that is needed is there: nothing is run again.
    expect(await bits({ ...more, checkpoint: checkpoint(place) })).toEqual(whole);
  });

  it("leaves the files of other requests alone, and shares a folder with them", async () => {
    const place = join(folder, "shared");
    await interrupted(place, 600);
    const before = contents(place);
    for (const more of [{ seed: 8 }, { steps: 8 }, { quantiles: undefined as never }]) {
      const found: number[] = [];
      await ensemble(model, { ...options, ...more, checkpoint: checkpoint(place, { onResume: (n) => found.push(n) }) });
      expect(found).toEqual([]);
      expect(contents(place)).toEqual(before);
    }
    writeFileSync(join(place, "notes.txt"), "mine");
    await ensemble(model, { ...options, lanes: 2, checkpoint: checkpoint(place) });
    expect(contents(place)).toEqual({ "notes.txt": "mine" });
  });

  it.each<[string, (file: string, text: Buffer) => void, RegExp]>([
    [
      "a flipped bit",
      (file, bytes) =>
        writeFileSync(
          file,
          bytes.map((byte, i) => (i === 700 ? byte ^ 1 : byte)),
        ),
      /is damaged or cut off: its checksum does not hold/,
    ],
    ["a truncated file", (file, bytes) => writeFileSync(file, bytes.subarray(0, 400)), /is damaged or cut off/],
    ["an empty file", (file) => writeFileSync(file, ""), /is no part of an ensemble/],
    ["a foreign file", (file) => writeFileSync(file, "mine"), /is no part of an ensemble/],
    ["a later form", (file) => writeFileSync(file, "ancilla part 9\n"), /has the form of another version/],
    [
      "a folder",
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
      /is no file/,
    ],
    [
      "a file under another name",
      (file) => renameSync(file, file.replace("256-512", "0-512")),
      /holds other realisations than its name says/,
    ],
  ])("refuses %s in one sentence, and overwrites nothing", async (_, harm, reason) => {
    const place = join(folder, `harmed-${Math.random()}`);
    await interrupted(place, 600);
    const file = readdirSync(place).find((name) => name.includes("-256-512")) as string;
    harm(join(place, file), readFileSync(join(place, file)));
    const before = readdirSync(place);
    const failure = await ensemble(model, { ...options, checkpoint: checkpoint(place) }).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(RangeError);
    expect((failure as Error).message).toMatch(reason);
    expect((failure as Error).message).toMatch(
      /^Argument `checkpoint` must hold what this request kept there, but ".*"[^\n]*nothing was overwritten\.$/,
    );
    expect(readdirSync(place)).toEqual(before);
  });

  it("needs a word for a model that only this program can build, and tells such models apart by it", async () => {
    const stranger = { ...model, name: "mine" };
    const place = join(folder, "own");
    await expect(ensemble(stranger, { ...options, checkpoint: checkpoint(place) })).rejects.toThrow(
      /^Argument `checkpoint` must be left out for a model that only this program can build, but a file cannot tell "\w+" from/,
    );
    expect(existsSync(place)).toBe(false);
    await ensemble(stranger, { ...options, checkpoint: checkpoint(place, { key: "first", keep: true, chunk: 1536 }) });
    const found: number[] = [];
    for (const key of ["second", "first"]) {
      await ensemble(stranger, { ...options, checkpoint: checkpoint(place, { key, onResume: (n) => found.push(n) }) });
    }
    expect(found).toEqual([1500]);
    expect(existsSync(place)).toBe(false);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["no folder", () => checkpoint("  "), /^Argument `folder` must be the path of a folder/],
    ["a number", () => checkpoint(7 as never), /^Argument `folder` must be the path of a folder, but is 7/],
    ["chunk", () => checkpoint("x", { chunk: 300 }), /^Argument `chunk` must be a multiple of 256, but is 300\./],
    ["unknown", () => checkpoint("x", { chunks: 1 } as never), /has `chunks`\. Did you mean "chunk"\?/],
  ])("refuses %s", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });

  it("is a place and not a name", async () => {
    await expect(ensemble(model, { ...options, checkpoint: "here" as unknown as Checkpoint })).rejects.toThrow(
      /^Argument `checkpoint` must be a place for checkpoints, but is "here"\. Pass checkpoint\("folder"\) of ancilla\/node\./,
    );
    writeFileSync(join(folder, "file"), "");
    await expect(ensemble(model, { ...options, checkpoint: checkpoint(join(folder, "file")) })).rejects.toThrow(
      /^Argument `checkpoint` must be a folder that can be written, but ".*file" is a file\./,
    );
  });

  it("that cannot be written any more costs a sentence and not the run", async () => {
    const place = join(folder, "lost");
    const problems: string[] = [];
    const kept = checkpoint(place, { chunk: 256, onProblem: (sentence) => problems.push(sentence) });
    const onProgress = (): void => {
      // A file where the folder was, or should come.
      if (existsSync(place) && readdirSync(folder).includes("lost") && problems.length === 0) {
        rmSync(place, { recursive: true, force: true });
        writeFileSync(place, "");
      }
    };
    expect(await bits({ checkpoint: kept, onProgress, trajectories: 4096 })).toEqual(await bits({ trajectories: 4096 }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^The checkpoint ".*lost" (is a file|lies below a file|cannot be created there): the run goes on without it, and tries again\.$/,
    );
  });
});

describe("parts", () => {
  const run = (place: string, index: number, of: number, more: Partial<EnsembleOptions> = {}) =>
    runShard(model, { ...options, ...more }, { index, of, folder: place });

  it("of any number give the bits of one go, in any order and from several folders", async () => {
    const whole = await bits({});
    for (const of of [1, 4, 6]) {
      const [left, right] = [join(folder, `left-${of}`), join(folder, `right-${of}`)];
      for (let index = of; index >= 1; index--) {
        const { range, complete } = await run(index % 2 ? left : right, index, of, { threads: index === 4 ? 2 : 1 });
        expect([range[0] % 256, complete]).toEqual([0, true]);
      }
      const { result, model: merged, name } = await mergeShards(of === 1 ? [left] : [right, left]);
      const { plan, ...rest } = result;
      expect(JSON.parse(JSON.stringify({ ...rest, plan: String(plan) }))).toEqual(whole);
      expect([merged, name]).toEqual(["phaseonium", "phaseonium-ensemble"]);
    }
  });

  it("may be run at once into a folder that none of them has made", async () => {
    const place = join(folder, "at", "once");
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map((index) => run(place, index, 6)));
    expect(all.every(({ complete }) => complete)).toBe(true);
    expect((await mergeShards([place])).result.trajectories).toBe(1500);
  });

  it("are found again, and not overwritten by others", async () => {
    const place = join(folder, "again");
    expect((await run(place, 1, 3)).found).toBe(false);
    const before = contents(place);
    expect(await run(place, 1, 3)).toMatchObject({ found: true, complete: true, counted: 512 });
    await expect(run(place, 1, 3, { seed: 8 })).rejects.toThrow(
      /^Argument `folder` must have room for the part, but ".*" is of another request\./,
    );
    await expect(run(place, 1, 3, { quantiles: [0.1] })).rejects.toThrow(/is of another request/);
    expect(contents(place)).toEqual(before);
    const [file] = Object.keys(before);
    writeFileSync(join(place, file), "mine");
    await expect(run(place, 1, 3)).rejects.toThrow(/is no part of an ensemble/);
    expect(readFileSync(join(place, file), "utf8")).toBe("mine");
  });

  it("that do not fit are refused with the reason", async () => {
    const place = join(folder, "good");
    for (const index of [1, 2, 3]) await run(place, index, 3);
    const [first, second, third] = readdirSync(place).map((file) => join(place, file));
    const other = join(folder, "other");
    await run(other, 2, 3, { seed: 8 });
    await run(join(folder, "four"), 2, 4);
    const levels = join(folder, "levels");
    await run(levels, 2, 3, { quantiles: [0.1] });
    const copy = join(folder, "copy");
    cpSync(place, copy, { recursive: true });
    const version = join(folder, "version.part");
    writeFileSync(version, "ancilla part 2\n");
    const damaged = join(folder, "damaged");
    cpSync(place, damaged, { recursive: true });
    const harmed = join(damaged, readdirSync(damaged)[1]);
    const bytes = readFileSync(harmed);
    bytes[bytes.length - 20] ^= 4;
    writeFileSync(harmed, bytes);
    mkdirSync(join(folder, "nothing"));
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[first, third], /of 3 parts part 2 is missing\. Nothing was written\.$/],
      [[first], /of 3 parts parts 2, 3 are missing/],
      [[place, copy], /part 1 of 3 is there twice \("/],
      [[place, second], /part 2 of 3 is there twice/],
      [[first, ...readdirSync(other).map((file) => join(other, file)), third], /is of another request than "/],
      [[first, ...readdirSync(levels).map((file) => join(levels, file)), third], /is of another request than "/],
      [[first, join(folder, "four"), third], /is one of 4 parts and ".*" one of 3\./],
      [[damaged], /is damaged or cut off: its checksum does not hold/],
      [[first, version, third], /has the form of another version/],
      [[join(folder, "nothing")], /there is none in "/],
      [[join(folder, "nowhere")], /there is no "/],
    ];
    for (const [places, reason] of cases) {
      const failure = await mergeShards(places).catch((error: Error) => error);
      expect(failure).toBeInstanceOf(RangeError);
      expect((failure as Error).message).toMatch(/^Argument `parts` must be all parts of one ensemble, each there once, but [^\n]*\.$/);
      expect((failure as Error).message).toMatch(reason);
    }
    expect((await mergeShards([place])).result.trajectories).toBe(1500);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      "of nothing",
      () => run("x", 1, 7),
      /^Argument `of` must be at most the number of blocks, but 1500 realisations are 6 blocks of 256\./,
    ],
    ["beyond the last", () => run("x", 4, 3), /^Argument `index` must be one of the shards, but is 4 of 3/],
    ["zero", () => run("x", 0, 3), /^Argument `index` must be an integer ≥ 1/],
    ["early stop", () => run("x", 1, 3, { stopWhen: { standardError: 1 } }), /^Argument `stopWhen` must be left out/],
    ["a place", () => runShard(model, options, { index: 1, of: 2 } as never), /^Argument `folder` must be given/],
    [
      "a name",
      () => runShard(model, options, { index: 1, of: 2, folder: "x", name: "../x" }),
      /^Argument `name` must be a name for a file/,
    ],
    ["no list", () => mergeShards("x" as never), /^Argument `places` must be a list of paths/],
  ])("refuse %s", async (_, body, sentence) => {
    await expect(body()).rejects.toThrow(sentence);
    expect(existsSync("x")).toBe(false);
  });

  it("hold the sums of a fixed tree: any cut into ranges joins to the same counts", async () => {
    // An extra store keeps whatever borders it likes.
    const cuts: Part[][] = [];
    for (const chunk of [256, 512, 1024]) {
      const parts: Part[] = [];
      const store: Checkpoint = {
        open: async () => ({
          parts: [],
          due: (count, last) => last || count >= chunk,
          keep: (part) => void parts.push(part),
          settled: async () => {},
          finished: async () => {},
        }),
      };
      await ensemble(model, { ...options, checkpoint: store });
      cuts.push(parts);
    }
    const { mergeParts } = await import("../../src/ensembles/parts.ts");
    const { prepareEnsemble } = await import("../../src/ensembles/preparation.ts");
    const { job } = await prepareEnsemble(model, options);
    const [a, b, c] = cuts.map((parts) => mergeParts(job, [...parts].reverse()));
    expect([cuts[0].length, cuts[1].length, cuts[2].length]).toEqual([6, 3, 2]);
    for (const other of [b, c]) expect(other).toEqual(a);
    expect(() => mergeParts(job, cuts[0].slice(1))).toThrow("realisations from 0 on are missing");
    expect(() => mergeParts(job, [...cuts[0], cuts[0][2]])).toThrow("are there twice");
  });
});
