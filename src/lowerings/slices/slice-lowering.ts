import type { CollisionEngine } from "../../plan/engines.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { SliceRequest } from "../../plan/slice-request.ts";

/** A way to carry states through slices of time, side by side: a piece of a slice is a step. */
export interface SliceLowering extends Lowering<SliceRequest, CollisionEngine> {}
