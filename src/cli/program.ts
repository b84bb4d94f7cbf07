import { Command } from "commander";
import { didYouMean } from "../errors.ts";
import { version } from "../files/provenance.ts";
import { commands, load, type MakeCommand } from "./commands.ts";
import { takeDefaults } from "./document-defaults.ts";
import { exitCode, exitCodeOf, sentencesOf } from "./failure.ts";
import { refuseRepeated } from "./once.ts";
import { complain } from "./output.ts";

const about = `Open quantum systems by collisions: exact channels, master equations, stationary states, heat and work, noisy ensembles.`;

const afterHelp = `
Exit codes: 0 done, 1 the run failed, 2 bad usage or input; after a signal 128 and its number (130, 143, 129), after a deadline 124,
and an ensemble keeps its marked partial result.

A MODEL is a name (\`ancilla list\`) or a document of your own: a file that ends in .json, .yaml or .yml, or - for standard input.

Results in a folder (--out) are kept: another request does not overwrite them without --force, and the same request finds them.

Examples:
  ancilla list phaseonium
  ancilla run phaseonium --steps 2000 --observe T1,T2
  ancilla ensemble phaseonium --steps 2000 --trajectories 256 --seed 7 --noise "phi=normal(2.404,0.2)"
  ancilla sweep rotor --over beta2=0.001:0.09:200 --observe Q1,Q2,WQ --out results
  ancilla ensemble my.yaml --shard 3/7 --out parts && ancilla merge parts --out results
  ancilla new collision > my.yaml && ancilla check my.yaml && ancilla run my.yaml`;

/** The command line with these commands. */
export function program(makers: readonly MakeCommand[]): Command {
  const top = new Command("ancilla").description(about).version(version).addHelpText("after", afterHelp).showHelpAfterError(false);
  for (const make of makers) top.addCommand(make());
  for (const command of [top, ...top.commands]) {
    quiet(command);
    takeDefaults(command);
    refuseRepeated(command);
  }
  return top;
}

/** The commands that a line needs: the one that it begins with, or whose help it asks for; all of them where it is about the whole. */
function neededFor(words: readonly string[]): Promise<readonly MakeCommand[]> {
  const [name] = words[0] === "help" ? words.slice(1) : words;
  if (name !== undefined && Object.hasOwn(commands, name)) return load([name]);
  return load(words.length === 1 && VERSION.includes(words[0]) ? [] : Object.keys(commands));
}

/** How a line asks for the version alone. */
const VERSION: readonly string[] = ["--version", "-V"];

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

/** `ancilla help NAME` with a name that no command has: a sentence in place of the whole help. */
function unknownTopic(words: readonly string[]): string | null {
  if (words[0] !== "help" || words[1] === undefined || words[1].startsWith("-")) return null;
  const names = [...Object.keys(commands), "help"];
  return names.includes(words[1]) ? null : `There is no command "${words[1]}". ${didYouMean(words[1], names)}`;
}

/** Run the command line and return the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  const unknown = unknownTopic(words);
  if (unknown !== null) {
    complain(unknown);
    return exitCode.badInput;
  }
  const top = program(await neededFor(words));
  try {
    await top.parseAsync([...words], { from: "user" });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    const command = top.commands.find((one) => one.name() === words[0]);
    return report(error, command);
  }
}

/** What the library says of an argument is said of the option that stands for it on the command line, in the remedy too. */
function saidOfOptions(sentence: string, command: Command | undefined): string {
  const [, argument, rest] = /^Argument `(\w+)(?:\[\d+\])?`( must .*)$/s.exec(sentence) ?? [];
  if (argument === undefined || rest === undefined) return sentence;
  const optionOf = (name: string) => command?.options.find((one) => one.attributeName() === name)?.long;
  const option = optionOf(/^observables?$/.test(argument) ? "observe" : argument) ?? optionOf(argument.replace(/s$/, ""));
  if (!option) return sentence;
  return `Option ${option}${rest.replace(/`(\w+)`/g, (word, name: string) => optionOf(name) ?? word)}`;
}

/** Print a failure as one sentence and return its exit code; that of a signal goes first. */
function report(error: unknown, command: Command | undefined): number {
  const code = exitCodeOf(error);
  const { code: kind, message } = error as { code?: string; message?: string };
  if (kind === "commander.help") return code;
  if (!kind?.startsWith?.("commander.")) for (const sentence of sentencesOf(error)) complain(saidOfOptions(sentence, command));
  else if (code !== exitCode.done) complain(usageSentence(message ?? ""));
  return Number(process.exitCode ?? code);
}
