/** `ancilla export FILE --to qutip|typescript`: a model document as a program of another tool, or of this one. */
import { Command, Option } from "commander";
import { qutipScript } from "../exchange/qutip.ts";
import { typescriptProgram } from "../exchange/typescript.ts";
import { type Asked, askedModel, requireDocumentWord } from "./asked.ts";
import { UsageError } from "./failure.ts";
import { observablesOf } from "./model.ts";
import { type ModelOptions, type RunLengthOptions, withObservables } from "./options.ts";
import { lengthWith, observeWith } from "./sections.ts";
import { numberList, realNumber, repeat, wholeNumber } from "./words.ts";

interface ExportWords extends ModelOptions, Omit<RunLengthOptions, "method" | "saveEvery"> {
  readonly to: "qutip" | "typescript";
}

/** `ancilla export FILE`: print a program that does what `ancilla run FILE` does. */
export function exportDocument(): Command {
  const command = new Command("export")
    .description("print a model document as a program: a script for QuTiP 5, or one for this library")
    .argument("<file>", "a document (.json, .yaml, .yml), or - for one on standard input")
    .addOption(new Option("--to <language>", "qutip or typescript").choices(["qutip", "typescript"]).makeOptionMandatory())
    .option("--set <name=value>", "the value of a parameter in the program (repeatable)", repeat)
    .option("--steps <n>", "collisions that the program runs", wholeNumber("steps", 0))
    .option("--until <t>", "time that the program runs to", realNumber("until"))
    .option("--times <list>", "times that the program records at", numberList("times"))
    .addHelpText("after", "\nExamples:\n  ancilla export my.yaml --to qutip > my.py\n  ancilla export my.yaml --to typescript > my.ts");
  return withObservables(command).action(async (word: string, options: ExportWords) => {
    requireDocumentWord(word, "export");
    process.stdout.write(programOf(await askedModel(word, options.set), options));
  });
}

/** Points in time that a script records where nothing says how many. */
const POINTS = 100;

function programOf({ model, sections, carried }: Asked, options: ExportWords): string {
  const document = carried.document as Readonly<Record<string, unknown>>;
  const { steps, until, times, saveEvery } = lengthWith(options as RunLengthOptions, sections.run);
  const observe = observablesOf(model, observeWith(options.observe, sections.run));
  const common = { document, values: model.parameters, model, observe };
  if (model.dynamics.kind === "collisions") {
    if (until !== undefined || times !== undefined) throw new UsageError("A stream of collisions is exported with --steps N.");
    const length = { steps: steps ?? POINTS };
    return options.to === "qutip" ? qutipScript({ ...common, ...length }) : typescriptProgram({ ...common, ...length });
  }
  if (steps !== undefined) throw new UsageError("A master equation is exported with --until T or --times.");
  const end = until ?? 10;
  const every = saveEvery ?? end / POINTS;
  const count = Math.floor(end / every + 1e-9);
  const recorded = times ?? [...Array.from({ length: count + 1 }, (_, k) => k * every).filter((t) => t < end), end];
  const length = { times: recorded[0] === 0 ? recorded : [0, ...recorded] };
  return options.to === "qutip" ? qutipScript({ ...common, ...length }) : typescriptProgram({ ...common, ...length });
}
