/** Codes of errors: every one that is thrown has a code, every code is on the page, and every example of the page fails with its own. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { OutOfMemory } from "../../bindings/memory.ts";
import { errorFrom, failureData } from "../../src/ensembles/messages.ts";
import { AbortError, errorCodes, RunFailure, wrongKind, wrongValue } from "../../src/errors.ts";
import { MissingPackage } from "../../src/files/optional.ts";
import { release } from "../../src/linear.ts";
import { Programs, pageOf } from "./programs.ts";

const page = pageOf("errors");
const programs = new Programs("errors");
afterAll(() => programs.cleanUp());
// Linear algebra keeps an area between calls.
afterEach(release);

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? sources(path) : path.endsWith(".ts") ? [path] : [];
  });

describe("codes", () => {
  it("are all on the page, and nothing else is", () => {
    const headings = [...page.matchAll(/^## ([A-Z_]+)$/gm)].map(([, code]) => code);
    expect(headings.sort()).toEqual([...errorCodes].sort());
    const union = (file: string, name: string) => readFileSync(file, "utf8").split(`export type ${name} =`)[1].split(";")[0];
    const known = [
      ...`${union("src/documents/problem.ts", "ProblemCode")} ${union("src/documents/expression/fault.ts", "FaultCode")}`.matchAll(
        /"([\w-]+)"/g,
      ),
    ];
    const rows = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, code]) => code).filter((code) => code !== "code");
    expect(rows.sort()).toEqual([...new Set(known.map(([, code]) => code))].sort());
  });

  it("are given to whatever is thrown", () => {
    // What is thrown bare is made into an error of ours where it is caught, or never leaves its file.
    const bare = ["src/errors.ts", "src/documents/build/core-refusals.ts", "src/ensembles/messages.ts", "src/async/running.ts"];
    const offences = sources("src")
      .filter((file) => !bare.includes(file))
      .flatMap((file) =>
        [...readFileSync(file, "utf8").matchAll(/new (Error|TypeError|RangeError)\(/g)].map(([what]) => `${file}: ${what}`),
      );
    expect(offences).toEqual([]);
    const classes = sources("src").flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/class (\w+) extends \w*Error\b[^{]*\{([\s\S]*?)\n\}/g),
    ]);
    for (const [, name, body] of classes) if (name !== "TextError") expect([name, /code|problem/.test(body)]).toEqual([name, true]);
    expect(classes.length).toBeGreaterThan(4);
  });

  it("survive a thread, with the class and the place", () => {
    for (const error of [
      new RunFailure("no", { step: 3 }),
      new RunFailure("no", { time: 0.5 }),
      new AbortError(undefined, { step: 1 }),
      wrongValue("x", "be y", 1),
      wrongKind("x", "be y", 1),
      new OutOfMemory("no"),
      new MissingPackage("no"),
    ]) {
      const arrived = errorFrom(structuredClone(failureData(error)));
      const { code, step, time } = error as Partial<RunFailure>;
      expect(arrived).toMatchObject({ message: error.message, code, ...(step === undefined ? {} : { step, time }) });
      expect(arrived instanceof RangeError).toBe(error instanceof RangeError);
      expect(arrived instanceof TypeError).toBe(error instanceof TypeError);
      expect(arrived instanceof RunFailure).toBe(error instanceof RunFailure);
    }
  });
});

describe("the page", () => {
  const examples = [...page.matchAll(/<!-- fails: ([\w-]+) -->\n```ts\n([\s\S]*?)```/g)].map(
    ([, code, program]) => [code, program] as const,
  );

  it("has an example of most", () => {
    expect(examples.length).toBeGreaterThan(6);
  });

  it.each(examples)("fails with %s", async (code, program) => {
    await expect(programs.printed(program)).rejects.toMatchObject({ code });
  });
});
