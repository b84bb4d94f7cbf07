/** Which known name a misspelt one means. */
import { didYouMean } from "../../errors.ts";
import type { FaultDetails } from "./fault.ts";

/** The remedy and the nearest name: "did you mean sz", or the list of what is known where that is short. */
export function nearestName(word: string, known: readonly string[]): Required<Pick<FaultDetails, "nearest" | "remedy" | "found">> {
  const different = [...new Set(known)];
  const hint = didYouMean(word, different);
  const match = /^Did you mean "(.*)"\?$/.exec(hint);
  if (match) return { nearest: match[1], remedy: `did you mean ${match[1]}`, found: word };
  const listed = different.length === 0 ? "none is known" : different.length > 24 ? "" : `known: ${different.join(", ")}`;
  return { nearest: null, remedy: listed, found: word };
}
