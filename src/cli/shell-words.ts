/** Words for a shell, quoted so that nothing in them is more than a word. */
import { UsageError } from "./failure.ts";

/** One word of a POSIX shell. Refuses control characters: a line end could end the file that the word stands in. */
export function shellWord(word: string, what = "a word of the command"): string {
  if (/\p{Cc}/u.test(word)) throw new UsageError(`A job file takes no control characters, but ${what} has one.`);
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line of words. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => shellWord(word)).join(" ");
}
