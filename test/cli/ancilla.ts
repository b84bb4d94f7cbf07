/** Runs the command line as a user types it: bundled as it is shipped, in a process of its own. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
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
 * Run `ancilla` with these words; `input` is its standard input. Once `interruptWhen` has come true, `signal` is sent (SIGINT unless
 * given); an outcome that came before is an error of `interruptWhen`, not of the command.
 */
export async function ancilla(
  words: readonly string[],
  options: { cwd?: string; input?: string; interruptWhen?: () => Promise<void>; signal?: NodeJS.Signals; node?: readonly string[] } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [...(options.node ?? []), join(await built(), "cli.js"), ...words], {
    cwd: options.cwd,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  child.stdin.on("error", () => {}).end(options.input ?? "");
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  if (options.interruptWhen) {
    const early = await Promise.race([options.interruptWhen(), ended.then((code) => `Ended with ${code} before it was at work: ${err}`)]);
    if (early) throw new Error(early);
    child.kill(options.signal ?? "SIGINT");
  }
  return { code: await ended, out, err };
}

/** Wait until a folder has so many parts of an ensemble: what writes there is at work. */
export async function filled(place: string, files: number): Promise<void> {
  const begin = performance.now();
  while (!existsSync(place) || readdirSync(place).filter((file) => file.endsWith(".part")).length < files) {
    if (performance.now() - begin > 45_000) throw new Error(`In 45 s "${place}" did not come to have ${files} parts.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** When a program sends itself a signal. */
interface Moment {
  /** Once it has put so many files of an ensemble's parts in place … */
  readonly parts?: number;
  /** … or has sent its threads so many messages; */
  readonly messages?: number;
  /** and so many milliseconds later, or with the next one if that is sooner. */
  readonly after?: number;
  /** Its clock runs so many times as fast. */
  readonly clock?: number;
}

/**
 * Words for Node with which a program sends a signal to itself. Somebody else who watches it may look away for so long that the program has
 * ended by then; it itself cannot miss its moment.
 */
export function signalsItself(signal: NodeJS.Signals, { parts, messages, after = 0, clock = 1 }: Moment): readonly string[] {
  const script = `
    import files from "node:fs/promises";
    import { syncBuiltinESMExports } from "node:module";
    import { Worker } from "node:worker_threads";
    const { rename } = files;
    const { postMessage } = Worker.prototype;
    const now = performance.now.bind(performance);
    let left = ${parts ?? messages};
    let sent = false;
    const send = () => {
      if (!sent) process.kill(process.pid, "${signal}"); // a second one would end the program at once
      sent = true;
    };
    const count = () => {
      left--;
      if (left === 0) setTimeout(send, ${after});
      else if (left === -1) send();
    };
    if (${parts !== undefined}) files.rename = async (from, to) => {
      await rename(from, to);
      if (/\\.part$/.test(to)) count();
    };
    if (${messages !== undefined}) Worker.prototype.postMessage = function (...all) {
      postMessage.apply(this, all);
      count();
    };
    if (${clock} !== 1) performance.now = () => ${clock} * now();
    syncBuiltinESMExports();`;
  return ["--import", `data:text/javascript,${encodeURIComponent(script)}`];
}

/** Remove the bundle; the next file of this thread makes its own. Call after all tests of a file. */
export function cleanUp(): void {
  bundling = undefined;
  rmSync(folder, { recursive: true, force: true });
}
