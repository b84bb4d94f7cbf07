/**
 * Which parts of an operator's entries can be nonzero: by value, an exact zero counts as one that stays. Where an operator comes from a
 * formula whose parameters make a part vanish at some values only (e^{iφ} at φ = 0), the formula's classes are noted with it, and sums,
 * products and tensor products carry them on, so that a sector does not depend on the value.
 */
import type { Operator } from "./operator.ts";

/** Bit 1: the real part can be nonzero; bit 2: the imaginary one. */
export const EntryClass = { Real: 1, Imaginary: 2, Complex: 3 } as const;

const noted = new WeakMap<Operator, Uint8Array>();
/** Those of values, once they were asked for. */
const found = new WeakMap<Operator, Uint8Array>();

/** The class of a number by its value; 0 counts as real. */
export function classOfValue(re: number, im: number): number {
  if (im === 0) return EntryClass.Real;
  return re === 0 ? EntryClass.Imaginary : EntryClass.Complex;
}

/** The class of a product. */
export function productClass(a: number, b: number): number {
  if (a === EntryClass.Complex || b === EntryClass.Complex) return EntryClass.Complex;
  return a === b ? EntryClass.Real : EntryClass.Imaginary;
}

/** The classes of all entries in the order of storage: those that were noted, else those of the values. */
export function entryClasses(A: Operator): Uint8Array {
  const known = noted.get(A) ?? found.get(A);
  if (known) return known;
  const classes = byValue(A);
  found.set(A, classes);
  return classes;
}

function byValue({ count, values }: Operator): Uint8Array {
  const classes = new Uint8Array(count);
  for (let e = 0; e < count; e++) classes[e] = classOfValue(values[2 * e], values[2 * e + 1]);
  return classes;
}

/** Whether classes beyond those of the values were noted for one of these. */
export function anyNoted(operators: readonly Operator[]): boolean {
  return operators.some((A) => noted.has(A));
}

/** Note the classes of a fresh operator, and return it. */
export function noteClasses(A: Operator, classes: Uint8Array): Operator {
  noted.set(A, classes);
  return A;
}

/** Note the classes of a sum of operators on the union of their patterns. */
export function noteSum(result: Operator, operators: readonly Operator[]): Operator {
  if (!anyNoted(operators)) return result;
  const classes = new Uint8Array(result.count);
  for (const A of operators) {
    const own = entryClasses(A);
    for (let i = 0; i < result.dimension; i++) {
      let at = result.rowStart[i];
      for (let e = A.rowStart[i]; e < A.rowStart[i + 1]; e++) {
        while (result.columns[at] !== A.columns[e]) at++;
        classes[at] |= own[e];
      }
    }
  }
  return noteClasses(result, classes);
}

/** Note the classes of a product AB. */
export function noteProduct(result: Operator, A: Operator, B: Operator): Operator {
  if (!anyNoted([A, B])) return result;
  const classes = new Uint8Array(result.count);
  const [left, right] = [entryClasses(A), entryClasses(B)];
  const place = new Int32Array(result.dimension);
  for (let i = 0; i < result.dimension; i++) {
    for (let at = result.rowStart[i]; at < result.rowStart[i + 1]; at++) place[result.columns[at]] = at;
    for (let e = A.rowStart[i]; e < A.rowStart[i + 1]; e++) {
      const k = A.columns[e];
      for (let f = B.rowStart[k]; f < B.rowStart[k + 1]; f++) classes[place[B.columns[f]]] |= productClass(left[e], right[f]);
    }
  }
  return noteClasses(result, classes);
}
