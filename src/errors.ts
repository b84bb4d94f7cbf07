/**
 * The error grammar of the whole project, in one place:
 *
 *   Argument `x` must …, but ….  Remedy.
 *
 * TypeError for the wrong kind, RangeError for the wrong value, RunFailure for what goes wrong while numbers are made,
 * AbortError for a run that its caller ended. Each carries a `code` that stays the same when sentences change.
 */
import { kindMade, otherCopy } from "./copy.ts";

/**
 * A value as it should appear in a sentence: short, and unambiguous about its kind.
 *
 * @example
 * valueInWords([1, 2]); // "[1, 2]"
 */
export function valueInWords(value: unknown): string {
  if (typeof value === "string") return `"${onOneLine(value.length > 60 ? `${value.slice(0, 57)}…` : value)}"`;
  if (Array.isArray(value)) {
    return value.length > 6
      ? `[${value.slice(0, 6).map(valueInWords).join(", ")}, … ${value.length} entries]`
      : `[${value.map(valueInWords).join(", ")}]`;
  }
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (value === null || typeof value !== "object") return String(value);
  const made = kindMade(value);
  if (made !== null) return `${/^[aeiou]/.test(made) ? "an" : "a"} ${made}${otherCopy(value) ? " of another copy of this package" : ""}`;
  const kind = typeof value.constructor === "function" ? value.constructor.name : "";
  return kind === "" || kind === "Object" ? "an object" : `an object of kind ${kind}`;
}

/** Ends of lines as \n: a sentence is one line. */
function onOneLine(text: string): string {
  return text.replace(/\r?\n|\r/g, "\\n");
}

/** Every code that an error of the library may have, but for those of documents; `docs/errors.md` has an example of each. */
export const errorCodes = [
  "WRONG_KIND",
  "WRONG_VALUE",
  "RUN_FAILURE",
  "ABORT",
  "OUT_OF_MEMORY",
  "NO_BINARY",
  "THREAD_FAILED",
  "MISSING_PACKAGE",
  "USAGE",
  "INTERNAL_FAULT",
] as const;

/** An error with a code that programs can rely on. */
export interface Coded {
  readonly code: string;
}

function coded<E extends Error>(error: E, code: string): E & Coded {
  return Object.assign(error, { code });
}

/** A `TypeError` in the grammar, code "WRONG_KIND": wrong kind of argument. */
export function wrongKind(argument: string, must: string, value: unknown, remedy = ""): TypeError & Coded {
  return coded(new TypeError(sentence(argument, must, butIs(value), otherCopy(value) ?? remedy)), "WRONG_KIND");
}

/** A `RangeError` in the grammar, code "WRONG_VALUE": right kind, wrong value. `but` overrides the plain "is <value>". */
export function wrongValue(argument: string, must: string, value: unknown, remedy = "", but = butIs(value)): RangeError & Coded {
  return coded(new RangeError(sentence(argument, must, but, remedy)), "WRONG_VALUE");
}

/** A mistake of the library itself, code "INTERNAL_FAULT": no input should reach it. */
export function internalFault(message: string): Error & Coded {
  return coded(new Error(message), "INTERNAL_FAULT");
}

/** A thread that ended, failed to start, or was closed while it was needed; code "THREAD_FAILED". */
export function threadFailed(message: string): Error & Coded {
  return coded(new Error(message), "THREAD_FAILED");
}

function butIs(value: unknown): string {
  return value === undefined ? "is missing" : `is ${valueInWords(value)}`;
}

function sentence(argument: string, must: string, but: string, remedy: string): string {
  return `Argument \`${typeof argument === "string" ? argument : valueInWords(argument)}\` must ${must}, but ${but}.${remedy ? ` ${remedy}` : ""}`;
}

/** A run that could not finish; `step` and `time` say where it stopped. */
export class RunFailure extends Error {
  override readonly name = "RunFailure";
  readonly code = "RUN_FAILURE";
  readonly step: number | null;
  readonly time: number | null;
  constructor(message: string, at: { step?: number; time?: number } = {}) {
    super(message);
    this.step = at.step ?? null;
    this.time = at.time ?? null;
  }
}

