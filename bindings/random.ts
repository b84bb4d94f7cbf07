/** Counter-based random numbers: a number is a function of seed, trajectory, step, stream and attempt, and of nothing else. */
import { wasm } from "./wasm.ts";

/** A seed as the generator's key: two 32-bit words. */
export interface Key {
  readonly low: number;
  readonly high: number;
}

/** Which number of the sequence: four 32-bit words. */
export interface Counter {
  /** The first of the trajectories that run side by side; lane l draws for trajectory + l. */
  readonly trajectory: number;
  /** Collision number, from 1; 0 is the draw that holds for a whole realisation. */
  readonly step: number;
  readonly stream: number;
  /** 0, then 1, 2, … where a draw is refused and made again. */
  readonly attempt: number;
}

/** Draws for up to 8 lanes land here; `values` holds until the next draw. */
export interface LaneDraws {
  /** One uniform in (0, 1) per lane. */
  uniform(lanes: number, key: Key, counter: Counter): void;
  /** Turn the uniforms into normals  mean + std·Φ⁻¹(u). */
  toNormal(lanes: number, mean: number, std: number): void;
  /** Turn the uniforms into normals confined to an interval that has `below`, `mass`, `above` of the probability. */
  toTruncated(lanes: number, mean: number, std: number, below: number, mass: number, above: number): void;
  /** The values, one per lane; a fresh window whenever linear memory has grown. */
  values(): Float64Array;
}

/** Open this thread's room for one draw per lane. It is a static table of the binary: there is nothing to release. */
export function laneDraws(): LaneDraws {
  const kernels = wasm();
  const room = kernels.randomRoom();
  let view = new Float64Array(kernels.memory.buffer, room, 8);
  return {
    uniform: (lanes, key, { trajectory, step, stream, attempt }) =>
      kernels.fillUniform(room, lanes, key.low, key.high, trajectory, step, stream, attempt),
    toNormal: (lanes, mean, std) => kernels.uniformToNormal(room, lanes, mean, std),
    toTruncated: (lanes, mean, std, below, mass, above) => kernels.uniformToTruncated(room, lanes, mean, std, below, mass, above),
    values() {
      if (view.buffer !== kernels.memory.buffer) view = new Float64Array(kernels.memory.buffer, room, 8);
      return view;
    },
  };
}
