/**
 * One instance of the engine per thread: the only place that knows how the binary is loaded.
 *
 * The binary travels as text inside the bundle (`carried.ts`), so that it loads in Node, browsers and workers without a path;
 * `ancilla/slim` leaves it out and is handed one. `ready()` compiles it off the main thread; every other entry compiles it on
 * first use, synchronously.
 *
 * Its exports are called as they are, as functions of their own modules (`export let { gemm } = sleeping`): until the instance
 * starts they stand for calls that start it, afterwards they are the exports themselves, and a call costs what the engine asks.
 */
import { instantiateSync } from "@assemblyscript/loader";
import { wasmHash } from "./hash.ts";
import type { BinarySource } from "./source.ts";
import { moduleFrom } from "./source.ts";
import type { Kernels } from "./table/index.ts";

export type { BinarySource };
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

let carried: (() => Uint8Array<ArrayBuffer>) | undefined;

/** Have a binary at hand: what is compiled where none is handed in. */
export function carry(bytes: () => Uint8Array<ArrayBuffer>): void {
  carried = bytes;
}

function bytes(): Uint8Array<ArrayBuffer> {
  if (carried) return carried();
  const sentence =
    "The engine has no binary. Await `ready({ module })` first, with dist/ancilla.wasm; or import `ancilla`, which carries one.";
  throw Object.assign(new Error(sentence), { code: "NO_BINARY" });
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

/**
 * Compile the binary without blocking; after it resolves, every synchronous call is immediate.
 * @param from the binary to use in place of the one that the package carries; ignored once the engine runs
 * @throws TypeError when `module` is none of these kinds; RangeError when it is not the binary of this version
 */
export async function ready(from?: { readonly module: BinarySource }): Promise<void> {
  if (core) return;
  if (from !== undefined) {
    const given = await moduleFrom(from, wasmHash);
    compiled ??= given as WebAssembly.Module;
  }
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
