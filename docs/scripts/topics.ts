/** The reference of `ancilla` by topic: the blocks of src/index.ts, each a page. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A block of src/index.ts: the comment above it, and the names that it exports. */
export interface Topic {
  /** File of its page, without ending: the first word of its title. */
  readonly page: string;
  readonly title: string;
  readonly names: readonly string[];
}

/** The topics, in the order of src/index.ts. */
export const topics: readonly Topic[] = readFileSync(resolve(import.meta.dirname, "../../src/index.ts"), "utf8")
  .split(/^\/\/ /m)
  .slice(1)
  .map((block) => {
    const [title] = block.split("\n", 1);
    const lists = [...block.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list]) => list);
    const names = lists.flatMap((list) => list.split(",")).map((name) => name.trim().replace(/^(?:.* as |type )/, ""));
    return { page: (/^\w+/.exec(title)?.[0] ?? "").toLowerCase(), title, names: names.filter((name) => name !== "") };
  });

/** A name with all that typedoc says of it. */
interface Entry {
  readonly name: string;
  readonly text: string;
}

/** The names of one kind on a page. */
interface Section {
  readonly kind: string;
  readonly entries: readonly Entry[];
}

/** Kinds in the order of a page, by typedoc's headings. */
const kinds = ["Functions", "Classes", "Variables", "Interfaces", "Type Aliases"];

/** What typedoc wrote, taken apart. */
function sectionsOf(text: string): Section[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [head, ...entries] = section.split(/^### /m);
      return {
        kind: head.trim(),
        entries: entries.map((entry) => ({
          name: /^\w+/.exec(entry)?.[0] ?? "",
          text: entry.replace(/\n\*\*\*\s*$/, "").trim(),
        })),
      };
    });
}

const headings = (text: string) => [...text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);

/** The ids that a page gives to the headings of each entry: equal ones are counted from the second on. */
function idsOf(title: string, sections: readonly Section[]): ReadonlyMap<Entry, readonly string[]> {
  const taken = new Set<string>();
  const id = (heading: string): string => {
    const plain = heading
      .replace(/[\W_]+/g, "-")
      .replace(/^-|-$/g, "")
      .toLowerCase();
    let unique = plain;
    for (let k = 1; taken.has(unique); k++) unique = `${plain}-${k}`;
    taken.add(unique);
    return unique;
  };
  id(title);
  const ids = new Map<Entry, readonly string[]>();
  for (const { kind, entries } of sections) {
    id(kind);
    for (const entry of entries) ids.set(entry, headings(`### ${entry.text}`).map(id));
  }
  return ids;
}

/** The first sentence of what is said of a name. */
function opening({ text }: Entry): string {
  const paragraph = text
    .replace(/^```[\s\S]*?^```$/gm, "")
    .split(/\n\s*\n/)
    .slice(1)
    .find((part) => /^[^#|\s]/.test(part.trim()));
  const line = (paragraph ?? "").replace(/\s+/g, " ").trim();
  return (/^.*?[.:](?= |$)/.exec(line)?.[0] ?? line).replace(/:$/, ".").replace(/(?<!\\)\|/g, "\\|");
}

/** Where every heading of the one page of typedoc is now. */
type Places = ReadonlyMap<string, string>;

function placeOf(anchor: string, places: Places): string {
  const place = places.get(anchor);
  if (place === undefined) throw new Error(`A comment links to #${anchor}, which the reference does not have.`);
  return place;
}

/** A text of the one page, on a page of a topic. */
function linkedOn(page: string, text: string, places: Places): string {
  return text.replace(/\]\(#([^)]+)\)/g, (_, anchor: string) => {
    const place = placeOf(anchor, places);
    return `](${place.startsWith(`${page}.md#`) ? place.slice(page.length + 3) : place})`;
  });
}

/** Links of other pages to the one page, to where things are now. */
export function linkedByTopic(text: string, places: Places): string {
  return text.replace(/\]\(index\.md#([^)]+)\)/g, (_, anchor: string) => `](${placeOf(anchor, places)})`);
}

/** The one page of typedoc as a page per topic and an index of all names. */
export function byTopic(text: string): { readonly pages: ReadonlyMap<string, string>; readonly places: Places } {
  const all = sectionsOf(text);
  const known = new Set(topics.flatMap(({ names }) => names));
  const homeless = all.flatMap(({ entries }) => entries).find(({ name }) => !known.has(name));
  if (homeless) throw new Error(`src/index.ts exports ${homeless.name} above its first topic.`);
  const parts = topics.map(({ names }) =>
    kinds
      .map((kind) => ({
        kind,
        entries: all
          .filter((section) => section.kind === kind)
          .flatMap(({ entries }) => entries.filter(({ name }) => names.includes(name))),
      }))
      .filter(({ entries }) => entries.length > 0),
  );
  const before = idsOf("index", all);
  const after = parts.map((sections, k) => idsOf(topics[k].title, sections));
  const places = new Map<string, string>();
  after.forEach((ids, k) => {
    const page = `${topics[k].page}.md`;
    for (const [entry, now] of ids) {
      (before.get(entry) ?? []).forEach((id, j) => places.set(id, `${page}#${now[j]}`));
      // rows of tables bring their ids along
      for (const [, id] of entry.text.matchAll(/<a id="([^"]+)">/g)) places.set(id, `${page}#${id}`);
    }
  });
  const pages = topics.map(({ page, title }, k) => {
    const bodies = parts[k].map(
      ({ kind, entries }) => `## ${kind}\n\n${entries.map((entry) => `### ${entry.text}`).join("\n\n***\n\n")}\n`,
    );
    return [page, linkedOn(page, [`# ${title}\n`, "[All names of `ancilla`](index.md)\n", ...bodies].join("\n"), places)] as const;
  });
  const tables = topics.map(({ page, title }, k) => {
    const rows = parts[k]
      .flatMap(({ entries }) => entries)
      .map((entry) => `| [\`${entry.name}\`](${page}.md#${after[k].get(entry)?.[0]}) | ${linkedOn("index", opening(entry), places)} |`);
    return `## [${title}](${page}.md)\n\n| name | what it is |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  const index = ["# ancilla\n", "All that `ancilla` exports, by topic: functions first, then classes and types.\n", ...tables].join("\n");
  return { pages: new Map([["index", index], ...pages]), places };
}
