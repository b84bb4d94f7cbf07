/** A peer's process: started once, asked row by row. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Answer, Greeting } from "./serve.ts";

/** A running peer. */
export interface Peer extends Greeting {
  /** Measure one row for so long, in seconds; or the reason why the peer cannot. */
  measure(row: string, seconds: number): Promise<Answer | { readonly error: string }>;
  /** End the process. */
  stop(): Promise<void>;
}

const ONE_THREAD = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1", VECLIB_MAXIMUM_THREADS: "1" };

/** Start `<name>-rows.ts`, or `<name>_rows.py` with an interpreter. */
export async function startPeer(name: string, python: string | null): Promise<Peer> {
  const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const environment = { ...process.env, ...ONE_THREAD };
  const child = python
    ? spawn(python, ["-W", "ignore", path(`${name}_rows.py`)], { stdio: ["pipe", "pipe", "inherit"], env: environment })
    : spawn(process.execPath, ["--import", path("../sources.mjs"), path(`${name}-rows.ts`)], {
        stdio: ["pipe", "pipe", "inherit"],
        env: environment,
      });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The process of ${name} ended early.`);
    return JSON.parse(value);
  };
  const greeting = (await next()) as Greeting;
  return {
    ...greeting,
    measure: (row, seconds) => {
      child.stdin.write(`${JSON.stringify({ row, seconds })}\n`);
      return next() as Promise<Answer | { error: string }>;
    },
    stop: () => ended(child),
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin?.end();
  });
}
