/** How a model's collisions will be carried out: the request, and what was chosen for it. */

import type { CollisionLowering } from "../lowerings/collisions/collision-lowering.ts";
import { collisionLowerings } from "../lowerings/index.ts";
import type { Model } from "../models/model.ts";
import { choose } from "../plan/choose.ts";
import {
  type CollisionRequest,
  type CollisionRequestOptions,
  collisionRequest,
  type PlannedCollisions,
} from "../plan/collision-request.ts";
import type { CollisionEngine } from "../plan/engines.ts";
import { type Plan, printable, type Stage, stage } from "../plan/plan.ts";
import { Part, type Sector } from "../sectors/sector.ts";

/** Choose how to carry out collisions. Throws a RangeError with the bytes when no way fits into memory. */
export function planCollisions(model: Model, options: CollisionRequestOptions): PlannedCollisions {
  const request = collisionRequest(model, options);
  const choice = choose<CollisionRequest, CollisionEngine, CollisionLowering>(request, collisionLowerings, {
    argument: "model",
    value: model.name,
    must: "fit into memory",
    remedy: "Use fewer levels or a start with less coherence.",
  });
  return { request, choice, sector: choice.lowering.sector(request) };
}

/** The printed plan of collisions, with what is done besides. */
export function describeCollisions({ request, choice, sector }: PlannedCollisions, more: readonly Stage[] = []): Plan {
  const { system } = request.dynamics;
  return printable({
    model: request.model.name,
    space: String(system),
    dimension: system.dimension,
    sector: { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    stages: [stage("collision", choice), ...more],
    lanes: request.lanes,
    bytes: bytesOf(choice.price.bytes, sector, request.lanes),
    notes: request.model.warnings,
  });
}

/** What is bound once, and the states of every lane. */
function bytesOf(one: number, { count }: Sector, lanes: number): number {
  return one + 16 * count * (lanes - 1);
}
