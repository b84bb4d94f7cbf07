import type { CollisionRequest } from "../../plan/collision-request.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { Sector } from "../../sectors/sector.ts";

/** A way to carry out collisions. */
export interface CollisionLowering extends Lowering<CollisionRequest, CollisionEngine> {
  /** The coordinates that its engine steps. */
  sector(request: CollisionRequest): Sector;
}

/** Rates in operations per second that turn flops into time: packed products, index lists in lanes, strided lanes. */
export const RATE = { dense: 14e9, lists: 2.5e9, strided: 22e9 } as const;
