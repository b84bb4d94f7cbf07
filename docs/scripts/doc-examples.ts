/** Examples of doc comments as programs: which names of which entry point they use, and the values that they say come out. */

/** Words of the language and of every host. */
const known = new Set(
  "await async const let new return typeof of in for if else true false null undefined Infinity NaN Math JSON Object Array Number String Promise structuredClone Float64Array AbortSignal".split(
    " ",
  ),
);

/** Entry points by what a program imports them as. */
export type Entries = Readonly<Record<string, ReadonlySet<string>>>;

/** A line `expression; // value` whose value is JSON. */
const said = /^(?!const |let |import |for |\/\/)(\S.*?); \/\/ (.+)$/;

/** Names that a program uses and does not make itself: strings, comments, keys and members aside. */
function freeNames(code: string): readonly string[] {
  const bare = code
    .replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""')
    .replace(/\/\/.*$/gm, "")
    .replace(/\.[\w$]+/g, "");
  const made = new Set<string>();
  for (const [, pattern] of bare.matchAll(/\b(?:const|let) ([\s\S]*?) (?:=|of) /g))
    for (const [name] of pattern.replace(/\w+:\s*(?=[[{\w])/g, "").matchAll(/[A-Za-z_]\w*/g)) made.add(name);
  for (const [, several, one] of bare.matchAll(/\(([^()]*)\) =>|\b(\w+) =>/g))
    for (const [name] of (several ?? one).matchAll(/[A-Za-z_]\w*/g)) made.add(name);
  const used = bare.replace(/(?<![?\w]\s*)\b\w+:(?!:)/g, "");
  return [...new Set([...used.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)].map(([name]) => name))].filter(
    (name) => !known.has(name) && !made.has(name),
  );
}

/** What an example imports, by entry point, the first that has a name; null where it uses a name that none has. */
export function importsOf(code: string, entries: Entries): Readonly<Record<string, readonly string[]>> | null {
  const imports: Record<string, string[]> = {};
  for (const name of freeNames(code)) {
    const from = Object.keys(entries).find((entry) => entries[entry].has(name));
    if (from === undefined) return null;
    imports[from] = [...(imports[from] ?? []), name].sort();
  }
  return imports;
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Lines of an example, each with the value that it says its expression has. */
export function linesOf(
  code: string,
): readonly { readonly line: string; readonly expression?: string; readonly value?: unknown; readonly said?: string }[] {
  return code.split("\n").map((line) => {
    const [, expression, text] = said.exec(line) ?? [];
    const found = text === undefined ? null : parsed(text);
    return found ? { line, expression, value: found.value, said: text } : { line };
  });
}

/** An example as a program that prints what it says: null where it is no whole program. */
export function programOf(code: string, entries: Entries): string | null {
  const imports = importsOf(code, entries);
  const lines = linesOf(code);
  if (imports === null || Object.keys(imports).length === 0 || !lines.some(({ expression }) => expression !== undefined)) return null;
  const heads = Object.entries(imports).map(([from, names]) => `import { ${names.join(", ")} } from "${from}";`);
  const body = lines.map((line) => (line.expression === undefined ? line.line : `console.log(${line.expression}); // ${line.said}`));
  return [...heads, "", ...body].join("\n");
}
