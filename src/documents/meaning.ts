/** The seam to the builder: what a document means, checked at its defaults. */
import type { CanonicalDocument } from "./canonical.ts";
import type { Problems } from "./problem.ts";

/** Check what a document means. */
export function checkMeaning(_data: CanonicalDocument, _problems: Problems): void {}
