import type { OwnedScope, Scope } from "../../bindings/memory.ts";

/** A scope that has no room for its block number `at`, counted from 0. */
export function failingScope(inner: OwnedScope, at: number): Scope & { readonly asked: number } {
  let asked = 0;
  const checked = <T>(take: () => T): T => {
    if (asked++ === at) throw new Error("no room");
    return take();
  };
  return {
    f64: (source) => checked(() => inner.f64(source)),
    i32: (source) => checked(() => inner.i32(source)),
    get asked() {
      return asked;
    },
  };
}
