/**
 * A row of the table of twins: inputs for an export by the names of its parameters, and what must come of them.
 *
 * Arrays are copied into linear memory, each into a block of its own length. Afterwards every array must be what the twin makes of its
 * copy, bit for bit; those that the twin leaves alone, the kernel must leave alone. Arrays called `scratch` or `work` are not compared.
 */
import { expect } from "vitest";
import { type F64Block, type I32Block, offset, scope } from "../../../bindings/memory.ts";
import { table } from "../../../bindings/table/index.ts";
import type { Signature } from "../../../bindings/table/signature.ts";
import { wasm } from "../../../bindings/wasm.ts";
import { firstDifference } from "../../reference/bits.ts";

/** An argument: a number, a run, a run that is pointed into `before` values from its start, runs by their addresses, or nothing. */
export type Value = number | Float64Array | Int32Array | { readonly values: Float64Array; readonly before: number } | Float64Array[] | null;

export type Call = Record<string, Value>;

/** A row, with the type of its inputs hidden. */
export interface Twin {
  readonly inputs: readonly Call[];
  run(name: keyof typeof table, input: Call): void;
}

interface Rules<I> {
  /** What the kernel does, to typed arrays. */
  readonly twin?: (call: I) => unknown;
  /** Where the order of sums is not defined: throws unless `after` and the result are right for `before`. */
  readonly check?: (before: I, after: I, result: number) => void;
}

const copyOf = (value: Value): Value => {
  if (value instanceof Float64Array || value instanceof Int32Array) return value.slice();
  if (Array.isArray(value)) return value.map((run) => run.slice());
  return value !== null && typeof value === "object" ? { ...value, values: value.values.slice() } : value;
};
const copy = <I extends Call>(call: I): I => Object.fromEntries(Object.entries(call).map(([name, value]) => [name, copyOf(value)])) as I;

/** Call the export; returns its result and the arrays as it left them. */
function callKernel<I extends Call>(name: keyof typeof table, input: I): { readonly after: I; readonly result: number } {
  return scope((s) => {
    const readers: (() => readonly [string, Value])[] = [];
    const place = (own: string, value: Value): number => {
      if (value === null) return 0;
      if (typeof value === "number") return value;
      if (Array.isArray(value)) {
        const runs = value.map((run) => s.f64(run));
        readers.push(() => [own, runs.map((run) => run.view().slice())]);
        return s.i32(runs.map(({ pointer }) => pointer)).pointer;
      }
      if (value instanceof Float64Array || value instanceof Int32Array) {
        const block: F64Block | I32Block = value instanceof Int32Array ? s.i32(value) : s.f64(value);
        readers.push(() => [own, block.view().slice()]);
        return block.pointer;
      }
      const block = s.f64(value.values);
      readers.push(() => [own, { ...value, values: block.view().slice() }]);
      return offset(block.pointer, value.before);
    };
    const { parameters } = table[name] as Signature;
    const values = parameters.map((parameter) => {
      expect(Object.keys(input), `${name} needs \`${parameter.name}\``).toContain(parameter.name);
      return place(parameter.name, input[parameter.name]);
    });
    const result = (wasm()[name] as (...values: number[]) => number)(...values);
    return { after: { ...input, ...Object.fromEntries(readers.map((read) => read())) }, result };
  });
}

function same(what: string, got: Value, expected: Value): void {
  if (Array.isArray(got)) got.forEach((run, i) => same(`${what}[${i}]`, run, (expected as Float64Array[])[i]));
  else if (got instanceof Float64Array) expect(firstDifference(got, expected as Float64Array), what).toBe(-1);
  else if (got !== null && typeof got === "object" && "values" in got && "before" in got) {
    same(what, got.values, (expected as { values: Float64Array }).values);
  } else expect(got, what).toEqual(expected);
}

/** Make a row. */
export function row<I extends Call>(inputs: readonly I[], { twin, check }: Rules<I>): Twin {
  return {
    inputs,
    run(name, given) {
      const input = given as I;
      const { after, result } = callKernel(name, input);
      if (twin) {
        const expected = copy(input);
        const value = twin(expected);
        for (const own of Object.keys(input)) {
          if (own !== "scratch" && own !== "work") same(`${name}: ${own}`, after[own], expected[own]);
        }
        if (typeof value === "number") expect(Object.is(result, value), `${name} returned ${result} for ${value}`).toBe(true);
      }
      check?.(input, after, result);
    },
  };
}

/** Scratch holds nothing that a kernel may read before it writes. */
export const unknown = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
