/** What the command line prints. Nothing that came from a file, a name or a queue reaches a terminal as a control character. */
import { redact } from "../queue/address.ts";

/** Control characters of a terminal, and those that reorder, join or hide text. */
const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with each control character written out, such as \x1b; a line end is \n. */
export function visible(text: string): string {
  return text.replace(control, written);
}

function written(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0) as number;
  const digits = code.toString(16);
  return code < 256 ? `\\x${digits.padStart(2, "0")}` : code < 65536 ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}

/** Begins a line that a terminal shows in bold. A character of its own, so that no escape sequence passes through `print`. */
export const BOLD = "\u0001";

/** Print lines for people on standard output. Line ends are kept; all other control characters are written out. */
export function print(text: string): void {
  const bold = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  const lines = redact(text).split("\n");
  process.stdout.write(lines.map((line) => styled(line, bold)).join("\n"));
}

function styled(line: string, bold: boolean | "" | undefined): string {
  if (!line.startsWith(BOLD)) return visible(line);
  return bold ? `\u001b[1m${visible(line.slice(1))}\u001b[22m` : visible(line.slice(1));
}

/** Print one line on standard error: `ancilla: …` for a failure, another word before it for less. */
export function complain(sentence: string, before = "ancilla: "): void {
  const text = redact(sentence);
  const trace = process.env.ANCILLA_TRACE ? text.split("\n").map(visible).join("\n") : visible(text);
  process.stderr.write(`${before}${trace}\n`);
}
