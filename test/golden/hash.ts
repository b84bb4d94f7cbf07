/** The bits of a result as one short text. */
import { createHash } from "node:crypto";
import { canonicalBytes } from "./canonical.ts";

/** Length of the texts in bits.json. */
export const LENGTH = 32;

/** The first 32 hexadecimal digits of the SHA-256 of a result's canonical bytes. */
export function bitsOf(result: unknown): string {
  return createHash("sha256").update(canonicalBytes(result)).digest("hex").slice(0, LENGTH);
}
