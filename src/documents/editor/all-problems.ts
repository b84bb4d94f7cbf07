/**
 * Everything that is wrong with a document. The reader stops where what follows would make no sense; here what was refused gives way to a
 * stand-in, and the reader looks again, until nothing new comes.
 */
import { checkedDocument, type Origin } from "../check-document.ts";
import { DocumentError, type DocumentProblem } from "../document-error.ts";
import { ModelDocument } from "../model-document.ts";
import { isObject } from "../structure/shape.ts";
import { changedAt, partsOfPointer, valueAt } from "./pointers.ts";

/** What is wrong, and what could be read beside it. */
export interface Findings {
  /** In the order of the document. */
  readonly problems: readonly DocumentProblem[];
  /** The document, with stand-ins where something is wrong; null where too much is. */
  readonly readable: ModelDocument | null;
}

/** The reader is asked so often, and so many problems are told. */
const ROUNDS = 12;
const MOST = 100;

/** What stands in for a value that was refused, where the document needs one. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  H: 0,
  V: 0,
  operator: 0,
  lowering: 0,
  of: 0,
  name: "untitled",
  ancilla: 1,
  tau: 1,
  rate: 1,
  omega: 1,
  T: 1,
  beta: 1,
  duration: 1,
  default: 1,
  levels: 2,
  J: 1,
  min: 0,
  max: 1,
};

/** Stand-ins that bring no values of their own into what is judged by its value. */
const NEUTRAL = ["H", "V", "operator", "lowering", "of", "name", "ancilla", "initial", "state"];

/** Verdicts on values, which say nothing once values are stand-ins. */
const BY_VALUE = ["out-of-bounds", "domain", "negative-rate", "not-a-state", "not-a-channel", "limit"];

/** Find all. */
export function allProblems(data: unknown, origin: Origin): Findings {
  const told: DocumentProblem[] = [];
  const state: Repair = { data, places: [], names: new Set(), guessed: false };
  for (let round = 0; round < ROUNDS; round++) {
    const found = refusedIn(state.data, origin);
    if (!(found instanceof ModelDocument)) {
      const fresh = found.filter((problem) => !follows(problem, state) && !told.some(({ message }) => message === problem.message));
      told.push(...fresh);
      // What came out of a repair alone is repaired further out.
      const mended = found.map((problem) => mend(state, problem, fresh.includes(problem))).some(Boolean);
      if (mended && told.length < MOST) continue;
      return { problems: inOrder(told), readable: null };
    }
    return { problems: inOrder(told), readable: found };
  }
  return { problems: inOrder(told), readable: null };
}

/** What has been taken away so far. */
interface Repair {
  data: unknown;
  readonly places: string[];
  /** Names that are no longer defined. */
  readonly names: Set<string>;
  /** Whether numbers of the author's gave way to others. */
  guessed: boolean;
}

function refusedIn(data: unknown, origin: Origin): readonly DocumentProblem[] | ModelDocument {
  try {
    return checkedDocument(data, origin);
  } catch (error) {
    if (error instanceof DocumentError) return error.problems;
    throw error;
  }
}

/** Whether a problem comes from a stand-in: it is where one stands, names what is gone, or judges values that are not the author's. */
function follows({ pointer, code, found }: DocumentProblem, { places, names, guessed }: Repair): boolean {
  if (places.some((place) => pointer === place || pointer.startsWith(`${place}/`))) return true;
  if (code === "unknown-name" && found !== null && names.has(found)) return true;
  return guessed && BY_VALUE.includes(code);
}

/** Put a stand-in where a problem is, or take its place away; false where neither can be done. */
function mend(state: Repair, { pointer, code }: DocumentProblem, fresh: boolean): boolean {
  let parts = partsOfPointer(pointer);
  if (!fresh && code !== "missing") parts = parts.slice(0, -1);
  while (parts.length > 0 && code !== "missing" && valueAt(state.data, parts) === undefined) parts = parts.slice(0, -1);
  let said = code;
  for (; parts.length > 0; parts = parts.slice(0, -1)) {
    const next = mended(state, parts, said);
    said = "wrong-kind";
    if (next === null) continue;
    state.places.push(`/${parts.join("/")}`);
    state.data = next;
    return true;
  }
  return false;
}

function mended(state: Repair, parts: readonly string[], code: string): unknown {
  const key = parts[parts.length - 1];
  const [top] = parts;
  if (top === "spaces" && (parts.length === 1 || parts.length === 2)) return null;
  if (code === "unknown-key" || code === "duplicate" || code === "forbidden") {
    if (top === "let" || top === "observables") state.names.add(parts[1]);
    return top === "units" && parts.length < 3 ? null : changedAt(state.data, parts, undefined);
  }
  const stand = standInFor(state.data, parts);
  if (stand !== undefined && JSON.stringify(valueAt(state.data, parts)) !== JSON.stringify(stand)) {
    if (!NEUTRAL.includes(key)) state.guessed = true;
    return changedAt(state.data, parts, stand);
  }
  // A list keeps its order, so that its entries keep their places.
  if (code === "missing" || Number.isInteger(Number(key)) || (top === "units" && parts.length < 3)) return null;
  if (top === "let" || top === "observables") state.names.add(parts[1]);
  return changedAt(state.data, parts, undefined);
}

function standInFor(data: unknown, parts: readonly string[]): unknown {
  const key = parts[parts.length - 1];
  const [top] = parts;
  if (parts.length === 1 && key === "kind") return isObject(data) && ("units" in data || "tau" in data) ? "collisions" : "master-equation";
  if (key === "kind" && parts[parts.length - 3] === "spaces") return "qubit";
  if (key === "initial") return mixedOn(valueAt(data, ["spaces"]));
  if (key === "state" && top === "units") return mixedOn(valueAt(data, [...parts.slice(0, -1), "spaces"]));
  if (parts.length === 2 && top === "parameters") return 1;
  if (parts.length === 2 && top === "observables") return 0;
  if (parts.length === 1 && !["H", "tau", "name", "ancilla"].includes(key)) return undefined;
  if (["run", "steady", "sweep", "noise", "figure", "counting", "unravel", "correlate", "spectrum", "wigner", "let"].includes(top))
    return undefined;
  return Object.hasOwn(STAND_INS, key) ? STAND_INS[key] : undefined;
}

/** The maximally mixed state of spaces, as an expression; undefined where they have no labels. */
function mixedOn(spaces: unknown): string | undefined {
  if (!Array.isArray(spaces) || spaces.length === 0) return undefined;
  const each = spaces.map((entry) => {
    const { label, count } = (isObject(entry) ? entry : {}) as { readonly label?: unknown; readonly count?: unknown };
    if (typeof label !== "string") return null;
    return count === undefined ? `mixed(${label})` : `prod(j__, 1, ${String(count)}, mixed(${label}[j__]))`;
  });
  return each.includes(null) ? undefined : each.join("*");
}

function inOrder(problems: readonly DocumentProblem[]): readonly DocumentProblem[] {
  const place = ({ line, column, character }: DocumentProblem) => [line ?? 0, column ?? 0, character ?? 0];
  return [...problems].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
  });
}
