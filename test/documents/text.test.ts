/** The texts of documents: JSON as RFC 8259 has it, YAML without its traps, places of values and keys, limits. */
import { describe, expect, it } from "vitest";
import { documentFromData, documentHash, readDocument } from "../../src/documents/index.ts";
import { readJson } from "../../src/documents/text/json-text.ts";
import { dataOf, TextPlaces } from "../../src/documents/text/text-tree.ts";
import { readYaml } from "../../src/documents/text/yaml-text.ts";
import { Dice } from "./dice.ts";
import { refusalOf } from "./refusal.ts";

const data = {
  ancilla: 1,
  kind: "master-equation",
  name: "decay",
  spaces: [{ label: "S", kind: "qubit" }],
  H: "sz(S)/2",
  initial: "proj(S, e)",
};
const yaml = `ancilla: 1
kind: master-equation
name: decay
spaces: [{label: S, kind: qubit}]
H: sz(S)/2
initial: proj(S, e)
`;
const yamlWith = (line: string): string => `${yaml}${line}\n`;
const parsed = (text: string): unknown => JSON.parse(JSON.stringify(dataOf(readYaml(text))));
const faultOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { fault?: { code: string; at: number; says: string } }).fault ?? error;
  }
  return null;
};

describe("JSON", () => {
  it.each([
    "{}x",
    "[1,]",
    '{"a":1,}',
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "NaN",
    "Infinity",
    "-Infinity",
    "'a'",
    '"a',
    '"\t"',
    '"\\x"',
    '"\\u12"',
    "// c\n1",
    "/* c */ 1",
    "1 /* c */",
    "{a:1}",
    "[1 2]",
    '{"a" 1}',
    '{"a":}',
    "",
    " ",
    "tru",
    "nul",
    "[",
    "{",
    "\u00a01",
    "\ufeff\ufeff1",
    "undefined",
    "1\u2028",
  ])("%j is none", (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(faultOf(() => readJson(text))).toMatchObject({ code: "syntax" });
  });

  it.each([
    "1",
    " -0.5e+3 ",
    '"\\u00e9\\ud83d\\ude00\\/\\b"',
    '{"a":[1,2,{"b":null}],"c":true,"":false}',
    "\r\n[ ]\t",
    '"\u007f\u2028"',
    "1e400",
    "0",
    "-0",
  ])("%j is some", (text) => {
    expect(JSON.stringify(dataOf(readJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
  });

  it("agrees with JSON.parse on texts that are nearly JSON", () => {
    const random = new Dice(11);
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"b"',
      "1",
      "-2.5e3",
      "true",
      "null",
      " ",
      "\n",
      "0",
      ".",
      "e",
      "-",
      "\\",
      '"',
      "/",
    ];
    let accepted = 0;
    for (let n = 0; n < 20_000; n++) {
      const text = Array.from({ length: 1 + random.integer(9) }, () => pieces[random.integer(pieces.length)]).join("");
      let wanted: unknown;
      let good = true;
      try {
        wanted = JSON.parse(text);
      } catch {
        good = false;
      }
      const fault = faultOf(() => readJson(text));
      expect([text, fault === null]).toEqual([text, good]);
      if (good && !/"(a|b)".*"\1"/.test(text)) expect(JSON.stringify(dataOf(readJson(text)))).toBe(JSON.stringify(wanted));
      if (good) accepted++;
    }
    expect(accepted).toBeGreaterThan(200);
  });

  it("has comments in no form, and says where they are welcome", () => {
    expect(refusalOf(() => readDocument('{ "ancilla": 1, // no\n}', { file: "a.json" })).message).toMatch(
      /a\.json, line 1, column 17.*comment.*YAML/,
    );
  });

  it("refuses a number that overflows, where it is used", () => {
    const text = JSON.stringify({ ...data, parameters: { x: 1 } }).replace('"x":1', '"x":1e999');
    expect(refusalOf(() => readDocument(text, { file: "a.json" }))).toMatchObject({
      code: "out-of-bounds",
      pointer: "/parameters/x/default",
      found: "1e999",
    });
  });
});

describe("YAML", () => {
  it("has the numbers of JSON, true, false and null, and all else is text", () => {
    const text =
      "[0, -1.5, 1e-3, 1E+2, 0x1F, 0o7, 1_000, 1/2, .5, 1., +1, 01, yes, no, on, off, y, True, NULL, ~, null, '1', \"true\", 12:30, 2001-01-01]";
    expect(parsed(text)).toEqual([
      0,
      -1.5,
      0.001,
      100,
      "0x1F",
      "0o7",
      "1_000",
      "1/2",
      ".5",
      "1.",
      "+1",
      "01",
      "yes",
      "no",
      "on",
      "off",
      "y",
      "True",
      "NULL",
      null,
      null,
      "1",
      "true",
      "12:30",
      "2001-01-01",
    ]);
  });

  it("has block and flow forms, and folded text", () => {
    expect(parsed("a:\n  - b: 1\n    c: [x, {d: e}]\n  -\n    - 2\nf: >-\n  sum\n  of\ng: |\n  two\n  lines\n")).toEqual({
      a: [{ b: 1, c: ["x", { d: "e" }] }, [2]],
      f: "sum of",
      g: "two\nlines\n",
    });
    expect(parsed("--- \na: 1 # here\n...\n")).toEqual({ a: 1 });
    expect(parsed("%YAML 1.2\n---\na: 1\n")).toEqual({ a: 1 });
  });

  it.each([
    ["a: &x 1", "forbidden", /anchors/],
    ["a: *x", "forbidden", /aliases/],
    ["<<: {b: 1}", "forbidden", /<</],
    ["a: !!str 1", "forbidden", /tags/],
    ["a: !mine {}", "forbidden", /tags/],
    ["%YAML 1.1\n---\na: 1", "forbidden", /directives/],
    ["%TAG ! tag:x,2000:\n---\na: 1", "forbidden", /directives/],
    ["a:\n\tb: 1", "forbidden", /tab/],
    ["a:\n  - b\n\t- c", "forbidden", /tab/],
    ["a: 1\n--- \nb: 2", "syntax", /second/],
    ["1: a", "forbidden", /words as keys/],
    ["true: a", "forbidden", /words as keys/],
    [": a", "forbidden", /words as keys/],
    ["? [a]\n: 1", "forbidden", /keys/],
    ["[a]: 1", "forbidden", /keys/],
    ["a: [1", "syntax", /parser says/],
    ["a: 'b", "syntax", /parser says/],
    ["a: b: c", "syntax", /parser says/],
    ["a: {b: 1", "syntax", /parser says/],
    ["a: {b: sz(s[1])}", "syntax", /parser says: .*; quote expressions with \[ \]/],
    ["", "syntax", /empty/],
    ["# only words", "syntax", /empty/],
    ["@a", "syntax", /parser says/],
  ] as const)("%j is none", (text, code, says) => {
    const fault = faultOf(() => readYaml(text));
    expect(fault).toMatchObject({ code });
    expect((fault as { says: string }).says).toMatch(says);
  });

  it("takes no name of the host as a key, and no key twice, and says where the second is", () => {
    expect(refusalOf(() => readDocument(yamlWith("__proto__: {a: 1}"), { file: "a.yaml" }))).toMatchObject({
      code: "forbidden",
      pointer: "/__proto__",
      line: 7,
      column: 1,
    });
    expect(refusalOf(() => readDocument(yamlWith("x-a: {constructor: 1}"), { file: "a.yaml" }))).toMatchObject({
      code: "forbidden",
      pointer: "/x-a/constructor",
      column: 7,
    });
    expect(refusalOf(() => readDocument(yamlWith("x-a: {b: 1, c: 2, b: 3}"), { file: "a.yaml" }))).toMatchObject({
      code: "duplicate",
      pointer: "/x-a/b",
      line: 7,
      column: 19,
    });
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it("says of a torn expression how to write it", () => {
    for (const [line, whole] of [
      ["jumps: [{operator: ketbra(S, e, g), rate: 1}]", "ketbra(S, e, g)"],
      ["jumps: [{rate: 1, operator: proj(S, 1)}]", "proj(S, 1)"],
    ]) {
      const error = refusalOf(() => readDocument(yamlWith(line), { file: "a.yaml" }));
      expect(error.problems).toHaveLength(1);
      expect(error.message).toContain(`quote the expression, "${whole}"`);
    }
  });

  it("reads words that older readers take for true and false", () => {
    const text = yamlWith("parameters: {on: 1, off: 2, y: 3, n: 4, yes: 5, no: 6}").replace(
      "H: sz(S)/2",
      "H: (on + off + y + n + yes + no)*sz(S)",
    );
    expect(Object.keys(readDocument(text, { file: "a.yaml" }).data.parameters ?? {})).toEqual(["n", "no", "off", "on", "y", "yes"]);
  });
});

describe("places", () => {
  it("are those of values and keys, from 1, behind any end of line", () => {
    const text = '{\r\n "a": [1,\r\n  {"b/c~d": 2}],\n\n "e": "\\u00e9"}';
    const places = new TextPlaces(text, readJson(text));
    const at = (pointer: string, what: "value" | "key" = "value") => places.of(places.offset(pointer, what) ?? -1);
    expect([at(""), at("/a"), at("/a/0"), at("/a/1"), at("/a/1/b~1c~0d"), at("/a/1/b~1c~0d", "key"), at("/e")]).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 7 },
      { line: 2, column: 8 },
      { line: 3, column: 3 },
      { line: 3, column: 13 },
      { line: 3, column: 4 },
      { line: 5, column: 7 },
    ]);
    expect([places.offset("/f"), places.offset("/a/7"), places.offset("/a/0/x"), places.source("/e")]).toEqual([
      null,
      null,
      null,
      '"\\u00e9"',
    ]);
  });

  it("belong to the document", () => {
    const document = readDocument(yaml, { file: "a.yaml" });
    expect([document.place("/H"), document.place("/spaces/0/kind"), document.place("/nothing")]).toEqual([
      { line: 5, column: 4 },
      { line: 4, column: 27 },
      { line: 1, column: 1 },
    ]);
    expect(documentFromData(data).place("/H")).toBe(null);
    expect(String(document)).toBe('model document "decay" (master-equation)');
  });
});

describe("a text", () => {
  const hash = documentHash(documentFromData(data));

  it("may begin with a mark of bytes, and is known by its file's ending or its look", () => {
    const json = JSON.stringify(data);
    const read = [
      readDocument(`\ufeff${yaml}`, { file: "a.yml" }),
      readDocument(`\ufeff${json}`, { file: "a.json" }),
      readDocument(yaml),
      readDocument(json),
      readDocument(json, { file: "a.yaml" }),
      readDocument(json, { file: "standard input" }),
      readDocument(yaml, { file: "b", format: "yaml" }),
    ];
    expect(new Set(read.map(documentHash))).toEqual(new Set([hash]));
    expect(refusalOf(() => readDocument(yaml, { file: "a.json" }))).toMatchObject({ code: "syntax", line: 1, column: 1 });
  });

  it("has one mebibyte of UTF-8 at most", () => {
    const long = (bytes: number, word: string): string =>
      `${yaml}# ${word.repeat(Math.floor(bytes / new TextEncoder().encode(word).length))}`;
    expect(refusalOf(() => readDocument(long(2 ** 20, "a"), { file: "a.yaml" }))).toMatchObject({ code: "limit", pointer: "" });
    expect(refusalOf(() => readDocument(long(2 ** 20, "é"), { file: "a.yaml" }))).toMatchObject({ code: "limit" });
    expect(documentHash(readDocument(long(2 ** 20 - 500, "é"), { file: "a.yaml" }))).toBe(hash);
  });

  it("nests 32 levels deep, and has ten thousand values beside the numbers of lists", () => {
    const nested = (depth: number) => ({ ...data, "x-deep": JSON.parse("[".repeat(depth - 1) + "]".repeat(depth - 1)) });
    expect(documentFromData(nested(32))).toBeDefined();
    expect(refusalOf(() => documentFromData(nested(33)))).toMatchObject({ code: "limit" });
    expect(readDocument(JSON.stringify(nested(32)), { file: "a.json" })).toBeDefined();
    expect(refusalOf(() => readDocument(JSON.stringify(nested(33)), { file: "a.json" }))).toMatchObject({ code: "limit" });
    expect(refusalOf(() => readDocument(JSON.stringify(nested(33)), { file: "a.yaml" }))).toMatchObject({ code: "limit" });
    expect(documentFromData({ ...data, "x-many": Array.from({ length: 9000 }, () => "") })).toBeDefined();
    expect(refusalOf(() => documentFromData({ ...data, "x-many": Array.from({ length: 10_000 }, () => "") }))).toMatchObject({
      code: "limit",
    });
    expect(documentFromData({ ...data, "x-many": Array.from({ length: 100_000 }, (_, k) => k) })).toBeDefined();
  });

  it("is asked for in the grammar of all errors", () => {
    expect(() => readDocument(1 as never)).toThrow("Argument `text` must be the text of a document, but is 1.");
    expect(() => readDocument(yaml, { fille: "a" } as never)).toThrow(/known names.*Did you mean "file"\?/);
    expect(() => readDocument(yaml, { file: 1 as never })).toThrow("Argument `file` must be the name of a file");
  });
});
