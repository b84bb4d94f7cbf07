/** Job files: run by a batch system of ten lines, with names that try to be more than names; and what an estimate says. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withEnsemble } from "../../src/cli/ensemble.ts";
import { shellWord } from "../../src/cli/shell-words.ts";
import { ancilla, built, cleanUp } from "./ancilla.ts";
import { inProcess } from "./inprocess.ts";

const words = "--steps 20 --save-every 5 --trajectories 1500 --seed 7 --noise phi=normal(2.4,0.2) --observe T1 --quantiles 0.5".split(" ");

let folder = "";
let program = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-job-"));
  program = join(folder, "an cilla");
  script(program, `exec '${process.execPath}' '${join(await built(), "cli.js")}' "$@"`);
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

/** Write a program. Another process does it: a file that this one has open while it starts others is "busy" for them. */
function script(path: string, ...lines: readonly string[]): void {
  execFileSync("bash", ["-c", 'cat >"$0" && chmod +x "$0"', path], { input: ["#!/usr/bin/env bash", ...lines, ""].join("\n") });
}

/** Submits nothing: runs every task of an array here, one after the other, and those again that ask for it. */
function slurmHere(bin: string): void {
  mkdirSync(bin, { recursive: true });
  script(
    join(bin, "sbatch"),
    'cat >"$FAKE/job.$$"; count=$(sed -n "s/^#SBATCH --array=1-//p" "$FAKE/job.$$")',
    'echo "$@" >>"$FAKE/submitted"',
    "export SLURM_ARRAY_JOB_ID=42",
    'if [ -z "$count" ]; then bash "$FAKE/job.$$" >&2 || exit 1; echo 43; exit; fi',
    "for task in $(seq 1 $count); do",
    '  export SLURM_ARRAY_TASK_ID=$task SLURM_RESTART_COUNT=0; rm -f "$FAKE/again"',
    '  until bash "$FAKE/job.$$" >&2; do [ -e "$FAKE/again" ] || exit 1; rm "$FAKE/again"; SLURM_RESTART_COUNT=$((SLURM_RESTART_COUNT + 1)); done',
    "done",
    'echo "42;here"',
  );
  script(join(bin, "scontrol"), '[ "$1 $2" = "requeue 42_$SLURM_ARRAY_TASK_ID" ] && touch "$FAKE/again" "$FAKE/requeued"');
}

function condorHere(bin: string): void {
  mkdirSync(bin, { recursive: true });
  script(
    join(bin, "condor_submit_dag"),
    'set -e; grep -q "^PARENT parts CHILD merge$" "$2"',
    'count=$(sed -n "s/^queue //p" parts.sub); grep -q "^executable = part.sh$" parts.sub; grep -q "^arguments = .(Process)$" parts.sub',
    'jobs=$PWD; cd /; for process in $(seq 0 $((count - 1))); do "$jobs/part.sh" $process; done; "$jobs/merge.sh"',
  );
}

