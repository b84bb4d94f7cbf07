/** A sequence of normal numbers that is a function of seed, index and purpose alone: what random matrices are made of. */
import { type Key, laneDraws, MAX_STEPS } from "./random.ts";

/** Standard normals one after the other. */
export interface NormalDraws {
  /** An array of `count` independent standard normal numbers; the next call continues the sequence. */
  normals(count: number): Float64Array;
}

/**
 * Open the sequence of a seed (an integer from 0 to 2⁵³ − 1), an index (from 0 to 2³² − 1) and a purpose (a word).
 *
 * Sequences of different seeds, indices or purposes are independent. Same bits on any host.
 */
export function normalDraws(seed: number, index: number, purpose: string): NormalDraws {
  const key: Key = { low: seed >>> 0, high: Math.floor(seed / 4294967296) };
  const stream = hashOf(purpose);
  let step = 1;
  return {
    normals(count) {
      const draws = laneDraws();
      const out = new Float64Array(count);
      for (let from = 0; from < count; from += MAX_STEPS) {
        const some = Math.min(MAX_STEPS, count - from);
        draws.uniform(1, key, { trajectory: index, step, stream, attempt: 0 }, some);
        draws.toNormal(some, 0, 1);
        out.set(draws.values().subarray(0, some), from);
        step += some;
      }
      return out;
    },
  };
}

/** FNV-1a of the word's UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
