/**
 * A guard in front of every export of the checked build, by the lengths of the table: each pointer must lead into a block that is
 * taken, and all that the kernel may touch must lie inside it. What a kernel's own asserts refuse is named after the kernel.
 *
 * No product code imports this file.
 */
import { RANDOM_ROOM } from "../assembly/abi.ts";
import { recordBlocks } from "./memory.ts";
import { table } from "./table/index.ts";
import type { Arguments, Parameter, ReadIndex, Signature } from "./table/signature.ts";
import type { Core } from "./wasm.ts";

/** Bytes that start at the room of the random kernels, a static table. */
const ROOM = 8 * RANDOM_ROOM;

type Numbers = (...values: number[]) => unknown;

/** Put the guard in front of `exports`: for `adopt`, before any block is taken. */
export function guarded(exports: Core): Core {
  const blocks = recordBlocks();
  const room = exports.randomRoom();
  const read: ReadIndex = (pointer, index) => new DataView(exports.memory.buffer).getInt32(pointer + 4 * index, true);

  /** Where the run that holds `pointer` starts and ends, or null. */
  const runAt = (pointer: number): readonly [start: number, end: number] | null => {
    if (pointer >= room && pointer < room + ROOM) return [room, room + ROOM];
    for (const [start, bytes] of blocks) if (pointer >= start && pointer < start + bytes) return [start, start + bytes];
    return null;
  };

  const check = (kernel: string, { name, kind, length, before, optional }: Parameter<unknown>, call: Arguments): void => {
    const pointer = call[name];
    if (optional && pointer === 0) return;
    const width = kind === "f64*" ? 8 : 4;
    const [from, to] = [before ? before(call, read) : 0, length ? length(call, read) : 0];
    if (from + to === 0) return;
    const start = pointer - width * from;
    const run = runAt(start);
    const says = `Kernel \`${kernel}\`: argument \`${name}\``;
    if (pointer % width !== 0) throw new RangeError(`${says} must be a multiple of ${width}, but is ${pointer}.`);
    if (run === null) throw new RangeError(`${says} must lead into a block that is taken, but is ${pointer}.`);
    const held = Math.floor((run[1] - start) / width);
    if (held < from + to) throw new RangeError(`${says} must lead to ${from + to} values, but its block holds ${held}.`);
  };

  const guard = (kernel: string, { parameters }: Signature, call: Numbers): Numbers => {
    return (...values) => {
      if (values.length !== parameters.length) {
        throw new RangeError(`Kernel \`${kernel}\` must get ${parameters.length} arguments, but got ${values.length}.`);
      }
      const named = Object.fromEntries(parameters.map(({ name }, i) => [name, values[i]]));
      for (const parameter of parameters) {
        if (parameter.kind.endsWith("*")) check(kernel, parameter, named);
        else if (parameter.kind === "i32" && !(named[parameter.name] >= -(2 ** 31) && named[parameter.name] < 2 ** 32)) {
          throw new RangeError(`Kernel \`${kernel}\`: argument \`${parameter.name}\` must fit 32 bits, but is ${named[parameter.name]}.`);
        }
      }
      try {
        return call(...values);
      } catch (error) {
        throw new Error(`Kernel \`${kernel}\`: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    };
  };

  const wrapped = Object.entries(table).map(([name, signature]) => [
    name,
    guard(name, signature as Signature, exports[name as keyof typeof table] as Numbers),
  ]);
  return { ...Object.fromEntries(wrapped), memory: exports.memory } as Core;
}
