import { once } from "./once.ts";

/** What Node asks an object for when it prints it. */
const PRINTED = Symbol.for("nodejs.util.inspect.custom");

/**
 * An object with more fields, each worked out when it is first read, and kept. They are read like any other: by a clone, by JSON, by
 * whoever prints or spreads the object.
 */
export function lazily<T extends object, L extends object>(plain: T, fields: { readonly [name in keyof L]: () => L[name] }): T & L {
  for (const [name, compute] of Object.entries<() => unknown>(fields)) {
    Object.defineProperty(plain, name, { enumerable: true, configurable: true, get: once(compute) });
  }
  Object.defineProperty(plain, PRINTED, {
    value(this: object) {
      return { ...this };
    },
  });
  return plain as T & L;
}

/** An object with functions that no clone, JSON or print of it meets. */
export function withFunctions<T extends object, F extends object>(plain: T, functions: F): T & F {
  for (const [name, value] of Object.entries(functions)) Object.defineProperty(plain, name, { value, configurable: true });
  return plain as T & F;
}
