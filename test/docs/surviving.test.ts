/** The pages about runs that survive: their programs and commands run, their job files are those that `ancilla job` prints. */
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ancilla, built, cleanUp } from "../cli/ancilla.ts";
import { inProcess } from "../cli/inprocess.ts";
import { hasRedis, startRedis } from "../queue/redis.ts";
import { blocksOf, Programs, pageOf } from "./programs.ts";

let folder = "";
const programs = new Programs("docs-surviving");
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-docs-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  programs.cleanUp();
  cleanUp();
});

/** The words of a command of a page; quotes are all that a shell would take away. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

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
  const [session, workers] = blocksOf(pageOf("queue-redis"), "bash");

  it("has a job file of workers that a shell reads", () => {
    const path = join(folder, "workers.sh");
    writeFileSync(path, workers);
    execFileSync("bash", ["-n", path]);
    expect(workers).toMatch(/^#SBATCH --array=1-20$/m);
  });

  it.skipIf(!hasRedis)("has a session that runs, and gives the bytes of one run", async () => {
    const server = await startRedis("", { lasting: true });
    try {
      const bin = join(folder, "bin");
      mkdirSync(bin);
      const program = join(bin, "ancilla");
      writeFileSync(program, `#!/usr/bin/env bash\nexec '${process.execPath}' '${join(await built(), "cli.js")}' "$@"\n`);
      chmodSync(program, 0o755);
      const file = join(folder, "session.sh");
      writeFileSync(file, `set -e\n${session.replace("redis://127.0.0.1:6379", server.url)}${workers}`);
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const child = spawn("bash", [file], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
      expect(await new Promise((resolve) => child.on("close", resolve)), printed).toBe(0);
      expect(printed).toContain("8 chunks: 8 done");
      const [, id, command] = [
        null,
        /results\/(phaseonium-ensemble-\w+)\.json/.exec(printed)?.[1],
        /submit (.*) --chunk/.exec(session)?.[1],
      ];
      expect((await ancilla(["ensemble", ...wordsOf(command as string), "--out", join(folder, "one")])).code).toBe(0);
      expect(readFileSync(join(folder, "results", `${id}.json`), "utf8")).toBe(
        readFileSync(join(folder, "one", "phaseonium-ensemble.json"), "utf8"),
      );
    } finally {
      server.stop();
    }
  });
});
