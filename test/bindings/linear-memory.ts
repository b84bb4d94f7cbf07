/** Calls a kernel on copies of typed arrays and brings the copies back. */
import { type F64Pointer, type I32Pointer, scope } from "../../bindings/memory.ts";

/** Run `call` with the addresses of copies of `arrays`; returns the copies as the kernel left them. */
export function onCopies<const Arrays extends readonly Float64Array[]>(
  arrays: Arrays,
  call: (...pointers: F64Pointer[]) => void,
): Float64Array[] {
  return scope((s) => {
    const blocks = arrays.map((array) => s.f64(array));
    call(...blocks.map(({ pointer }) => pointer));
    return blocks.map((block) => block.view().slice());
  });
}

/** Sparse rows in linear memory for the time of `body`. */
export function withSparse<T>(
  { rowStart, columns, values }: { rowStart: Int32Array; columns: Int32Array; values: Float64Array },
  body: (rows: { rowStart: I32Pointer; columns: I32Pointer; values: F64Pointer }) => T,
): T {
  return scope((s) => body({ rowStart: s.i32(rowStart).pointer, columns: s.i32(columns).pointer, values: s.f64(values).pointer }));
}
