/** Which observables are linear in the state: only of these the mean over runs is the value in the mean state. */
import type { Model } from "ancilla";

/** Makes numbers between −1 and 1 that look like nothing in particular. */
const probe = (count: number, shift: number): Float64Array => Float64Array.from({ length: count }, (_, k) => Math.sin(1 + 2.3 * k + shift));

const SAME = 1e-9;

export function isLinear(model: Model, name: string): boolean {
  const observable = model.observable(name);
  if (observable.kind !== "expectation") return false;
  const count = 2 * observable.operators.length;
  const [a, b] = [probe(count, 0), probe(count, 0.7)];
  const middle = a.map((value, k) => (value + (b[k] as number)) / 2);
  const [first, second, between] = [a, b, middle].map((values) => observable.value(values) ?? Number.NaN) as [number, number, number];
  return Math.abs((first + second) / 2 - between) <= SAME * (1 + Math.abs(between));
}
