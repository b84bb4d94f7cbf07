/** How a model's collisions will be carried out: the request, and what was chosen for it. */

import type { CollisionLowering } from "../lowerings/collisions/collision-lowering.ts";
import { collisionLowerings } from "../lowerings/collisions/index.ts";
import type { Model } from "../models/model.ts";
import { choose } from "../plan/choose.ts";
import {
  type CollisionRequest,
  type CollisionRequestOptions,
  collisionRequest,
  type PlannedCollisions,
} from "../plan/collision-request.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import type { Estimate } from "../plan/estimate.ts";
import { type Plan, printable, type Stage, stage } from "../plan/plan.ts";
import { Part, type Sector } from "../sectors/sector.ts";

/** Choose how to carry out collisions of the model as it is. Throws a RangeError with the bytes when no way fits into memory. */
export function planCollisions(model: Model, options: CollisionRequestOptions): PlannedCollisions {
  return chooseCollisions(collisionRequest(model, options), collisionLowerings);
}

/** Choose one way of a list for a request. */
export function chooseCollisions(request: CollisionRequest, list: readonly CollisionLowering[]): PlannedCollisions {
  const choice = choose<CollisionRequest, CollisionEngine, CollisionLowering>(request, list, {
    argument: "model",
    value: request.model.name,
    must: "fit into memory",
    remedy: "Use fewer levels or a start with less coherence.",
  });
  return { request, choice, sector: choice.lowering.sector(request) };
}

/** The printed plan of collisions, with what is done besides. */
export function describeCollisions({ request, choice, sector }: PlannedCollisions, more: readonly Stage[] = [], estimate?: Estimate): Plan {
  const { system } = request.dynamics;
  return printable({
    model: request.model.name,
    space: String(system),
    dimension: system.dimension,
    sector: { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    stages: [stage("collision", choice), ...more],
    lanes: request.lanes,
    bytes: bytesOfLanes(choice.price.bytes, sector, request.lanes),
    ...(estimate ? { estimate } : {}),
    notes: request.model.warnings,
  });
}

/** What is bound once, and the states of every lane. */
export function bytesOfLanes(one: number, { count }: Sector, lanes: number): number {
  return one + 16 * count * (lanes - 1);
}
