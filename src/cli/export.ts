/** `ancilla export FILE --to qutip|typescript`: a model document as a program of another tool, or of this one. */
import { Command, Option } from "commander";
import { documentProgram } from "../exchange/index.ts";
import { type Asked, askedModel, requireDocumentWord } from "./asked.ts";
import { UsageError } from "./failure.ts";
import { recordedOf } from "./model.ts";
import { type ModelOptions, type RunLengthOptions, withObservables } from "./options.ts";
import { PERIOD, periodOf } from "./period.ts";
import { defined, lengthWith, observeWith } from "./sections.ts";
import { numberList, realNumber, repeat, wholeNumber } from "./words.ts";

interface ExportWords extends ModelOptions, Omit<RunLengthOptions, "method" | "saveEvery"> {
  readonly to: "qutip" | "typescript";
  readonly period?: string;
  readonly points?: number;
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
    .option("--period <T>", `to typescript: find the state that repeats after this time, as \`ancilla steady\` does: ${PERIOD}`)
    .option("--points <n>", "with --period: records over it, 65 unless given", wholeNumber("points", 2))
    .addHelpText("after", "\nExamples:\n  ancilla export my.yaml --to qutip > my.py\n  ancilla export my.yaml --to typescript > my.ts");
  return withObservables(command).action(async (word: string, options: ExportWords) => {
    requireDocumentWord(word, "export");
    process.stdout.write(await programOf(await askedModel(word, options.set), options));
  });
}

async function programOf({ model, sections }: Asked, options: ExportWords): Promise<string> {
  const { steps, until, times, saveEvery } = lengthWith(options as RunLengthOptions, sections.run);
  const repeats = await repetitionOf(model, options, sections);
  const { names: observables } = recordedOf(
    { model, definitions: {} },
    observeWith(options.observe, repeats ? sections.steady : sections.run),
  );
  const common = { to: options.to, observables };
  if (repeats) {
    const length = defined({ steps: options.steps, until: options.until, times: options.times });
    return documentProgram(model, { ...common, ...repeats, ...length });
  }
  if (model.dynamics.kind === "collisions") {
    if (until !== undefined || times !== undefined) throw new UsageError("A stream of collisions is exported with --steps N.");
    return documentProgram(model, { ...common, ...defined({ steps }) });
  }
  if (steps !== undefined) throw new UsageError("A master equation is exported with --until T or --times.");
  return documentProgram(model, { ...common, ...defined({ until, times, saveEvery }) });
}

/** The period of the line; that of the section `steady` where the document has no run and the line no length; else null. */
async function repetitionOf(
  model: Asked["model"],
  { to, period, points, steps, until, times }: ExportWords,
  { run, steady }: Asked["sections"],
): Promise<{ readonly period?: number; readonly points?: number } | null> {
  const runs = to === "qutip" || [run, steps, until, times].some((given) => given !== undefined);
  const own = runs ? {} : defined({ period: steady?.period, points: steady?.points });
  const found = { ...own, ...defined({ period, points }) };
  return Object.keys(found).length > 0 ? defined({ ...found, period: await periodOf(model, found.period) }) : null;
}
