/** Examples in the doc comments of public functions: an expression of the library's own names with its value behind it is evaluated. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as ancilla from "../../src/index.ts";

/** Lines `expression; // value` of `@example`s in which every name that is called or mentioned is one of the library. */
function examplesOf(file: string): readonly (readonly [expression: string, value: string])[] {
  const comments = readFileSync(file, "utf8").matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?@example\n \* ([^\n]+); \/\/ ([^\n]+)\n \*\//g);
  return [...comments].map(([, expression, value]) => [expression, value] as const).filter(([expression]) => isWhole(expression));
}

/** An expression without free names: strings, keys and members aside, it is made of exports. */
function isWhole(expression: string): boolean {
  const bare = expression
    .replace(/"[^"]*"/g, "")
    .replace(/\.\w+/g, "")
    .replace(/\w+:/g, "");
  return [...bare.matchAll(/[A-Za-z_]\w*/g)].every(([name]) => name in ancilla);
}

function value(expression: string): unknown {
  return new Function(...Object.keys(ancilla), `return ${expression}`)(...Object.values(ancilla));
}

const files = (readdirSync("src", { recursive: true }) as string[]).filter((file) => file.endsWith(".ts")).map((file) => join("src", file));
const examples = files.flatMap(examplesOf);

describe("examples of doc comments", () => {
  it("are there", () => expect(examples.length).toBeGreaterThanOrEqual(30));

  it.each(examples)("%s is %s", (expression, printed) => {
    const [found, said] = [value(expression), JSON.parse(printed) as unknown];
    const close = (x: unknown): unknown => (typeof x === "number" ? expect.closeTo(x, 6) : Array.isArray(x) ? x.map(close) : x);
    expect(found).toEqual(close(said));
  });
});
