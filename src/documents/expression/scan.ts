/** The text of an expression cut into tokens. */
import { ExpressionFault } from "./fault.ts";

/** A token with the character from 1 where it begins. */
export interface Token {
  readonly kind: "number" | "text" | "name" | "sign" | "hc" | "end";
  readonly text: string;
  readonly at: number;
}

/** Characters that an expression may have. */
export const MOST_CHARACTERS = 4096;

const SPACE = /\s/;
const NUMBER = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const SIGNS = ["<=", ">=", "==", "!=", "+", "-", "*", "/", "^", "<", ">", "(", ")", "[", "]", ","];

/** What people write for what the language calls otherwise. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["·", "multiplication is *"],
  ["×", "multiplication is *"],
  ["⋅", "multiplication is *"],
  ["∗", "multiplication is *"],
  ["⊗", "a tensor product is *"],
  ["÷", "division is /"],
  ["−", "minus is -"],
  ["–", "minus is -"],
  ["²", "a power is ^2"],
  ["³", "a power is ^3"],
  ["†", "the adjoint is dag(X), and the conjugate of the terms before it h.c."],
  ["√", "write sqrt(x)"],
  ["π", "write pi"],
  ["∞", "write inf"],
  ["≤", "write <="],
  ["≥", "write >="],
  ["≠", "write !="],
  ["=", "equality is =="],
  ["!", "write not"],
  ["&", "write and"],
  ["|", "write or; a ket is ket(A, x)"],
  ["%", "write mod(x, y)"],
  ["'", 'text stands in "'],
  ["“", 'text stands in "'],
  ["”", 'text stands in "'],
  ["{", "parentheses are ( )"],
  ["}", "parentheses are ( )"],
  [".", "a decimal point has digits on both sides, as in 0.5"],
]);

/** Cut a text into tokens; the last one is the end, one character behind the text. Throws an `ExpressionFault` at what is no token. */
export function scan(text: string): readonly Token[] {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionFault("limit", null, `have at most ${MOST_CHARACTERS} characters`, `this one has ${text.length}`, {
      remedy: "use let or sum()",
    });
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at])) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: "end", text: "", at: text.length + 1 });
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const rest = text.slice(at);
  if (/^h\.c\.?/.test(rest)) {
    if (!rest.startsWith("h.c.")) {
      throw new ExpressionFault("expression", at + 1, "be an expression", "h.c is not part of the language", { remedy: "write h.c." });
    }
    return { kind: "hc", text: "h.c.", at: at + 1 };
  }
  const number = NUMBER.exec(rest)?.[0];
  if (number !== undefined) return { kind: "number", text: number, at: at + 1 };
  const name = NAME.exec(rest)?.[0];
  if (name !== undefined) return { kind: "name", text: name, at: at + 1 };
  const sign = SIGNS.find((candidate) => rest.startsWith(candidate));
  if (sign !== undefined) return { kind: "sign", text: sign, at: at + 1 };
  if (rest[0] === '"') return quoted(rest, at);
  const character = String.fromCodePoint(rest.codePointAt(0) as number);
  throw new ExpressionFault("expression", at + 1, "be an expression", `${shown(character)} is not part of the language`, {
    remedy: MEANT.get(character) ?? "",
    found: character,
  });
}

function quoted(rest: string, at: number): Token {
  const end = rest.indexOf('"', 1);
  if (end < 0) throw new ExpressionFault("expression", at + 1, 'close its text with "', "this one is open to the end");
  const backslash = rest.slice(0, end).indexOf("\\");
  if (backslash >= 0) {
    throw new ExpressionFault("expression", at + backslash + 1, "hold text without backslashes", "there is one", {
      remedy: "text is only compared with the choices of parameters",
    });
  }
  return { kind: "text", text: rest.slice(0, end + 1), at: at + 1 };
}

/** A character as a sentence can show it: what is invisible by its number. */
function shown(character: string): string {
  const code = character.codePointAt(0) as number;
  const visible = code > 0x20 && code !== 0x7f && !(code >= 0x80 && code < 0xa0) && !(code >= 0xd800 && code < 0xe000);
  const marks = (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || code === 0xfeff;
  return visible && !marks ? character : `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
