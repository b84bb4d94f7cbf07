/** The pages about runs that survive: their programs and commands run, their job files are those that `ancilla job` prints. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess } from "../cli/inprocess.ts";
import { blocksOf, Programs, pageOf, wordsOf } from "./programs.ts";

let folder = "";
const programs = new Programs("docs-surviving");
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-docs-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  programs.cleanUp();
});

describe("docs/surviving.md", () => {
  it("has a program that prints numbers", async () => {
    const [program] = blocksOf(pageOf("surviving"), "ts");
    const printed = await programs.printed(program.replace('"half-done"', JSON.stringify(join(folder, "half-done"))));
    expect(printed).toEqual(["1024 of 1024", expect.any(Number), expect.any(Number)]);
  });

  it("has an estimate", async () => {
    const line = /^ancilla (estimate .*)$/m.exec(pageOf("surviving"))?.[1] as string;
    const { code, out } = await inProcess(wordsOf(line));
    expect(code).toBe(0);
    expect(out).toMatch(/core-(hours|seconds)\n/);
  });
});

describe.each(["cluster-slurm", "cluster-htcondor"])("docs/%s.md", (page) => {
  it("shows the job file that its command prints", async () => {
    const text = pageOf(page);
    const line = /^ancilla (job .*) > job\.sh$/m.exec(text)?.[1] as string;
    const { code, out } = await inProcess(wordsOf(line));
    expect(code).toBe(0);
    const [file] = blocksOf(text, "bash");
    expect(out.replaceAll(process.cwd(), "/home/me/study")).toBe(file);
    const path = join(folder, `${page}.sh`);
    writeFileSync(path, out);
    execFileSync("bash", ["-n", path]);
  });
});

describe("docs/queue-redis.md", () => {
  const [, workers] = blocksOf(pageOf("queue-redis"), "bash");

  it("has a job file of workers that a shell reads", () => {
    const path = join(folder, "workers.sh");
    writeFileSync(path, workers);
    execFileSync("bash", ["-n", path]);
    expect(workers).toMatch(/^#SBATCH --array=1-20$/m);
  });
});
