/** States of realisations side by side, [coordinate][lane], in two blocks: a collision reads one and writes the other. */
import type { F64Block, Scope } from "../../numerics/memory.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { Sector } from "../../sectors/sector.ts";

/** Two blocks, and what an engine says of the one that holds the state. */
export interface StatesInLanes {
  /** The state, and the block that the next one is written to. */
  readonly from: F64Block;
  readonly to: F64Block;
  /** What was written is the state. */
  exchange(): void;
  /** Let something else carry the state on between the blocks. */
  through(carry: ((from: F64Block, to: F64Block) => readonly [F64Block, F64Block]) | null): void;
  readonly engine: Pick<CollisionEngine, "sector" | "lanes" | "reset" | "state" | "values" | "load">;
}

/** Bind the two blocks; `initial` fills every lane at each reset. */
export function bindStates(sector: Sector, lanes: number, initial: Float64Array, scope: Scope): StatesInLanes {
  let from = scope.f64(sector.count * lanes);
  let to = scope.f64(sector.count * lanes);
  return {
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    exchange() {
      [from, to] = [to, from];
    },
    through(carry) {
      if (carry) [from, to] = carry(from, to);
    },
    engine: {
      sector,
      lanes,
      reset() {
        const view = from.view();
        for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
      },
      state: () => from.pointer,
      values: () => from.view(),
      load: (state) => from.view().set(state),
    },
  };
}
