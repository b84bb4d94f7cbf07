/** The places and number classes of the entries of terms: what their sectors and matrices depend on, beside values. */
import type { Term } from "../dynamics/terms.ts";
import { entryClasses } from "../operators/classes.ts";
import type { Operator } from "../operators/operator.ts";
import { classOf } from "./sector.ts";

const known = new WeakMap<readonly Term[], Int32Array>();

/** The pattern of a list of terms; equal patterns have equal entries. Lists are not changed after they were asked about. */
export function patternOfTerms(terms: readonly Term[], dimension: number): Int32Array {
  let pattern = known.get(terms);
  if (!pattern) known.set(terms, (pattern = patternOf(terms, dimension, [])));
  return pattern;
}

/** The pattern of terms with that of some states beside them. */
export function patternOf(terms: readonly Term[], dimension: number, support: readonly Operator[] | "full"): Int32Array {
  const numbers = new Map<Operator, number>();
  const distinct: Operator[] = [];
  const numberOf = (A: Operator): number => {
    const known = numbers.get(A);
    if (known !== undefined) return known;
    numbers.set(A, distinct.length);
    return distinct.push(A) - 1;
  };
  const head = [dimension, support === "full" ? -1 : support.length];
  for (const { left, right, re, im } of terms) head.push(numberOf(left), numberOf(right), classOf(re, im));
  if (support !== "full") for (const state of support) head.push(numberOf(state));
  const pattern = new Int32Array(head.length + distinct.reduce((sum, A) => sum + A.dimension + 1 + 2 * A.count, 0));
  pattern.set(head);
  let at = head.length;
  for (const A of distinct) {
    pattern.set(A.rowStart, at);
    pattern.set(A.columns, at + A.rowStart.length);
    at += A.rowStart.length + A.count;
    pattern.set(entryClasses(A), at);
    at += A.count;
  }
  return pattern;
}
