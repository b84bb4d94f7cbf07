import { Command } from "commander";
import { version } from "../files/provenance.ts";
import { ensemble } from "./ensemble.ts";
import { exitCode, exitCodeOf, sentenceOf } from "./failure.ts";
import { figures } from "./figures.ts";
import { list } from "./list.ts";
import { plan } from "./plan.ts";
import { merge, submit, worker } from "./queue.ts";
import { robustness } from "./robustness.ts";
import { run } from "./run.ts";
import { show } from "./show.ts";
import { steady } from "./steady.ts";
import { sweep } from "./sweep.ts";

const about = `Open quantum systems by collisions: exact channels, master equations, stationary states, heat and work, noisy ensembles.`;

const afterHelp = `
Exit codes: 0 done, 1 the run failed, 2 bad usage or input, 130 interrupted (an ensemble keeps its marked partial result).

Examples:
  ancilla list phaseonium
  ancilla run phaseonium --steps 2000 --observe T1,T2
  ancilla ensemble phaseonium --steps 2000 --trajectories 256 --seed 7 --noise "phi=normal(2.404,0.2)"
  ancilla sweep rotor --over beta2=0.001:0.09:200 --observe Q1,Q2,WQ --out results`;

/** The whole command line. */
export function program(): Command {
  const top = new Command("ancilla").description(about).version(version).addHelpText("after", afterHelp).showHelpAfterError(false);
  for (const command of [
    list(),
    plan(),
    run(),
    steady(),
    ensemble(),
    sweep(),
    figures(),
    robustness(),
    submit(),
    worker(),
    merge(),
    show(),
  ])
    top.addCommand(command);
  for (const command of [top, ...top.commands]) quiet(command);
  return top;
}

/** Let errors of a command travel as exceptions, so that `main` prints each as one sentence. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} });
}

/** Commander's complaint as one sentence: "error: unknown option '--x'\n(Did you mean --y?)". */
function usageSentence(message: string): string {
  const text = message.replace(/^error: /, "").replace(/\s*\n\s*\((.*)\)$/s, ". $1");
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?]$/.test(sentence) ? sentence : `${sentence}. See \`ancilla --help\`.`;
}

/** Run the command line and return the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...words], { from: "user" });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    const code = exitCodeOf(error);
    const { code: kind, message } = error as { code?: string; message?: string };
    if (kind === "commander.help") return exitCode.badInput;
    if (kind?.startsWith("commander.")) {
      if (code !== exitCode.done) process.stderr.write(`ancilla: ${usageSentence(message ?? "")}\n`);
    } else process.stderr.write(`ancilla: ${sentenceOf(error)}\n`);
    return process.exitCode === exitCode.interrupted ? exitCode.interrupted : code;
  }
}

process.stdout.on("error", (error: { code?: string }) => {
  if (error.code === "EPIPE") process.exit(exitCode.done);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
