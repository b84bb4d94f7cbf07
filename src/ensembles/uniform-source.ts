/** Where uniforms come from: a number of its own for each trajectory, or pairs of trajectories that mirror each other. */
import type { Counter, Key, LaneDraws } from "../numerics/random.ts";

/** Leave one uniform per lane and step in the room for draws, [step][lane]. */
export type UniformSource = (draws: LaneDraws, lanes: number, key: Key, counter: Counter, count: number) => void;

/** Each trajectory draws from its own counter. */
export const ownUniforms: UniformSource = (draws, lanes, key, counter, count) => draws.uniform(lanes, key, counter, count);

/** Trajectories 2j and 2j + 1 draw from the counter of j, the second one 1 − u: exactly, for uniforms are odd multiples of 2⁻⁵³. */
export const mirroredUniforms: UniformSource = (draws, lanes, key, counter, count) => {
  const { trajectory } = counter;
  const base = Math.floor(trajectory / 2);
  const width = Math.floor((trajectory + lanes - 1) / 2) - base + 1;
  draws.uniform(width, key, { ...counter, trajectory: base }, count);
  const values = draws.values();
  // from the last one on, for each stands at or behind the place that it comes from
  for (let s = count - 1; s >= 0; s--) {
    const row = values.slice(s * width, (s + 1) * width);
    for (let l = 0; l < lanes; l++) {
      const u = row[Math.floor((trajectory + l) / 2) - base];
      values[s * lanes + l] = (trajectory + l) % 2 === 0 ? u : 1 - u;
    }
  }
};
