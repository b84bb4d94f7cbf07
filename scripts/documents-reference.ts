/**
 * Writes docs/documents-reference.md: every key from the tables that the reader's checks come from, every function from
 * the catalogue of the expression language. `npx tsx scripts/documents-reference.ts` renews it; a test compares.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { documentSchema, FUNCTIONS, type FunctionGroup } from "../src/documents/index.ts";

interface Part {
  readonly description: string;
  readonly properties: Readonly<Record<string, { readonly description: string; readonly default?: unknown }>>;
  readonly required?: readonly string[];
}

const groups: Readonly<Record<FunctionGroup, string>> = {
  operators: "Operators",
  sums: "Sums and products",
  numbers: "Numbers",
  time: "Functions of time",
  states: "States and kets",
  observables: "Observables",
};

/** The whole reference as Markdown. */
export function reference(): string {
  const parts = Object.entries(documentSchema().$defs as Readonly<Record<string, Part>>).filter(
    ([, part]) => part.properties !== undefined,
  );
  const of = Object.fromEntries(parts);
  const [stream, equation] = [of.collisions, of["master-equation"]];
  const rest = parts.filter(([id]) => !["collisions", "master-equation"].includes(id));
  const shared = (key: string): boolean => Object.hasOwn(stream.properties, key) && Object.hasOwn(equation.properties, key) && key !== "H";
  return [
    "## Keys",
    keysOf("Every document", stream, shared),
    keysOf("A document of collisions", stream, (key) => !shared(key)),
    keysOf("A master equation", equation, (key) => !shared(key)),
    ...rest.map(([, part]) => keysOf(part.description.replace(/\.$/, ""), part, () => true)),
    "## Functions",
    ...Object.entries(groups).map(([group, title]) => functionsOf(group as FunctionGroup, title)),
  ].join("\n\n");
}

function keysOf(title: string, { properties, required = [] }: Part, shown: (key: string) => boolean): string {
  const rows = Object.entries(properties)
    .filter(([key]) => shown(key))
    .map(([key, { description, default: standard }]) => {
      const empty = standard !== null && typeof standard === "object";
      const said = required.includes(key) ? "required" : standard === undefined || empty ? "" : `\`${JSON.stringify(standard)}\``;
      return `| \`${key}\` | ${said} | ${prose(description)} |`;
    });
  return [`**${title}**`, "", "| key | unless given | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function functionsOf(group: FunctionGroup, title: string): string {
  const rows = FUNCTIONS.filter((entry) => entry.group === group).map(({ signature, meaning, on }) => {
    return `| \`${cell(signature)}\` | ${on && on.length > 0 ? on.join(", ") : ""} | ${prose(meaning)} |`;
  });
  return [`**${title}**`, "", "| function | on | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** A cell of running text: a star outside code would begin or end an emphasis. */
function prose(text: string): string {
  return cell(text)
    .split(/(`[^`]*`)/)
    .map((part, k) => (k % 2 ? part : part.replaceAll("*", "\\*")))
    .join("");
}

/** A page with its reference renewed: all that stands between the two marks. */
export function withReference(page: string): string {
  const [begin, end] = ["<!-- reference: npx tsx scripts/documents-reference.ts -->\n", "<!-- /reference -->"];
  const from = page.indexOf(begin) + begin.length;
  return `${page.slice(0, from)}\n${reference()}\n\n${page.slice(page.indexOf(end))}`;
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  const file = "docs/documents-reference.md";
  writeFileSync(file, withReference(readFileSync(file, "utf8")));
}
