/** What the builders of the library refuse, at the place of the document that it came from. */
import type { Problem } from "../problem.ts";
import { DocumentFault } from "../problem.ts";

/** Do something with builders; their RangeErrors and TypeErrors become faults of the value at a pointer. */
export function fromCore<T>(pointer: string, act: () => T, code: Problem["code"] = "out-of-bounds"): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    if (!("code" in error) || !["WRONG_VALUE", "WRONG_KIND"].includes(String(error.code))) throw error;
    throw new DocumentFault({ code, pointer, character: null, says: saysOf(error.message) });
  }
}

/** "Argument `x` must …, but …. Remedy." as "must …, but …; remedy". */
export function saysOf(message: string): string {
  const match = /^Argument `[^`]+` (must .*)$/s.exec(message);
  const sentence = (match?.[1] ?? `must be possible, but ${message}`).replace(/[.?]$/, "");
  return sentence.replace(/\. ([A-Z])/g, (_, first: string) => `; ${first.toLowerCase()}`);
}

/** The error of a fault that is met when a model is built or asked: one sentence. */
export function refusal(problem: Problem): RangeError {
  const { pointer, character, says } = problem;
  const subject = pointer === "" ? "The document" : `\`${pointer}\``;
  const where = character === null ? "" : ` (character ${character})`;
  return Object.assign(new RangeError(`${subject}${where} ${says}.`), { code: "WRONG_VALUE", problem });
}
