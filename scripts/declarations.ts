/**
 * Declarations of the entries: one file for each, and one that they share, with what can be reached by name from any of them.
 *
 *   src/*.ts ──tsc──▶ a declaration per file ──comments that somebody is shown──▶ rolldown ──▶ types/types.d.ts, types/index.d.ts, …
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/** The public entries and where they start. */
const entries = {
  index: "src/index",
  slim: "src/slim",
  linear: "src/linear",
  papers: "src/papers",
  node: "src/node",
  figures: "src/figures/index",
  documents: "src/documents/index",
  editor: "src/documents/editor/index",
  exchange: "src/exchange/index",
};

const SHARED = "types";

/** Write the declarations into `outdir`. */
export async function declarations(outdir: string): Promise<void> {
  const all = join("build", `types.${process.pid}`);
  try {
    execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", all], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    leaveComments(all);
    await rollUp(all, outdir);
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
  exportInPlace(join(outdir, `${SHARED}.d.ts`));
  for (const entry of Object.keys(entries)) forward(join(outdir, `${entry}.d.ts`));
  // The same names, without the binary.
  const [index, slim] = ["index", "slim"].map((entry) => namesOf(readFileSync(join(outdir, `${entry}.d.ts`), "utf8")));
  if (index !== slim) throw new Error("`ancilla` and `ancilla/slim` have different names.");
  writeFileSync(join(outdir, "slim.d.ts"), 'export * from "./index.js";\n');
}

async function rollUp(all: string, outdir: string): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([entry, file]) => [entry, join(process.cwd(), all, `${file}.d.ts`)])),
    checks: { pluginTimings: false },
    external: (id) => !/^[./]/.test(id),
    plugins: [dts({ dtsInput: true, tsconfig: false, oxc: true })],
  });
  await bundle.write({
    dir: outdir,
    entryFileNames: "[name].d.ts",
    chunkFileNames: "[name].d.ts",
    minifyInternalExports: false,
    codeSplitting: { groups: [{ name: SHARED, test: /./ }] },
  });
  await bundle.close();
}

/** What the shared file exports says so where it is declared; lists at the end keep what has another name outside. */
function exportInPlace(file: string): void {
  const text = readFileSync(file, "utf8");
  const [own, renamed] = [new Set<string>(), [] as string[]];
  const declarations = text.replace(/(?:\n|;)export \{([^}]*)\};?/g, (_, list: string) => {
    for (const [there, name] of pairsOf(`{${list}}`)) {
      if (there === name) own.add(name);
      else renamed.push(`${there} as ${name}`);
    }
    return "";
  });
  const found = new Set<string>();
  const marked = declarations.replace(new RegExp(DECLARED.source.replace("(?:export )?", ""), "gm"), (start, name: string) => {
    if (own.has(name)) found.add(name);
    return own.has(name) ? `export ${start}` : start;
  });
  const missing = [...own].filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`${file} exports what it does not declare: ${missing.join(", ")}`);
  writeFileSync(file, `${marked.trimEnd()}\nexport { ${renamed.join(", ")} };\n`);
}

/** An entry as one list: it imports names from the shared file and exports them. */
function forward(file: string): void {
  const text = readFileSync(file, "utf8");
  const parts = /^import (\{[^}]*\}) from "\.\/types\.js";\nexport (\{[^}]*\});\s*$/m.exec(text);
  if (!parts) throw new Error(`${file} is not one import and one export:\n${text.slice(0, 200)}`);
  const [imported, exported] = [parts[1], parts[2]].map(pairsOf);
  const sources = new Map(imported.map(([there, here]) => [here, there]));
  const list = exported.map(([here, name]) => {
    const there = sources.get(here);
    if (there === undefined) throw new Error(`${file} exports ${here}, which it does not import.`);
    return there === name ? name : `${there} as ${name}`;
  });
  writeFileSync(file, text.replace(parts[0], `export { ${list.join(", ")} } from "./${SHARED}.js";\n`));
}

/** `{ a, type b as c }` as pairs of the name on the left and that on the right. */
function pairsOf(list: string): [string, string][] {
  return list
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim().replace(/^type /, ""))
    .filter((name) => name !== "")
    .map((name) => {
      const [left, right = left] = name.split(" as ");
      return [left, right];
    });
}

const namesOf = (text: string) => /^export \{[^}]*\}/m.exec(text)?.[0];

/** Of every file below a folder, only the comments of what can be imported: nobody is shown those of what cannot. */
function leaveComments(all: string): void {
  const named = publicNames(Object.values(entries).map((file) => readFileSync(join(all, `${file}.d.ts`), "utf8")));
  for (const name of readdirSync(all, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"))) {
    writeFileSync(join(all, name), documented(readFileSync(join(all, name), "utf8"), named));
  }
}

/** What the entries export, by the names under which it is declared. */
function publicNames(entries: readonly string[]): ReadonlySet<string> {
  const lists = entries.flatMap((text) => [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list]) => list));
  const own = entries.flatMap((text) => [...text.matchAll(DECLARED)].map(([, name]) => name));
  return new Set([
    ...own,
    ...lists
      .flatMap((list) => list.split(","))
      .map(
        (name) =>
          name
            .trim()
            .replace(/^type /, "")
            .split(" as ")[0],
      ),
  ]);
}

const DECLARED = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|function|const|class|enum|let) ([\w$]+)/gm;

/** An example in a comment, with the empty line above it. They stand and run on the site; the package does not carry them. */
const EXAMPLE = /(?:\n[ \t]*\*[ \t]*)?\n[ \t]*\* @example\b[\s\S]*?(?=\n[ \t]*(?:\*\/|\* @))/g;

/** Declarations with the comments of what can be imported, without their examples: nobody is shown those of what cannot. */
function documented(text: string, named: ReadonlySet<string>): string {
  return text
    .split(/^(?=\/\*\*|export |declare |import )/m)
    .reduce<string[]>((parts, part) => {
      // A comment belongs to what follows it.
      if (parts.length > 0 && /^\/\*\*[\s\S]*\*\/\s*$/.test(parts[parts.length - 1])) parts.push((parts.pop() as string) + part);
      else parts.push(part);
      return parts;
    }, [])
    .map((part) => {
      const [declared] = [...part.matchAll(DECLARED)];
      const hidden = declared && !named.has(declared[1]);
      return hidden ? part.replace(/[ \t]*\/\*\*[\s\S]*?\*\/\n?/g, "") : part.replace(EXAMPLE, "");
    })
    .join("");
}
