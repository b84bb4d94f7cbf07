/** What a run leaves in a folder: found again by the same request, kept from others, and not lost when the folder fails. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ancilla, built, cleanUp, filled } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-kept-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

const run = ["run", "bloch", "--until", "1"];
const manifest = (out: string, name: string) => JSON.parse(readFileSync(join(out, `${name}.run.json`), "utf8"));

/** Bytes and times of all files: equal only where nothing was written again. */
function contents(out: string): Record<string, string> {
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "latin1")]));
}

describe("the same request", () => {
  it("is found complete, says so, and ends with the same bytes", async () => {
    const out = join(folder, "same");
    const first = await ancilla([...run, "--out", out, "--json"]);
    const before = contents(out);
    const second = await ancilla([...run, "--out", out, "--json"]);
    expect(second.out).toBe(first.out);
    expect(second.err).toBe(`The results of this request are in "${out}" already; nothing was computed.\n`);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(contents(out)).toEqual(before);
    const third = await ancilla(["run", "bloch", "--set", "gamma=0.3", "--until=1.0", "--out", out]);
    expect(third.out).toContain("already; nothing was computed.");
    expect(third.out).toMatch(/^time +sx +sy +sz\n/);
    expect(contents(out)).toEqual(before);
    const { request, complete, formats, files } = manifest(out, "bloch-run");
    expect(request).toMatch(/^[0-9a-f]{64}$/);
    expect({ complete, formats, files: Object.keys(files) }).toEqual({
      complete: true,
      formats: ["csv", "json"],
      files: ["bloch-run.csv", "bloch-run.json"],
    });
  });

  it("adds formats, and computes again what was harmed", async () => {
    const out = join(folder, "formats");
    await ancilla([...run, "--out", out]);
    const { "bloch-run.csv": csv } = contents(out);
    expect((await ancilla([...run, "--out", out, "--format", "npz"])).out).not.toContain("already");
    expect((await ancilla([...run, "--out", out, "--format", "npz,csv"])).out).toContain("already");
    writeFileSync(join(out, "bloch-run.csv"), csv.replace("0.0497", "0.0498"));
    expect((await ancilla([...run, "--out", out])).out).not.toContain("already");
    expect(contents(out)["bloch-run.csv"]).toBe(csv);
  });

  it("of a study or a figure is found, too", async () => {
    const out = join(folder, "figure");
    await ancilla(["figures", "phaseonium-2", "--out", out]);
    const before = contents(out);
    const again = await ancilla(["figures", "phaseonium-2", "--out", out]);
    expect(again).toMatchObject({ code: 0, out: `phaseonium-2: in "${out}" already; nothing was computed\n` });
    expect(contents(out)).toEqual(before);
    expect((await ancilla(["figures", "phaseonium-2", "--full", "--out", out])).code).toBe(2);
  });
});

describe("another request", () => {
  it("does not overwrite results without --force", async () => {
    const out = join(folder, "other");
    await ancilla([...run, "--out", out, "--format", "csv,svg"]);
    const before = contents(out);
    for (const words of [
      ["run", "bloch", "--until", "2"],
      [...run, "--set", "gamma=0.4"],
      [...run, "--observe", "sz"],
      [...run, "--method", "rk4(dt=0.01)"],
      ["run", "bloch", "--times", "0.5,1"],
    ]) {
      const { code, err, out: printed } = await inProcess([...words, "--out", out]);
      expect(err).toMatch(
        /^ancilla: The folder ".*" holds bloch-run\.csv of another request \(from `ancilla run bloch .*`\)\. .*--force\.\n$/,
      );
      expect({ code, printed }).toEqual({ code: 2, printed: "" });
    }
    expect(contents(out)).toEqual(before);
    expect((await ancilla(["steady", "bloch", "--out", out])).code).toBe(0);
    expect((await ancilla(["run", "bloch", "--until", "2", "--out", out, "--force", "--format", "json"])).code).toBe(0);
    const names = readdirSync(out).filter((name) => name.startsWith("bloch-run"));
    expect(names.sort()).toEqual(["bloch-run.json", "bloch-run.run.json"]);
  });

  it("does not overwrite files that nobody vouches for", async () => {
    const out = join(folder, "foreign");
    mkdirSync(out);
    writeFileSync(join(out, "bloch-run.csv"), "mine\n");
    writeFileSync(join(out, "bloch-run.run.json"), '{ "request": 7, "files": { "../../precious.csv": "0" } }');
    expect((await ancilla([...run, "--out", out])).code).toBe(2);
    expect(readFileSync(join(out, "bloch-run.csv"), "utf8")).toBe("mine\n");
  });

  it("removes no file of others or outside the folder, whatever a manifest says", async () => {
    const out = join(folder, "forged");
    mkdirSync(out);
    writeFileSync(join(folder, "precious.csv"), "mine\n");
    writeFileSync(join(out, "package.json"), "mine\n");
    writeFileSync(join(out, "bloch-run-2.json"), "mine\n"); // the data of another result
    const named = { "../precious.csv": "0", "..\\x.csv": "0", "package.json": "0", "bloch-run-2.json": "0" };
    writeFileSync(join(out, "bloch-run.run.json"), JSON.stringify({ request: "0", files: named }));
    expect((await ancilla([...run, "--out", out, "--force"])).code).toBe(0);
    expect(readFileSync(join(folder, "precious.csv"), "utf8")).toBe("mine\n");
    for (const file of ["package.json", "bloch-run-2.json"]) expect(readFileSync(join(out, file), "utf8")).toBe("mine\n");
  });
});

