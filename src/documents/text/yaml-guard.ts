/** What YAML of a document may not have, found in its tokens before anything is composed: anchors, aliases, tags, tabs, endless nesting. */
import { CST, Lexer } from "yaml";
import { TextError } from "./json-text.ts";

/** Nesting that is composed at most; the exact bound of documents is checked on what comes out. */
const DEEPEST = 64;

/** Tokens of nodes that are composed at most: those of 10⁴ nodes, and of the numbers of a table. */
const MOST_TOKENS = 1_000_000;

/** Refuse what a document may not have, at its first place. Throws a `TextError`. */
export function guardYaml(text: string): void {
  const nesting = new Nesting();
  let at = 0;
  let documents = 0;
  let ended = 0;
  let content = false;
  let count = 0;
  let before: string | null = null;
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    // Texts side by side and ends after ends are no YAML, and the parser is slow to say so a thousand times.
    if (isQuoted(before) && (isQuoted(type) || type === "scalar")) {
      throw new TextError("syntax", at, "must be YAML, but a text stands directly behind another");
    }
    if (type === "doc-end" && ended++ > 0) throw new TextError("syntax", at, "must be one YAML document, but ends twice");
    before = type;
    if (type === "doc-mode" || type === "flow-error-end" || type === "scalar") {
      if (type === "scalar") nesting.scalar(text, at);
      content ||= type === "scalar";
      continue;
    }
    if (++count > MOST_TOKENS) throw new TextError("limit", at, "must have at most 10000 values, but has more");
    if (type === "doc-start") documents++;
    if (type === "doc-start" && (documents > 1 || content)) {
      throw new TextError("syntax", at, "must be one YAML document, but a second one begins here");
    }
    refuse(type, source, at);
    if (type === "space" && source.includes("\t") && (at === 0 || text[at - 1] === "\n")) {
      const blank = /^[ \t]*(\r?\n|#|$)/.test(text.slice(at, at + source.length + 2));
      if (!blank) throw new TextError("forbidden", at, "must be indented by spaces, but here is a tab");
    }
    nesting.token(type, text, at);
    at += source.length;
  }
}

function isQuoted(type: string | null): boolean {
  return type === "double-quoted-scalar" || type === "single-quoted-scalar";
}

function refuse(type: string | null, source: string, at: number): void {
  const says =
    type === "anchor" || type === "alias"
      ? "must say everything where it stands, but anchors and aliases are not part of a document; write the value again"
      : type === "tag"
        ? "must be plain data, but tags are not part of a document"
        : type === "directive-line" && !/^%YAML\s+1\.2\s*(#.*)?$/.test(source)
          ? "must be YAML 1.2, but directives are not part of a document"
          : null;
  if (says !== null) throw new TextError("forbidden", at, says, "", source.trim().slice(0, 40));
}

/** How deep collections nest: brackets, and columns where block collections begin. */
class Nesting {
  #flow = 0;
  readonly #columns: number[] = [];

  token(type: string | null, text: string, at: number): void {
    if (type === "flow-map-start" || type === "flow-seq-start") this.#flow++;
    else if (type === "flow-map-end" || type === "flow-seq-end") {
      if (this.#flow-- === 0) throw new TextError("syntax", at, `must be YAML, but nothing is open at ${text[at]}`);
    }
    if (type === "seq-item-ind" || type === "explicit-key-ind") this.scalar(text, at);
    if (this.#flow + this.#columns.length > DEEPEST) {
      throw new TextError("limit", at, "must nest at most 32 levels deep, but is nested deeper");
    }
  }

  scalar(text: string, at: number): void {
    if (this.#flow > 0) return;
    const column = at - (text.lastIndexOf("\n", at - 1) + 1);
    while (this.#columns.length > 0 && (this.#columns.at(-1) as number) > column) this.#columns.pop();
    if (this.#columns.at(-1) !== column) this.#columns.push(column);
  }
}
