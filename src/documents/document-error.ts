/** The refusal of a document: everything that is wrong with it, each with its place in the file. */
import type { Problem, ProblemCode } from "./problem.ts";

/** One thing that is wrong, with its place in the file; null where there is no file, or no such place. */
export interface DocumentProblem {
  readonly code: ProblemCode;
  /** JSON pointer of the value; "" is the whole document. */
  readonly pointer: string;
  readonly line: number | null;
  readonly column: number | null;
  /** Place inside the text of an expression, from 1. */
  readonly character: number | null;
  readonly expected: string | null;
  readonly found: string | null;
  /** The nearest name that is allowed there. */
  readonly nearest: string | null;
  /** What stands in the sentence behind the place: "must name a space, but there is no Unit. Did you mean U?". */
  readonly says: string;
  /** The whole sentence. */
  readonly message: string;
}

/** A problem with the place that its text has for it. */
export type PlacedProblem = Problem & { readonly line: number | null; readonly column: number | null };

/**
 * Thrown by everything that reads documents. Its message is the sentence of the first problem in the document; `problems` has all that
 * could be told at once, twenty at most.
 */
export class DocumentError extends RangeError implements Omit<DocumentProblem, "message" | "says"> {
  override readonly name = "DocumentError";
  readonly file: string | null;
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly character: number | null;
  readonly expected: string | null;
  readonly found: string | null;
  readonly nearest: string | null;
  readonly problems: readonly DocumentProblem[];

  constructor(file: string | null, found: readonly PlacedProblem[]) {
    const problems = found.map((problem) => told(file, problem));
    const [first] = problems;
    super(first.message);
    this.file = file;
    this.problems = problems;
    this.code = first.code;
    this.pointer = first.pointer;
    this.line = first.line;
    this.column = first.column;
    this.character = first.character;
    this.expected = first.expected;
    this.found = first.found;
    this.nearest = first.nearest;
  }
}

function told(file: string | null, problem: PlacedProblem): DocumentProblem {
  const { code, pointer, line, column, character, expected = null, found = null, nearest = null } = problem;
  const says = visible(asSentences(problem.says));
  return { code, pointer, line, column, character, expected, found, nearest, says, message: sentenceOf(file, problem) };
}

/** `` `/units/0/V` (micromaser.yaml, line 12, column 9; character 13) must name a space, but there is no Unit. Known: S, U. `` */
export function sentenceOf(
  file: string | null,
  { pointer, line, column, character, says }: Pick<PlacedProblem, "pointer" | "line" | "column" | "character" | "says">,
): string {
  const place = [file ?? "", line === null ? "" : `line ${line}, column ${column}`].filter(Boolean).join(", ");
  const where = [place, character === null ? "" : `character ${character}`].filter(Boolean).join("; ");
  const subject = pointer === "" ? "The document" : `\`${visible(pointer)}\``;
  return `${subject}${where ? ` (${where})` : ""} ${visible(asSentences(says))}`;
}

/** "must …, but …; remedy" as "must …, but …. Remedy." */
function asSentences(says: string): string {
  const parts = /^(.*\S); (.+)$/s.exec(says);
  if (!parts) return `${says}.`;
  const [, claim, remedy] = parts;
  const isWord = /^[a-z]+[ :]/.test(remedy);
  const capital = isWord ? remedy[0].toUpperCase() + remedy.slice(1) : remedy;
  return `${claim}. ${capital}${/^did you mean /.test(remedy) ? "?" : "."}`;
}

/** What a text of somebody else may not bring into a sentence: control characters, and those that turn the direction of writing. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, "0")}`;
  });
}
