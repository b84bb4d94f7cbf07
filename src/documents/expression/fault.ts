/** What is wrong with an expression, as data: whoever knows the file makes a sentence with a place of it. */

/** Codes of refusals that an expression can meet. */
export type FaultCode =
  | "expression"
  | "hc"
  | "wrong-kind"
  | "wrong-factor"
  | "domain"
  | "unknown-name"
  | "duplicate"
  | "limit"
  | "out-of-bounds"
  | "negative-rate"
  | "not-hermitian"
  | "not-a-state"
  | "structure";

/** What a fault may say beside its sentence. */
export interface FaultDetails {
  readonly remedy?: string;
  readonly expected?: string;
  readonly found?: string;
  /** The nearest name that is allowed there; null when none is near. */
  readonly nearest?: string | null;
}

/** An expression that is refused: `must …, but …; remedy`, and the character (from 1) of the token that is to blame. */
export class ExpressionFault extends RangeError {
  override readonly name = "ExpressionFault";
  readonly code: FaultCode;
  /** Character from 1, null where the whole expression is meant. */
  readonly character: number | null;
  /** The sentence behind its subject, without a full stop. */
  readonly says: string;
  readonly expected?: string;
  readonly found?: string;
  readonly nearest?: string | null;

  constructor(code: FaultCode, character: number | null, must: string, but: string, details: FaultDetails = {}) {
    const says = `must ${must}, but ${but}${details.remedy ? `; ${details.remedy}` : ""}`;
    super(`Argument \`expression\`${character === null ? "" : ` (character ${character})`} ${says}.`);
    this.code = code;
    this.character = character;
    this.says = says;
    if (details.expected !== undefined) this.expected = details.expected;
    if (details.found !== undefined) this.found = details.found;
    if (details.nearest !== undefined) this.nearest = details.nearest;
  }
}
