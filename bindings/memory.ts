/**
 * Linear memory and who owns what in it.
 *
 *   0 ── static tables ── heapBase ── blocks handed out here ── end of memory
 *
 * `scope(body)` owns every block that its body takes and gives them back in reverse order, also on a throw.
 * A block is 16-byte aligned. Memory grows only inside `take`, never while a kernel runs; growing detaches typed
 * arrays, so `view()` is called where it is used and never stored.
 */
import { wasm } from "./wasm.ts";

declare const brand: unique symbol;
/** Byte address of f64 values. */
export type F64Pointer = number & { readonly [brand]: "f64" };
/** Byte address of i32 values. */
export type I32Pointer = number & { readonly [brand]: "i32" };

const ALIGN = 16;
const PAGE = 65536;
/** Largest linear memory that 32-bit addresses reach, less one page. */
const LIMIT = 65535 * PAGE;
const REMEDY = "Use fewer levels, a smaller sector or fewer lanes.";

/** Raised when a run cannot fit; the message names the bytes. */
export class OutOfMemory extends RangeError {
  override readonly name = "OutOfMemory";
  readonly code = "OUT_OF_MEMORY";
}

interface Gap {
  start: number;
  size: number;
}

let gaps: Gap[] | undefined;
let taken = 0;

function heap(): Gap[] {
  if (gaps) return gaps;
  const { memory, heapBase } = wasm();
  const start = (heapBase() + ALIGN - 1) & ~(ALIGN - 1);
  gaps = [{ start, size: memory.buffer.byteLength - start }];
  return gaps;
}

/**
 * Bytes of `count` values of `width` bytes each, as a number of blocks' grain; the one place where a size is judged.
 *
 * Sizes are doubles everywhere: a product of dimensions that 32 bits could not hold is refused here with its true value.
 * Throws RangeError when it is no whole number ≥ 0, `OutOfMemory` when linear memory can never be that large.
 */
function sizeOf(count: number, width: number): number {
  if (!(count >= 0) || (Number.isFinite(count) && !Number.isInteger(count))) {
    throw new RangeError(`A block of linear memory must hold a whole number of values ≥ 0, but ${count} were asked for.`);
  }
  const bytes = count * width;
  if (bytes > LIMIT) {
    throw new OutOfMemory(`This needs ${bytes} bytes of linear memory in one block, but there are never more than ${LIMIT}. ${REMEDY}`);
  }
  return Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
}

function take(size: number): number {
  const free = heap();
  for (let i = 0; i < free.length; i++) {
    const gap = free[i];
    if (gap.size < size) continue;
    const { start } = gap;
    if (gap.size === size) free.splice(i, 1);
    else {
      gap.start += size;
      gap.size -= size;
    }
    taken += size;
    return start;
  }
  grow(size);
  return take(size);
}

function grow(size: number): void {
  const { memory } = wasm();
  const end = memory.buffer.byteLength;
  const wanted = Math.ceil(size / PAGE) * PAGE;
  if (end + wanted > LIMIT) {
    throw new OutOfMemory(`This needs ${size} more bytes of linear memory, but only ${LIMIT - end} of ${LIMIT} are left. ${REMEDY}`);
  }
  try {
    memory.grow(wanted / PAGE);
  } catch {
    throw new OutOfMemory(`The host refused ${wanted} more bytes of linear memory (${end} are in use).`);
  }
  give(end, wanted);
  taken += wanted;
}

/** Return `[start, start + size)` to the sorted list of gaps and merge it with its neighbours. */
function give(start: number, size: number): void {
  taken -= size;
  const free = heap();
  let low = 0;
  let high = free.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (free[middle].start < start) low = middle + 1;
    else high = middle;
  }
  const before = free[low - 1];
  const after = free[low];
  const joinsBefore = before !== undefined && before.start + before.size === start;
  const joinsAfter = after !== undefined && start + size === after.start;
  if (joinsBefore && joinsAfter) {
    before.size += size + after.size;
    free.splice(low, 1);
  } else if (joinsBefore) before.size += size;
  else if (joinsAfter) {
    after.start = start;
    after.size += size;
  } else free.splice(low, 0, { start, size });
}

let held: Map<number, number> | undefined;

/** From now on, the start and the bytes asked for of every block that is taken: for the guard of the checked build. */
export function recordBlocks(): ReadonlyMap<number, number> {
  held ??= new Map();
  return held;
}

/** Bytes now taken from linear memory: 0 when nothing runs. */
export function bytesInUse(): number {
  return taken;
}

/** Size of linear memory in bytes. */
export function memorySize(): number {
  return wasm().memory.buffer.byteLength;
}

/** An owned run of f64 values. */
export interface F64Block {
  readonly pointer: F64Pointer;
  readonly length: number;
  /** A window on the values; valid until the next block is taken. */
  view(): Float64Array;
}

/** An owned run of i32 values. */
export interface I32Block {
  readonly pointer: I32Pointer;
  readonly length: number;
  view(): Int32Array;
}

/** Takes blocks and gives them all back at once. */
export interface Scope {
  /** `length` f64 values, zeroed, or a copy of the given values. */
  f64(lengthOrValues: number | ArrayLike<number>): F64Block;
  /** `length` i32 values, zeroed, or a copy of the given values. */
  i32(lengthOrValues: number | ArrayLike<number>): I32Block;
}

/** A scope whose end is called by hand: for objects that live longer than one call. */
export interface OwnedScope extends Scope {
  /** Give every block back, newest first. Calling it twice is an error. */
  release(): void;
}

/** Open a scope that its holder must release. */
export function openScope(): OwnedScope {
  const blocks: Gap[] = [];
  let open = true;
  function claim(count: number, width: number): number {
    if (!open) throw new Error("A block was asked of a scope that is already released.");
    const size = sizeOf(count, width);
    const start = take(size);
    blocks.push({ start, size });
    held?.set(start, count * width);
    return start;
  }
  return {
    f64(source) {
      const length = typeof source === "number" ? source : source.length;
      const pointer = claim(length, 8) as F64Pointer;
      let window = new Float64Array(wasm().memory.buffer, pointer, length);
      // a window whose memory has grown has length 0
      const view = () => (window.length === length ? window : (window = new Float64Array(wasm().memory.buffer, pointer, length)));
      if (typeof source === "number") view().fill(0);
      else view().set(source);
      return { pointer, length, view };
    },
    i32(source) {
      const length = typeof source === "number" ? source : source.length;
      const pointer = claim(length, 4) as I32Pointer;
      let window = new Int32Array(wasm().memory.buffer, pointer, length);
      const view = () => (window.length === length ? window : (window = new Int32Array(wasm().memory.buffer, pointer, length)));
      if (typeof source === "number") view().fill(0);
      else view().set(source);
      return { pointer, length, view };
    },
    release() {
      if (!open) throw new Error("A scope was released twice.");
      open = false;
      for (let block = blocks.pop(); block; block = blocks.pop()) {
        give(block.start, block.size);
        held?.delete(block.start);
      }
    },
  };
}

/** Run `body` with a scope and release it afterwards, also when `body` throws. */
export function scope<T>(body: (s: Scope) => T): T {
  const owned = openScope();
  try {
    return body(owned);
  } finally {
    owned.release();
  }
}

/** The address `count` values into a block. */
export function offset(pointer: F64Pointer, count: number): F64Pointer {
  return (pointer + 8 * count) as F64Pointer;
}

/** A window on `length` f64 values at a borrowed address; valid until the next block is taken. */
export function window64(pointer: F64Pointer, length: number): Float64Array {
  return new Float64Array(wasm().memory.buffer, pointer, length);
}
