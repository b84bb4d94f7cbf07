/** Runs that survive, as a user meets them: signals, deadlines, damaged and foreign files, full disks; and the line of progress. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ensembleProgress, progress } from "../../src/cli/progress.ts";
import { readTime } from "../../src/cli/signals.ts";
import { ancilla, built, cleanUp, filled, signalsItself } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-surviving-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

const words = (trajectories: number): string[] => [
  ..."ensemble phaseonium --set levels=8 --steps 400 --save-every 100 --noise phi=normal(2.4,0.2) --observe T1 --threads 1".split(" "),
  "--trajectories",
  String(trajectories),
];
const name = "phaseonium-ensemble";
const bytes = (out: string): string => readFileSync(join(out, `${name}.json`), "utf8");

describe("a run that is ended", () => {
  let reference = "";
  beforeAll(async () => {
    const out = join(folder, "one");
    expect((await ancilla([...words(7000), "--out", out, "--no-checkpoint"])).code).toBe(0);
    reference = bytes(out);
  }, 60_000);

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s keeps what is complete, says how to go on, and goes on", async (signal, expected) => {
    const out = join(folder, signal);
    const command = [...words(7000), "--out", out, "--chunk", "1024"];
    const { code, out: printed, err } = await ancilla(command, { node: signalsItself(signal, { parts: 2 }) });
    expect(code).toBe(expected);
    expect(printed).toMatch(/PARTIAL: interrupted after \d+ realisations\./);
    const [, kept] = /(\d+) realisations are kept: the same command goes on from there\.\n$/.exec(err) ?? [];
    expect(Number(kept)).toBeGreaterThanOrEqual(2048);
    expect(Number(kept) % 256).toBe(0);
    const partial = JSON.parse(bytes(out)) as { partial: boolean; trajectories: number };
    expect(partial.partial).toBe(true);
    expect(partial.trajectories - Number(kept)).toBeLessThan(256);
    const last = await ancilla(command);
    expect(last.code).toBe(0);
    expect(last.err).toContain(`Going on after ${kept} realisations that are kept.\n`);
    expect(bytes(out)).toBe(reference);
    expect(readdirSync(out).sort()).toEqual([`${name}.csv`, `${name}.json`, `${name}.run.json`]);
  });

  it("by its deadline stops in time, with exit code 124, and goes on", async () => {
    const checkpoint = join(folder, "deadline");
    const command = [...words(60_000), "--checkpoint", checkpoint, "--chunk", "256", "--json"];
    await built();
    // A busy machine may need more than the shortest of these to come to its first realisations.
    let first = { code: 0 as number | null, out: "", err: "nothing to keep" };
    for (let deadline = 1.5; deadline < 30 && first.err.includes("nothing to keep"); deadline *= 2) {
      const begin = performance.now();
      first = await ancilla([...command, "--deadline", `${deadline}s`]);
      expect(first.code).toBe(124);
      expect((performance.now() - begin) / 1000).toBeLessThan(deadline + 30);
    }
    expect(first.err).toMatch(/\d+ realisations are kept: the same command goes on from there\.\n$/);
    expect(JSON.parse(first.out)).toMatchObject({ partial: true });
    const last = await ancilla([...command, "--quiet"]);
    expect([last.code, last.err.includes("Going on")]).toEqual([0, false]);
    expect(JSON.parse(last.out)).toMatchObject({ partial: false, trajectories: 60_000 });
    expect(existsSync(checkpoint)).toBe(false);
    // A deadline that has passed before anything ran.
    const late = await ancilla([...command, "--deadline", "0.01s"]);
    expect(late.code).toBe(124);
    expect(late.err).toMatch(/nothing to keep/);
  });

  it("leaves a folder of its own alone that it did not fill", async () => {
    const out = join(folder, "quick");
    expect((await ancilla([...words(512), "--out", out])).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual([`${name}.csv`, `${name}.json`, `${name}.run.json`]);
  });
});

describe("what cannot be used or written", () => {
  it("in a checkpoint is refused in one sentence, and nothing is overwritten", async () => {
    const out = join(folder, "harmed");
    const checkpoint = join(out, `${name}.checkpoint`);
    const command = [...words(100_000), "--out", out, "--chunk", "256"];
    const child = spawn(process.execPath, [join(await built(), "cli.js"), ...command], { stdio: "ignore" });
    await filled(checkpoint, 2);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("close", resolve));
    const [file] = readdirSync(checkpoint).filter((each) => each.endsWith(".part"));
    writeFileSync(join(checkpoint, file), readFileSync(join(checkpoint, file)).subarray(0, 900));
    const before = readdirSync(checkpoint);
    const { code, err, out: printed } = await ancilla(command);
    expect([code, printed]).toEqual([2, ""]);
    expect(err).toMatch(/^ancilla: Option --checkpoint must hold what this request kept there, but ".*" is damaged or cut off[^\n]*\n$/);
    expect(readdirSync(checkpoint)).toEqual(before);
    expect(readdirSync(out)).toEqual([`${name}.checkpoint`]);
  });

  it("among parts is refused in one sentence, and nothing is written", async () => {
    const parts = join(folder, "parts");
    const command = [...words(1024), "--out", parts, "--quiet"];
    for (const shard of ["1/3", "3/3"]) expect((await ancilla([...command, "--shard", shard])).code).toBe(0);
    const missing = await ancilla(["merge", parts, "--out", join(folder, "merged")]);
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toMatch(/^ancilla: Argument `parts` must be [^\n]*but of 3 parts part 2 is missing\. Nothing was written\.\n$/);
    expect(existsSync(join(folder, "merged"))).toBe(false);
    expect((await ancilla([...command, "--shard", "2/3", "--json"])).out).toContain('"complete": true');
    const again = await ancilla([...command, "--shard", "2/3"]);
    expect(again.out).toContain("is there already; nothing was computed.");
    const other = await ancilla([...command, "--shard", "2/3", "--seed", "9"]);
    expect(other).toMatchObject({ code: 2, out: "" });
    expect(other.err).toMatch(/is of another request\. Choose another folder, or remove that file\.\n$/);
    // A result of something else is in the way.
    const taken = join(folder, "taken");
    mkdirSync(taken);
    writeFileSync(join(taken, `${name}.csv`), "mine\n");
    expect((await ancilla(["merge", parts, "--out", taken])).code).toBe(2);
    expect(readFileSync(join(taken, `${name}.csv`), "utf8")).toBe("mine\n");
    expect((await ancilla(["merge", parts, "--json"])).code).toBe(0);
  });

  it("on a disk that takes no more costs a sentence: the run goes on, and what it could keep is good", async () => {
    // A limit for the size of files stands for the full disk.
    const out = join(folder, "full");
    const cli = join(await built(), "cli.js");
    const line = `ulimit -f 1; trap '' XFSZ; exec '${process.execPath}' '${cli}' "$@"`;
    const command = [...words(3000), "--checkpoint", out, "--chunk", "256", "--quantiles", "0.5", "--json"];
    const { status, stdout, stderr } = await new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = spawn("bash", ["-c", line, "ancilla", ...command], { stdio: ["ignore", "pipe", "pipe"] });
      let [text, err] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
      child.stderr.setEncoding("utf8").on("data", (part: string) => (err += part));
      child.on("close", (code) => resolve({ status: code, stdout: text, stderr: err }));
    });
    expect(stderr.match(/the run goes on without it/g)).toHaveLength(1);
    expect(stderr).toMatch(/^warning: The checkpoint ".*full" takes no file of this size: the run goes on without it, and tries again\.$/m);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ trajectories: 3000, partial: false });
    expect(existsSync(out)).toBe(false);
    const shard = await new Promise<{ code: number | null; err: string }>((resolve) => {
      const all = [...words(3000), "--shard", "1/2", "--out", join(folder, "small"), "--quantiles", "0.5", "--no-checkpoint"];
      const child = spawn("bash", ["-c", line, "ancilla", ...all], { stdio: ["ignore", "ignore", "pipe"] });
      let err = "";
      child.stderr.setEncoding("utf8").on("data", (part: string) => (err += part));
      child.on("close", (code) => resolve({ code, err }));
    });
    expect(shard.code).toBe(1);
    expect(shard.err).toMatch(
      /^(warning: [^\n]*\n)*ancilla: The run failed: The part cannot be written into ".*small": it takes no file of this size\.[^\n]*\n$/,
    );
  });

  it.each([
    ["--shard 0/3 --out x", /Option --shard must be a part and their number, such as 3\/7, but is "0\/3"/],
    ["--shard 4/3 --out x", /Option --shard must be/],
    ["--shard 1/3", /Option --shard needs --out DIR/],
    ["--shard 1/3 --out x --format csv", /Option --format has no meaning with --shard/],
    ["--shard 1/9 --out x", /`of` must be at most the number of blocks, but 1000 realisations are 4 blocks of 256/],
    ["--chunk 256", /Option --chunk needs a checkpoint/],
    ["--chunk 300 --out x", /--chunk must be a multiple of 256/],
    ["--chunk 256 --no-checkpoint --out x", /Option --chunk needs a checkpoint/],
    ["--deadline 23", /Option --deadline must be a time with its unit, such as 23h/],
    ["--deadline -1h", /Option --deadline must be a time/],
    ["--checkpoint /proc/nowhere", /--checkpoint must be a folder that can be written, but "\/proc\/nowhere" cannot be created there/],
  ])("ancilla ensemble … %s", async (more, sentence) => {
    const { code, err, out } = await inProcess([...words(1000), ...more.split(" ")]);
    expect(err).toMatch(/^ancilla: [^\n]+\n$/);
    expect(err).toMatch(sentence);
    expect([code, out]).toEqual([2, ""]);
    expect(existsSync("x")).toBe(false);
  });

  it.each([
    ["merge nowhere", /there is no "nowhere"/],
    ["merge src", /there is none in "src"/],
    ["merge package.json", /"package\.json" is no part of an ensemble/],
    ["merge src --redis redis://h", /"src" is a place of parts: leave --redis/],
    ["merge a b --redis redis://h", /merged one at a time/],
    ["merge", /Missing required argument 'what'/],
  ])("ancilla %s", async (line, sentence) => {
    const { code, err, out } = await inProcess(line.split(" "));
    expect(err).toMatch(/^ancilla: [^\n]+\n$/);
    expect(err).toMatch(sentence);
    expect([code, out]).toEqual([2, ""]);
  });
});

describe("times", () => {
  it.each([
    ["23h", 82_800],
    ["1d12h", 129_600],
    ["90m", 5400],
    ["1.5s", 1.5],
  ])("%s", (word, seconds) => {
    expect(readTime("deadline")(word)).toBe(seconds);
  });
  it.each(["", "h", "5", "5x", "1h 5m", "0s", "1e3s", "h5"])("refuses %s", (word) => {
    expect(() => readTime("deadline")(word)).toThrow(/must be a time with its unit/);
  });
});

describe("the line of progress", () => {
  /** What is written while `body` moves the clock, on a terminal or not. */
  function written(terminal: boolean, body: (to: (seconds: number) => void) => void): string {
    let text = "";
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    const write = vi.spyOn(process.stderr, "write").mockImplementation((more) => {
      text += more;
      return true;
    });
    const before = process.stderr.isTTY;
    Object.assign(process.stderr, { isTTY: terminal });
    try {
      body((seconds) => {
        now = 1000 * seconds;
      });
      return text;
    } finally {
      Object.assign(process.stderr, { isTTY: before });
      clock.mockRestore();
      write.mockRestore();
    }
  }
  const half = { done: 4096, total: 8192, rate: 1024.4, secondsLeft: 4, standardError: { T1: 1.234e-4, T2: null, n1: 0.5 } };

  it("on a terminal is written over, with rate, time left and standard errors", () => {
    const text = written(true, (to) => {
      const line = ensembleProgress("ensemble m");
      to(1);
      line.update(0.5, half);
      to(1.01);
      line.update(0.6, half);
      line.done();
    });
    expect(text).toBe("\r\u001b[Kensemble m: 4096/8192, 1024/s, 4 s left, s.e. T1 0.00012, n1 0.5\r\u001b[K");
  });

  it("elsewhere is a plain line, the first after ten seconds and then ever more rarely", () => {
    const at: number[] = [];
    const text = written(false, (to) => {
      const line = progress("sweep m");
      for (let second = 0; second < 1000; second++) {
        to(second);
        line.update(second / 1000);
        at.push(second);
      }
      line.done();
    });
    const lines = text.trimEnd().split("\n");
    expect(lines[0]).toBe("sweep m: 1 %");
    expect(lines[1]).toBe("sweep m: 2 %, 16 min left");
    expect(lines.length).toBeLessThan(40);
    expect(lines.length).toBeGreaterThan(20);
    for (const mark of ["\r", "\u001b"]) expect(text).not.toContain(mark);
  });

  it("is silent where that is asked for", () => {
    const text = written(true, (to) => {
      const line = ensembleProgress("ensemble m", { quiet: true });
      to(20);
      line.update(0.5, half);
      line.done();
    });
    expect(text).toBe("");
  });
});
