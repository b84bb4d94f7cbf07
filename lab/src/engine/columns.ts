/** Columns of numbers as they travel: NaN where a quantity is not defined. */

export interface Column {
  readonly name: string;
  readonly values: Float64Array;
}

export function columnsOf(observables: Readonly<Record<string, ArrayLike<number | null>>>): readonly Column[] {
  return Object.entries(observables).map(([name, values]) => ({ name, values: numbers(values) }));
}

export function numbers(values: ArrayLike<number | null>): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}
