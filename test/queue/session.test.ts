/** The session of docs/queue-redis.md, run by a shell as its reader would, against a Redis of its own. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ancilla, built, cleanUp } from "../cli/ancilla.ts";
import { blocksOf, pageOf, wordsOf } from "../docs/programs.ts";
import { hasRedis, startRedis } from "./redis.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancilla-session-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cleanUp();
});

describe("docs/queue-redis.md", () => {
  const [session, workers] = blocksOf(pageOf("queue-redis"), "bash");

  it.skipIf(!hasRedis)("has a session that runs, and gives the bytes of one run", async () => {
    const server = await startRedis("", { lasting: true });
    try {
      const bin = join(folder, "bin");
      mkdirSync(bin);
      const program = join(bin, "ancilla");
      const input = `#!/usr/bin/env bash\nexec '${process.execPath}' '${join(await built(), "cli.js")}' "$@"\n`;
      execFileSync("bash", ["-c", 'cat >"$0" && chmod +x "$0"', program], { input });
      const file = join(folder, "session.sh");
      writeFileSync(file, `set -e\n${session.replace("redis://127.0.0.1:6379", server.url)}${workers}`);
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const child = spawn("bash", [file], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
      expect(await new Promise((resolve) => child.on("close", resolve)), printed).toBe(0);
      expect(printed).toContain("4 chunks: 4 done");
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
