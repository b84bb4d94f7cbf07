/** Runs the command line as a user types it: bundled as it is shipped, in a process of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundle } from "../../scripts/bundle.ts";

const folder = resolve(`build/cli-${process.pid}-${Math.floor(1e9 * Math.random())}`);
let bundling: Promise<void> | undefined;

/** The folder of the bundle, made once for a file. */
export async function built(): Promise<string> {
  mkdirSync(folder, { recursive: true });
  bundling ??= bundle(folder);
  await bundling;
  return folder;
}

/** What a command left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Run `ancilla` with these words; `input` is its standard input, `interruptAfter` sends a signal (SIGINT unless given) after so many
 * milliseconds.
 */
export async function ancilla(
  words: readonly string[],
  options: { cwd?: string; input?: string; interruptAfter?: number; signal?: NodeJS.Signals; node?: readonly string[] } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [...(options.node ?? []), join(await built(), "cli.js"), ...words], {
    cwd: options.cwd,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  child.stdin.on("error", () => {}).end(options.input ?? "");
  const timer =
    options.interruptAfter === undefined ? undefined : setTimeout(() => child.kill(options.signal ?? "SIGINT"), options.interruptAfter);
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  clearTimeout(timer);
  return { code, out, err };
}

/** Remove the bundle; the next file of this thread makes its own. Call after all tests of a file. */
export function cleanUp(): void {
  bundling = undefined;
  rmSync(folder, { recursive: true, force: true });
}
