/** Reading the papers' fixtures, and comparing with their tolerances. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";

export interface Case {
  readonly id: string;
  readonly what: string;
  // biome-ignore lint/suspicious/noExplicitAny: fixtures are plain JSON
  readonly params: any;
  // biome-ignore lint/suspicious/noExplicitAny: fixtures are plain JSON
  readonly expected: any;
  readonly tolerance: {
    readonly abs: number;
    readonly rel: number;
    readonly per_key?: Readonly<Record<string, { abs: number; rel: number }>>;
  };
}

/** All cases of one paper. */
export function cases(name: string): readonly Case[] {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")) as readonly Case[];
}

/** One case by its id. */
export function caseOf(name: string, id: string): Case {
  const found = cases(name).find((one) => one.id === id);
  if (!found) throw new Error(`No case ${id} in ${name}.`);
  return found;
}

/** Expect |actual − expected| ≤ abs + rel·|expected|, number by number, in nested lists as well. */
export function meets(
  actual: unknown,
  one: Case,
  key: string | null,
  expected: unknown = key === null ? one.expected : one.expected[key],
): void {
  const { abs, rel } = (key !== null && one.tolerance.per_key?.[key]) || one.tolerance;
  compare(actual, expected, abs, rel, `${one.id}${key === null ? "" : `: ${key}`}`);
}

function compare(actual: unknown, expected: unknown, abs: number, rel: number, where: string): void {
  if (Array.isArray(expected)) {
    expect((actual as ArrayLike<unknown>).length, where).toBe(expected.length);
    expected.forEach((value, k) => compare((actual as ArrayLike<unknown>)[k], value, abs, rel, `${where}[${k}]`));
    return;
  }
  expect(typeof actual, where).toBe("number");
  const [a, e] = [actual as number, expected as number];
  expect(Math.abs(a - e), `${where}: ${a} against ${e}`).toBeLessThanOrEqual(abs + rel * Math.abs(e));
}
