/**
 * The error grammar of the whole project, in one place:
 *
 *   Argument `x` must …, but ….  Remedy.
 *
 * TypeError for the wrong kind, RangeError for the wrong value, RunFailure for what goes wrong while numbers are made.
 */

/** A value as it should appear in a sentence: short, and unambiguous about its kind. */
export function valueInWords(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  if (Array.isArray(value)) {
    return value.length > 6
      ? `[${value.slice(0, 6).map(valueInWords).join(", ")}, … ${value.length} entries]`
      : `[${value.map(valueInWords).join(", ")}]`;
  }
  if (value === null || typeof value !== "object") return String(value);
  return `an object of kind ${value.constructor?.name ?? "Object"}`;
}

/** A `TypeError` in the grammar: wrong kind of argument. */
export function wrongKind(argument: string, must: string, value: unknown, remedy = ""): TypeError {
  return new TypeError(sentence(argument, must, `is ${valueInWords(value)}`, remedy));
}

/** A `RangeError` in the grammar: right kind, wrong value. `but` overrides the plain "is <value>". */
export function wrongValue(argument: string, must: string, value: unknown, remedy = "", but = `is ${valueInWords(value)}`): RangeError {
  return new RangeError(sentence(argument, must, but, remedy));
}

function sentence(argument: string, must: string, but: string, remedy: string): string {
  return `Argument \`${argument}\` must ${must}, but ${but}.${remedy ? ` ${remedy}` : ""}`;
}

/** A run that could not finish; `step` and `time` say where it stopped. */
export class RunFailure extends Error {
  override readonly name = "RunFailure";
  readonly step: number | null;
  readonly time: number | null;
  constructor(message: string, at: { step?: number; time?: number } = {}) {
    super(message);
    this.step = at.step ?? null;
    this.time = at.time ?? null;
  }
}

/** Check that `value` is a finite number and, where given, within bounds. Returns it. */
export function finite(
  argument: string,
  value: unknown,
  bounds: { above?: number; atLeast?: number; below?: number; atMost?: number } = {},
  remedy = "",
): number {
  const { above, atLeast, below, atMost } = bounds;
  const words = [
    above !== undefined ? `> ${above}` : "",
    atLeast !== undefined ? `≥ ${atLeast}` : "",
    below !== undefined ? `< ${below}` : "",
    atMost !== undefined ? `≤ ${atMost}` : "",
  ].filter(Boolean);
  const must = `be a finite number${words.length ? ` ${words.join(" and ")}` : ""}`;
  if (typeof value !== "number") throw wrongKind(argument, must, value, remedy);
  const inside =
    Number.isFinite(value) &&
    (above === undefined || value > above) &&
    (atLeast === undefined || value >= atLeast) &&
    (below === undefined || value < below) &&
    (atMost === undefined || value <= atMost);
  if (!inside) throw wrongValue(argument, must, value, remedy);
  return value;
}

/** Check that `value` is an integer within `[least, most]`. Returns it. */
export function integer(argument: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER, remedy = ""): number {
  const must = most === Number.MAX_SAFE_INTEGER ? `be an integer ≥ ${least}` : `be an integer from ${least} to ${most}`;
  if (typeof value !== "number") throw wrongKind(argument, must, value, remedy);
  if (!Number.isInteger(value) || value < least || value > most) throw wrongValue(argument, must, value, remedy);
  return value;
}

/** The closest of `known` to a misspelt `word`, as the tail of a sentence: `Did you mean "steady"?`, or the list. */
export function didYouMean(word: string, known: readonly string[]): string {
  let best = "";
  let distance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const d = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (d < distance) {
      distance = d;
      best = candidate;
    }
  }
  if (distance <= Math.max(2, word.length / 3)) return `Did you mean "${best}"?`;
  return `Known: ${known.join(", ")}.`;
}

/** Edits, insertions and deletions that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
