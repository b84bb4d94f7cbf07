/**
 * Short-lived blocks for one call, and an area of linear memory that may be kept between calls for them.
 *
 * Taking and giving back blocks costs a few microseconds, more than a small product or decomposition itself. After
 * `keepScratch()` calls take their blocks from one kept area, upwards, until it is full; until then, and for what does not
 * fit, they take them from the heap as everyone does. The numbers that are made never depend on which of the two it was.
 *
 *   | block | block of the same call | block of a call inside it | … free … |          262 144 bytes
 */
import { internalFault } from "../errors.ts";
import { type F64Block, type F64Pointer, type I32Block, type I32Pointer, type OwnedScope, openScope, type Scope, scope } from "./memory.ts";

/** f64 values of the kept area: two complex operands and the result at 64 × 64, with room for packing. */
const CAPACITY = 32768;

interface Kept {
  readonly owner: OwnedScope;
  readonly block: F64Block;
  /** The whole area; made anew when memory has grown and left the old window without length. */
  window: Float64Array;
  /** Values in use, always even so that blocks stay aligned to 16 bytes. */
  used: number;
}

let kept: Kept | null = null;

/** Keep an area from now on. Does nothing when there is one. */
export function keepScratch(): void {
  if (kept) return;
  const owner = openScope();
  const block = owner.f64(CAPACITY);
  kept = { owner, block, window: block.view(), used: 0 };
}

/** Give the kept area back. Does nothing when there is none. */
export function releaseScratch(): void {
  if (!kept) return;
  if (kept.used > 0) throw internalFault("The kept area was released while a call used it.");
  kept.owner.release();
  kept = null;
}

function windowOf(area: Kept): Float64Array {
  if (area.window.length === 0) area.window = area.block.view();
  return area.window;
}

/** Room for one call that takes a single block: where it starts, and a window whose first value is there. */
export interface Room {
  readonly pointer: F64Pointer;
  readonly window: Float64Array;
}

/** Room for `length` values in the kept area, not zeroed, valid until anyone takes a block; null when there is none. */
export function keptRoom(length: number): Room | null {
  if (!kept || kept.used > 0 || length > CAPACITY) return null;
  return { pointer: kept.block.pointer, window: windowOf(kept) };
}

/** Run `body` with a scope as `scope` does, with blocks from the kept area where there is one. */
export function scratchScope<T>(body: (s: Scope) => T): T {
  if (!kept) return scope(body);
  const area = kept;
  const before = area.used;
  const blocks = new KeptScope(area);
  try {
    return body(blocks);
  } finally {
    blocks.overflow?.release();
    area.used = before;
  }
}

class KeptScope implements Scope {
  overflow: OwnedScope | null = null;
  private readonly area: Kept;

  constructor(area: Kept) {
    this.area = area;
  }

  f64(source: number | ArrayLike<number>): F64Block {
    const length = typeof source === "number" ? source : source.length;
    const start = this.claim(length);
    if (start < 0) return this.heap().f64(source);
    const block = new KeptF64(this.area, start, length);
    if (typeof source === "number") windowOf(this.area).fill(0, start, start + length);
    else windowOf(this.area).set(source, start);
    return block;
  }

  i32(source: number | ArrayLike<number>): I32Block {
    const length = typeof source === "number" ? source : source.length;
    const start = this.claim((length + 1) >> 1);
    if (start < 0) return this.heap().i32(source);
    const block = new KeptI32(this.area, start, length);
    if (typeof source === "number") block.view().fill(0);
    else block.view().set(source);
    return block;
  }

  private heap(): OwnedScope {
    this.overflow ??= openScope();
    return this.overflow;
  }

  /** The first of `length` free values, or −1. */
  private claim(length: number): number {
    const start = this.area.used;
    const end = start + length + (length & 1);
    if (end > CAPACITY) return -1;
    this.area.used = end;
    return start;
  }
}

class KeptF64 implements F64Block {
  readonly pointer: F64Pointer;
  readonly length: number;
  private readonly area: Kept;
  private window: Float64Array | undefined;

  constructor(area: Kept, start: number, length: number) {
    this.area = area;
    this.pointer = (area.block.pointer + 8 * start) as F64Pointer;
    this.length = length;
  }

  view(): Float64Array {
    const { buffer } = windowOf(this.area);
    if (this.window?.buffer !== buffer) this.window = new Float64Array(buffer, this.pointer, this.length);
    return this.window;
  }
}

class KeptI32 implements I32Block {
  readonly pointer: I32Pointer;
  readonly length: number;
  private readonly area: Kept;
  private window: Int32Array | undefined;

  constructor(area: Kept, start: number, length: number) {
    this.area = area;
    this.pointer = (area.block.pointer + 8 * start) as number as I32Pointer;
    this.length = length;
  }

  view(): Int32Array {
    const { buffer } = windowOf(this.area);
    if (this.window?.buffer !== buffer) this.window = new Int32Array(buffer, this.pointer, this.length);
    return this.window;
  }
}
