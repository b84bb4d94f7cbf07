/** States of the system that belong to hidden states of the noise, carried through a step side by side in lanes. */
import type { CollisionEngine } from "../../plan/engines.ts";

/**
 * Carry vectors [vector][coordinate] through step k, as many at a time as the engine has lanes.
 * @param values of each noisy parameter in each hidden state
 * @param each vectors that belong to one hidden state, one after the other
 */
export function carrier(engine: CollisionEngine, values: readonly Float64Array[], n: number, each = 1) {
  const { lanes } = engine;
  const packed = new Float64Array(n * lanes);
  const draws = new Float64Array(values.length * lanes);
  return (k: number, vectors: Float64Array): void => {
    const count = vectors.length / n;
    for (let first = 0; first < count; first += lanes) {
      const live = Math.min(lanes, count - first);
      for (let l = 0; l < lanes; l++) {
        const i = first + Math.min(l, live - 1);
        for (let q = 0; q < n; q++) packed[q * lanes + l] = vectors[i * n + q];
        for (let p = 0; p < values.length; p++) draws[p * lanes + l] = values[p][Math.floor(i / each)];
      }
      engine.load(packed);
      engine.step(k, values.length > 0 ? draws : null);
      const out = engine.values();
      for (let l = 0; l < live; l++) for (let q = 0; q < n; q++) vectors[(first + l) * n + q] = out[q * lanes + l];
    }
  };
}
