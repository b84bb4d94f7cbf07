/** Calls a kernel on copies of typed arrays and brings the copies back. */
import { type F64Pointer, scope } from "../../bindings/memory.ts";

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