/** What can end a run from outside: an `AbortSignal`, or anything that says whether it has been aborted. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  /** Call `listener` when it fires. */
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  /** Call it no more. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A run that its caller ended through `signal`; `cause` is the signal's reason. */
export class AbortError extends Error {
  override readonly name = "AbortError";
  readonly code = "ABORT";
  readonly step: number | null;
  readonly time: number | null;
  constructor(reason: unknown, at: { step?: number; time?: number } = {}, message = "The run was ended by its signal.") {
    super(message, { cause: reason });
    this.step = at.step ?? null;
    this.time = at.time ?? null;
  }
}

/** Throw an `AbortError` when the signal says so. */
export function stopIfAborted(signal: StopSignal | undefined, at: { step?: number; time?: number } = {}): void {
  if (signal?.aborted) throw new AbortError(signal.reason, at);
}

/**
 * Check that `value` is a finite number and, where given, within bounds. Returns it.
 *
 * @example
 * finite("tau", 0.3, { above: 0 }); // 0.3
 */
export function finite(
  argument: string,
  value: unknown,
  bounds: { above?: number; atLeast?: number; below?: number; atMost?: number } = {},
  remedy = "",
): number {
  const { above, atLeast, below, atMost } = bounds ?? {};
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

/**
 * Check that `value` is an integer within `[least, most]`. Returns it.
 *
 * @example
 * integer("N", 3, 1); // 3
 */
export function integer(argument: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER, remedy = ""): number {
  const must = most === Number.MAX_SAFE_INTEGER ? `be an integer ≥ ${least}` : `be an integer from ${least} to ${most}`;
  if (typeof value !== "number") throw wrongKind(argument, must, value, remedy);
  if (!Number.isInteger(value) || value < least || value > most) throw wrongValue(argument, must, value, remedy);
  return value;
}

/**
 * The closest of `known` to a misspelt `word`, as the tail of a sentence: `Did you mean "steady"?`, or the list.
 *
 * @example
 * didYouMean("steadi", ["run", "steady"]); // "Did you mean \"steady\"?"
 */
export function didYouMean(word: string, known: readonly string[]): string {
  if (typeof word !== "string") throw wrongKind("word", "be a word", word);
  if (!Array.isArray(known) || Array.from(known).some((name) => typeof name !== "string"))
    throw wrongKind("known", "be a list of words", known);
  let best = "";
  let distance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const d = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (d < distance) {
      distance = d;
      best = candidate;
    }
  }
  if (known.length === 0) return "There is none.";
  // A word of which no letter is kept is no slip of the pen.
  if (distance <= Math.max(2, word.length / 3) && distance < Math.max(word.length, best.length)) return `Did you mean "${best}"?`;
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

/** Check that numbers are finite, each under its own name. */
export function allFinite(numbers: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(numbers)) finite(name, numbers[name]);
}

/** Check that an object holds finite numbers under some names, and return it. */
export function holding<T extends object>(argument: string, value: T, ...names: (keyof T & string)[]): T {
  if (typeof value !== "object" || value === null) throw wrongKind(argument, `be an object with the numbers ${names.join(", ")}`, value);
  for (const name of names) finite(`${argument}.${name}`, value[name]);
  return value;
}

/** Check that a value is a list (or typed array) of finite numbers, of a length where one is given, and return it. */
export function finiteList<T extends ArrayLike<number>>(argument: string, value: T, length?: number): T {
  const must = `be a list of ${length ?? ""}${length === undefined ? "" : " "}numbers`;
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
  if (!isList) throw wrongKind(argument, must, value);
  if (length !== undefined && value.length !== length) throw wrongValue(argument, must, null, "", `it holds ${value.length}`);
  for (let k = 0; k < value.length; k++) finite(`${argument}[${k}]`, value[k]);
  return value;
}
