/** What an editor offers to write. */

export type ProposalKind =
  | "key"
  | "word"
  | "function"
  | "label"
  | "level"
  | "parameter"
  | "definition"
  | "bath"
  | "observable"
  | "constant"
  | "snippet";

export interface Proposal {
  /** What a list shows. */
  readonly label: string;
  readonly kind: ProposalKind;
  /** Beside it, short: a value, a meaning. */
  readonly detail: string;
  /** More of it, where there is more. */
  readonly info: string | null;
  /** What is written. */
  readonly insert: string;
  /** Where the cursor goes, inside of `insert`. */
  readonly cursor: number;
}

/** A proposal; `|` in `insert` is where the cursor goes, else behind it. */
export function proposal(kind: ProposalKind, label: string, detail = "", insert = label, info: string | null = null): Proposal {
  const at = insert.indexOf("|");
  const written = at < 0 ? insert : insert.slice(0, at) + insert.slice(at + 1);
  return { label, kind, detail, info, insert: written, cursor: at < 0 ? written.length : at };
}
