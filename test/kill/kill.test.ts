/**
 * Runs that survive: the same ensemble in one go, killed five times at random moments and resumed, in seven parts of which one is killed,
 * and through a Redis that is killed and started again under two workers of which one is killed. All end with the same bytes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { status } from "../../src/queue/status.ts";
import { ancilla, built, cleanUp, signalsItself } from "../cli/ancilla.ts";
import { hasRedis, type RedisServer, startRedis } from "../queue/redis.ts";

const realisations = Number(process.env.ANCILLA_KILL_REALISATIONS ?? 100_000);
const blocks = Math.ceil(realisations / 256);
const words = [
  ..."phaseonium --set levels=8 --set T0=0.5 --steps 400 --save-every 40 --noise phi=normal(2.4,0.2) --observe T1,T2".split(" "),
  ..."--noise theta=uniform(0.1,0.3)@realisation --quantiles 0.05,0.5 --window 200,400 --seed 11 --trajectories".split(" "),
  String(realisations),
];
const formats = ["--format", "csv,json,npz"];
const name = "phaseonium-ensemble";

let folder = "";
let reference: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-kill-"));
  const out = join(folder, "one");
  expect((await ancilla(["ensemble", ...words, "--out", out, "--no-checkpoint", "--threads", "1", ...formats])).code).toBe(0);
  reference = filesIn(out);
  expect(Object.keys(reference).sort()).toEqual([`${name}.csv`, `${name}.json`, `${name}.npz`]);
}, 600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

/** The bytes of all results in a folder; everything else in it, but for the notes of the run, is an offence. */
function filesIn(out: string, of = name): Record<string, string> {
  const files = readdirSync(out).filter((file) => file !== `${of}.run.json`);
  return Object.fromEntries(files.map((file) => [file.replace(of, name), readFileSync(join(out, file), "latin1")]));
}

async function start(node: readonly string[], ...all: readonly string[]): Promise<ChildProcess> {
  return spawn(process.execPath, [...node, join(await built(), "cli.js"), ...all], { stdio: ["ignore", "ignore", "inherit"] });
}

function ended(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  return new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const random = (below: number): number => Math.floor(Math.random() * below);

/** Wait until something is true; five minutes without are a failure. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const begin = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begin > 300_000) throw new Error("What was waited for did not come.");
    await pause(20);
  }
}

const partsIn = (place: string): number =>
  existsSync(place) ? readdirSync(place).filter((file) => /^[0-9a-f].*\.part$/.test(file)).length : 0;

/** Run a command that is killed at a random moment after it has kept some files, and tell how it ended. */
async function killed(files: number, clock: number, ...all: readonly string[]): Promise<NodeJS.Signals | number | null> {
  return ended(await start(signalsItself("SIGKILL", { parts: 1 + random(files), after: random(60), clock }), ...all));
}

describe(`${realisations} realisations`, () => {
  it("killed five times and resumed end with the bytes of one go, and leave nothing behind", async () => {
    const out = join(folder, "killed");
    const checkpoint = join(out, `${name}.checkpoint`);
    const command = ["ensemble", ...words, "--out", out, "--chunk", "256", "--quiet", ...formats];
    // Once before anything is kept.
    const early = await start([], ...command);
    await pause(50);
    early.kill("SIGKILL");
    await ended(early);
    let kept = 0;
    for (let kill = 0; kill < 5; kill++) {
      const threads = String(1 + (kill % 2));
      expect(await killed(Math.floor(blocks / 8), 1, ...command, "--threads", threads)).toBe("SIGKILL");
      expect(partsIn(checkpoint)).toBeGreaterThan(kept);
      kept = partsIn(checkpoint);
    }
    expect(kept).toBeLessThan(blocks);
    const last = await ancilla([...command, "--threads", "2"]);
    expect(last.code).toBe(0);
    expect(filesIn(out)).toEqual(reference);
  });

  it("killed once with files cut by time end with the same bytes", async () => {
    const out = join(folder, "timed");
    const command = ["ensemble", ...words, "--out", out, "--threads", "1", "--quiet", ...formats];
    // A file is written once a second at most: with a fast clock also where all of it takes no second.
    expect(await killed(1, 20, ...command)).toBe("SIGKILL");
    const last = await ancilla(command.filter((word) => word !== "--quiet"));
    expect(last.code).toBe(0);
    expect(last.err).toMatch(/^Going on after \d+ realisations that are kept\.\n/);
    expect(filesIn(out)).toEqual(reference);
  });

  it("in seven parts, one of them killed and resumed, are merged to the same bytes", async () => {
    const parts = join(folder, "parts");
    for (let shard = 1; shard <= 7; shard++) {
      const command = ["ensemble", ...words, "--shard", `${shard}/7`, "--out", parts, "--chunk", "256", "--threads", "2", "--quiet"];
      if (shard === 3) expect(await killed(3, 1, ...command)).toBe("SIGKILL");
      expect((await ancilla(command)).code).toBe(0);
    }
    expect(readdirSync(parts)).toEqual([1, 2, 3, 4, 5, 6, 7].map((shard) => `${name}-shard-${shard}-of-7.part`));
    const out = join(folder, "merged");
    expect((await ancilla(["merge", parts, "--out", out, ...formats])).code).toBe(0);
    expect(filesIn(out)).toEqual(reference);
    const again = await ancilla(["ensemble", ...words, "--out", out, ...formats]);
    expect(again.out).toContain("nothing was computed");
  });

  describe.skipIf(!hasRedis)("through a queue", () => {
    let server: RedisServer;
    const children: ChildProcess[] = [];
    beforeAll(async () => {
      server = await startRedis("", { lasting: true });
    });
    afterAll(() => {
      for (const child of children) child.kill("SIGKILL");
      server?.stop();
    });

    it("whose Redis and one of whose two workers are killed end with the same bytes", async () => {
      const at = ["--redis", server.url];
      const submitted = await ancilla(["submit", ...words, "--chunk", "256", ...at, "--json"]);
      const { id, chunks } = JSON.parse(submitted.out) as { id: string; chunks: number };
      expect(chunks).toBe(blocks);
      const states = async () => (await status(id, { redis: server.url })).states;
      const worker = async (node: readonly string[]): Promise<ChildProcess> => {
        const child = await start(node, "worker", ...at, "--threads", "1", "--drain", "--quiet");
        children.push(child);
        return child;
      };
      // Two chunks are sixteen batches: it dies under them, or soon after.
      const firstEnd = ended(await worker(signalsItself("SIGKILL", { messages: 1 + random(16), after: random(100) })));
      await until(async () => (await states()).running > 0);
      const secondEnd = ended(await worker([]));
      expect(await firstEnd).toBe("SIGKILL");
      const { done } = await states();
      await until(async () => (await states()).done > done);
      await server.restart();
      expect(await secondEnd).toBe(0);
      const out = join(folder, "queued");
      const merged = await ancilla(["merge", id, ...at, "--out", out, ...formats]);
      expect(merged.code, merged.err).toBe(0);
      expect(filesIn(out, `${name}-${id}`)).toEqual(reference);
    });
  });
});
