/** What may stand where something else should, and what an answer to it may be. */
import * as ancilla from "../../src/index.ts";
import type { Dice } from "./target.ts";

const q = ancilla.qubit("q");
const unit = ancilla.qubit("unit");

/** No number among them would only make the work long. */
export const scraps: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0,
  -0,
  0.5,
  1,
  3,
  1e300,
  -1e300,
  5e-324,
  2 ** 53,
  "",
  "x",
  "exact",
  "__proto__",
  true,
  [],
  [1],
  [Number.NaN],
  [null],
  [[1, 2]],
  {},
  { kind: "generator" },
  { space: 1 },
  { at: 1, breakpoints: [] },
  () => 1,
  Symbol("s"),
  10n,
  ancilla.qubitHamiltonian(q, 1),
  unit,
  ancilla.sigmaZ(unit),
  ancilla.basisState(ancilla.levels(3, "q"), 0),
  new Date(0),
  Object.create(null),
  new Float64Array(2),
  ancilla.qubitState([0.3, 0, 0.2], q),
  ["purity", "purity"],
];

/** Words that are nearly options. */
const strangers = ["memmory", "saveevery", "Steps", "options", "constructor", "__proto__", "toString", "0", ""];

/** Change one place of plain data, chosen on the way down; `whole` objects are replaced and never looked into. */
export function changed(value: unknown, roll: Dice, more: readonly unknown[] = [], whole: ReadonlySet<unknown> = new Set()): unknown {
  const plain = Array.isArray(value) || (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  if (!plain || whole.has(value) || roll.once(12)) return roll.pick(more.length > 0 && roll.once(4) ? more : scraps);
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  const names = Object.keys(copy);
  if (!Array.isArray(copy) && (names.length === 0 || roll.once(6)))
    Object.defineProperty(copy, roll.pick(strangers), { value: roll.pick(scraps), enumerable: true, configurable: true, writable: true });
  else if (names.length > 0) {
    const name = roll.pick(names);
    if (roll.once(6)) delete copy[name];
    else copy[name] = changed(copy[name], roll, more, whole);
  }
  return copy;
}

/** What is wrong with an error, or null: ours have a code and a sentence. */
export function excused(error: unknown): string | null {
  const { code, message, stack } = (error ?? {}) as { code?: unknown; message?: unknown; stack?: unknown };
  if (typeof code === "string" && typeof message === "string" && /^["A-Z`][^\n]*[.?!]$/s.test(message)) return null;
  return `${String(error)}\n${String(stack).split("\n").slice(1, 5).join("\n")}`;
}

/** A value as it can be read in a finding. */
export function written(value: unknown): string {
  const known = new Set<unknown>();
  const text = JSON.stringify(value, (_, part) => {
    if (typeof part === "bigint" || typeof part === "symbol" || typeof part === "function") return String(part).slice(0, 40);
    if (part === undefined) return "undefined";
    if (typeof part === "number" && !Number.isFinite(part)) return String(part);
    if (typeof part !== "object" || part === null) return part;
    if (known.has(part)) return "…";
    known.add(part);
    return "columns" in part ? `operator on ${part.space}` : part;
  });
  return String(text).slice(0, 400);
}
