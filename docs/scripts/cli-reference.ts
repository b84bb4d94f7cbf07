/** The reference of the command line: a page per command, from the program that parses it. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../../src/cli/commands.ts";
import { program } from "../../src/cli/program.ts";

// of the library's own Commander: another one lies in the site's packages
type Command = ReturnType<typeof program>;
type Option = Command["options"][number];
type Argument = Command["registeredArguments"][number];

/** Text that a table's cell can hold: a bar or what looks like a tag would end or open something. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");
}

/** What a command prints behind its options: paragraphs, and lines that are typed. */
export function moreHelp(command: Command): string {
  let whole = "";
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: (text) => void (whole += text) });
  command.outputHelp();
  if (writeOut) command.configureOutput({ writeOut });
  return whole.slice(command.helpInformation().length).trim();
}

/** Lines of a command's examples, as they are typed. */
export function examplesOf(command: Command): readonly string[] {
  return moreHelp(command)
    .split("\n")
    .filter((line) => /^\s+(ancilla|bash) /.test(line))
    .map((line) => line.trim());
}

/** The same help as Markdown: indented lines become one block of the shell. */
function helpPage(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const lines = paragraph.split("\n");
      const typed = lines.filter((line) => line.startsWith("  "));
      const prose = lines.filter((line) => !line.startsWith("  "));
      const block = typed.length ? ["```sh", ...typed.map((line) => line.slice(2)), "```"].join("\n") : "";
      const said = prose.map((line) => (/^Examples?:$/.test(line) ? "## Examples" : cell(line))).join("\n");
      return [said, block].filter(Boolean).join("\n\n");
    })
    .join("\n\n");
}

function argumentRow(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "…" : ""}`;
  return `| \`${name}\` | ${argument.required ? "yes" : "no"} | ${cell(argument.description)} |`;
}

/** A default that Commander holds, or the one that the description names in its last brackets. */
function optionRow(option: Option): string {
  const named = / \(default: ([^()]*)\)$/.exec(option.description);
  const description = named ? option.description.slice(0, named.index) : option.description;
  const choices = option.argChoices ? `; one of ${option.argChoices.map((choice) => `\`${choice}\``).join(", ")}` : "";
  const needed = option.mandatory ? "; must be given" : "";
  const standard = option.defaultValue === undefined || option.negate ? (named?.[1] ?? "") : `\`${String(option.defaultValue)}\``;
  return `| \`${option.flags.replaceAll("|", "\\|")}\` | ${cell(description)}${choices}${needed} | ${cell(standard)} |`;
}

function pageOf(command: Command): string {
  const parts = [`# ancilla ${command.name()}`, `${cell(sentence(command.description()))}`];
  parts.push(["```sh", `ancilla ${command.name()} ${command.usage()}`, "```"].join("\n"));
  if (command.registeredArguments.length)
    parts.push(
      ["## Arguments", "", "| name | needed | meaning |", "| --- | --- | --- |", ...command.registeredArguments.map(argumentRow)].join(
        "\n",
      ),
    );
  if (command.options.length)
    parts.push(["## Options", "", "| option | meaning | default |", "| --- | --- | --- |", ...command.options.map(optionRow)].join("\n"));
  const more = helpPage(moreHelp(command));
  if (more) parts.push(more);
  return `${parts.join("\n\n")}\n`;
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.…]$/.test(start) ? start : `${start}.`;
}

const makers = await load();

/** Every command in the order of the program. */
export function commands(): readonly Command[] {
  return program(makers).commands.filter((command) => command.name() !== "help");
}

/** Writes docs/cli: an overview and a page per command. */
export function makeCliReference(docs: string): void {
  const folder = join(docs, "cli");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const rows = commands().map(
    (command) => `| [\`${command.name()}\`](./${command.name()}.md) | ${cell(sentence(command.description()))} |`,
  );
  const head = `# The command line\n\nEvery command, as the program of this version parses it; \`ancilla help COMMAND\` prints the same. \`npx ancilla\` is the command\nwhere the package is installed in a folder.\n`;
  const table = ["| command | what it does |", "| --- | --- |", ...rows].join("\n");
  writeFileSync(join(folder, "index.md"), `${head}\n${table}\n\n${helpPage(moreHelp(program(makers)))}\n`);
  for (const command of commands()) writeFileSync(join(folder, `${command.name()}.md`), pageOf(command));
}
