/** First byte above the static tables: the arena of `bindings/memory.ts` starts here. */
export function heapBase(): usize {
  return __heap_base;
}
