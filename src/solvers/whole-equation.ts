/** The generator of a model, or the map of one cycle of its collisions, on the coordinates of all states. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import type { SparseReal } from "../numerics/envelope.ts";
import { stationaryRequest } from "../plan/stationary-request.ts";
import type { Layout } from "../sectors/layout.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Space } from "../spaces/space.ts";
import { planCollisions } from "./collision-choice.ts";

/** M on all d² coordinates: the generator, or the map of a cycle minus the identity. */
export interface WholeEquation {
  readonly space: Space;
  readonly kind: "generator" | "map";
  readonly sector: Sector;
  readonly matrix: SparseReal;
  /** x ↦ Tr ρ. */
  readonly trace: Float64Array;
}

/** M on the sector of a model's initial state, with that state. */
export interface SectorEquation {
  readonly layout: Layout;
  readonly matrix: SparseReal;
  readonly trace: Float64Array;
  readonly start: Float64Array;
}

/** The equation of the initial state alone. */
export function sectorEquation(model: Model): SectorEquation {
  const request = stationaryRequest(model, { asked: "sector", scope: "sector", collisions: (of) => planCollisions(of, { steps: 1 }) });
  const equation = request.within("sector");
  return { layout: equation.layout(), matrix: equation.matrix(), trace: equation.trace(), start: equation.start() };
}

/** Largest dimension whose coordinates are listed. */
const LARGEST = 128;

/** Make the equation. Throws a RangeError for generators that depend on time and for spaces that are too large. */
export function wholeEquation(model: Model): WholeEquation {
  requireRunnable(model);
  const { dynamics } = model;
  const { system } = dynamics;
  if (system.dimension > LARGEST) {
    throw wrongValue("model", `act on at most ${LARGEST} levels for an object on all states`, system.dimension, "Use fewer levels.");
  }
  if (dynamics.kind === "generator" && generatorTerms(dynamics).coefficients.some(isTimeFunction)) {
    const remedy = "Use `propagator(model, t)`, or fix its coefficients.";
    throw wrongValue("model", "have a generator that does not depend on time", null, remedy, "its coefficients are functions of time");
  }
  const request = stationaryRequest(model, { asked: "space", scope: "space", collisions: (of) => planCollisions(of, { steps: 1 }) });
  const equation = request.within("space");
  return { space: system, kind: request.kind, sector: equation.sector() as Sector, matrix: equation.matrix(), trace: equation.trace() };
}
