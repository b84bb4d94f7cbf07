/** Normals that several parameters share: a row of L times the normals of their own streams. */
import { type Key, laneDraws, MAX_STEPS } from "../numerics/random.ts";
import type { UniformSource } from "./uniform-source.ts";

/** What one parameter draws together with others. */
export interface Link {
  /** Leave its correlated standard normals in the room for draws, [step][lane]. */
  normals(first: number, lanes: number, step: number, count: number): void;
}

/**
 * The normals of one of several parameters: Σ_j weights_j z_j.
 * @param streams the streams of the parameters up to this one, whose weights these are
 */
export function linkedDraws(key: Key, streams: readonly number[], weights: ArrayLike<number>, uniform: UniformSource): Link {
  const draws = laneDraws();
  const sum = new Float64Array(MAX_STEPS * 8);
  return {
    normals(first, lanes, step, count) {
      sum.fill(0);
      streams.forEach((stream, j) => {
        if (weights[j] === 0) return;
        uniform(draws, lanes, key, { trajectory: first, step, stream, attempt: 0 }, count);
        draws.toNormal(lanes * count, 0, 1);
        const z = draws.values();
        for (let i = 0; i < lanes * count; i++) sum[i] += weights[j] * z[i];
      });
      draws.values().set(sum.subarray(0, lanes * count));
    },
  };
}
