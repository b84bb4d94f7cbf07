/** Collisions that some realisations miss and others have twice: the engine of a stream whose slots hold a number of collisions. */
import { internalFault } from "../errors.ts";
import type { CollisionEngine } from "../plan/engines.ts";

/**
 * Step slots: in each lane as many collisions as its draw says, one after the other, with the same values of the other parameters.
 * @param row which row of the draws holds the numbers
 * @param rows rows of the draws
 */
export function slotEngine(engine: CollisionEngine, row: number, rows: number): CollisionEngine {
  const { lanes } = engine;
  const others = new Float64Array((rows - 1) * lanes);
  let before = new Float64Array(0);
  const { steps: _none, ...rest } = engine;
  return {
    ...rest,
    step(n, draws) {
      if (!draws) throw internalFault("A slot was asked for without draws.");
      const counts = draws.subarray(row * lanes, (row + 1) * lanes);
      others.set(draws.subarray(0, row * lanes));
      others.set(draws.subarray((row + 1) * lanes), row * lanes);
      const most = counts.reduce((a, b) => Math.max(a, b), 0);
      for (let k = 1; k <= most; k++) {
        const whole = counts.every((count) => count >= k);
        if (!whole) {
          const values = engine.values();
          if (before.length !== values.length) before = new Float64Array(values.length);
          before.set(values);
        }
        engine.step(n, others.length > 0 ? others : null);
        if (whole) continue;
        const values = engine.values().slice();
        for (let at = 0; at < values.length; at++) if (counts[at % lanes] < k) values[at] = before[at];
        // a trace that was read again would depend on whether neighbours have a collision less
        engine.load(values, true);
      }
    },
  };
}
