/**
 * What kernels demand of their callers, with the reason: asserts of the checked build, of which the release keeps nothing.
 *
 * What a length is, the table of exports knows (`bindings/table`); its guard holds pointers against it before the kernel runs.
 */
import { MAX_LANES } from "./abi";

/** A dimension or a count. */
// @ts-ignore: decorator
@inline
export function expectSize(n: i32): void {
  assert(n >= 0, "A size must be ≥ 0.");
}

/** Realisations in pairs of SIMD lanes. */
// @ts-ignore: decorator
@inline
export function expectLanes(lanes: i32): void {
  assert(lanes >= 2 && lanes <= MAX_LANES && (lanes & 1) == 0, "`lanes` must be 2, 4, 6 or 8.");
}

/** A place in a run of n. */
// @ts-ignore: decorator
@inline
export function expectIndex(i: i32, n: i32): void {
  assert(i >= 0 && i < n, "An index must be one of 0 … n − 1.");
}

/** Two runs of so many bytes: an output that is written while the input is still read. */
// @ts-ignore: decorator
@inline
export function expectApart(x: usize, y: usize, bytes: usize): void {
  assert(x + bytes <= y || y + bytes <= x, "The output must not overlap the input.");
}

/** Scratch that is read in whole vector registers, which are fast on 16-byte borders only. */
// @ts-ignore: decorator
@inline
export function expectAligned(p: usize): void {
  assert((p & 15) == 0, "Scratch must start on a 16-byte border.");
}
