/** A real Redis of one's own for tests; they are skipped where redis-server is not installed. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
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
  /** Kill it as a power cut would, and start it again on the same folder. */
  restart(): Promise<void>;
}

/** How to start a server. */
interface RedisWords {
  /** Write everything to a log on disk, so that `restart` finds it again. */
  readonly lasting?: boolean;
}

/** Start a server on a free port; with a password, `url` holds it. */
export async function startRedis(password = "", { lasting = false }: RedisWords = {}): Promise<RedisServer> {
  // The port is free when it is looked for; somebody else may be faster.
  for (let attempt = 1; ; attempt++) {
    try {
      return await startAt(await freePort(), password, lasting);
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

async function startAt(port: number, password: string, lasting: boolean): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "ancilla-redis-"));
  const log = lasting ? "yes" : "no";
  const words = ["--port", String(port), "--dir", folder, "--save", "", "--appendonly", log, "--maxmemory-policy", "noeviction"];
  const url = `redis://${password ? `:${encodeURIComponent(password)}@` : ""}localhost:${port}`;
  const start = () => spawn("redis-server", password ? [...words, "--requirepass", password] : words, { stdio: "ignore" });
  let server = start();
  const stop = (): void => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  const restart = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.on("exit", resolve));
    server.kill("SIGKILL");
    await ended;
    server = start();
    await answers(url, server);
  };
  try {
    await answers(url, server);
    return { url, port, stop, restart };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Wait until a server of ours answers; one that ended never will. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  const begin = performance.now();
  while (server.exitCode === null && performance.now() - begin < 60_000) {
    const client = await connect(url).catch(() => null);
    client?.disconnect();
    if (client && server.exitCode === null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`redis-server did not start (${server.exitCode ?? "it does not answer"})`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
