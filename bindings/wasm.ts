/**
 * One instance of the engine per thread: the only place that knows how the binary is loaded.
 *
 * The binary travels as base64 inside the bundle, so that it loads in Node, browsers and workers without a path.
 * `ready()` compiles it off the main thread; every other entry compiles it on first use, synchronously.
 */
import { instantiateSync } from "@assemblyscript/loader";
import { wasmBase64, wasmHash } from "./inline.ts";

export { wasmHash };

interface Core {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: () => number;
}

let core: Core | undefined;
let compiled: WebAssembly.Module | undefined;

function bytes(): Uint8Array<ArrayBuffer> {
  const text = atob(wasmBase64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

function start(module: WebAssembly.Module): Core {
  const exports = instantiateSync(module, {}).exports as unknown as Core & { _start?: () => void };
  exports._start?.();
  return exports;
}

/** The exports of this thread's instance; compiles and starts it on first use. */
export function wasm<Kernels extends object>(): Kernels & Core {
  core ??= start((compiled ??= new WebAssembly.Module(bytes())));
  return core as Kernels & Core;
}

/** Compile the binary without blocking; after it resolves, every synchronous call is immediate. */
export async function ready(): Promise<void> {
  if (core) return;
  compiled ??= await WebAssembly.compile(bytes());
  core ??= start(compiled);
}

/** The compiled module, to post to a worker (see `adopt`). */
export function module(): WebAssembly.Module {
  wasm();
  return compiled as WebAssembly.Module;
}

/** Use a module compiled by another thread instead of compiling it again. Has no effect once an instance runs. */
export function adopt(posted: WebAssembly.Module): void {
  compiled ??= posted;
}
