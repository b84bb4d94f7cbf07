/** JSON as RFC 8259 has it, with places: no comments, no trailing commas, nothing besides. */
import { createScanner, type JSONScanner } from "jsonc-parser";
import { pointerTo } from "../structure/shape.ts";
import type { TextEntry, TextFault, TextNode } from "./text-tree.ts";

/** Kinds of tokens, by the scanner's numbers (its enumerations exist for the compiler alone). */
const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  blank: 15,
  unknown: 16,
  end: 17,
};

/** How deep lists and objects may nest. */
export const DEEPEST = 32;

/** Ends the reading of a text that is none. */
export class TextError extends Error {
  readonly fault: TextFault;

  constructor(code: TextFault["code"], at: number, says: string, pointer = "", found?: string) {
    super(says);
    this.fault = { code, pointer, at, says, ...(found === undefined ? {} : { found }) };
  }
}

/** Read JSON. Throws a `TextError` at the first thing that is not. */
export function readJson(text: string): TextNode {
  const reader = new JsonReader(text);
  return reader.whole();
}

class JsonReader {
  readonly #text: string;
  readonly #scanner: JSONScanner;
  #token: number = TOKEN.unknown;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = createScanner(text, false);
    this.#next();
  }

  whole(): TextNode {
    if (this.#token === TOKEN.end) throw new TextError("syntax", 0, "must be a JSON object, but the text is empty");
    const node = this.#value("");
    if (this.#token !== TOKEN.end) this.#unexpected("the end of the text");
    return node;
  }

  /** The next token that is no blank; what the scanner finds wrong with it ends the reading. */
  #next(): void {
    do this.#token = this.#scanner.scan();
    while (this.#token === TOKEN.blank || this.#token === TOKEN.lineBreak);
    const at = this.#scanner.getTokenOffset();
    if (this.#token === TOKEN.lineComment || this.#token === TOKEN.blockComment) {
      throw new TextError("syntax", at, "must be JSON, but has a comment; comments are welcome in YAML");
    }
    const error = this.#scanner.getTokenError();
    if (error !== 0) throw new TextError("syntax", at, `must be JSON, but ${faults[error] ?? "has a token that is none"}`);
  }

  #value(pointer: string): TextNode {
    const start = this.#scanner.getTokenOffset();
    switch (this.#token) {
      case TOKEN.openBrace:
        return this.#inside(start, () => this.#object(start, pointer));
      case TOKEN.openBracket:
        return this.#inside(start, () => this.#list(start, pointer));
      case TOKEN.string:
        return this.#single(start, this.#scanner.getTokenValue());
      case TOKEN.number:
        return this.#single(start, Number(this.#scanner.getTokenValue()));
      case TOKEN.true:
        return this.#single(start, true);
      case TOKEN.false:
        return this.#single(start, false);
      case TOKEN.null:
        return this.#single(start, null);
      default:
        return this.#unexpected("a value");
    }
  }

  #single(start: number, value: string | number | boolean | null): TextNode {
    const end = start + this.#scanner.getTokenLength();
    this.#next();
    return { kind: "single", start, end, value };
  }

  #inside(start: number, read: () => TextNode): TextNode {
    if (++this.#depth > DEEPEST) throw new TextError("limit", start, `must nest at most ${DEEPEST} levels deep, but is nested deeper`);
    const node = read();
    this.#depth--;
    return node;
  }

  #object(start: number, pointer: string): TextNode {
    const entries: TextEntry[] = [];
    this.#next();
    while (this.#token !== TOKEN.closeBrace) {
      if (entries.length > 0) this.#comma(TOKEN.closeBrace, "}");
      if (this.#token !== TOKEN.string) this.#unexpected('a key in "');
      const keyStart = this.#scanner.getTokenOffset();
      const key = this.#scanner.getTokenValue();
      this.#next();
      if (this.#token !== TOKEN.colon) this.#unexpected("a colon");
      this.#next();
      entries.push({ key, keyStart, node: this.#value(pointerTo(pointer, key)) });
    }
    const end = this.#scanner.getTokenOffset() + 1;
    this.#next();
    return { kind: "object", start, end, value: entries };
  }

  #list(start: number, pointer: string): TextNode {
    const items: TextNode[] = [];
    this.#next();
    while (this.#token !== TOKEN.closeBracket) {
      if (items.length > 0) this.#comma(TOKEN.closeBracket, "]");
      items.push(this.#value(pointer));
    }
    const end = this.#scanner.getTokenOffset() + 1;
    this.#next();
    return { kind: "list", start, end, value: items };
  }

  #comma(close: number, sign: string): void {
    if (this.#token !== TOKEN.comma) this.#unexpected(`a comma or ${sign}`);
    const at = this.#scanner.getTokenOffset();
    this.#next();
    if (this.#token === close) throw new TextError("syntax", at, `must be JSON, but there is a comma before ${sign}; leave it out`);
  }

  #unexpected(wanted: string): never {
    const at = this.#scanner.getTokenOffset();
    if (this.#token === TOKEN.end) throw new TextError("syntax", at, `must be JSON, but ends where ${wanted} is expected`);
    const found = (/^[^\s,:{}[\]"]+/.exec(this.#text.slice(at, at + 200))?.[0] ?? this.#text[at]).slice(0, 40);
    const why = wanted === "a value" && /^[\w+.-]+$/.test(found) ? `${found} is not JSON` : `${found} stands where ${wanted} is expected`;
    throw new TextError("syntax", at, `must be JSON, but ${why}`, "", found);
  }
}

/** What the scanner finds wrong, by its numbers. */
const faults: Readonly<Record<number, string>> = {
  1: "has a comment; comments are welcome in YAML",
  2: "has a text that does not end",
  3: "has a number that does not end",
  4: "has a \\u that four hexadecimal digits do not follow",
  5: "has an unknown character behind \\",
  6: "has a control character in a text; write \\t, \\n or \\u0000",
};
