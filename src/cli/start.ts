/** What a command does before and after its work: standard output may break, and the process ends with a code. */
import "../numerics/carried-binary.ts";
import { reasonOf } from "../files/folder.ts";
import { exitCode } from "./failure.ts";
import { complain } from "./output.ts";
import { main } from "./program.ts";

/** Run the command line on these words, and say how the process ends. */
export async function start(words: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: { code?: string }) => {
    // A reader that went away (`| head`) or a terminal that was closed; the files are written by then.
    if (error.code === "EPIPE" || error.code === "EIO") process.exit(Number(process.exitCode ?? exitCode.done));
    complain(`Standard output ${reasonOf(error)}. Send it elsewhere, or have files written with --out.`);
    process.exit(exitCode.failed);
  });
  process.stderr.on("error", () => {
    // Nobody reads progress and warnings any more; the run goes on and keeps its result.
  });
  process.exitCode = await main(words);
}
