/** Counter-based random numbers: `assembly/random.ts`. */
import { type Arguments, address, f64, i32, kernel, nothing, reals } from "./signature.ts";

const lanes = (c: Arguments) => c.lanes;

export const random = {
  /** The kernels' own room for one value per lane: a static table of the binary. */
  randomRoom: kernel(address),

  /** One uniform for each of 8 neighbouring trajectories, or of 4 when no more are asked for. */
  fillUniform: kernel(
    nothing,
    reals("into", () => 8),
    i32("lanes"),
    i32("k0"),
    i32("k1"),
    i32("trajectory"),
    i32("step"),
    i32("stream"),
    i32("attempt"),
  ),

  /** Uniforms become normals mean + std·Φ⁻¹(u). */
  uniformToNormal: kernel(nothing, reals("values", lanes), i32("lanes"), f64("mean"), f64("std")),

  /** Uniforms become normals confined to an interval that has `below`, `mass`, `above` of the probability. */
  uniformToTruncated: kernel(
    nothing,
    reals("values", lanes),
    i32("lanes"),
    f64("mean"),
    f64("std"),
    f64("below"),
    f64("mass"),
    f64("above"),
  ),
} as const;
