/** Hostile and random documents: each gives a document or a refusal with a sentence, soon, and nothing of the host is reached. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DocumentError, documentFromData, readDocument } from "../../src/documents/index.ts";
import { Dice } from "./dice.ts";
import { randomDocument } from "./random-documents.ts";
import { refusalOf } from "./refusal.ts";

const MIB = 2 ** 20;
const filled = (piece: string): string => piece.repeat(Math.floor(MIB / piece.length));

/** Pieces that fill the whole. */
const WHOLE = ["[", "- ", '"', "{a: ", "&a ", "a: "];

/** Read it; true for a document, false for a refusal; all else that is thrown fails. */
function survives(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    if (!/^(`\/|The document)[^\n]* must [^\n]+[.?]$/.test(error.message)) throw new Error(`No sentence: ${error.message}`);
    return false;
  }
}

describe("a quarter or a whole mebibyte of one thing", () => {
  const pieces = [
    "[",
    "]",
    "{",
    "}",
    '{"a":',
    "[[",
    "- ",
    "? ",
    "{a: ",
    "[\n",
    ",",
    "[a,",
    ":",
    "#",
    "\n",
    "\t",
    " ",
    "&a ",
    "*a ",
    "!a ",
    "---\n",
    "a: ",
    "- -\n",
    '"',
    "'",
    "|",
    "%",
    "\\",
    "\u0000",
    "é",
    "0",
    "1 ",
    "a\n",
    "...\n",
    "\r",
    "~",
    "@",
    "`",
    "\ud800",
    "<<: ",
    "!!js/function ",
  ];

  it.each(pieces)("%j ends quickly", (piece) => {
    const text = filled(piece).slice(0, WHOLE.includes(piece) ? MIB : MIB / 4);
    const begin = performance.now();
    for (const file of ["a.json", "a.yaml"]) expect(survives(() => readDocument(text, { file }))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(8000);
  });

  it("many keys, deep columns and long numbers end quickly", () => {
    const texts = [
      Array.from({ length: 20_000 }, (_, k) => `k${k}: 1`).join("\n"),
      Array.from({ length: 1400 }, (_, k) => `${" ".repeat(k)}a:`).join("\n"),
      `a: ${"9".repeat(MIB - 10)}`,
      `[${"1e999999,".repeat(100_000)}1]`,
      `{${Array.from({ length: 20_000 }, (_, k) => `"k${k}":1`).join(",")}}`,
      `a: "${"\\u0041".repeat(170_000)}"`,
    ];
    for (const text of texts) {
      const begin = performance.now();
      expect(survives(() => readDocument(text))).toBe(false);
      expect(performance.now() - begin).toBeLessThan(8000);
    }
  });
});

const bare = { ancilla: 1, kind: "master-equation", name: "x", spaces: [{ label: "S", kind: "qubit" }], H: "sz(S)", initial: "proj(S, e)" };

describe("data that is none", () => {
  it("is refused: functions, classes, dates, symbols, big integers, circles, gaps", () => {
    const circle: Record<string, unknown> = { ...bare };
    circle["x-me"] = circle;
    const odd: readonly unknown[] = [
      null,
      undefined,
      1,
      "text",
      [],
      true,
      Symbol("x"),
      1n,
      () => 1,
      new Date(0),
      new Map(),
      circle,
      { ...bare, H: () => 1 },
      { ...bare, "x-d": new Date(0) },
      { ...bare, "x-b": 1n },
      { ...bare, spaces: [undefined, { label: "S", kind: "qubit" }] },
      { ...bare, "x-u": [undefined] },
      { ...bare, H: Number.NaN },
      Object.create(null),
      new (class Mine {})(),
    ];
    for (const data of odd) expect(survives(() => documentFromData(data))).toBe(false);
    expect(survives(() => documentFromData({ ...bare, title: undefined }))).toBe(true);
    expect(survives(() => documentFromData(Object.assign(Object.create(null), bare)))).toBe(true);
  });

  it("changes nothing of the host", () => {
    for (const key of ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"]) {
      for (const where of ["", "parameters", "let", "observables", "x-a"]) {
        const inner = `{${JSON.stringify(key)}:{"polluted":1}}`;
        const text =
          where === ""
            ? JSON.stringify(bare).replace("{", `{${JSON.stringify(key)}:{"polluted":1},`)
            : JSON.stringify(bare).replace("{", `{"${where}":${inner},`);
        expect(refusalOf(() => readDocument(text, { file: "a.json" })).code).toBe("forbidden");
        expect(refusalOf(() => readDocument(text, { file: "a.yaml" })).code).toBe("forbidden");
        expect(refusalOf(() => documentFromData(JSON.parse(text))).code).toBe("forbidden");
      }
    }
    expect([({} as Record<string, unknown>).polluted, (Object as unknown as Record<string, unknown>).polluted]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("means nothing by names that objects have", () => {
    const names = ["isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "length", "then", "name", "e", "g", "on"];
    const parameters = Object.fromEntries(names.map((name, k) => [name, k + 1]));
    const H = names.map((name) => `${name}*sz(S)`).join(" + ");
    expect(survives(() => documentFromData({ ...bare, parameters, H }))).toBe(true);
    for (const name of names)
      expect(refusalOf(() => documentFromData({ ...bare, H: `${name}*sz(S)` }))).toMatchObject({ code: "unknown-name", character: 1 });
  });

  it("of enormous sizes is refused before anything is made", () => {
    const sized: readonly object[] = [
      { spaces: [{ label: "c", kind: "fock", levels: 1e15 }] },
      { spaces: [{ label: "c", kind: "fock", levels: "2^40" }] },
      { spaces: [{ label: "S", kind: "qubit", count: 64 }] },
      { spaces: [{ label: "S", kind: "qubit", count: 1e9 }] },
      { spaces: [{ label: "J", kind: "spin", J: 1e8 }] },
      { spaces: [{ label: "r", kind: "rotor", min: -1e9, max: 1e9 }] },
      { H: "sum(j, 1, 1000000000, sz(S))" },
      { H: "sum(i1, 1, 10000, sum(i2, 1, 10000, sum(i3, 1, 10000, sz(S))))" },
      { H: "sz(S)^1000000" },
      { H: "prod(j, 1, 100000, sz(S))" },
      { jumps: [{ operator: "sm(S)", rate: 1, for: ["j", 1, 1e9] }] },
      { parameters: { x: 1e308 }, H: "x*x*x*sz(S)" },
    ];
    for (const more of sized) {
      expect([more, survives(() => documentFromData({ ...bare, ...more }))]).toEqual([more, false]);
    }
  });
});

const folder = new URL("../fixtures/documents/", import.meta.url);
const texts = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), "utf8")] as const);

describe("random changes", () => {
  it("of texts give documents or refusals", () => {
    const dice = new Dice(5);
    const signs = [..."{}[]:,\"'#&*!|>-?%@`~ \n\t0123456789.eE+()^=<abgHStVUx\\/\u0000é"];
    let [good, bad] = [0, 0];
    for (let n = 0; n < 450; n++) {
      const [file, text] = dice.pick(texts);
      let changed = text;
      for (let k = 0; k <= dice.integer(3); k++) {
        const at = dice.integer(changed.length);
        const more = dice.chance(0.3) ? changed.slice(at, at + dice.integer(40)) : dice.pick(signs);
        changed = changed.slice(0, at) + (dice.chance(0.5) ? more : "") + changed.slice(at + dice.integer(dice.chance(0.1) ? 40 : 3));
      }
      if (survives(() => readDocument(changed, { file }))) good++;
      else bad++;
    }
    expect(good).toBeGreaterThan(25);
    expect(bad).toBeGreaterThan(100);
  }, 60_000);

  it("of data give documents or refusals", () => {
    const odd: readonly unknown[] = [
      null,
      true,
      "",
      "x",
      "sz(S)",
      0,
      -1,
      1e300,
      2.5,
      [],
      {},
      [1],
      { a: 1 },
      "inf",
      "i",
      ["j", 1, 2],
      { matrix: [[1]], on: ["S"] },
      { parameter: "how" },
      "h.c.",
      "t",
      "step",
      "1/0",
    ];
    let [good, bad] = [0, 0];
    for (let seed = 1; seed <= 500; seed++) {
      const dice = new Dice(seed);
      const data = randomDocument(seed % 60) as Record<string, unknown>;
      mutate(data, dice, odd);
      if (survives(() => documentFromData(data))) good++;
      else bad++;
    }
    expect(good).toBeGreaterThan(30);
    expect(bad).toBeGreaterThan(150);
  }, 60_000);
});

/** Change one value, key or entry somewhere in the data. */
function mutate(data: Record<string, unknown>, dice: Dice, odd: readonly unknown[]): void {
  let place = data as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(place);
    const key = dice.pick(keys);
    const inside = place[key];
    if (typeof inside === "object" && inside !== null && Object.keys(inside).length > 0 && dice.chance(0.75)) {
      place = inside as Record<string, unknown>;
      continue;
    }
    const what = dice.integer(4);
    if (what === 0) delete place[key];
    else if (what === 1)
      place[dice.pick(["T", "beta", "state", "V", "H", "x", "steps", "until", "rate", "levels", "names"])] = dice.pick(odd);
    else place[key] = structuredClone(dice.pick(odd));
    return;
  }
}