/** Run a job file in `place` with the fake batch system first in the path. */
function submit(file: string, bin: string, place: string): string {
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, FAKE: bin };
  return execFileSync("bash", [file], { cwd: place, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

describe("a word for the shell", () => {
  it("is that word and nothing more", () => {
    const texts = fc.array(
      fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text)),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(texts, (all) => {
        const line = `printf '%s\\n' ${all.map((word) => shellWord(word)).join(" ")}`;
        expect(execFileSync("bash", ["-c", line], { encoding: "utf8" })).toBe(`${all.join("\n")}\n`);
      }),
      { numRuns: 40 },
    );
    for (const word of ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "a\\", "~", "*", "", "!x", "END_OF_JOB"]) {
      expect(execFileSync("bash", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" })).toBe(word);
    }
  });
});

describe("a job file", () => {
  const nasty = "re sult's $(touch pwned) `touch pwned`; touch pwned";

  it.each([
    ["--slurm", slurmHere],
    ["--htcondor", condorHere],
  ] as const)("%s runs parts and merge to the bytes of one run, and nothing that a name says", async (system, here) => {
    const place = join(folder, system);
    mkdirSync(place);
    const bin = join(place, "bin");
    here(bin);
    const printed = await ancilla(
      [
        "job",
        system,
        "phaseonium",
        ...words,
        "--set",
        "levels=6",
        "--shards",
        "3",
        "--cores",
        "2",
        "--memory",
        "2G",
        "--time",
        "2h",
      ].concat(["--name", "my-job", "--program", program, "--out", nasty, "--format", "json,csv"]),
      { cwd: place },
    );
    expect(printed.err).toBe("");
    expect(printed.code).toBe(0);
    const file = join(place, "job.sh");
    writeFileSync(file, printed.out);
    execFileSync("bash", ["-n", file]);
    submit(file, bin, place);
    expect((await ancilla(["ensemble", "phaseonium", ...words, "--set", "levels=6", "--out", "one"], { cwd: place })).code).toBe(0);
    for (const form of ["json", "csv"]) {
      const name = `phaseonium-ensemble.${form}`;
      expect(readFileSync(join(place, nasty, name), "utf8")).toBe(readFileSync(join(place, "one", name), "utf8"));
    }
    expect(readdirSync(join(place, nasty, "parts")).filter((name) => name.endsWith(".part"))).toHaveLength(3);
    expect([join(place, "pwned"), join(folder, "pwned"), "pwned"].filter((path) => existsSync(path))).toEqual([]);
    if (system === "--slurm") {
      expect(readFileSync(join(bin, "submitted"), "utf8")).toBe(
        "--parsable\n--parsable --dependency=afterok:42 --kill-on-invalid-dep=yes\n",
      );
      for (const line of ["--cpus-per-task=2", "--mem=2048M", "--time=0-02:00:00", "--job-name=my-job", "--requeue"])
        expect(printed.out).toContain(`#SBATCH ${line}\n`);
      expect(printed.out).toContain("--deadline=7140s");
    }
    // Again: what is done is found.
    submit(file, bin, place);
  });

  it("--htcondor runs trajectories in parts, with the bytes of one run", async () => {
    const place = join(folder, "trajectories");
    const bin = join(place, "bin");
    condorHere(bin);
    const line =
      "kerr --set levels=8 --by jumps --dark 0.01 --until 1 --save-every 0.5 --trajectories 600 --seed 2 --observe n,N_bath1 --records";
    const asked = ["job", "--htcondor", ...line.split(" "), "--shards", "2", "--program", program, "--out", "out", "--format", "json"];
    const { out, err } = await ancilla(asked, { cwd: place });
    expect(err).toBe("");
    writeFileSync(join(place, "job.sh"), out);
    submit(join(place, "job.sh"), bin, place);
    expect((await ancilla(["unravel", ...line.split(" "), "--out", "one", "--format", "json"], { cwd: place })).code).toBe(0);
    expect(readFileSync(join(place, "out", "kerr-unravel.json"), "utf8")).toBe(
      readFileSync(join(place, "one", "kerr-unravel.json"), "utf8"),
    );
  });

  it("--slurm starts a part again that ran out of its time", async () => {
    const place = join(folder, "again");
    const bin = join(place, "bin");
    slurmHere(bin);
    const late = join(place, "late");
    script(late, 'case "$*" in *--shard=2/2*) [ -e "$FAKE/requeued" ] || exit 124;; esac', `exec '${program}' "$@"`);
    const { out } = await ancilla(["job", "--slurm", "phaseonium", ...words, "--shards", "2", "--program", late, "--out", "out"], {
      cwd: place,
    });
    writeFileSync(join(place, "job.sh"), out);
    submit(join(place, "job.sh"), bin, place);
    expect(existsSync(join(bin, "requeued"))).toBe(true);
    expect(existsSync(join(place, "out", "phaseonium-ensemble.json"))).toBe(true);
  });

  it.each([
    ["job phaseonium", /Say which batch system the job is for: --slurm or --htcondor\./],
    ["job --slurm --htcondor phaseonium", /Say which batch system/],
    ["job --slurm - --out x", /cannot read a document from standard input/],
    ["job --slurm phaseonium", /A job needs --out DIR/],
    ["job --slurm phaseonium --out x --shards 7", /`of` must be at most the number of blocks, but 1500 realisations are 6 blocks of 256/],
    ["job --slurm phaseonium --out x --name a;b", /Option --name must be a name of letters/],
    ["job --slurm phaseonium --out x --partition $(x)", /Option --partition must be a name/],
    ["job --slurm phaseonium --out x --memory 4", /Option --memory must be a size such as 800M or 4G/],
    ["job --slurm phaseonium --out x --time 4", /Option --time must be a time with its unit/],
    ["job --htcondor phaseonium --out x --account me", /Option --account is Slurm's/],
    ["job --slurm phaseonium --out x\ny", /A job file takes no control characters/],
    ["job --slurm phaseonium --out x --format gif", /There is no format "gif"/],
    ["job --slurm phaseonium --out x --efficiency 0.5", /Option --efficiency belongs to --by jumps, homodyne, heterodyne or measured/],
    ["job --slurm phaseonium --out x --by measured --cut 2", /Option --cut is of ensembles, and must be left out beside --by/],
  ])("ancilla %s is refused", async (line, sentence) => {
    const [command, ...rest] = line.split(" ");
    const { code, err, out } = await inProcess([command, ...rest, ...words]);
    expect(err).toMatch(/^ancilla: [^\n]+\n$/);
    expect(err).toMatch(sentence);
    expect([code, out]).toEqual([2, ""]);
  });
});

describe("the line of a part", () => {
  it("has no early end: no part knows the standard error of all", async () => {
    const line = ["job", "--slurm", "phaseonium", ...words, "--out", "there", "--stop-at", "1e-3"];
    const { code, err } = await inProcess(line);
    expect(code).toBe(2);
    expect(err).toContain("Option --stop-at must be left out of a job");
  });

  it("says every option of an ensemble again", async () => {
    const kinds = ["--noise=Delta=normal(0,0.1)@realisation", "--noise=Omega=normal(1,0.1)@realisation", "--correlate=Delta,Omega=0.4"];
    const times = ["--set=gamma=0.5", "--times=0.5,1", "--every=0.25", "--trajectories=600", "--seed=3", "--sketch", "--quantiles=0.5"];
    const rest = ["--window=0.5,1", "--observe=sz", "--covariances=0.5,1", "--histogram=sz@1=-1:1:4", "--antithetic"];
    const asked = [...kinds, ...times, ...rest];
    const { code, err, out } = await inProcess(["job", "--slurm", "bloch", "--shards", "2", "--out", "there", ...asked]);
    expect([err, code]).toEqual(["", 0]);
    for (const word of asked) expect(out).toContain(shellWord(word));
    const elsewhere = new Set(["--steps", "--until", "--save-every", "--initial", "--cut", "--stop-at"]);
    const known = withEnsemble(new Command("ensemble")).options.map(({ long }) => long ?? "");
    expect(known.filter((long) => !elsewhere.has(long) && !asked.some((word) => word.split("=")[0] === long))).toEqual([]);
  });
});

describe("an estimate", () => {
  it("states core-hours, bytes and memory from a measured second", async () => {
    const line = ["estimate", "phaseonium", ...words, "--set", "levels=6", "--trajectories", "1000000", "--shards", "4"];
    const without = line.filter((word, i) => word !== "1500" && !(word === "--trajectories" && line[i + 1] === "1500"));
    const { code, out } = await inProcess([...without, "--json"]);
    expect(code).toBe(0);
    const found = JSON.parse(out) as Record<string, number>;
    expect(found).toMatchObject({ model: "phaseonium", trajectories: 1_000_000, parts: 4 });
    expect(found.coreHours).toBeCloseTo(1e6 / found.rate / 3600, 12);
    expect(found.secondsPerPart).toBeCloseTo(Math.ceil(3907 / 4 - 1) * (256 / found.rate), -1);
    // Five saved steps of one observable, each kept for the quantiles.
    expect(found.partBytes).toBeGreaterThan(8 * 5 * 1e6);
    expect(found.partBytes).toBeLessThan(8 * 5 * 1e6 + 1e6);
    const { out: text } = await inProcess(without);
    expect(text).toMatch(/realisations a second on one core \(\d+ of them\)\n/);
    expect(text).toMatch(/\nwork +[\d.]+ core-(hours|seconds)\n/);
  });

  it("knows what trajectories keep", async () => {
    const line = "bloch --by jumps --until 2 --save-every 1 --observe sz --records --seed 4 --trajectories".split(" ");
    const estimated = await inProcess(["estimate", ...line, "3000", "--json"]);
    expect([estimated.err, estimated.code]).toEqual(["", 0]);
    const found = JSON.parse(estimated.out) as { trajectories: number; resultBytes: number; partBytes: number };
    const { out } = await inProcess(["unravel", ...line, "3000", "--json", "--quiet"]);
    expect(found.trajectories).toBe(3000);
    expect(found.resultBytes / out.length).toBeGreaterThan(0.9);
    expect(found.resultBytes / out.length).toBeLessThan(1.15);
    const clicks = JSON.parse(out).clicks.times.length as number;
    expect(found.partBytes / (12 * (clicks + 3000))).toBeGreaterThan(0.9);
    expect(found.partBytes / (12 * (clicks + 3000))).toBeLessThan(1.3);
  });

  it("is near the truth", async () => {
    const line = "phaseonium --set levels=8 --steps 400 --noise phi=normal(2.4,0.2) --observe T1 --trajectories 6000".split(" ");
    const found = JSON.parse((await ancilla(["estimate", ...line, "--json"])).out) as { coreHours: number; resultBytes: number };
    const out = join(folder, "truth");
    expect((await ancilla(["ensemble", ...line, "--threads", "1", "--out", out])).code).toBe(0);
    const { seconds } = JSON.parse(readFileSync(join(out, "phaseonium-ensemble.run.json"), "utf8")) as { seconds: number };
    expect(found.coreHours * 3600).toBeGreaterThan(seconds / 5);
    expect(found.coreHours * 3600).toBeLessThan(seconds * 5);
    const bytes = ["json", "csv"].reduce((sum, form) => sum + readFileSync(join(out, `phaseonium-ensemble.${form}`)).length, 0);
    expect(found.resultBytes / bytes).toBeGreaterThan(0.7);
    expect(found.resultBytes / bytes).toBeLessThan(1.4);
  });
});
