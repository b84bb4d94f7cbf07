/** Runs the command line in this process: what it prints is caught, and a bundle or a new process is not needed. */
import { main } from "../../src/cli/program.ts";
import type { Outcome } from "./ancilla.ts";

/** Run `ancilla` with these words; one at a time, because what is printed is caught for the whole process. */
export async function inProcess(words: readonly string[]): Promise<Outcome> {
  const [stdout, stderr] = [process.stdout.write, process.stderr.write];
  let [out, err] = ["", ""];
  process.stdout.write = ((text: string) => {
    out += text;
    return true;
  }) as typeof process.stdout.write;
  process.stderr.write = ((text: string) => {
    err += text;
    return true;
  }) as typeof process.stderr.write;
  try {
    const code = await main(words);
    return { code, out, err };
  } finally {
    process.stdout.write = stdout;
    process.stderr.write = stderr;
    process.exitCode = undefined;
  }
}
