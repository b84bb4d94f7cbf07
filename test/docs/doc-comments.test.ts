/** Examples in the doc comments of public functions: whole programs run, and every line `expression; // value` has that value. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { importsOf, linesOf, programOf } from "../../docs/scripts/doc-examples.ts";
import * as documents from "../../src/documents/index.ts";
import * as ancilla from "../../src/index.ts";
import * as linear from "../../src/linear.ts";
import * as papers from "../../src/papers.ts";

type Module = Readonly<Record<string, unknown>>;
const modules: Readonly<Record<string, Module>> = { ancilla, "ancilla/papers": papers, "ancilla/documents": documents };
const namesOf = (from: Readonly<Record<string, Module>>) =>
  Object.fromEntries(Object.entries(from).map(([entry, module]) => [entry, new Set(Object.keys(module))]));

interface Example {
  readonly of: string;
  readonly code: string;
  readonly from: Readonly<Record<string, Module>>;
}

/** The examples of a file with the functions that they belong to. */
function examplesOf(file: string): readonly Example[] {
  const found = readFileSync(file, "utf8").matchAll(
    /@example\n((?: \*(?: .*)?\n)+?)(?: \* @(?:(?!\*\/)[\s\S])*?)? \*\/\n(?:\/\*\*(?:(?!\*\/)[\s\S])*?\*\/\n)?export (?:async )?(?:abstract )?(?:function\*?|class|const|interface) (\w+)/g,
  );
  const from = file === join("src", "linear.ts") ? { "ancilla/linear": linear as Module } : modules;
  return [...found].map(([, comment, of]) => ({ of, code: comment.replace(/^ \* ?/gm, "").trimEnd(), from }));
}

/** The values of an example's lines that say one. */
async function valuesOf({ code, from }: Example): Promise<unknown[]> {
  const imports = importsOf(code, namesOf(from)) ?? {};
  const names = Object.entries(imports).flatMap(([entry, some]) => some.map((name) => [name, from[entry][name]] as const));
  const body = linesOf(code).map(({ line, expression }) => (expression === undefined ? line : `found_.push(${expression});`));
  const values: unknown[] = [];
  const Program = Object.getPrototypeOf(async () => {}).constructor as new (...words: string[]) => (...given: unknown[]) => Promise<void>;
  await new Program("found_", ...names.map(([name]) => name), `{ ${body.join("\n")} }`)(values, ...names.map(([, value]) => value));
  return values;
}

/** Equal to the digits that are printed; integers to 1e-8. */
function close(x: unknown): unknown {
  if (typeof x === "number") {
    const allowed = Number.isInteger(x) ? 1e-8 : 1e-6 * (Math.abs(x) < 1e-3 ? Math.abs(x) : Math.max(1, Math.abs(x)));
    return expect.toSatisfy((y: unknown) => typeof y === "number" && Math.abs(y - x) <= allowed, `is ${x}`);
  }
  if (Array.isArray(x)) return x.map(close);
  if (x !== null && typeof x === "object") return Object.fromEntries(Object.entries(x).map(([key, value]) => [key, close(value)]));
  return x;
}

/** Typed arrays as lists, at any depth. */
function plain(x: unknown): unknown {
  if (ArrayBuffer.isView(x)) return [...(x as Float64Array)];
  if (Array.isArray(x)) return x.map(plain);
  if (x !== null && typeof x === "object") return Object.fromEntries(Object.entries(x).map(([key, value]) => [key, plain(value)]));
  return x;
}

const files = (readdirSync("src", { recursive: true }) as string[]).filter((file) => file.endsWith(".ts")).map((file) => join("src", file));
const examples = files.flatMap(examplesOf);
const whole = examples.filter(({ code, from }) => programOf(code, namesOf(from)) !== null);

/** What needs files, threads, a network, or the program around it. */
const shown = ["checkText", "checkpoint", "completeAt", "documentProgram", "recordLedger", "recordRule", "saveRecords", "saveStates"];

describe("examples of doc comments", () => {
  afterEach(() => linear.release());

  it("are of functions that a user calls", () => expect(new Set(whole.map(({ of }) => of)).size).toBeGreaterThanOrEqual(350));
  it("run, but for those that need more than the library", () => {
    expect(
      examples
        .filter((example) => !whole.includes(example))
        .map(({ of }) => of)
        .sort(),
    ).toEqual(shown);
  });

  it.each(whole.map((example) => [example.of, example] as const))("of %s", async (_of, example) => {
    const expected = linesOf(example.code).filter(({ expression }) => expression !== undefined);
    expect(plain(await valuesOf(example))).toEqual(expected.map(({ value }) => close(value)));
  });
});
