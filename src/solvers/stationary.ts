/** Plan and solve for stationary states: the request, the choice among the lowerings, and the whole space or a sector of it. */
import { RunFailure } from "../errors.ts";
import { isClosed } from "../lowerings/stationary/average-over-time.ts";
import { closedSystemLowerings, stationaryLowerings } from "../lowerings/stationary/index.ts";
import type { StationaryLowering } from "../lowerings/stationary/stationary-lowering.ts";
import type { Model } from "../models/model.ts";
import { scope as withScope } from "../numerics/memory.ts";
import { type Choice, choose } from "../plan/choose.ts";
import { estimateOfWhole } from "../plan/estimate.ts";
import { type Plan, printable, stage } from "../plan/plan.ts";
import {
  type StationaryRequest,
  type StationaryScope,
  type StationarySolution,
  type StationarySolver,
  stationaryRequest,
} from "../plan/stationary-request.ts";
import { Part } from "../sectors/sector.ts";
import { planCollisions } from "./collision-choice.ts";

/** Above this many elements of the density matrix the whole space is not looked at unless asked for. */
const WHOLE_SPACE = 4096;

/** A request with the way that was chosen for it. */
export interface PlannedStationary {
  readonly request: StationaryRequest;
  readonly choice: Choice<StationarySolver, StationaryLowering>;
  readonly plan: Plan;
}

/**
 * Choose how to solve for the stationary states of a model: on all states where that is affordable, else on the sector of
 * the initial state; `asked` insists on one of the two. Throws a RangeError with all reasons when nothing fits.
 */
export function planStationary(model: Model, asked: StationaryScope | null): PlannedStationary {
  const N = model.dynamics.system.dimension;
  const scope = asked ?? (N * N <= WHOLE_SPACE ? "space" : "sector");
  try {
    return planWithin(model, asked, scope);
  } catch (error) {
    return planInstead(model, asked, scope, error);
  }
}

/** Solve as planned; where a solve on the whole space fails that nobody asked for, on the sector. */
export function solveStationary(planned: PlannedStationary): { readonly plan: Plan; readonly found: StationarySolution } {
  const { model, asked, scope } = planned.request;
  try {
    return solve(planned);
  } catch (error) {
    return solve(planInstead(model, asked, scope, error));
  }
}

function solve({ choice, plan }: PlannedStationary): { readonly plan: Plan; readonly found: StationarySolution } {
  return { plan, found: withScope((s) => choice.bind(s).solve()) };
}

/** Plan on the sector after the whole space failed, unless somebody insists on it; throws what failed otherwise. */
function planInstead(model: Model, asked: StationaryScope | null, scope: StationaryScope, error: unknown): PlannedStationary {
  if (asked !== null || scope === "sector" || !(error instanceof RunFailure || error instanceof RangeError)) throw error;
  return planWithin(model, asked, "sector", [`not on the whole space: ${error.message}`]);
}

function planWithin(model: Model, asked: StationaryScope | null, scope: StationaryScope, notes: readonly string[] = []): PlannedStationary {
  const request = stationaryRequest(model, { asked, scope, collisions: (of) => planCollisions(of, { steps: 1 }) });
  const ways = isClosed(model) ? closedSystemLowerings : stationaryLowerings;
  const choice = choose<StationaryRequest, StationarySolver, StationaryLowering>(request, ways, {
    argument: "model",
    value: model.name,
    must: "have a stationary equation that fits",
    remedy: "Use fewer levels, or run until it settles.",
  });
  return { request, choice, plan: describe(request, choice, notes) };
}

function describe(request: StationaryRequest, choice: Choice<StationarySolver, StationaryLowering>, notes: readonly string[]): Plan {
  const { model, space } = request;
  const { lowering } = choice;
  const sector = lowering.sector(request);
  return printable({
    model: model.name,
    space: String(space),
    dimension: space.dimension,
    sector: { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    stages: [...lowering.stages(request), stage("stationary", choice)],
    lanes: 1,
    bytes: choice.price.bytes,
    estimate: estimateOfWhole(choice.price, 1, { coordinates: sector.count, bytes: choice.price.bytes }),
    notes: [...(model.reduction ? [model.reduction] : []), ...model.warnings, ...notes],
  });
}
