/**
 * One instance of the engine per thread: the only place that knows how the binary is loaded.
 *
 * The binary travels as base64 inside the bundle, so that it loads in Node, browsers and workers without a path.
 * `ready()` compiles it off the main thread; every other entry compiles it on first use, synchronously.
 *
 * Its exports are called as they are, as functions of their own modules (`export let { gemm } = sleeping`): until the instance
 * starts they stand for calls that start it, afterwards they are the exports themselves, and a call costs what the engine asks.
 */
import { instantiateSync } from "@assemblyscript/loader";
import { wasmBase64, wasmHash } from "./inline.ts";
import type { Kernels } from "./table/index.ts";

export { wasmHash };

/** Linear memory, as far as it is used; declared here so that the package's types need no types of the host. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** A compiled binary (`WebAssembly.Module`), to be posted to workers. */
export type CompiledModule = object;

/** The exports of one instance. */
export interface Core extends Kernels {
  readonly memory: LinearMemory;
}

let core: Core | undefined;
let compiled: WebAssembly.Module | undefined;
let through: ((exports: Core) => Core) | undefined;
const waiting: ((kernels: Kernels) => void)[] = [];

function bytes(): Uint8Array<ArrayBuffer> {
  const text = atob(wasmBase64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

function start(module: WebAssembly.Module): Core {
  const exports = instantiateSync(module, {}).instance.exports as unknown as Core & { _start?: () => void };
  exports._start?.();
  core = through ? through(exports) : exports;
  for (const bind of waiting) bind(core);
  return core;
}

/** The exports of this thread's instance; compiles and starts it on first use. */
export function wasm(): Core {
  return core ?? start((compiled ??= new WebAssembly.Module(bytes())));
}

/** The kernels before the instance runs: a call starts it and goes on to the export. */
export const sleeping: Kernels = new Proxy({} as Kernels, {
  get:
    (_, name: keyof Kernels) =>
    (...values: never[]) =>
      (wasm()[name] as (...values: never[]) => unknown)(...values),
});

/** Hand the kernels over when the instance starts, or now when it runs. */
export function whenStarted(bind: (kernels: Kernels) => void): void {
  waiting.push(bind);
  if (core) bind(core);
}

/** Compile the binary without blocking; after it resolves, every synchronous call is immediate. */
export async function ready(): Promise<void> {
  if (core) return;
  compiled ??= await WebAssembly.compile(bytes());
  wasm();
}

/** The compiled module, to post to a worker (see `adopt`). */
export function module(): CompiledModule {
  wasm();
  return compiled as WebAssembly.Module;
}

/**
 * Use a module compiled by another thread instead of compiling it again. Has no effect once an instance runs.
 * `watch` may put calls of its own in front of the exports, as the checked build's guard does.
 */
export function adopt(posted: CompiledModule, watch?: (exports: Core) => Core): void {
  compiled ??= posted;
  through ??= watch;
}
