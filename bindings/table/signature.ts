/**
 * The words in which the exports of the binary are described: parameters with their kinds and lengths, and a result.
 *
 * The types of the calls are derived from the description. Lengths are read by the checked build only (`bindings/guard.ts`).
 */
import type { Symmetry, Write } from "../../assembly/abi.ts";
import type { F64Pointer, I32Pointer } from "../memory.ts";

/** What crosses the border: an integer, a number, or the address of a run of numbers or of integers. */
export type Kind = "i32" | "f64" | "f64*" | "i32*";

/** The arguments of a call by name; pointers are byte addresses. */
export type Arguments = Readonly<Record<string, number>>;

/** Reads the integer at `index` of the run at `pointer`: for lengths that stand in linear memory. */
export type ReadIndex = (pointer: number, index: number) => number;

/** The length of a run in values. */
export type Length = (call: Arguments, read: ReadIndex) => number;

declare const value: unique symbol;

/** One parameter of an export, which takes a `V`. */
export interface Parameter<V> {
  readonly name: string;
  readonly kind: Kind;
  /** Values from the address on that the kernel may touch; absent when the arguments do not determine it. */
  readonly length?: Length;
  /** Values that it may touch before the address. */
  readonly before?: Length;
  /** Whether address 0 stands for nothing. */
  readonly optional?: boolean;
  readonly [value]?: V;
}

/** What an export returns: a `V`. */
export interface Result<V> {
  readonly kind: Kind | "void";
  readonly [value]?: V;
}

/** One export. */
export interface Signature<P extends readonly Parameter<unknown>[] = readonly Parameter<unknown>[], V = unknown> {
  readonly parameters: P;
  readonly result: Result<V>;
}

/** The function that a signature describes. */
export type Call<S> =
  S extends Signature<infer P, infer V> ? (...values: { [I in keyof P]: P[I] extends Parameter<infer A> ? A : never }) => V : never;

/** Describe an export. */
export function kernel<const P extends readonly Parameter<unknown>[], V>(result: Result<V>, ...parameters: P): Signature<P, V> {
  return { parameters, result };
}

export const nothing: Result<void> = { kind: "void" };
export const integer: Result<number> = { kind: "i32" };
export const real: Result<number> = { kind: "f64" };
export const address: Result<F64Pointer> = { kind: "f64*" };

/** An integer, or an enum of `assembly/abi.ts`. */
export const i32 = <V extends number = number>(name: string): Parameter<V> => ({ name, kind: "i32" });

/** A number. */
export const f64 = <V extends number = number>(name: string): Parameter<V> => ({ name, kind: "f64" });

/** The address of `length` numbers; with `before`, of as many more in front of it. */
export const reals = (name: string, length?: Length, before?: Length): Parameter<F64Pointer> => ({
  name,
  kind: "f64*",
  ...(length && { length }),
  ...(before && { before }),
});

/** The address of `length` numbers, or 0 for none. */
export const optionalReals = (name: string, length: Length): Parameter<F64Pointer> => ({ name, kind: "f64*", length, optional: true });

/** The address of `length` integers. */
export const integers = (name: string, length?: Length): Parameter<I32Pointer> => ({ name, kind: "i32*", ...(length && { length }) });

export const write = i32<Write>("write");
export const symmetry = i32<Symmetry>("symmetry");

/** Values that a matrix of `rows` × `columns` entries spans when its rows start `ld` entries apart. */
export const span = (rows: number, columns: number, ld: number): number => (rows > 0 && columns > 0 ? (rows - 1) * ld + columns : 0);
