/** A real Redis of one's own for tests; they are skipped where redis-server is not installed. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../src/queue/connection.ts";

export const hasRedis = (() => {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** A running server. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  stop(): void;
}

/** Start a server on a free port; with a password, `url` holds it. */
export async function startRedis(password = ""): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "ancilla-redis-"));
  const port = await freePort();
  const words = ["--port", String(port), "--dir", folder, "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"];
  const server = spawn("redis-server", password ? [...words, "--requirepass", password] : words, { stdio: "ignore" });
  const url = `redis://${password ? `:${encodeURIComponent(password)}@` : ""}localhost:${port}`;
  const stop = (): void => {
    server.kill();
    rmSync(folder, { recursive: true });
  };
  for (let attempt = 0; attempt < 50; attempt++) {
    const client = await connect(url).catch(() => null);
    client?.disconnect();
    if (client) return { url, port, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error("redis-server did not start");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
