/** Commands that take their options from the section of a document that has their name; what the line says wins. */
import type { Command } from "commander";
import { UsageError } from "./failure.ts";
import type { Sections } from "./sections.ts";

/** A command whose section holds its options by name. */
export type Questions = "counting" | "unravel" | "correlate" | "spectrum" | "wigner";

export const QUESTIONS: readonly Questions[] = ["counting", "unravel", "correlate", "spectrum", "wigner"];

/** Let such a command fill what the line leaves out from the document, and then say what is missing. */
export function takeDefaults(command: Command): void {
  const name = QUESTIONS.find((one) => one === command.name());
  if (name === undefined) return;
  const needed = command.options.filter(({ mandatory }) => mandatory);
  for (const option of needed) option.makeOptionMandatory(false);
  command.hook("preAction", async () => {
    // Loaded where a command begins: the words of a line alone need no documents.
    const { isDocumentWord } = await import("./document.ts");
    await fillFromDocument(command, name);
    const word = String(command.args[0] ?? "");
    const missing = needed.find((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing === undefined) return;
    const where = isDocumentWord(word) ? `, or write ${missing.attributeName()} into the section ${name} of the document` : "";
    const known = name === "counting" ? ` Known here: ${(await countable(word, command.getOptionValue("set"))).join(", ")}.` : "";
    throw new UsageError(`\`ancilla ${name}\` needs ${missing.flags}: ${missing.description}. Give it on the line${where}.${known}`);
  });
  command.addHelpText("after", `\nOf a document, its section ${name} holds defaults for these options.`);
}

/** What can be counted by name in the model that a word means. */
async function countable(word: string, settings: readonly string[] | undefined): Promise<readonly string[]> {
  const [{ askedModel }, { countable: names }] = await Promise.all([import("./asked.ts"), import("./counting.ts")]);
  return names((await askedModel(word, settings)).model);
}

/** Fill what a line leaves out from a section of the document that it names. */
export async function fillFromDocument(command: Command, name: Questions): Promise<void> {
  const word = String(command.args[0] ?? "");
  const { isDocumentWord, readDocumentWord } = await import("./document.ts");
  if (isDocumentWord(word)) fill(command, (await readDocumentWord(word)).sections[name]);
}

/** Keys that say how long the same thing takes in different words: one of the line puts all of a section aside. */
const LENGTHS: readonly string[] = ["steps", "until"];

function fill(command: Command, section: Sections[Questions]): void {
  const own = (name: string): boolean => command.getOptionValue(name) !== undefined;
  const given = LENGTHS.some(own);
  for (const [key, value] of Object.entries(section ?? {})) {
    if (own(key) || (given && LENGTHS.includes(key)) || value === false) continue;
    // a coherence is that of the section's own operators
    if (key === "coherence" && own("of")) continue;
    const option = command.options.find((candidate) => candidate.attributeName() === key);
    if (option === undefined) continue;
    // A text is read as the line's own words are; lists and numbers are data already.
    const words = option.parseArg === undefined && typeof value !== "boolean" ? [value].flat().join(",") : value;
    const read = typeof words === "string" && option.parseArg ? option.parseArg(words, undefined as never) : words;
    command.setOptionValueWithSource(key, read, "config");
  }
}