describe.concurrent("a stopped run", () => {
  const words = [
    ..."ensemble phaseonium --set levels=8 --steps 500 --save-every 250 --noise phi=normal(2.4,0.2) --threads 1".split(" "),
    ..."--trajectories 1000000 --chunk 256 --out".split(" "),
  ];
  /** A run is at work once it keeps its first realisations in the folder of its results. */
  const atWork = (out: string, parts = 1) => filled(join(out, "phaseonium-ensemble.checkpoint"), parts);

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("by %s keeps what is complete, and does not count as complete", async (signal, expected) => {
    const out = join(folder, signal);
    const outcome = await ancilla([...words, out, "--json"], { interruptWhen: () => atWork(out), signal });
    expect(outcome.code).toBe(expected);
    const result = JSON.parse(outcome.out);
    expect(result).toMatchObject({ partial: true });
    expect(result.trajectories).toBeGreaterThanOrEqual(256);
    expect(result.trajectories % 32).toBe(0);
    expect(result.trajectories).toBeLessThan(1_000_000);
    const { complete, request } = manifest(out, "phaseonium-ensemble");
    expect(complete).toBe(false);
    const before = readFileSync(join(out, "phaseonium-ensemble.json"), "utf8");
    expect(before).toBe(outcome.out);
    if (signal !== "SIGTERM") return;
    const kept = readdirSync(join(out, "phaseonium-ensemble.checkpoint")).length;
    const again = await ancilla([...words, out], { interruptWhen: () => atWork(out, kept + 1), signal });
    expect(again.code).toBe(expected);
    expect(again.out).not.toContain("already");
    expect(manifest(out, "phaseonium-ensemble").request).toBe(request);
  });

  /** Start a run, take its folder away before the end, and put a file in its place. */
  async function robbed(more: readonly string[], tmp: string) {
    const out = join(folder, `robbed-${Math.floor(1e9 * Math.random())}`, "results");
    mkdirSync(dirname(out));
    const child = spawn(process.execPath, [join(await built(), "cli.js"), ...words, out, ...more], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: tmp },
    });
    let [text, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (err += part));
    const ended = new Promise<number | null>((done) => child.on("close", done));
    await atWork(out);
    // It stands still meanwhile, so that it cannot make its folder anew before the file is there.
    child.kill("SIGSTOP");
    rmSync(out, { recursive: true, force: true, maxRetries: 10 });
    writeFileSync(out, "");
    child.kill("SIGTERM");
    child.kill("SIGCONT");
    const code = await ended;
    return { code, text, err };
  }

  it("whose folder fails loses no result: another folder has it", async () => {
    const tmp = join(folder, "tmp");
    mkdirSync(tmp);
    const { code, err } = await robbed([], tmp);
    expect(err).toMatch(/cannot be written into ".*results": it is a file\. They are in ".*ancilla-results-\w+" instead\./);
    expect(code).toBe(1);
    const [there] = readdirSync(tmp);
    expect(JSON.parse(readFileSync(join(tmp, there, "phaseonium-ensemble.json"), "utf8"))).toMatchObject({ model: "phaseonium" });
  });

  it("whose folder fails where no other folder can be had puts it on standard output", async () => {
    const { code, err, text } = await robbed(["--format", "csv"], join(folder, "no", "such", "folder"));
    expect(err).toMatch(/it is a file\. They are on standard output instead, as JSON\./);
    expect(code).toBe(1);
    expect(JSON.parse(text.slice(0, text.indexOf("\n}\n") + 3))).toMatchObject({ model: "phaseonium" });
  });
});

describe("a folder for results", () => {
  it("is made from any path, and not left behind by a command that fails", async () => {
    expect((await ancilla([...run, "--out", "new/../x"], { cwd: folder })).code).toBe(0);
    expect(existsSync(join(folder, "x", "bloch-run.json")) && !existsSync(join(folder, "new"))).toBe(true);
    const failures: readonly (readonly [string[], number])[] = [
      [["steady", "phaseonium", "--set", "alpha=0.9"], 1],
      [["run", "bloch", "--until", "1", "--observe", "nope"], 2],
      [["ensemble", "bloch", "--until", "1", "--trajectories", "4", "--noise", "gamma=normal(0.1,5)"], 2],
      [["sweep", "bloch", "--over", "gamma=-1:1:3"], 2],
    ];
    for (const [words, code] of failures) {
      expect((await ancilla([...words, "--out", "a/b/c"], { cwd: folder })).code, words.join(" ")).toBe(code);
      expect(existsSync(join(folder, "a"))).toBe(false);
    }
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));
    expect((await ancilla([...run, "--out", "link"], { cwd: folder })).code).toBe(2);
  });
});
