/** Errors of the library as data: their sentence, their code, and of a document every problem with its place. */
import { DocumentError } from "ancilla/documents";
import type { Problem, Refused } from "../compute/protocol.ts";

export function refusalOf(error: unknown): Refused {
  if (error instanceof DocumentError) {
    const problems: readonly Problem[] = error.problems.map(({ code, message, pointer, line, column, character, nearest }) => ({
      code,
      message,
      pointer,
      line,
      column,
      character,
      nearest,
    }));
    return { message: error.message, code: error.code, problems };
  }
  if (!(error instanceof Error)) return { message: String(error), code: "INTERNAL" };
  const { code } = error as { readonly code?: unknown };
  return { message: error.message, code: typeof code === "string" ? code : "INTERNAL" };
}
