/** Counter-based random numbers: `assembly/random.ts`. */
import { type Arguments, address, f64, i32, kernel, nothing, reals } from "./signature.ts";

const count = (c: Arguments) => c.count;

export const random = {
  /** The kernels' own room for what is drawn at once: a static table of the binary. */
  randomRoom: kernel(address),

  /** Uniforms for `steps` (at most 32) steps of neighbouring trajectories, [step][lane]; 4 or 8 are written for each step. */
  fillUniform: kernel(
    nothing,
    reals("into", (c) => (c.steps - 1) * c.lanes + (c.lanes > 4 ? 8 : 4)),
    i32("lanes"),
    i32("steps"),
    i32("k0"),
    i32("k1"),
    i32("trajectory"),
    i32("step"),
    i32("stream"),
    i32("attempt"),
  ),

  /** Uniforms become normals mean + std·Φ⁻¹(u). */
  uniformToNormal: kernel(nothing, reals("values", count), i32("count"), f64("mean"), f64("std")),

  /** Uniforms become normals confined to an interval that has `below`, `mass`, `above` of the probability. */
  uniformToTruncated: kernel(
    nothing,
    reals("values", count),
    i32("count"),
    f64("mean"),
    f64("std"),
    f64("below"),
    f64("mass"),
    f64("above"),
  ),
} as const;
