/** Tables that stand at the top of a module, marked as such: bundlers leave out those that nothing of a page needs. */
import { transform } from "esbuild";

/**
 * A chunk in which every value at the top that is worked out, by calls, spreads, fields or arithmetic, says that nothing happens by it.
 *
 * A chunk holds many modules, and a bundler that meets `var checks = { steps: anInteger(0) }` keeps it with all that it names, since the
 * call could do something. None of ours does. Lines stay where they are, for the maps.
 */
export async function pureTables(chunk: string): Promise<string> {
  const lines = chunk.split("\n");
  for (let first = 0; first < lines.length; first++) {
    const start = /^var (\w+) = (?!class\b|function\b|\(?[\w, ]*\)? =>)/.exec(lines[first]);
    if (!start) continue;
    const last = await endOf(lines, first);
    const statement = lines.slice(first, last + 1).join("\n");
    if (await mayDoSomething(statement)) {
      lines[first] = `${start[0]}/* @__PURE__ */ (() => (${lines[first].slice(start[0].length)}`;
      lines[last] = `${lines[last].slice(0, -1)}))();`;
    }
    first = last;
  }
  const marked = lines.join("\n");
  await transform(marked, { format: "esm" }); // throws where a line was misread
  return marked;
}

/** The line that ends the statement which begins at `first`. */
async function endOf(lines: readonly string[], first: number): Promise<number> {
  for (let last = first; last < lines.length; last++) {
    const mayClose = last === first || /^\S|`/.test(lines[last]);
    if (mayClose && lines[last].endsWith(";") && (await shaken(lines.slice(first, last + 1).join("\n"))) !== null) return last;
  }
  throw new Error(`A statement has no end: ${lines[first]}`);
}

/** Does a bundler keep it for what it could do? Names of other tables alone are no reason. */
async function mayDoSomething(statement: string): Promise<boolean> {
  return /\(|\.\.\.|\w\.\w| [*/%+-] /.test(statement) && (await shaken(statement)) !== "";
}

/** What is left of a statement that nobody needs; null when it is none. */
async function shaken(statement: string): Promise<string | null> {
  try {
    return (await transform(statement, { format: "esm", treeShaking: true, logLevel: "silent" })).code.trim();
  } catch {
    return null;
  }
}
