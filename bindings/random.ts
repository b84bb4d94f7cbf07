/** Counter-based random numbers: a number is a function of seed, trajectory, step, stream and attempt, and of nothing else. */
import { MAX_STEPS, RANDOM_ROOM } from "../assembly/abi.ts";
import { wasm } from "./wasm.ts";

export { MAX_STEPS };

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

/** Draws for up to 8 lanes and 32 steps land here; `values` holds until the next draw. */
export interface LaneDraws {
  /** One uniform in (0, 1) per lane for each of `steps` steps from the counter's on: [step][lane]. */
  uniform(lanes: number, key: Key, counter: Counter, steps?: number): void;
  /** Turn the first `count` uniforms into normals  mean + std·Φ⁻¹(u). */
  toNormal(count: number, mean: number, std: number): void;
  /** Turn the first `count` uniforms into normals confined to an interval that has `below`, `mass`, `above` of the probability. */
  toTruncated(count: number, mean: number, std: number, below: number, mass: number, above: number): void;
  /** The values; a fresh window whenever linear memory has grown. */
  values(): Float64Array;
}

/** Open this thread's room for draws. It is a static table of the binary: there is nothing to release. */
export function laneDraws(): LaneDraws {
  const kernels = wasm();
  const room = kernels.randomRoom();
  let view = new Float64Array(kernels.memory.buffer, room, RANDOM_ROOM);
  return {
    uniform: (lanes, key, { trajectory, step, stream, attempt }, steps = 1) =>
      kernels.fillUniform(room, lanes, steps, key.low, key.high, trajectory, step, stream, attempt),
    toNormal: (count, mean, std) => kernels.uniformToNormal(room, count, mean, std),
    toTruncated: (count, mean, std, below, mass, above) => kernels.uniformToTruncated(room, count, mean, std, below, mass, above),
    values() {
      if (view.buffer !== kernels.memory.buffer) view = new Float64Array(kernels.memory.buffer, room, RANDOM_ROOM);
      return view;
    },
  };
}
