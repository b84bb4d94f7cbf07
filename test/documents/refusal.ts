/** What a document is refused with. */
import { DocumentError } from "../../src/documents/index.ts";

/** The refusal that an act ends with; anything else that is thrown, or nothing, fails the test. */
export function refusalOf(act: () => unknown): DocumentError {
  try {
    act();
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
