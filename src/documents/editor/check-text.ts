/** The check of a text while it is written: all that is wrong and doubtful, with places. */
import type { CanonicalDocument } from "../canonical.ts";
import type { Origin } from "../check-document.ts";
import { sentenceOf } from "../document-error.ts";
import { documentWarnings } from "../document-warnings.ts";
import { isObject } from "../structure/shape.ts";
import { allProblems, type Findings } from "./all-problems.ts";
import { type Marked, markOf, type TextMark } from "./marks.ts";
import { formatOfText, type TextOptions } from "./text-options.ts";
import { looseData, readTorn, type TornText } from "./torn-text.ts";

/** What a check of a text finds. */
export interface TextCheck {
  readonly valid: boolean;
  /** All that could be told, in the order of the text; a hundred at most. */
  readonly problems: readonly TextMark[];
  /** Units that do not fit; of a valid text. */
  readonly warnings: readonly TextMark[];
  /** The document in canonical form, as plain data for `documentFromData`; null where it is not valid. */
  readonly document: CanonicalDocument | null;
  /** As far as they can be read. */
  readonly name: string | null;
  readonly kind: "collisions" | "master-equation" | null;
}

/**
 * Check the text of a document while it is written, without a model of it. `readDocument` refuses the first of several things that are
 * wrong; here everything is told that can be: what was refused gives way to a stand-in, and the rest is looked at.
 *
 * @param text JSON or YAML, as `format` or the ending of `file` says, else as it looks
 * @returns plain data; positions count UTF-16 units from 0
 * @throws TypeError for arguments of the wrong kind, and nothing for what a text says
 * @example
 * checkText("ancilla: 1\nkind: master-equation\nname: decay\nH: sz(Q)/2\nspaces: [{label: S, kind: qubit}]\ninitial: proj(S, e)")
 *   .problems[0].fix; // { from: 51, to: 52, insert: "S" } where a name is near enough
 */
export function checkText(text: string, options: TextOptions = {}): TextCheck {
  const torn = readTorn(text, formatOfText(text, options));
  const file = options.file ?? null;
  const found = findingsOf(torn, file);
  const faults = torn.faults.map(({ at, pointer, ...fault }): TextMark => {
    const { line, column } = torn.places.of(at);
    const sentence = { pointer, line, column, character: null, says: fault.says };
    const length = Math.max(1, fault.found?.length ?? 1);
    return {
      ...markOf(torn, { ...fault, severity: "error", message: sentenceOf(file, sentence), pointer, character: null }),
      from: Math.min(at, text.length),
      to: Math.min(at + length, text.length),
      line,
      column,
      fix: null,
      fixLabel: null,
    };
  });
  // In a torn text only what stands inside an expression is told besides: the rest may come from the tear.
  const told = torn.faults.length === 0 ? found.problems : found.problems.filter(({ character }) => character !== null);
  const problems = [...faults, ...told.map((problem): TextMark => markOf(torn, { ...problem, severity: "error" }))];
  const valid = problems.length === 0 && found.readable !== null;
  const data = looseData(torn);
  const { name, kind } = (isObject(data) ? data : {}) as { readonly name?: unknown; readonly kind?: unknown };
  return {
    valid,
    problems: problems.sort((a, b) => a.from - b.from),
    warnings: valid ? warningsOf(torn, found) : [],
    document: valid ? (found.readable as NonNullable<Findings["readable"]>).data : null,
    name: typeof name === "string" ? name : null,
    kind: kind === "collisions" || kind === "master-equation" ? kind : null,
  };
}

/** What the reader finds in a text, whole or torn. */
export function findingsOf(torn: TornText, file: string | null): Findings {
  const { places } = torn;
  if (torn.root === null) return { problems: [], readable: null };
  const origin: Origin = {
    file,
    offset: (pointer, what) => places.offset(pointer, what),
    place: (offset) => places.of(offset),
    source: (pointer) => places.source(pointer),
  };
  return allProblems(looseData(torn), origin);
}

function warningsOf(torn: TornText, { readable }: Findings): readonly TextMark[] {
  return documentWarnings(readable as NonNullable<Findings["readable"]>).map((warning) => {
    const { pointer, character, message } = warning;
    const says = message.slice(message.indexOf(") ") + 2);
    return markOf(torn, { severity: "warning", code: "unit", message, says, pointer, character } satisfies Marked);
  });
}
