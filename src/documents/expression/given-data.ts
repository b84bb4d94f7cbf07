/** Tables of samples and matrices of a document as values. */
import { type Interpolation, sampled } from "../../dynamics/coefficient.ts";
import { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";
import { ExpressionFault } from "./fault.ts";
import { operatorOf } from "./operator-algebra.ts";
import { isSelfAdjoint } from "./operator-parts.ts";
import { type ClassCode, type NumberValue, type OperatorValue, REAL, type TableValue } from "./value.ts";

/** A table as a function of one number: constant outside its times. Throws a RangeError when the times do not increase. */
export function tableValue(name: string, times: readonly number[], values: readonly number[], interpolation: Interpolation): TableValue {
  const { at } = sampled(times, values, interpolation);
  return { kind: "table", name, times: [...times], interpolation, at };
}

/**
 * A matrix as an operator on a space, rows of entries; an entry that stands as 0 has no place in the pattern, every other one has, with its
 * class. Throws an `ExpressionFault` when it is not square of the space's dimension, or an entry has no value.
 */
export function matrixValue(space: Space, rows: readonly (readonly NumberValue[])[]): OperatorValue {
  const n = space.dimension;
  if (rows.length !== n || rows.some((row) => row.length !== n)) {
    const but = `this one is ${rows.length} × ${rows[0]?.length ?? 0}`;
    throw new ExpressionFault("wrong-kind", null, `be a matrix of ${n} × ${n} entries to act on ${space}`, but);
  }
  const entries: [number, number, number, number][] = [];
  const classes: ClassCode[] = [];
  rows.forEach((row, i) => {
    row.forEach((entry, j) => {
      if (entry.fault) throw entry.fault;
      if (entry.live !== null || !Number.isFinite(entry.re) || !Number.isFinite(entry.im)) {
        throw new ExpressionFault("wrong-kind", null, "be a matrix of finite numbers that do not change", `entry (${i}, ${j}) is none`);
      }
      if (entry.bare) return;
      entries.push([i, j, entry.re, entry.im]);
      classes.push(entry.code);
    });
  });
  const operator = Operator.fromEntries(space, entries);
  const uniform = classes.every((code) => code === classes[0]);
  const part = { operator, classes: uniform ? (classes[0] ?? REAL) : Uint8Array.from(classes), nature: "open" as const };
  return operatorOf(isSelfAdjoint(part) ? { ...part, nature: "hermitian" } : part);
}
